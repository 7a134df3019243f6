import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogue's file, the mails. Faked: the clock, and that midnight's job is called by the test.

const LAST_MINUTE = '2026-11-21T22:59:59.000Z';
const MIDNIGHT_IN_SWEDEN = '2026-11-21T23:00:00.000Z';
const staying = inhabitants(9);
const lastDay = (number: number) => inhabitant(number, { attributes: { endDate: '20261121' } });
const LEAVER = hsaIdOf(10);

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start();
    await service.syncWith([...staying, lastDay(10)]);
  });
  afterEach(() => service.close());

  const enabledAccounts = async (): Promise<number> => (await service.accounts()).filter(({ enabled }) => enabled).length;

  describe('a last day that is over', () => {
    it('ends access at midnight in Sweden and not before', async () => {
      service.travelTo(LAST_MINUTE);
      expect(await service.endPassed()).toBe(0);
      service.travelTo(MIDNIGHT_IN_SWEDEN);
      expect(await service.endPassed()).toBe(1);
      expect(await service.account(LEAVER)).toMatchObject({ enabled: false, disabledAt: MIDNIGHT_IN_SWEDEN });
      expect(await enabledAccounts()).toBe(9);
      const [mail, ...more] = await service.mails('ended');
      expect(mail?.text).toContain('Orsak: Slutdatumet i HSA har passerat.\n');
      expect(more).toEqual([]);
      expect(await service.endPassed()).toBe(0);
      expect(await service.sync()).toMatchObject({ status: 'completed', ended: 0, unchanged: 9 });
    });

    it('ends access also where the catalogue cannot be read', async () => {
      service.writeText('berg', 'version: 1\n\ndn: cn=avbruten');
      service.travelTo(MIDNIGHT_IN_SWEDEN);
      expect(await service.sync()).toMatchObject({ status: 'incomplete', ended: 1 });
      expect(await service.endPassed()).toBe(0);
      expect(await service.mails('ended')).toHaveLength(1);
      expect(await service.account(LEAVER)).toMatchObject({ enabled: false });
      expect(await enabledAccounts()).toBe(9);
    });

    it('ends access also where the municipality is halted', async () => {
      service.travelTo(MIDNIGHT_IN_SWEDEN);
      expect(await service.syncWith([lastDay(10)])).toMatchObject({
        status: 'halted',
        ended: 1,
        reason: expect.stringContaining('Avslutade för att deras sista dag har passerat: 1.') as string,
      });
      expect(await service.endPassed()).toBe(0);
      expect(await service.mails('ended')).toHaveLength(1);
      expect(await enabledAccounts()).toBe(9);
      expect((await service.cases()).filter(({ event }) => event === 'ended').map(({ hsaIdKey }) => hsaIdKey)).toEqual([
        LEAVER.toLowerCase(),
      ]);
    });

    it('ends nothing in a preview, also where the catalogue cannot be read', async () => {
      service.writeText('berg', 'version: 1\n\ndn: cn=avbruten');
      service.travelTo(MIDNIGHT_IN_SWEDEN);
      expect(await service.preview()).toMatchObject({ status: 'incomplete', ended: 0 });
      expect(await enabledAccounts()).toBe(10);
    });

    it('ends access also of somebody who is held', async () => {
      await service.syncWith([...staying, inhabitant(10, { surname: 'Annanman', cn: 'Annan', attributes: { endDate: '20261121' } })]);
      expect(await service.account(LEAVER)).toMatchObject({ stage: 'held', enabled: true });
      service.travelTo(MIDNIGHT_IN_SWEDEN);
      expect(await service.endPassed()).toBe(1);
      expect(await service.account(LEAVER)).toMatchObject({ enabled: false });
    });

    it('is told by the service itself in the audit trail', async () => {
      service.travelTo(MIDNIGHT_IN_SWEDEN);
      await service.endPassed();
      const rows = (await service.auditRows()).filter(({ action }) => action === 'access-ended');
      expect(rows).toMatchObject([{ actorKind: 'schedule', actorName: 'midnight', subject: LEAVER.toLowerCase(), runId: null }]);
      expect(await service.auditProblems()).toEqual([]);
    });

    it('begins nothing: a first day waits for a complete read', async () => {
      await service.syncWith([...staying, lastDay(10), inhabitant(11, { attributes: { startDate: '20261122' } })]);
      service.travelTo(MIDNIGHT_IN_SWEDEN);
      await service.endPassed();
      expect((await service.accounts()).map(({ hsaId }) => hsaId)).not.toContain(hsaIdOf(11));
    });
  });
});

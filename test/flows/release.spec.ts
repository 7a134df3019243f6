import type { CatalogueEntry } from '../support/builders/ldif';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { PlanEntity } from '../../src/reconciliation/run.entity';
import { ServiceDeskCommand } from '../../src/commands/service-desk.command';
import { LeaseService } from '../../src/platform/leases/lease.service';
import { municipalityLease } from '../../src/reconciliation/run-request';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogue's file, the mails. Faked: the clock.

const town = inhabitants(20);
const without = (...numbers: number[]): CatalogueEntry[] => town.filter((_, index) => !numbers.includes(index + 1));
const FIVE = [1, 2, 3, 4, 5];

onEachDatabase(() => {
  let service: TestService;
  let halted: string;
  beforeEach(async () => {
    service = await TestService.start();
    await service.syncWith(town);
    halted = (await service.syncWith(without(...FIVE))).runId;
  });
  afterEach(() => service.close());

  const disabled = async (): Promise<string[]> => (await service.accounts()).filter(({ enabled }) => !enabled).map(({ hsaId }) => hsaId);

  describe('releasing a halted run', () => {
    it('applies what was halted, once', async () => {
      expect(await service.release(halted)).toMatchObject({ status: 'completed', ended: 5, unchanged: 15 });
      expect(await disabled()).toEqual(FIVE.map((number) => hsaIdOf(number)));
      expect(await service.mails('ended')).toHaveLength(5);
      expect(await service.dataSource.manager.find(PlanEntity)).toMatchObject([{ state: 'released', releasedBy: 'Dana Drift' }]);
      await expect(service.release(halted)).rejects.toThrow(`Planen i körningen ${halted} är redan släppt.`);
      expect(await service.sync()).toMatchObject({ status: 'completed', ended: 0, unchanged: 15 });
    });

    it('is told of in the audit trail: who, which system user and why', async () => {
      await service.release(halted, 'Omorganisation i Klövsjö');
      const rows = (await service.auditRows()).filter(({ action }) => action === 'access-ended');
      expect(rows).toHaveLength(5);
      for (const row of rows) expect(row).toMatchObject({ actorKind: 'person', actorName: 'Dana Drift', systemUser: 'tester' });
      expect(JSON.stringify(await service.auditRows())).not.toContain('Klövsjö');
      expect((await service.explain(hsaIdOf(1))).trail.at(-1)).toMatchObject({
        action: 'access-ended',
        reason: 'Omorganisation i Klövsjö',
      });
    });

    it('leaves alone whoever is back since then', async () => {
      service.writeCatalogue('berg', without(1, 2));
      expect(await service.release(halted)).toMatchObject({ status: 'completed', ended: 2 });
      expect(await disabled()).toEqual([hsaIdOf(1), hsaIdOf(2)]);
    });

    it('takes a few new ones along, as any run does', async () => {
      service.writeCatalogue('berg', without(...FIVE, 6, 7));
      expect(await service.release(halted)).toMatchObject({ status: 'completed', ended: 7 });
    });

    it('lets many new ones meet the brake again', async () => {
      service.writeCatalogue('berg', without(...FIVE, 6, 7, 8, 9, 10));
      const run = await service.release(halted);
      expect(run).toMatchObject({
        status: 'halted',
        ended: 5,
        reason: expect.stringContaining('5 godkända ändringar är genomförda, resten väntar.'),
      });
      expect(await disabled()).toEqual(FIVE.map((number) => hsaIdOf(number)));
      await expect(service.release(halted)).rejects.toThrow('redan släppt');
      expect(await service.release(run.runId)).toMatchObject({ status: 'completed', ended: 5 });
      expect(await disabled()).toHaveLength(10);
    });

    it('that is stopped in its turn tells operations what was done all the same', async () => {
      await service.syncWith(town);
      service.writeCatalogue('berg', without(...FIVE, 6, 7, 8, 9, 10));
      await service.release(halted);
      const mail = (await service.mails('halt')).at(-1);
      expect(mail?.text).toContain('Det som var godkänt är genomfört (5 personer).');
      expect(mail?.text).not.toContain('Inget av körningen är genomfört');
    });

    it('of a plan that a later run superseded applies what is still the same', async () => {
      await service.syncWith(without(...FIVE, 6));
      expect(await service.release(halted)).toMatchObject({ status: 'completed', ended: 6 });
    });

    it('changes nothing where the catalogue cannot be read', async () => {
      service.writeText('berg', '');
      expect(await service.release(halted)).toMatchObject({ status: 'incomplete', ended: 0 });
      expect(await disabled()).toEqual([]);
      service.writeCatalogue('berg', without(...FIVE));
      expect(await service.release(halted)).toMatchObject({ status: 'completed', ended: 5 });
    });

    it('waits for a run that goes on, until it is told to stop waiting: then it has failed, and nothing is released', async () => {
      const run = await service.get(LeaseService).acquire(municipalityLease('berg'));
      const stopping = new AbortController();
      const command = service.get(ServiceDeskCommand);
      const answer = command.release(halted, { kind: 'person', name: 'Dana Drift', systemUser: 'tester' }, 'Rätt', stopping.signal);
      stopping.abort();
      expect(await answer).toMatchObject({ status: 1, json: { runs: [{ status: 'failed', reason: expect.stringContaining('pågår') }] } });
      expect(await disabled()).toEqual([]);
      await run?.release();
      expect(await service.release(halted)).toMatchObject({ status: 'completed', ended: 5 });
    });

    it('that is stopped in its turn leaves a finding that says so of what was not approved', async () => {
      const HALTED =
        'Körningen är stoppad. Inget är genomfört utom det som någon har godkänt och sista dagar som har passerat. Titta på planen och släpp den, eller rätta katalogen.';
      const told = async () => (await service.findings('halted')).map(({ detail }) => detail);
      expect(await told()).toEqual([HALTED]);
      service.writeCatalogue('berg', without(...FIVE, 6, 7, 8, 9, 10));
      const { runId, ended } = await service.release(halted);
      expect(ended).toBe(5);
      expect(await told()).toEqual([HALTED]);
      await service.release(runId);
      expect(await told()).toEqual([]);
    });

    it('is refused for a run that is not there or was not halted', async () => {
      await expect(service.release('berg-20261121T030500-ffff')).rejects.toThrow('Det finns ingen körning berg-20261121T030500-ffff.');
      const { runId } = await service.syncWith(town);
      await expect(service.release(runId)).rejects.toThrow(`Körningen ${runId} är inte stoppad. Det finns inget att släppa.`);
    });
  });

  describe('a released change', () => {
    const titled = (title: string) => [...inhabitants(10, { attributes: { title } }), ...inhabitants(10, {}, 11)];

    it('is applied while before and after are the same, and not when it is another change now', async () => {
      const { runId } = await service.syncWith(titled('Undersköterska'));
      service.writeCatalogue('berg', [
        inhabitant(1, { attributes: { title: 'Sjuksköterska' } }),
        ...inhabitants(9, { attributes: { title: 'Undersköterska' } }, 2),
        ...inhabitants(10, {}, 11),
      ]);
      expect(await service.release(runId)).toMatchObject({ status: 'completed', changed: 10 });
      service.writeCatalogue('berg', titled('Barnskötare'));
      const again = await service.sync();
      expect(again).toMatchObject({ status: 'halted' });
      service.writeCatalogue('berg', titled('Lärare'));
      expect(await service.release(again.runId)).toMatchObject({ status: 'halted', changed: 0 });
      expect((await service.account(hsaIdOf(2))).desired.title).toBe('Undersköterska');
    });
  });
});

import type { CatalogueEntry } from '../support/builders/ldif';
import { hsaIdOf, inhabitant } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogue's file, the mails. Faked: the clock (2026-11-21, 04:05 in Sweden).

const staying = inhabitant(1);
const HSA_ID = hsaIdOf(2);

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start();
  });
  afterEach(() => service.close());

  describe('somebody comes back', () => {
    it.each<[string, CatalogueEntry[], CatalogueEntry]>([
      ['whose entry was gone', [], inhabitant(2)],
      ['whose role was gone', [inhabitant(2, { roles: [] })], inhabitant(2)],
      ['who was archived', [inhabitant(2, { classes: ['hsaArchivedObject'] })], inhabitant(2)],
      ['whose HSA-id has other letters now', [], inhabitant(2, { hsaId: HSA_ID.replace('P', 'p') })],
    ])('%s: the same account, a case reinstated', async (_, gone, back) => {
      await service.syncWith([staying, inhabitant(2)]);
      const before = await service.account(HSA_ID);
      await service.syncWith([staying, ...gone]);
      expect(await service.syncWith([staying, back])).toMatchObject({ status: 'completed', reinstated: 1, created: 0, unchanged: 1 });
      const after = await service.account(HSA_ID);
      expect(after).toMatchObject({ accountName: before.accountName, enabled: true, disabledAt: null });
      expect(after.desired).toMatchObject({ userAccountControl: 262656, memberOf: before.desired.memberOf });
      expect((await service.accounts()).map(({ hsaId }) => hsaId.toLowerCase())).toHaveLength(2);
      expect((await service.mails('reinstated')).map(({ subject, text }) => [subject, text.split('\n')[0]])).toEqual([
        [
          '[Behörighet] Återupptagen – ärende 2026-00004 – Bergs kommun',
          'Anna Andersson är tillbaka. Samma konto i externt AD är öppnat igen.',
        ],
      ]);
      expect((await service.cases()).map(({ event, state, supersededBy }) => [event, state, supersededBy])).toEqual([
        ['new', 'open', null],
        ['new', 'superseded', '2026-00003'],
        ['ended', 'superseded', '2026-00004'],
        ['reinstated', 'open', null],
      ]);
    });

    it('and leaves again: a case of its own, the account still the same', async () => {
      await service.syncWith([staying, inhabitant(2)]);
      await service.syncWith([staying]);
      await service.syncWith([staying, inhabitant(2)]);
      await service.syncWith([staying]);
      expect(
        (await service.cases()).filter(({ hsaIdKey }) => hsaIdKey === HSA_ID.toLowerCase()).map(({ event, state }) => [event, state]),
      ).toEqual([
        ['new', 'superseded'],
        ['ended', 'superseded'],
        ['reinstated', 'superseded'],
        ['ended', 'open'],
      ]);
      expect(await service.account(HSA_ID)).toMatchObject({ enabled: false, desiredVersion: 4 });
    });

    it('with another title: the mail says what changed meanwhile', async () => {
      await service.syncWith([staying, inhabitant(2, { attributes: { title: 'Vikarie' } })]);
      await service.syncWith([staying]);
      await service.syncWith([staying, inhabitant(2, { attributes: { title: 'Undersköterska' } })]);
      expect((await service.mails('reinstated'))[0]?.text).toContain('Titlar: Vikarie → Undersköterska\n');
    });

    it('as another human: held, and the account stays disabled', async () => {
      await service.syncWith([staying, inhabitant(2, { attributes: { entryUUID: '11111111-7a53-4a53-9f0e-6d1a2b3c4d5e' } })]);
      await service.syncWith([staying]);
      const run = await service.syncWith([staying, inhabitant(2, { attributes: { entryUUID: '22222222-7a53-4a53-9f0e-6d1a2b3c4d5e' } })]);
      expect(run).toMatchObject({ status: 'completed', held: 1, reinstated: 0 });
      expect(await service.account(HSA_ID)).toMatchObject({ enabled: false, stage: 'held' });
      expect(await service.findings('identity-changed')).toMatchObject([{ hsaId: HSA_ID }]);
    });
  });

  describe('somebody whose first day comes', () => {
    it('has an account from that day and not before', async () => {
      const starting = inhabitant(2, { attributes: { startDate: '20261122' } });
      expect(await service.syncWith([staying, starting])).toMatchObject({ status: 'completed', created: 1 });
      service.travelTo('2026-11-21T22:30:00.000Z');
      expect(await service.sync()).toMatchObject({ created: 0 });
      service.travelTo('2026-11-21T23:00:00.000Z');
      expect(await service.sync()).toMatchObject({ status: 'completed', created: 1, unchanged: 1 });
      expect(await service.account(HSA_ID)).toMatchObject({ enabled: true });
    });
  });
});

import type { CatalogueEntry } from '../support/builders/ldif';
import { hsaIdOf, inhabitant } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogue's file, the mails. Faked: the clock (2026-11-21).

const staying = inhabitant(1);
const LEAVER = hsaIdOf(2);

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start();
  });
  afterEach(() => service.close());

  describe('somebody leaves', () => {
    it.each<[string, CatalogueEntry[], string]>([
      ['whose role is gone', [inhabitant(2, { roles: [] })], 'Posten i HSA har inte systemrollen för Cosmic Link.'],
      [
        'whose role is nearly right',
        [inhabitant(2, { roles: ['rjh;link'] })],
        'Systemrollen i HSA är nästan rätt skriven men måste vara exakt.',
      ],
      ['whose entry is gone', [], 'Personen finns inte i kommunens HSA-katalog.'],
      ['who is archived', [inhabitant(2, { classes: ['hsaArchivedObject'] })], 'Posten i HSA är arkiverad.'],
      [
        'who is deleted',
        [inhabitant(2, { classes: ['hsaDeletedPersonWithValidCertificates'] })],
        'Personen är borttagen i HSA (har bara certifikat kvar).',
      ],
      ['who is marked as test data', [inhabitant(2, { classes: ['hsaFeignedDataObject'] })], 'Posten i HSA är märkt som testdata.'],
      ['whose end date has passed', [inhabitant(2, { attributes: { endDate: '20261120' } })], 'Slutdatumet i HSA har passerat.'],
      ['whose start is put off', [inhabitant(2, { attributes: { startDate: '20270101' } })], 'Startdatumet i HSA har inte kommit än.'],
    ])('%s: disabled, out of the groups, told why', async (_, after, reason) => {
      await service.syncWith([staying, inhabitant(2)]);
      const before = await service.account(LEAVER);
      expect(await service.syncWith([staying, ...after])).toMatchObject({ status: 'completed', ended: 1, unchanged: 1, changed: 0 });
      const { accountName, enabled, stage, desired, applied } = await service.account(LEAVER);
      expect({ accountName, enabled, stage }).toEqual({ accountName: before.accountName, enabled: false, stage: 'ending' });
      expect(desired).toEqual({ ...before.desired, userAccountControl: 262658, memberOf: [] });
      expect(applied).toEqual(desired);
      const mails = await service.mails('ended');
      expect(mails.map(({ subject }) => subject)).toEqual(['[Behörighet] Avslutad – ärende 2026-00003 – Bergs kommun']);
      expect(mails[0]?.text).toContain(`Orsak: ${reason}\nHSA-id: ${LEAVER}\n`);
      expect((await service.account(hsaIdOf(1))).enabled).toBe(true);
    });

    it.each<[string, string, string]>([
      ['archived', 'hsaArchivedObject', 'Posten i HSA är arkiverad.'],
      ['deleted', 'hsaDeletedPersonWithValidCertificates', 'Personen är borttagen i HSA (har bara certifikat kvar).'],
      ['test data', 'hsaFeignedDataObject', 'Posten i HSA är märkt som testdata.'],
    ])('also where the entry that says %s cannot be trusted otherwise', async (_, marked, reason) => {
      const broken = { attributes: { endDate: 'när projektet är slut' } };
      await service.syncWith([staying, inhabitant(2)]);
      expect(await service.syncWith([staying, inhabitant(2, broken)])).toMatchObject({ held: 1, ended: 0 });
      expect(await service.syncWith([staying, inhabitant(2, { ...broken, classes: [marked] })])).toMatchObject({ held: 0, ended: 1 });
      expect(await service.account(LEAVER)).toMatchObject({ enabled: false, stage: 'ending' });
      expect((await service.mails('ended'))[0]?.text).toContain(`Orsak: ${reason}\n`);
      expect(await service.sync()).toMatchObject({ status: 'completed', ended: 0, unchanged: 1 });
    });

    it('is not somebody of whose two entries only one is archived', async () => {
      await service.syncWith([staying, inhabitant(2)]);
      const old = inhabitant(2, { cn: 'Gammal post', classes: ['hsaArchivedObject'] });
      expect(await service.syncWith([staying, inhabitant(2), old])).toMatchObject({ held: 1, ended: 0 });
      expect((await service.account(LEAVER)).enabled).toBe(true);
    });

    it('and the case that was still open for them is superseded', async () => {
      await service.syncWith([staying, inhabitant(2)]);
      await service.syncWith([staying, inhabitant(2, { attributes: { title: 'Vikarie' } })]);
      await service.syncWith([staying]);
      expect((await service.cases()).map(({ number, event, state, supersededBy }) => [number, event, state, supersededBy])).toEqual([
        ['2026-00001', 'new', 'open', null],
        ['2026-00002', 'new', 'superseded', '2026-00004'],
        ['2026-00003', 'changed', 'superseded', '2026-00004'],
        ['2026-00004', 'ended', 'open', null],
      ]);
    });

    it('once: the next run changes nothing', async () => {
      await service.syncWith([staying, inhabitant(2)]);
      await service.syncWith([staying]);
      const before = [await service.accounts(), await service.cases(), await service.mails()];
      expect(await service.sync()).toMatchObject({ status: 'completed', ended: 0, unchanged: 1 });
      expect([await service.accounts(), await service.cases(), await service.mails()]).toEqual(before);
    });

    it('is not somebody on their last day', async () => {
      await service.syncWith([staying, inhabitant(2, { attributes: { endDate: '20261121' } })]);
      expect(await service.account(LEAVER)).toMatchObject({ enabled: true });
    });
  });

  describe('somebody who is not in the read but whose HSA-id still is', () => {
    const withBlank = (roles?: string[]): CatalogueEntry => inhabitant(2, { hsaId: `${LEAVER.slice(0, -1)} ${LEAVER.slice(-1)}`, roles });

    it('is held until the entry is right again', async () => {
      await service.syncWith([staying, inhabitant(2)]);
      const before = await service.account(LEAVER);
      expect(await service.syncWith([staying, withBlank()])).toMatchObject({ status: 'completed', ended: 0, held: 1, unchanged: 1 });
      expect(await service.account(LEAVER)).toEqual({ ...before, stage: 'held' });
      expect(await service.findings('absence-unproven')).toMatchObject([{ hsaId: LEAVER }]);
      expect(await service.findings('hsa-id-blanks')).toHaveLength(1);
      expect(await service.mails('ended')).toEqual([]);

      expect(await service.syncWith([staying, inhabitant(2)])).toMatchObject({ status: 'completed', held: 0, ended: 0, unchanged: 2 });
      expect(await service.account(LEAVER)).toEqual(before);
      expect([...(await service.findings('absence-unproven')), ...(await service.findings('hsa-id-blanks'))]).toEqual([]);
    });

    it('leaves when that entry has not the role', async () => {
      await service.syncWith([staying, inhabitant(2)]);
      expect(await service.syncWith([staying, withBlank([])])).toMatchObject({ status: 'completed', ended: 1, held: 0 });
      expect(await service.account(LEAVER)).toMatchObject({ enabled: false });
    });

    it('is looked up again after that, and stands as that entry says', async () => {
      await service.syncWith([staying, inhabitant(2)]);
      await service.syncWith([staying, withBlank(['rjh;link'])]);
      const before = await service.explain(LEAVER);
      expect(before).toMatchObject({ stage: 'ending', blockers: [{ reason: 'system-role-near-miss' }, { reason: 'entry-refused' }, {}] });
      expect(await service.sync()).toMatchObject({ status: 'completed', ended: 0, held: 0 });
      expect(await service.explain(LEAVER)).toEqual({ ...before, at: service.clock.now(), lastCompleteReadAt: expect.any(String) });
    });

    it('leaves when it is held and then is gone altogether', async () => {
      await service.syncWith([staying, inhabitant(2)]);
      await service.syncWith([staying, withBlank()]);
      expect(await service.syncWith([staying])).toMatchObject({ status: 'completed', ended: 1, held: 0 });
      expect(await service.findings('absence-unproven')).toEqual([]);
    });
  });
});

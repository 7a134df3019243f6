import { AgreementToSettleEntity } from '../../src/agreements/agreement.entity';
import { SettleReplaced } from '../../src/agreements/settle-replaced.service';
import { AgreementTemplates } from '../../src/agreements/templates.service';
import type { Actor } from '../../src/audit/actor';
import { addTemplate, aPaper, aText, MORNING, refusalOf, register } from '../support/agreement-scene';
import { hsaIdOf, inhabitants, NO_BRAKE } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on each database. Faked: the clock.

const SCHEDULE: Actor = { kind: 'schedule', name: 'agreement-versions', systemUser: null };
const SECOND = { version: '2', text: aText('Jag har läst allt.'), effectiveFrom: '2026-12-01', signFrom: '2027-01-15' };

onEachDatabase(() => {
  let service: TestService;
  const start = async (people: number) => {
    service = await TestService.start({ now: MORNING, municipalities: [{ brake: NO_BRAKE }] });
    await service.syncWith(inhabitants(people));
    await addTemplate(service);
  };
  afterEach(() => service.close());

  const settle = (signal?: AbortSignal) => service.get(SettleReplaced).run(SCHEDULE, signal);
  const waiting = () => service.dataSource.manager.count(AgreementToSettleEntity);
  const replacedRows = async () => (await service.auditRows()).filter(({ action }) => action === 'agreement-replaced');
  const stage = async (who: number) => (await service.account(hsaIdOf(who))).stage;

  describe('a version', () => {
    beforeEach(() => start(1));

    it('is kept exactly, with its hash, and told in the audit trail', async () => {
      const { template, isNew } = await addTemplate(service, { ...SECOND, text: '# Rubrik\r\n\r\nText.  ' });
      expect([isNew, template]).toEqual([
        true,
        expect.objectContaining({ version: '2', title: 'Rubrik', text: '# Rubrik\n\nText.\n', isCurrent: false }),
      ]);
      expect((await service.get(AgreementTemplates).list()).map(({ version, isCurrent }) => [version, isCurrent])).toEqual([
        ['1', true],
        ['2', false],
      ]);
      expect((await service.auditRows()).filter(({ action }) => action === 'agreement-template-added')).toHaveLength(2);
      expect(await service.auditProblems()).toEqual([]);
    });

    it('added twice is added once', async () => {
      await addTemplate(service, SECOND);
      const rows = (await service.auditRows()).length;
      expect(await addTemplate(service, SECOND)).toMatchObject({ isNew: false, concerned: 0 });
      expect(await service.auditRows()).toHaveLength(rows);
    });

    it('added by two at once is added once, and two of a day are not added', async () => {
      const ends = await Promise.all([1, 2, 3].map((n) => refusalOf(addTemplate(service, { ...SECOND, version: `v${n}` }))));
      expect(ends.sort()).toEqual([null, 'effective-date-taken', 'effective-date-taken'].sort());
    });

    it.each<[string, object]>([
      ['template-in-force', { version: '1', text: aText('Något annat.') }],
      ['text-empty', { text: ' ' }],
      ['text-no-title', { text: 'Bara text.' }],
      ['text-hidden-character', { text: aText('dolt\u200b') }],
      ['personal-number-given', { text: aText('20170101-2393') }],
      ['sign-from-passed', { effectiveFrom: '2026-05-01', signFrom: '2026-11-20' }],
    ])('is refused: %s', async (code, more) => {
      expect(await refusalOf(addTemplate(service, { ...SECOND, ...more }))).toBe(code);
      expect(await service.get(AgreementTemplates).list()).toHaveLength(1);
    });

    it('that is not in force yet may be written anew; from the day it is, never', async () => {
      await addTemplate(service, SECOND);
      await addTemplate(service, { ...SECOND, text: aText('Bättre ord.') });
      expect((await service.get(AgreementTemplates).show('2')).text).toContain('Bättre ord.');
      service.travelTo('2026-12-01T08:00:00.000Z');
      expect(await refusalOf(addTemplate(service, { ...SECOND, text: aText('Ännu bättre.') }))).toBe('template-in-force');
    });
  });

  describe('a new version that must be signed from a day', () => {
    it('leaves who has signed the old one be until that day, and asks them for the new', async () => {
      await start(3);
      for (const who of [1, 2]) await register(service, aPaper(who));
      expect(await addTemplate(service, SECOND)).toMatchObject({ concerned: 2 });
      expect(await settle()).toBe(2);
      expect(await replacedRows()).toHaveLength(2);
      expect(await stage(1)).toBe('agreement-received');
      service.travelTo('2026-12-02T08:00:00.000Z');
      await register(service, aPaper(2, { templateVersion: '2', signedOn: '2026-12-01', receivedOn: '2026-12-02' }));
      service.travelTo('2027-01-14T22:59:59.000Z');
      expect([await stage(1), await stage(2)]).toEqual(['agreement-received', 'agreement-received']);
      service.travelTo('2027-01-14T23:00:00.000Z');
      expect([await stage(1), await stage(2)]).toEqual(['account-ready', 'agreement-received']);
      expect((await service.explain(hsaIdOf(1))).blockers[0]).toMatchObject({
        reason: 'agreement-replaced',
        since: '2027-01-14T23:00:00.000Z',
      });
      await service.sync();
      expect(await service.auditProblems()).toEqual([]);
    });

    it('brings what the open cases show up to date on that day', async () => {
      await start(1);
      await register(service, aPaper(1));
      await addTemplate(service, SECOND);
      await settle();
      const [{ number } = { number: '' }] = await service.cases();
      expect((await service.showCase(number)).facts?.agreement).toBe('valid');
      service.travelTo('2027-01-15T08:00:00.000Z');
      await service.sync();
      expect((await service.showCase(number)).facts?.agreement).toBe('replaced');
    });

    it('concerns those who signed before texts were kept, and nobody who has withdrawn', async () => {
      await start(2);
      await register(service, aPaper(1));
      await service.dataSource.query(`UPDATE agreement SET template_version = 'baseline', source = 'baseline'`);
      expect(await addTemplate(service, SECOND)).toMatchObject({ concerned: 1 });
      await settle();
      expect(await replacedRows()).toHaveLength(1);
    });

    it('is settled again by nobody: neither twice nor by two at once', async () => {
      await start(5);
      for (const who of [1, 2, 3, 4, 5]) await register(service, aPaper(who));
      await addTemplate(service, SECOND);
      const other = await service.another();
      const [one, two] = await Promise.all([settle(), other.get(SettleReplaced).run(SCHEDULE)]);
      await other.close();
      expect(one + two).toBe(5);
      expect(await settle()).toBe(0);
      expect(await replacedRows()).toHaveLength(5);
    });

    it('goes on where it was broken off', async () => {
      const PEOPLE = 230;
      await start(PEOPLE);
      await service.dataSource.transaction(async (manager) => {
        const details = 'sealed1.x';
        for (let who = 1; who <= PEOPLE; who += 1)
          await manager.query(
            `INSERT INTO agreement (id, municipality, hsa_id_key, template_version, source, signed_on, received_on, recorded_at, details, revision)
             VALUES ('a${who}', 'berg', '${hsaIdOf(who).toLowerCase()}', '1', 'paper', '2026-11-03', '2026-11-05', '${MORNING}', '${details}', 1)`,
          );
      });
      await addTemplate(service, SECOND);
      expect(await waiting()).toBe(PEOPLE);
      const stopping = new AbortController();
      stopping.abort();
      expect(await settle(stopping.signal)).toBe(0);
      const after = new AbortController();
      const running = settle(after.signal);
      setImmediate(() => after.abort());
      const done = await running;
      expect(await waiting()).toBe(PEOPLE - done);
      await service.restart();
      expect(done + (await settle())).toBe(PEOPLE);
      expect(await waiting()).toBe(0);
      const rows = await replacedRows();
      expect(new Set(rows.map(({ subject }) => subject)).size).toBe(PEOPLE);
      expect(rows).toHaveLength(PEOPLE);
      expect((await service.explain(hsaIdOf(PEOPLE))).facts.agreement?.replacedFrom).toBe('2027-01-15');
    });
  });
});

import { MailDispatcher } from '../../src/notifications/dispatcher.service';
import { OutboxService } from '../../src/notifications/outbox.service';
import { FindingEntity } from '../../src/findings/finding.entity';
import type { PersonEntryOptions } from '../support/builders/ldif';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogue's file, the mails. Faked: the clock.

const HSA_ID = hsaIdOf(1);
const UUID = '11111111-7a53-4a53-9f0e-6d1a2b3c4d5e';
const secret = (options: PersonEntryOptions = {}) =>
  inhabitant(1, {
    givenName: 'Kanarie',
    surname: 'Gulsson',
    cn: 'Kanarie Gulsson',
    ...options,
    attributes: { entryUUID: UUID, ...options.attributes },
  });
const CONFIDENTIAL = { classes: ['hsaConfidentialPerson'] };
const NAME = /Kanarie|Gulsson/;

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start();
  });
  afterEach(() => service.close());

  const everyMail = async (): Promise<string> => JSON.stringify(await service.mails());

  describe('protection that comes while a mail waits', () => {
    it.each<[string, PersonEntryOptions]>([
      ['by object class', CONFIDENTIAL],
      ['by attribute TRUE', { attributes: { hsaProtectedPerson: 'TRUE' } }],
      ['by attribute 1', { attributes: { hsaProtectedPerson: '1' } }],
    ])('%s masks the mail, the account, the case and the outbox', async (_, mark) => {
      await service.syncWith([secret(), inhabitant(2)]);
      expect(await everyMail()).toMatch(NAME);
      expect(await service.syncWith([secret(mark), inhabitant(2)])).toMatchObject({ status: 'completed', changed: 1, unchanged: 1 });

      expect(await everyMail()).not.toMatch(NAME);
      expect((await service.mails()).map(({ kind, subject, hsaId }) => [kind, subject, hsaId])).toEqual([
        ['new', '[Behörighet] Ny – ärende 2026-00001', null],
        ['new', '[Behörighet] Ny – ärende 2026-00002 – Bergs kommun', hsaIdOf(2)],
        ['changed', '[Behörighet] Ändrad – ärende 2026-00003', null],
      ]);
      expect((await service.account(HSA_ID)).desired).toMatchObject({
        displayName: 'Skyddad person',
        sn: null,
        givenName: null,
        mail: null,
      });
      expect(await service.cases()).toMatchObject([{ isProtected: true }, { isProtected: false }, { isProtected: true }]);
      expect(await service.showCase('2026-00001')).toMatchObject({ facts: null, municipality: null });
      expect(
        JSON.stringify([await service.accounts(), await service.get(OutboxService).list(), await service.explain(HSA_ID)]),
      ).not.toMatch(NAME);
      await service.dispatch();
      expect(service.sentFiles().join('\n')).not.toMatch(/Kanarie|Gulsson/);
    });

    it('masks the row of a digest and leaves the other rows', async () => {
      await service.syncWith([secret(), ...inhabitants(19, {}, 2)]);
      expect(await everyMail()).toMatch(NAME);
      await service.syncWith([secret(CONFIDENTIAL), ...inhabitants(19, {}, 2)]);
      const [digest] = await service.mails('new');
      expect(digest?.subject).toBe('[Behörighet] Ny – 20 ärenden – Bergs kommun');
      expect(`${digest?.text}${digest?.html}`).not.toMatch(/Kanarie|Gulsson|-P001/);
      expect(digest?.text).toContain(hsaIdOf(20));
    });

    it('masks what has been sent too, so that another copy shows nothing', async () => {
      await service.syncWith([secret()]);
      await service.get(MailDispatcher).dispatch({ ignoreBackoff: true });
      await service.syncWith([secret(CONFIDENTIAL)]);
      expect((await service.mails()).map(({ state, text }) => [state, NAME.test(text)])).toEqual([
        ['sent', false],
        ['waiting', false],
      ]);
    });

    it('also for somebody who has left', async () => {
      await service.syncWith([secret(), inhabitant(2)]);
      await service.syncWith([secret({ roles: [] }), inhabitant(2)]);
      await service.syncWith([secret({ roles: [], ...CONFIDENTIAL }), inhabitant(2)]);
      expect(await everyMail()).not.toMatch(NAME);
      expect(await service.account(HSA_ID)).toMatchObject({ enabled: false, desired: { sn: null, displayName: 'Skyddad person' } });
    });

    it('also for somebody who is held, whose account is frozen otherwise', async () => {
      const other = { attributes: { entryUUID: UUID.replaceAll('1', '2') } };
      await service.syncWith([secret({ attributes: { title: 'Undersköterska' } }), inhabitant(2)]);
      await service.syncWith([secret(other), inhabitant(2)]);
      expect(await service.account(HSA_ID)).toMatchObject({ stage: 'held', desired: { sn: 'Gulsson', title: 'Undersköterska' } });
      await service.syncWith([secret({ ...other, ...CONFIDENTIAL }), inhabitant(2)]);
      expect(await service.account(HSA_ID)).toMatchObject({
        stage: 'held',
        enabled: true,
        desired: { sn: null, title: null, displayName: 'Skyddad person' },
      });
      expect(await everyMail()).not.toMatch(NAME);
      expect(await service.explain(HSA_ID)).toMatchObject({ facts: { hsa: { person: { hsaId: HSA_ID, isProtected: true } } } });
    });

    it('also while the municipality is halted: only the service desk waits for the plan', async () => {
      await service.syncWith([secret(), ...inhabitants(10, {}, 2)]);
      const { accountName } = await service.account(HSA_ID);
      const halted = await service.syncWith([secret(CONFIDENTIAL), ...inhabitants(5, {}, 2)]);
      expect(halted).toMatchObject({ status: 'halted', changed: 0, ended: 0 });
      expect(await everyMail()).not.toMatch(NAME);
      expect(await service.showCase('2026-00001')).toMatchObject({ isProtected: true, facts: null });
      expect(
        JSON.stringify([await service.accounts(), await service.explain(HSA_ID), await service.get(OutboxService).list()]),
      ).not.toMatch(NAME);
      const rows = (await service.auditRows()).length;
      await service.sync();
      expect(await service.auditRows()).toHaveLength(rows + 1);
      await service.release(halted.runId);
      expect(await service.account(HSA_ID)).toMatchObject({ accountName, applied: { displayName: 'Skyddad person', sn: null } });
      expect((await service.mails('changed')).map(({ subject }) => subject)).toEqual([
        expect.stringMatching(/^\[Behörighet\] Ändrad – ärende 2026-\d{5}$/),
      ]);
      expect(await service.auditProblems()).toEqual([]);
    });

    it('also where only another entry with the same HSA-id bears the mark', async () => {
      await service.syncWith([secret(), inhabitant(2)]);
      await service.syncWith([secret(), inhabitant(1, { cn: 'Dubblett', ...CONFIDENTIAL }), inhabitant(2)]);
      expect(await everyMail()).not.toMatch(NAME);
      expect(JSON.stringify([await service.accounts(), await service.findings()])).not.toMatch(NAME);
    });

    it('also where the entry comes with a blank in the HSA-id that day', async () => {
      await service.syncWith([secret(), inhabitant(2)]);
      await service.syncWith([secret({ hsaId: `${HSA_ID} `, ...CONFIDENTIAL }), inhabitant(2)]);
      expect(await everyMail()).not.toMatch(NAME);
      expect(JSON.stringify([await service.accounts(), await service.findings()])).not.toMatch(NAME);
    });
  });

  describe('protection that ends', () => {
    it('shows the person again from then on, and not what was masked before', async () => {
      await service.syncWith([secret(CONFIDENTIAL), inhabitant(2)]);
      await service.syncWith([secret(), inhabitant(2)]);
      expect((await service.account(HSA_ID)).desired).toMatchObject({ displayName: 'Kanarie Gulsson', sn: 'Gulsson' });
      const mails = await service.mails();
      expect(mails.map(({ kind, text }) => [kind, NAME.test(text)])).toEqual([
        ['new', false],
        ['new', false],
        ['changed', true],
      ]);
      expect(mails[2]?.text).toContain('Skyddade personuppgifter: ja → nej\n');
    });
  });

  describe('the findings of somebody who becomes protected', () => {
    const dns = async (): Promise<string> => JSON.stringify(await service.dataSource.manager.find(FindingEntity));

    it.each<[string, PersonEntryOptions, PersonEntryOptions]>([
      ['an open one', { attributes: { mail: undefined } }, { attributes: { mail: undefined } }],
      ['one that is closed now', { attributes: { mail: undefined } }, {}],
      ['one about an HSA-id that was written otherwise', { hsaId: `${HSA_ID} ` }, {}],
      ['one about an entry that could not be trusted', { attributes: { startDate: 'igår' } }, {}],
      ['one about an entry without HSA-id', { attributes: { hsaIdentity: undefined } }, {}],
    ])('lose the DN: %s', async (_, before, after) => {
      await service.syncWith([secret(before), inhabitant(2)]);
      expect(await dns()).toMatch(NAME);
      await service.syncWith([secret({ ...after, ...CONFIDENTIAL }), inhabitant(2)]);
      expect(await dns()).not.toMatch(NAME);
    });

    it('lose the DN also while the municipality is halted', async () => {
      await service.syncWith([secret({ attributes: { mail: undefined } }), ...inhabitants(10, {}, 2)]);
      const run = await service.syncWith([secret({ attributes: { mail: undefined }, ...CONFIDENTIAL }), ...inhabitants(5, {}, 2)]);
      expect(run.status).toBe('halted');
      expect(await dns()).not.toMatch(NAME);
    });
  });
});

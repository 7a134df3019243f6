import { personEntry, unitEntry } from '../support/builders/ldif';
import { inhabitants, hsaIdOf, inhabitant } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogue's file, the mails. Faked: the clock.

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start();
  });
  afterEach(() => service.close());

  describe('the first import of a municipality', () => {
    it('makes an account, a case and a mail of one person with the role', async () => {
      const run = await service.syncWith([
        unitEntry(['Vård'], { hsaIdentity: 'SE2120002502-E001' }),
        unitEntry(['Hemtjänst Norr', 'Vård'], { hsaIdentity: 'SE2120002502-E002' }),
        personEntry({ unit: ['Hemtjänst Norr', 'Vård'], attributes: { title: 'Undersköterska', telephoneNumber: '+46 70 174 06 05' } }),
        personEntry({ hsaId: 'SE2120002502-A002', surname: 'Utanroll', roles: [] }),
      ]);
      expect(run).toMatchObject({ status: 'completed', read: 2, created: 1, changed: 0, ended: 0, unchanged: 0, held: 0 });
      const accounts = await service.accounts();
      expect(accounts).toEqual([
        expect.objectContaining({
          hsaId: 'SE2120002502-A001',
          municipality: 'berg',
          accountName: expect.stringMatching(/^ext[0-9a-z]{10}$/),
          userPrincipalName: 'SE2120002502-A001@ext.example.se',
          enabled: true,
          stage: 'account-ready',
          appliedVersion: 1,
        }),
      ]);
      expect(accounts[0]?.desired).toMatchObject({
        displayName: 'Anna Andersson',
        title: 'Undersköterska',
        telephoneNumber: '+46 70 174 06 05',
        company: 'Bergs kommun',
        department: 'Hemtjänst Norr',
        userAccountControl: 262656,
      });
      expect(accounts[0]?.applied).toEqual(accounts[0]?.desired);
      expect(await service.cases()).toEqual([
        expect.objectContaining({ number: '2026-00001', event: 'new', state: 'open', hsaIdKey: 'se2120002502-a001' }),
      ]);
      await service.dispatch();
      expect(service.sentFiles()).toHaveLength(1);
      const [mail] = await service.mails();
      expect(mail).toMatchObject({
        to: 'servicecenter@example.se',
        subject: '[Behörighet] Ny – ärende 2026-00001 – Bergs kommun',
        state: 'sent',
      });
      expect(mail?.text).toContain('Enhetens plats i HSA: Bergs kommun / Vård / Hemtjänst Norr\n');
      expect(mail?.text).toContain(`Konto i externt AD: ${accounts[0]?.accountName}\n`);
    });

    it('previews the same and writes nothing', async () => {
      service.writeCatalogue('berg', inhabitants(3));
      const preview = await service.preview();
      expect(preview).toMatchObject({ status: 'previewed', read: 3, created: 3 });
      expect(preview.changes?.map(({ hsaId, action }) => [hsaId, action])).toEqual([1, 2, 3].map((number) => [hsaIdOf(number), 'created']));
      expect([await service.accounts(), await service.cases(), await service.mails(), await service.auditRows()]).toEqual([[], [], [], []]);
      const { runId: _run, changes: _changes, ...counted } = preview;
      expect(await service.sync()).toMatchObject({ ...counted, status: 'completed', findings: expect.any(Array) });
    });

    it('mails 19 people one by one', async () => {
      await service.syncWith(inhabitants(19));
      expect((await service.mails()).map(({ hsaId }) => hsaId)).toEqual(inhabitants(19).map((_, index) => hsaIdOf(index + 1)));
    });

    it('mails 20 people as one digest, a row per person with its case', async () => {
      await service.syncWith(inhabitants(20));
      const mails = await service.mails();
      expect(mails.map(({ subject, kind }) => [kind, subject])).toEqual([['new', '[Behörighet] Ny – 20 ärenden – Bergs kommun']]);
      const cases = await service.cases();
      expect(cases).toHaveLength(20);
      for (const { number } of cases) expect(mails[0]?.text).toContain(`Ärende ${number}: http://127.0.0.1:8080/cases/${number}`);
    });

    it('of 800 people sends one mail and opens a case for each', async () => {
      const run = await service.syncWith(inhabitants(800));
      expect(run).toMatchObject({ status: 'completed', created: 800 });
      expect((await service.mails()).map(({ subject }) => subject)).toEqual(['[Behörighet] Ny – 800 ärenden – Bergs kommun']);
      const cases = await service.cases();
      expect(new Set(cases.map(({ number }) => number)).size).toBe(800);
      expect(new Set(cases.map(({ hsaIdKey }) => hsaIdKey)).size).toBe(800);
      const names = (await service.accounts()).map(({ accountName }) => accountName);
      expect(new Set(names).size).toBe(800);
      expect(await service.auditProblems()).toEqual([]);
    });

    it('masks a protected person in the mail, the account and the case', async () => {
      await service.syncWith([inhabitant(1, { surname: 'Hemligsson', classes: ['hsaConfidentialPerson'] })]);
      const [mail] = await service.mails();
      expect(mail).toMatchObject({
        subject: '[Behörighet] Ny – ärende 2026-00001',
        text: 'Ärende 2026-00001\nÖppna ärendet: http://127.0.0.1:8080/cases/2026-00001\n',
        hsaId: null,
      });
      expect((await service.account(hsaIdOf(1))).desired).toMatchObject({ sn: null, givenName: null, mail: null, department: null });
      expect(await service.showCase('2026-00001')).toMatchObject({ isProtected: true, facts: null, municipality: null });
      expect(await service.showCase('2026-00001', 'Lägger upp i Cosmic')).toMatchObject({ facts: { name: 'Anna Hemligsson' } });
      const revealed = (await service.auditRows()).filter(({ action }) => action === 'case-revealed');
      expect(revealed).toMatchObject([{ actorName: 'Dana Drift', systemUser: 'tester', caseNumber: '2026-00001' }]);
    });

    it('masks a protected person in a digest and shows the others', async () => {
      await service.syncWith([...inhabitants(19), inhabitant(20, { surname: 'Hemligsson', classes: ['hsaConfidentialPerson'] })]);
      const [digest, ...more] = await service.mails();
      expect(more).toEqual([]);
      expect(digest?.subject).toBe('[Behörighet] Ny – 20 ärenden – Bergs kommun');
      expect(digest?.text).toContain('2026-00020');
      expect(digest?.text).toContain(hsaIdOf(19));
      expect(`${digest?.text}${digest?.html}`).not.toMatch(new RegExp(`Hemligsson|${hsaIdOf(20)}`));
    });
  });
});

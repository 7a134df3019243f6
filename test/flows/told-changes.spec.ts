import { type CatalogueEntry, commissionEntry, personEntry, type PersonEntryOptions, unitEntry } from '../support/builders/ldif';
import { inhabitants, NO_BRAKE } from '../support/builders/inhabitants';
import { CaseEntity } from '../../src/service-desk/case.entity';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogue's file, the mails. Faked: the clock.

const HSA_ID = 'SE2120002502-A001';
const UNITS = [
  unitEntry(['Vård'], { hsaIdentity: 'SE2120002502-E001' }),
  unitEntry(['Hemtjänst Norr', 'Vård'], { hsaIdentity: 'SE2120002502-E002' }),
  unitEntry(['Hemtjänst Söder', 'Vård'], { hsaIdentity: 'SE2120002502-E003' }),
];
const NORTH = 'Bergs kommun / Vård / Hemtjänst Norr (SE2120002502-E002)';

const nurse = (options: PersonEntryOptions = {}): CatalogueEntry =>
  personEntry({
    hsaId: HSA_ID,
    unit: ['Hemtjänst Norr', 'Vård'],
    ...options,
    attributes: {
      entryUUID: '2f6d1c0e-7a53-4a53-9f0e-6d1a2b3c4d5e',
      title: 'Sjuksköterska',
      personalPrescriptionCode: '1234567',
      mobile: '+46 70 174 06 05',
      ...options.attributes,
    },
  });

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start({ municipalities: [{ brake: NO_BRAKE }] });
  });
  afterEach(() => service.close());

  /** The lines between the heading of the changes and the facts. */
  const changesIn = (text = ''): string[] => /\nÄndringar\n([^]*?)\n\n/.exec(text)?.[1]?.split('\n') ?? [];

  describe('a change in HSA', () => {
    it.each<[string, CatalogueEntry[], string[]]>([
      ['another surname', [nurse({ surname: 'Nyman' })], ['Namn: Anna Andersson → Anna Nyman']],
      [
        'another unit',
        [nurse({ unit: ['Hemtjänst Söder', 'Vård'] })],
        [`Enhet: ${NORTH} → Bergs kommun / Vård / Hemtjänst Söder (SE2120002502-E003)`],
      ],
      [
        'another title',
        [nurse({ attributes: { title: 'Distriktssköterska, sjuksköterska' } })],
        ['Titlar: Sjuksköterska → Distriktssköterska, sjuksköterska'],
      ],
      ['another prescriber code', [nurse({ attributes: { personalPrescriptionCode: '7654321' } })], ['Förskrivarkod: 1234567 → 7654321']],
      [
        'dates set',
        [nurse({ attributes: { startDate: '20260901', endDate: '20270131' } })],
        ['Startdatum: (tomt) → 2026-09-01', 'Slutdatum: (tomt) → 2027-01-31'],
      ],
      [
        'a commission',
        [nurse(), commissionEntry({ name: 'Hemsjukvård', members: [HSA_ID], unit: ['Hemtjänst Norr', 'Vård'] })],
        ['Medarbetaruppdrag: (tomt) → Hemsjukvård, Vård och behandling, SE2120002502-E002'],
      ],
      [
        'several at once',
        [nurse({ surname: 'Nyman', attributes: { title: undefined, personalPrescriptionCode: undefined } })],
        ['Namn: Anna Andersson → Anna Nyman', 'Titlar: Sjuksköterska → (tomt)', 'Förskrivarkod: 1234567 → (tomt)'],
      ],
    ])('%s is one case and one mail with before and after', async (_, after, expected) => {
      await service.syncWith([...UNITS, nurse()]);
      const { accountName } = await service.account(HSA_ID);
      expect(await service.syncWith([...UNITS, ...after])).toMatchObject({ status: 'completed', changed: 1, created: 0, ended: 0 });
      const mails = await service.mails('changed');
      expect(mails.map(({ subject, text }) => [subject, changesIn(text)])).toEqual([
        ['[Behörighet] Ändrad – ärende 2026-00002 – Bergs kommun', expected],
      ]);
      expect((await service.cases()).map(({ number, event, state }) => [number, event, state])).toEqual([
        ['2026-00001', 'new', 'open'],
        ['2026-00002', 'changed', 'open'],
      ]);
      expect((await service.account(HSA_ID)).accountName).toBe(accountName);
      expect(await service.sync()).toMatchObject({ status: 'completed', changed: 0, unchanged: 1 });
      expect(await service.mails('changed')).toHaveLength(1);
    });

    it.each<[string, PersonEntryOptions, object]>([
      ['a new phone number', { attributes: { mobile: '+46 70 174 06 99' } }, { mobile: '+46 70 174 06 99' }],
      ['a new mail address', { attributes: { mail: 'anna@berg.example.se' } }, { mail: 'anna@berg.example.se' }],
      ['other letters in the HSA-id', { hsaId: HSA_ID.replace('A0', 'a0') }, { hsaId: 'SE2120002502-a001' }],
    ])('%s updates the account silently', async (_, options, expected) => {
      await service.syncWith([...UNITS, nurse({ attributes: { mail: 'a001@berg.example.se' } })]);
      const before = await service.account(HSA_ID);
      const run = await service.syncWith([
        ...UNITS,
        nurse({ ...options, attributes: { mail: 'a001@berg.example.se', ...options.attributes } }),
      ]);
      expect(run).toMatchObject({ status: 'completed', changed: 1, created: 0, ended: 0, held: 0 });
      const after = await service.account(HSA_ID);
      expect(after).toMatchObject({ accountName: before.accountName, enabled: true, desiredVersion: 2, desired: expected });
      expect(await service.mails('changed')).toEqual([]);
      expect(await service.cases()).toHaveLength(1);
    });

    it('that nobody is told of and that changes no account is no change', async () => {
      await service.syncWith([...UNITS, nurse()]);
      const run = await service.syncWith([...UNITS, nurse({ attributes: { modifyTimestamp: '20261121030000Z' } })]);
      expect(run).toMatchObject({ status: 'completed', changed: 0, unchanged: 1 });
      expect(await service.account(HSA_ID)).toMatchObject({ desiredVersion: 1 });
    });

    it('is told from what was told last, on the open case', async () => {
      await service.syncWith([...UNITS, nurse()]);
      await service.syncWith([...UNITS, nurse({ surname: 'Nyman' })]);
      await service.syncWith([...UNITS, nurse({ surname: 'Nymansson' })]);
      const mails = await service.mails('changed');
      expect(mails.map(({ text }) => changesIn(text))).toEqual([
        ['Namn: Anna Andersson → Anna Nyman'],
        ['Namn: Anna Nyman → Anna Nymansson'],
      ]);
      expect((await service.cases()).map(({ event }) => event)).toEqual(['new', 'changed']);
      const { facts, history } = await service.showCase('2026-00002');
      expect(facts?.name).toBe('Anna Nymansson');
      expect(history.map(({ changes }) => changes?.map(({ before, after }) => `${before} → ${after}`))).toEqual([
        ['Anna Andersson → Anna Nyman'],
        ['Anna Nyman → Anna Nymansson'],
      ]);
    });

    it("of a prescriber code is nobody's business where it is not needed", async () => {
      const carer = (code: string) => nurse({ attributes: { title: 'Undersköterska', personalPrescriptionCode: code } });
      await service.syncWith([...UNITS, carer('1234567')]);
      await service.syncWith([...UNITS, carer('7654321')]);
      expect((await service.mails()).map(({ kind, text }) => [kind, /Förskrivarkod|\d{7}\n/.test(text)])).toEqual([['new', false]]);
    });
  });

  describe('a change that nobody is mailed about', () => {
    const newSuffix = { externalAd: { organisationalUnit: 'OU=Externa,DC=ad,DC=example,DC=se', upnSuffix: 'nya.example.se' } };
    const upnOf = async (number: string) => (await service.showCase(number)).facts?.userPrincipalName;

    it('is shown by the open cases all the same, once', async () => {
      await service.syncWith([...UNITS, nurse()]);
      await service.syncWith([...UNITS, nurse({ surname: 'Nyman' })]);
      const mails = (await service.mails()).map(({ kind }) => kind);
      expect(await upnOf('2026-00001')).toBe(`${HSA_ID}@ext.example.se`);
      await service.restart({ configuration: newSuffix });
      expect(await service.sync()).toMatchObject({ status: 'completed', changed: 1 });
      expect([await upnOf('2026-00001'), await upnOf('2026-00002')]).toEqual(Array(2).fill(`${HSA_ID}@nya.example.se`));
      expect((await service.mails()).map(({ kind }) => kind)).toEqual(mails);
      const [cases, rows] = [await service.dataSource.manager.find(CaseEntity), (await service.auditRows()).length];
      expect(await service.sync()).toMatchObject({ status: 'completed', changed: 0 });
      expect(await service.dataSource.manager.find(CaseEntity)).toEqual(cases);
      expect(await service.auditRows()).toHaveLength(rows + 1);
    });

    it('leaves its trace also where the account stays as it is', async () => {
      const carer = (...titles: string[]) => nurse({ attributes: { paTitleName: titles } });
      await service.restart({ configuration: { notifications: { on: ['name'] } } });
      await service.syncWith([...UNITS, carer('Sjuksköterska')]);
      const account = await service.account(HSA_ID);
      expect(await service.syncWith([...UNITS, carer('Sjuksköterska', 'Handledare')])).toMatchObject({ changed: 0, unchanged: 1 });
      expect(await service.account(HSA_ID)).toEqual(account);
      expect((await service.showCase('2026-00001')).facts?.titles).toContain('Handledare');
      expect((await service.explain(HSA_ID)).trail.at(-1)).toMatchObject({
        action: 'reading',
        caseNumber: '2026-00001',
        content: { casesRefreshed: ['2026-00001'] },
      });
      expect(await service.auditProblems()).toEqual([]);
    });

    it('leaves its trace also where not even the reading has moved', async () => {
      await service.syncWith([...UNITS, nurse()]);
      await service.restart({ municipalities: [{ brake: NO_BRAKE, policy: { requireAgreement: false } }] });
      expect(await service.sync()).toMatchObject({ changed: 0, unchanged: 1 });
      expect((await service.showCase('2026-00001')).facts?.agreement).toBe('valid');
      expect((await service.explain(HSA_ID)).trail.map(({ action }) => action)).toEqual(['access-created', 'case-refreshed']);
    });

    it('is not shown by the case of somebody who has left: there it stands as it was', async () => {
      await service.syncWith([...UNITS, nurse()]);
      await service.syncWith([...UNITS, nurse({ roles: [] })]);
      await service.restart({ configuration: newSuffix });
      await service.sync();
      expect(await upnOf('2026-00002')).toBe((await service.account(HSA_ID)).userPrincipalName);
    });
  });

  describe('a renamed unit', () => {
    const people = (unit: string): CatalogueEntry[] =>
      [1, 2, 3].map((number) =>
        nurse({ hsaId: `SE2120002502-A00${number}`, cn: `Anna ${number}`, unit: [unit, 'Vård'], attributes: { entryUUID: undefined } }),
      );

    it('re-tells its people and leaves those beside it alone', async () => {
      const other = nurse({ hsaId: 'SE2120002502-A009', unit: ['Hemtjänst Söder', 'Vård'] });
      await service.syncWith([...UNITS, ...people('Hemtjänst Norr'), other]);
      const renamed = unitEntry(['Hemtjänst Nord', 'Vård'], { hsaIdentity: 'SE2120002502-E002' });
      const run = await service.syncWith([...UNITS, renamed, ...people('Hemtjänst Nord'), other]);
      expect(run).toMatchObject({ status: 'completed', changed: 3, unchanged: 1, held: 0 });
      expect((await service.mails('changed')).map(({ hsaId, text }) => [hsaId, changesIn(text)])).toEqual(
        [1, 2, 3].map((number) => [
          `SE2120002502-A00${number}`,
          [`Enhet: ${NORTH} → Bergs kommun / Vård / Hemtjänst Nord (SE2120002502-E002)`],
        ]),
      );
      expect((await service.account('SE2120002502-A002')).desired.department).toBe('Hemtjänst Nord');
    });

    it('of twenty is one mail, with before and after for each', async () => {
      const twenty = (unit: string) => inhabitants(20, { unit: [unit, 'Vård'] });
      await service.syncWith([...UNITS, ...twenty('Hemtjänst Norr')]);
      await service.syncWith([...UNITS, ...twenty('Hemtjänst Söder')]);
      const [digest, ...more] = await service.mails('changed');
      expect(more).toEqual([]);
      expect(digest?.subject).toBe('[Behörighet] Ändrad – 20 ärenden – Bergs kommun');
      expect(digest?.text.split(`Enhet: ${NORTH} → Bergs kommun / Vård / Hemtjänst Söder (SE2120002502-E003)`)).toHaveLength(21);
    });

    it('re-tells also those below it, whose own entries stand still but for their place', async () => {
      await service.syncWith([...UNITS, ...people('Hemtjänst Norr')]);
      const moved = people('Hemtjänst Norr').map(({ dn, attributes }) => ({ dn: dn.replace('ou=Vård,', 'ou=Omsorg,'), attributes }));
      const units = [unitEntry(['Omsorg']), unitEntry(['Hemtjänst Norr', 'Omsorg'], { hsaIdentity: 'SE2120002502-E002' })];
      await service.syncWith([...units, ...moved]);
      const changes = (await service.mails('changed')).flatMap(({ text }) => changesIn(text));
      expect(new Set(changes)).toEqual(new Set([`Enhet: ${NORTH} → Bergs kommun / Omsorg / Hemtjänst Norr (SE2120002502-E002)`]));
      expect(changes).toHaveLength(3);
    });
  });
});

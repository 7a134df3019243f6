import { PeopleList, type PeopleQuery } from '../../src/people/people-list.service';
import { PersonDetailsService } from '../../src/people/person-details.service';
import type { Area, Reach } from '../../src/auth/reach';
import { inhabitant } from '../support/builders/inhabitants';
import { type PersonEntryOptions, unitEntry } from '../support/builders/ldif';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on the database, the catalogues' files. Faked: the clock.

const NORR = ['Norr', 'Vård'];
const SODER = ['Söder', 'Vård'];
const UNITS = [
  unitEntry(['Vård'], { hsaIdentity: 'SE2120002502-V' }),
  unitEntry(NORR, { hsaIdentity: 'SE2120002502-N' }),
  unitEntry(SODER, { hsaIdentity: 'SE2120002502-S' }),
];
const person = (number: number, givenName: string, surname: string, options: PersonEntryOptions = {}) =>
  inhabitant(number, { givenName, surname, unit: NORR, ...options });

const BERG_PEOPLE = [
  person(1, 'Åsa', 'Öberg'),
  person(2, 'Anna', 'Ek'),
  person(3, 'Bo', 'Annasson', { unit: SODER }),
  person(4, 'Anna', 'Annasson', { unit: SODER }),
  person(5, 'Kanarie', 'Gulsson', { classes: ['hsaConfidentialPerson'] }),
  person(6, 'Ulla', 'Ström', { unit: ['Vård'] }),
  person(7, 'Utan', 'Enhet', { unit: [] }),
];
const BERG: Area = { municipality: 'berg', unit: null };
const ARE: Area = { municipality: 'are', unit: null };
const unit = (id: string): Area => ({ municipality: 'berg', unit: `se2120002502-${id}` });
const reader = { actor: { kind: 'person' as const, name: 'SE2120002502-CHEF', systemUser: null, role: 'manager' }, traceId: 'trace-1' };

onEachDatabase(() => {
  let service: TestService;
  beforeAll(async () => {
    service = await TestService.start({ municipalities: [{}, { code: 'are' }] });
    service.writeCatalogue('berg', [...UNITS, ...BERG_PEOPLE]);
    service.writeCatalogue('are', [inhabitant(1, { code: 'are', givenName: 'Anna', surname: 'Fjäll' })]);
    await service.syncAll();
  });
  afterAll(() => service.close());

  const list = (reach: Reach, query: Partial<PeopleQuery> = {}) => service.get(PeopleList).list(reach, { limit: 50, ...query }, reader);
  const names = async (reach: Reach, query: Partial<PeopleQuery> = {}) => (await list(reach, query)).items.map(({ name }) => name);
  const everybody = ['Anna Annasson', 'Bo Annasson', 'Anna Ek', 'Utan Enhet', 'Ulla Ström', 'Åsa Öberg', 'Skyddad person'];

  describe('who is listed', () => {
    it.each<[string, Reach, Partial<PeopleQuery>, string[]]>([
      ['a municipality, by name in Swedish order, protected last', [BERG], {}, everybody],
      ['two municipalities, one after the other', [ARE, BERG], {}, ['Anna Fjäll', ...everybody]],
      ['nothing within reach', [], {}, []],
      ['another municipality than the one asked for', [ARE], { municipality: 'berg' }, []],
      ['one of two municipalities', [ARE, BERG], { municipality: 'are' }, ['Anna Fjäll']],
      [
        "a unit's people and those below it, not the protected",
        [unit('v')],
        {},
        ['Ulla Ström', 'Anna Ek', 'Åsa Öberg', 'Anna Annasson', 'Bo Annasson'],
      ],
      ['two units', [unit('s'), unit('n')], {}, ['Anna Ek', 'Åsa Öberg', 'Anna Annasson', 'Bo Annasson']],
      ['a unit that nobody is in', [unit('x')], {}, []],
      ['a unit of a whole municipality', [BERG], { unit: 'SE2120002502-S' }, ['Anna Annasson', 'Bo Annasson']],
      ['a unit that is not within reach', [unit('n')], { unit: 'SE2120002502-S' }, []],
      ['a unit above the one that is reached', [unit('n')], { unit: 'SE2120002502-V' }, ['Anna Ek', 'Åsa Öberg']],
      ['surnames first, then given names, nobody twice', [BERG], { text: 'anna' }, ['Anna Annasson', 'Bo Annasson', 'Anna Ek']],
      ['surname and given name', [BERG], { text: 'Öberg, Å' }, ['Åsa Öberg']],
      ['given name and surname', [BERG], { text: 'bo anna' }, ['Bo Annasson']],
      ['a name within a unit', [unit('s')], { text: 'anna' }, ['Anna Annasson', 'Bo Annasson']],
      ["a protected person's name", [BERG], { text: 'Gulsson' }, []],
      ["a protected person's HSA-id", [BERG], { text: 'SE2120002502-P005' }, ['Skyddad person']],
      ["a protected person's HSA-id, to a unit's reader", [unit('n')], { text: 'SE2120002502-P005' }, []],
      ['the end of an HSA-id', [ARE, BERG], { text: 'p001' }, ['Anna Fjäll', 'Åsa Öberg']],
      ['what SQL gives a meaning', [BERG], { text: '%' }, []],
      ['a stage', [BERG], { stage: 'account-ready' }, everybody],
      ['a stage that nobody is at', [BERG], { stage: 'informed' }, []],
    ])('%s', async (_case, reach, query, expected) => {
      expect(await names(reach, query)).toEqual(expected);
    });

    it('a page at a time the same people, each once, whatever the size of the page', async () => {
      for (const [reach, query] of [
        [[BERG, ARE], {}],
        [[unit('v')], {}],
        [[BERG], { text: 'anna' }],
        [[BERG], { stage: 'account-ready' }],
      ] as const)
        for (const limit of [1, 2, 3]) {
          const whole = await names([...reach], query);
          const paged: string[] = [];
          for (let after: string | undefined; ;) {
            const page = await list([...reach], { ...query, limit, ...(after !== undefined && { after }) });
            expect(page.items.length).toBeLessThanOrEqual(limit);
            paged.push(...page.items.map(({ name }) => name));
            if (page.next === null) break;
            after = page.next;
          }
          expect(paged).toEqual(whole);
        }
    });

    it('a protected person without name and unit, and no name in the place where a list goes on', async () => {
      const { items } = await list([BERG], { text: 'SE2120002502-P005' });
      expect(items).toMatchObject([{ hsaId: 'SE2120002502-P005', isProtected: true, unit: null }]);
      const { next } = await list([BERG], { limit: 1 });
      expect(next).not.toBeNull();
      expect(Buffer.from(next ?? '', 'base64url').toString('latin1')).not.toMatch(/anna/i);
    });

    it.each(['191212121212', '19121212-1212'])('nobody by personnummer: %s', async (text) => {
      await expect(list([BERG], { text })).rejects.toMatchObject({ code: 'personal-number-in-search' });
    });

    it.each(['x', ''])('nothing from a place that is none: %j', async (after) => {
      await expect(list([BERG], { after })).rejects.toMatchObject({ code: 'bad-cursor' });
    });
  });

  it('a list leaves a row that names whose details it showed', async () => {
    await list([ARE]);
    const row = (await service.auditRows()).at(-1);
    expect(row).toMatchObject({
      action: 'people-listed',
      actorName: 'SE2120002502-CHEF',
      actorRole: 'manager',
      municipality: 'are',
      subject: null,
    });
  });

  describe("one person's details", () => {
    const details = () => service.get(PersonDetailsService);

    it('with contact and unit, after a row that they were read', async () => {
      expect(await details().show([unit('n')], 'se2120002502-p001', reader)).toMatchObject({
        name: 'Åsa Öberg',
        contact: { mail: 'se2120002502-p001@berg.example.se' },
        unit: { hsaId: 'SE2120002502-N', path: ['Bergs kommun', 'Vård', 'Norr'] },
        stage: 'account-ready',
      });
      expect((await service.auditRows()).at(-1)).toMatchObject({
        action: 'person-read',
        subject: 'se2120002502-p001',
        municipality: 'berg',
      });
    });

    it('of a protected person only that there is one, until somebody says why', async () => {
      const shown = await details().show([BERG], 'SE2120002502-P005', reader);
      expect(shown).toMatchObject({ name: 'Skyddad person', isProtected: true, contact: null, unit: null, titles: [], commissions: [] });
      expect(JSON.stringify(shown)).not.toMatch(/Kanarie|Gulsson/);
      await expect(details().reveal([BERG], 'SE2120002502-P005', '  ', reader)).rejects.toMatchObject({ code: 'reason-missing' });
      expect(await details().reveal([BERG], 'SE2120002502-P005', 'Ärende 2026-00005', reader)).toMatchObject({ name: 'Kanarie Gulsson' });
      expect((await service.auditRows()).at(-1)).toMatchObject({ action: 'person-revealed', subject: 'se2120002502-p005' });
    });

    it.each<[string, Reach, string]>([
      ['missing', [BERG], 'SE2120002502-P999'],
      ['foreign', [ARE], 'SE2120002502-P001'],
      ['of another unit', [unit('s')], 'SE2120002502-P001'],
      ["protected, to a unit's reader", [unit('n')], 'SE2120002502-P005'],
      ["without a unit, to a unit's reader", [unit('v')], 'SE2120002502-P007'],
    ])('who is %s is not found, and leaves no row', async (_who, reach, hsaId) => {
      const before = (await service.auditRows()).length;
      await expect(details().show(reach, hsaId, reader)).rejects.toMatchObject({ code: 'not-found', status: 404 });
      await expect(details().reveal(reach, hsaId, 'Ärende', reader)).rejects.toMatchObject({ code: 'not-found' });
      expect(await service.auditRows()).toHaveLength(before);
    });
  });
});

onEachDatabase(() => {
  it('who becomes protected is not found by name or unit any more, nor is anything of them kept to be found by', async () => {
    const service = await TestService.start();
    try {
      await service.syncWith([...UNITS, person(1, 'Kanarie', 'Gulsson')]);
      const find = async (reach: Reach, query: Partial<PeopleQuery>) =>
        (await service.get(PeopleList).list(reach, { limit: 50, ...query }, reader)).items.map(({ name }) => name);
      expect(await find([BERG], { text: 'gulsson' })).toEqual(['Kanarie Gulsson']);
      await service.syncWith([...UNITS, person(1, 'Kanarie', 'Gulsson', { classes: ['hsaConfidentialPerson'] })]);
      expect([await find([BERG], { text: 'gulsson' }), await find([unit('n')], {}), await find([BERG], {})]).toEqual([
        [],
        [],
        ['Skyddad person'],
      ]);
      const [row]: unknown[] = await service.dataSource.query('SELECT "name_key", "given_key", "unit_place" FROM "person"');
      expect(row).toEqual({ name_key: '~/se2120002502-p001', given_key: null, unit_place: null });
    } finally {
      await service.close();
    }
  });
});

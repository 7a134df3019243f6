import fc from 'fast-check';
import { aPerson } from '../../test/support/builders/person';
import type { Person } from '../people/person';
import { caseFactsOf, changesBetween, displayNameOf, type MailWorthy, type Told } from './case-changes';
import type { FieldChange } from './case-facts';

const ALL: MailWorthy[] = ['name', 'unit', 'title', 'prescriberCode', 'commissions', 'dates', 'protected'];

const factsOf = (person: Partial<Person>) =>
  caseFactsOf({
    person: aPerson(person),
    municipalityName: 'Bergs kommun',
    accountName: 'extex26snyr3p',
    userPrincipalName: 'SE2120002502-1A2B@ext.example.se',
    agreement: 'valid',
    order: null,
    reason: null,
  });
const toldOf = (person: Partial<Person>): Told => ({ facts: factsOf(person), isProtected: person.isProtected ?? false });

const commission = {
  hsaId: 'SE2120002502-C1',
  name: 'Hemsjukvård',
  purpose: 'Vård och behandling',
  rights: ['läsa;journal;VE'],
  unitHsaId: 'SE2120002502-00N1',
};
const path = ['Bergs kommun', 'Vård', 'Hemtjänst Söder'];

describe('what Servicecenter grants from', () => {
  it('holds the facts of the case', () => {
    const facts = factsOf({
      middleName: 'Maria',
      hsaTitles: ['Sjuksköterska'],
      paTitleNames: ['Sjuksköterska, geriatrik'],
      prescriberCode: '1234567',
      commissions: [commission],
      startDate: '2026-12-01',
      endDate: '2027-06-30',
    });
    expect(facts).toEqual({
      hsaId: 'SE2120002502-1A2B',
      name: 'Åsa Maria Öberg',
      municipality: 'Bergs kommun',
      unit: { hsaId: 'SE2120002502-00N1', name: 'Hemtjänst Norr', path: ['Bergs kommun', 'Vård', 'Hemtjänst Norr'] },
      titles: ['Undersköterska', 'Sjuksköterska', 'Sjuksköterska, geriatrik'],
      prescriberCode: '1234567',
      commissions: [{ name: 'Hemsjukvård', purpose: 'Vård och behandling', unit: 'SE2120002502-00N1' }],
      startDate: '2026-12-01',
      endDate: '2027-06-30',
      agreement: 'valid',
      order: null,
      accountName: 'extex26snyr3p',
      userPrincipalName: 'SE2120002502-1A2B@ext.example.se',
      reason: null,
    });
  });

  it('never holds a keyed hash, a telephone number or an address', () => {
    const text = JSON.stringify(factsOf({ personalNumberHash: 'a'.repeat(64) }));
    for (const canary of ['a'.repeat(64), '0687-123 45', '070-174 06 05', 'asa.oberg@berg.example.se']) expect(text).not.toContain(canary);
  });

  it('says each title once', () => {
    expect(factsOf({ title: 'Läkare', hsaTitles: ['Läkare'], paTitleNames: ['Läkare'] }).titles).toEqual(['Läkare']);
  });

  it.each<[Partial<Person>, string | null]>([
    [{ title: 'Läkare' }, '1234567'],
    [{ title: 'LÄKARE' }, '1234567'],
    [{ title: null, hsaTitles: ['Barnmorska'] }, '1234567'],
    [{ title: 'Tandhygienist' }, '1234567'],
    [{ title: 'Distriktssjuksköterska' }, '1234567'],
    [{ title: 'Tandläkare' }, '1234567'],
    [{ title: 'Optiker' }, '1234567'],
    [{ title: 'Undersköterska' }, null],
    [{ title: 'Läkarsekreterare' }, null],
    [{ title: 'Sjuksköterskeassistent' }, null],
    [{ title: null }, null],
    [{ title: 'Läkare', prescriberCode: null }, null],
  ])('holds the prescriber code only of those who may prescribe: %j', (person, code) => {
    expect(factsOf({ prescriberCode: '1234567', ...person }).prescriberCode).toBe(code);
  });
});

it.each<[Partial<Person>, string]>([
  [{}, 'Åsa Öberg'],
  [{ middleName: 'Maria' }, 'Åsa Maria Öberg'],
  [{ middleName: '' }, 'Åsa Öberg'],
  [{ givenName: null }, 'Öberg, Åsa'],
])('a person with %j is called %s', (person, name) => {
  expect(displayNameOf(aPerson(person))).toBe(name);
});

/** Each field that Servicecenter may be told of. */
const FIELDS: [MailWorthy, before: Partial<Person>, after: Partial<Person>, FieldChange][] = [
  ['name', {}, { surname: 'Åberg' }, { field: 'name', before: 'Åsa Öberg', after: 'Åsa Åberg' }],
  [
    'unit',
    {},
    { unit: { hsaId: null, name: 'Hemtjänst Söder', path, above: [] } },
    { field: 'unit', before: 'Bergs kommun / Vård / Hemtjänst Norr (SE2120002502-00N1)', after: 'Bergs kommun / Vård / Hemtjänst Söder' },
  ],
  ['unit', {}, { unit: null }, { field: 'unit', before: 'Bergs kommun / Vård / Hemtjänst Norr (SE2120002502-00N1)', after: null }],
  [
    'title',
    { title: null },
    { title: null, hsaTitles: ['Fysioterapeut', 'Chef'] },
    { field: 'title', before: null, after: 'Fysioterapeut, Chef' },
  ],
  [
    'prescriberCode',
    { title: 'Läkare', prescriberCode: '1234567' },
    { title: 'Läkare' },
    { field: 'prescriberCode', before: '1234567', after: null },
  ],
  [
    'commissions',
    { commissions: [commission] },
    { commissions: [commission, { ...commission, purpose: null, unitHsaId: null }] },
    {
      field: 'commissions',
      before: 'Hemsjukvård, Vård och behandling, SE2120002502-00N1',
      after: 'Hemsjukvård, Vård och behandling, SE2120002502-00N1; Hemsjukvård',
    },
  ],
  ['dates', {}, { startDate: '2026-12-01' }, { field: 'startDate', before: null, after: '2026-12-01' }],
  ['dates', { endDate: '2026-12-31' }, { endDate: '2027-06-30' }, { field: 'endDate', before: '2026-12-31', after: '2027-06-30' }],
  ['protected', {}, { isProtected: true }, { field: 'protected', before: 'nej', after: 'ja' }],
  ['protected', { isProtected: true }, {}, { field: 'protected', before: 'ja', after: 'nej' }],
];

describe('a change', () => {
  it.each(FIELDS)('of %s is told, where it is asked for', (field, before, after, change) => {
    expect(changesBetween(toldOf(before), toldOf(after), ALL)).toEqual([change]);
    expect(changesBetween(toldOf(before), toldOf(after), [field])).toEqual([change]);
    expect(
      changesBetween(
        toldOf(before),
        toldOf(after),
        ALL.filter((one) => one !== field),
      ),
    ).toEqual([]);
  });

  it('of several is told in one order', () => {
    const changes = changesBetween(
      toldOf({}),
      toldOf({
        surname: 'Åberg',
        title: 'Chef',
        unit: null,
        startDate: '2026-12-01',
        endDate: '2027-06-30',
        isProtected: true,
        commissions: [commission],
      }),
      ALL,
    );
    expect(changes.map(({ field }) => field)).toEqual(['name', 'unit', 'title', 'commissions', 'startDate', 'endDate', 'protected']);
  });

  it.each<[string, Partial<Person>]>([
    ['telephone numbers', { telephoneNumbers: [], mobileNumbers: ['070-174 06 06'] }],
    ['mail', { mail: null }],
    [
      'certificates',
      {
        certificates: [
          {
            issuer: [],
            serialNumber: '01',
            subjectKeyIdentifier: null,
            sha1: 'c3',
            validFrom: '2026-01-01T00:00:00.000Z',
            validTo: '2028-01-01T00:00:00.000Z',
          },
        ],
      },
    ],
    ['DN and stamps', { dn: 'cn=Öberg Åsa,o=Bergs kommun,c=SE', stamp: null, entryUuid: null, personalNumberHash: 'a'.repeat(64) }],
    ['title codes', { paTitleCodes: ['205012'] }],
    ['a code of somebody who may not prescribe', { prescriberCode: '1234567' }],
    ['the full name, where there is a given name', { fullName: 'Åsa Öberg' }],
  ])('of %s is not told', (_what, after) => {
    expect(changesBetween(toldOf({}), toldOf(after), ALL)).toEqual([]);
  });

  it("of a commission's rights or id is not told", () => {
    const before = toldOf({ commissions: [commission] });
    expect(changesBetween(before, toldOf({ commissions: [{ ...commission, hsaId: null, rights: [] }] }), ALL)).toEqual([]);
  });

  it('of nothing is none, and what is told both ways is the same fields', () => {
    const person = fc.record({
      surname: fc.string(),
      title: fc.option(fc.string()),
      endDate: fc.constantFrom(null, '2027-06-30'),
      isProtected: fc.boolean(),
    });
    fc.assert(
      fc.property(person, person, fc.subarray([...ALL]), (one, other, on) => {
        expect(changesBetween(toldOf(one), toldOf(structuredClone(one)), on)).toEqual([]);
        const there = changesBetween(toldOf(one), toldOf(other), on);
        const back = changesBetween(toldOf(other), toldOf(one), on);
        expect(back).toEqual(there.map(({ field, before, after }) => ({ field, before: after, after: before })));
      }),
    );
  });
});

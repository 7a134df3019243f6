import { buildCaseFacts } from '../../test/support/builders/mail';
import type { CaseFacts, OrderedAccess } from './case-facts';
import { changesSince, grantableUnits, toEnter } from './case-view';

const order = (change: Partial<OrderedAccess> = {}): OrderedAccess => ({
  number: 'B2026-00001',
  role: { code: 'SSK', name: 'Sjuksköterska kommun', enter: 'Sjuksköterska kommun, läsa och skriva' },
  from: null,
  to: null,
  ...change,
});

describe('what to enter in Cosmic', () => {
  it('is all that there is, in the order that it is entered', () => {
    const facts = buildCaseFacts({ order: order({ to: '2027-06-30' }), prescriberCode: '1234567', endDate: '2027-12-31' });
    expect(toEnter(facts).map(({ field, label, value }) => [field, label, value])).toEqual([
      ['user', 'Användare (UPN)', 'se2120002502-b1a2@ext.example.se'],
      ['role', 'Roll i Cosmic', 'Sjuksköterska kommun, läsa och skriva'],
      ['unit', 'Enhet', 'Hemtjänst Norr, SE2120002502-E100'],
      ['title', 'Titel', 'Sjuksköterska'],
      ['prescriber-code', 'Förskrivarkod', '1234567'],
      ['commission', 'Medarbetaruppdrag', 'Hemsjukvård, Vård och behandling, SE2120002502-E100'],
      ['from', 'Från och med', '2026-11-21'],
      ['to', 'Till och med', '2027-06-30'],
    ]);
  });

  it.each<[string, Partial<CaseFacts>, string]>([
    ['no order', { order: null }, 'role'],
    ['no unit', { unit: null }, 'unit'],
    ['no title', { titles: [] }, 'title'],
    ['nobody who prescribes', { prescriberCode: null }, 'prescriber-code'],
    ['no commission', { commissions: [] }, 'commission'],
    ['no first day', { startDate: null }, 'from'],
    ['no last day', { endDate: null }, 'to'],
  ])('%s: left out', (_what, change, field) => {
    const whole = buildCaseFacts({ order: order(), prescriberCode: '1', endDate: '2027-01-01' });
    expect(toEnter(whole).some((one) => one.field === field)).toBe(true);
    expect(toEnter({ ...whole, ...change }).some((one) => one.field === field)).toBe(false);
  });

  it.each([
    ['2026-12-01', '2026-11-01', '2026-12-01'],
    ['2026-11-01', '2026-12-01', '2026-12-01'],
    ['2026-11-01', null, '2026-11-01'],
    [null, '2026-11-01', '2026-11-01'],
  ])('begins on the later day: ordered %s, in HSA %s', (from, startDate, day) => {
    expect(toEnter(buildCaseFacts({ order: order({ from }), startDate })).find(({ field }) => field === 'from')?.value).toBe(day);
  });

  it.each([
    ['2026-12-01', '2026-11-30', '2026-11-30'],
    ['2026-11-30', '2026-12-01', '2026-11-30'],
    [null, '2026-12-01', '2026-12-01'],
  ])('ends on the earlier day: ordered %s, in HSA %s', (to, endDate, day) => {
    expect(toEnter(buildCaseFacts({ order: order({ to }), endDate })).find(({ field }) => field === 'to')?.value).toBe(day);
  });
});

it('changes since it was taken are all that read otherwise', () => {
  const seen = { facts: buildCaseFacts(), isProtected: false };
  expect(changesSince(seen, seen)).toEqual([]);
  expect(changesSince(seen, { facts: buildCaseFacts({ name: 'Anna Ny', endDate: '2027-01-31' }), isProtected: false })).toEqual([
    { field: 'name', before: 'Anna Exempelsson', after: 'Anna Ny' },
    { field: 'endDate', before: null, after: '2027-01-31' },
  ]);
});

it.each<[string, Partial<CaseFacts>, (string | null)[]]>([
  ['own and those of commissions, each once', {}, ['SE2120002502-E100']],
  [
    'another of a commission',
    { commissions: [{ name: 'A', purpose: null, unit: 'SE2120002502-E200' }] },
    ['SE2120002502-E100', 'SE2120002502-E200'],
  ],
  ['written otherwise', { commissions: [{ name: 'A', purpose: null, unit: 'se2120002502-e100' }] }, ['se2120002502-e100']],
  ['a unit without an HSA-id', { unit: { name: 'A', hsaId: null, path: ['A'] }, commissions: [] }, [null]],
])('units that can be granted at: %s', (_what, change, units) => {
  expect(grantableUnits(buildCaseFacts(change))).toEqual(units);
});

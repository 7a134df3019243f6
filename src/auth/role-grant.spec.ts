import type { Assignment, Deputyship } from './held-roles';
import type { Reach } from './reach';
import {
  type RoleWish,
  type Wish,
  handOverProblem,
  isGivenAlready,
  isHandedOverAlready,
  isPersonsHsaId,
  lastDayOfKey,
  reachProblem,
  wishProblem,
} from './role-grant';

const TODAY = '2026-11-21';
const CODES = ['are', 'berg'];
const UNIT = 'SE2120002502-ENH1';
const wish = (more: Partial<Wish> = {}): Wish => ({ municipality: 'berg', unit: null, from: TODAY, to: null, ...more });

describe('a place and a period', () => {
  it.each<[string, Partial<Wish>, string | null]>([
    ['a municipality', {}, null],
    ['every municipality', { municipality: null }, null],
    ['a unit', { unit: UNIT }, null],
    ['a unit of nowhere', { municipality: null, unit: UNIT }, 'unit-without-municipality'],
    ['an unknown municipality', { municipality: 'oz' }, 'municipality-unknown'],
    ['a unit that is no HSA-id', { unit: 'Hemtjänsten' }, 'unit-invalid'],
    ['one day', { to: TODAY }, null],
    ['ends before it begins', { from: '2026-12-02', to: '2026-12-01' }, 'end-before-start'],
    ['over already', { from: '2026-01-01', to: '2026-11-20' }, 'already-over'],
  ])('%s', (_name, more, problem) => {
    expect(wishProblem(wish(more), CODES, TODAY)).toBe(problem);
  });
});

describe('who may decide about a place', () => {
  const berg = { municipality: 'berg', unit: null };
  const are = { municipality: 'are', unit: null };
  const unit = { municipality: 'berg', unit: UNIT.toLowerCase() };
  it.each<[string, Partial<Wish>, Reach, string | null]>([
    ['everything, by one who reaches everything', { municipality: null }, [are, berg], null],
    ['everything, by one who reaches one municipality', { municipality: null }, [berg], 'outside-your-reach'],
    ['everything, by one who reaches a part of one', { municipality: null }, [are, unit], 'outside-your-reach'],
    ['a municipality, by one who reaches it', {}, [berg], null],
    ['a municipality, by one who reaches another', {}, [are], 'municipality-unknown'],
    ['a municipality, by one who reaches a part', {}, [unit], 'outside-your-reach'],
    ['a unit, by one who reaches it', { unit: UNIT }, [unit], null],
    ['a unit, by one who reaches the municipality', { unit: UNIT }, [berg], null],
    ['another unit', { unit: 'SE2120002502-ENH2' }, [unit], 'outside-your-reach'],
    ['anything, by one who reaches nothing', {}, [], 'municipality-unknown'],
  ])('%s', (_name, more, reach, problem) => {
    expect(reachProblem(wish(more), reach, CODES)).toBe(problem);
  });
});

describe('a role', () => {
  const held: Assignment = {
    person: 'se1',
    role: 'manager',
    municipality: 'berg',
    unit: UNIT,
    from: '2026-11-01',
    to: '2026-11-30',
    isRemoved: false,
  };
  const asked: RoleWish = { hsaId: 'SE1', role: 'manager', municipality: 'berg', unit: UNIT.toLowerCase(), from: '2026-11-30', to: null };
  it.each<[string, Partial<RoleWish>, Partial<Assignment>, boolean]>([
    ['the same, for a day that both cover', {}, {}, true],
    ['the same, afterwards', { from: '2026-12-01' }, {}, false],
    ['another role', { role: 'helpdesk' }, {}, false],
    ['another unit', { unit: 'SE2120002502-ENH2' }, {}, false],
    ['the whole municipality', { unit: null }, {}, false],
    ['another municipality', { municipality: 'are' }, {}, false],
    ['one that was removed', {}, { isRemoved: true }, false],
  ])('%s is given already: %s', (_name, more, of, already) => {
    expect(isGivenAlready({ ...asked, ...more }, [{ ...held, ...of }])).toBe(already);
  });
});

describe('handing over', () => {
  const deputyship: Deputyship = {
    managerHsaId: 'SE2120002502-CH3F',
    municipality: null,
    unit: null,
    from: '2026-12-01',
    to: '2026-12-31',
    isEnded: false,
  };
  const own: Assignment = {
    person: 'se2120002502-ch3f',
    role: 'manager',
    municipality: 'berg',
    unit: UNIT,
    from: null,
    to: null,
    isRemoved: false,
  };
  const unit = { municipality: 'berg', unit: UNIT };
  it.each<[string, Assignment[], Partial<Deputyship>, string | null]>([
    ['all, by a manager', [own], {}, null],
    ['all, by nobody', [], {}, 'not-a-manager'],
    ['all, by one with another role', [{ ...own, role: 'helpdesk' }], {}, 'not-a-manager'],
    ['all, by one whose role was removed', [{ ...own, isRemoved: true }], {}, 'not-a-manager'],
    ['all, by one whose role ends before', [{ ...own, to: '2026-11-30' }], {}, 'not-a-manager'],
    ['all, by one whose role begins during it', [{ ...own, from: '2026-12-15' }], {}, null],
    ['an own unit', [own], unit, null],
    ['a unit of an own municipality', [{ ...own, unit: null }], { ...unit, unit: 'SE2120002502-ENH2' }, null],
    ['another’s unit', [own], { ...unit, unit: 'SE2120002502-ENH2' }, 'unit-not-the-managers'],
  ])('%s', (_name, roles, more, problem) => {
    expect(handOverProblem({ ...deputyship, ...more }, roles)).toBe(problem);
  });

  it.each<[string, Partial<Deputyship>, boolean]>([
    ['the same', {}, true],
    ['the same, ended', { isEnded: true }, false],
    ['the same, at another time', { from: '2027-01-01', to: '2027-01-02' }, false],
    ['one unit of it', unit, false],
  ])('%s is handed over already: %s', (_name, more, already) => {
    expect(isHandedOverAlready(deputyship, [{ ...deputyship, ...more }])).toBe(already);
  });
});

it.each([
  ['SE2120002502-CH3F', true],
  ['SE2321000214-DR01', true],
  ['TSTNMT2321000214-1001', true],
  ['201701012393', false],
  ['SE2120002502', false],
])('%s is a person’s HSA-id: %s', (text, is) => {
  expect(isPersonsHsaId(text)).toBe(is);
});

it('a key made today holds for a year at most', () => {
  expect(lastDayOfKey(TODAY)).toBe('2027-11-21');
});

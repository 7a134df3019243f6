import { changedCommissions, changedUnits, commissionsOf, membersOf } from './affected-people';
import type { CommissionMemory } from './read-memory';

const commission = (mark: string | null, ...members: string[]): CommissionMemory => ({ mark, members });
const before = {
  units: new Map([
    ['same', '1'],
    ['moved', '1'],
    ['gone', '1'],
    ['unmarked', null],
  ]),
  commissions: new Map([
    ['same', commission('1', 'anna')],
    ['moved', commission('1', 'anna', 'berit')],
    ['gone', commission('1', 'cecilia')],
  ]),
};
const now = new Map([
  ['same', '1'],
  ['moved', '2'],
  ['new', '1'],
  ['unmarked', null],
]);

it('a unit is changed where it is new, gone, has another mark or none', () => {
  expect([...changedUnits(before, { units: now })].sort()).toEqual(['gone', 'moved', 'new', 'unmarked']);
});

it('a commission is changed likewise', () => {
  const marks = new Map([...now].filter(([place]) => place !== 'unmarked'));
  expect([...changedCommissions(before, marks)].sort()).toEqual(['gone', 'moved', 'new']);
});

it('members are those of now and before', () => {
  const after = new Map([
    ['moved', commission('2', 'anna', 'disa')],
    ['new', commission('1', 'elin')],
  ]);
  expect([...membersOf(new Set(['moved', 'gone', 'new']), before.commissions, after)].sort()).toEqual([
    'anna',
    'berit',
    'cecilia',
    'disa',
    'elin',
  ]);
  expect(membersOf(new Set(), before.commissions, after).size).toBe(0);
});

it('commissions are found by any of their members', () => {
  expect(commissionsOf(new Set(['berit', 'cecilia']), before.commissions)).toEqual(['moved', 'gone']);
  expect(commissionsOf(new Set(['nobody']), before.commissions)).toEqual([]);
});

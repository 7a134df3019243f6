import fc from 'fast-check';
import { brake, type BrakeKind, type BrakeLimits } from './brake';

const LIMITS: BrakeLimits = {
  removals: { count: 25, percent: 20 },
  changes: { count: 200, percent: 40 },
  creations: { count: 200, percent: 100 },
};
const none = { removals: 0, changes: 0, creations: 0 };

describe('the brake', () => {
  it.each<[string, BrakeKind, planned: number, accounts: number, trips: boolean]>([
    ['at exactly count', 'removals', 25, 1000, false],
    ['one over count, a small share', 'removals', 26, 1000, true],
    ['at exactly 2, a large share', 'removals', 2, 2, false],
    ['at exactly 2, of more', 'removals', 2, 3, false],
    ['at 3, exactly the percent', 'removals', 3, 15, false],
    ['at 3, just over the percent', 'removals', 3, 14, true],
    ['at 3, everybody', 'removals', 3, 3, true],
    ['at exactly count and percent', 'removals', 25, 125, false],
    ['at exactly count, over the percent', 'removals', 25, 124, true],
    ['nothing', 'removals', 0, 0, false],
    ['at exactly count', 'changes', 200, 500, false],
    ['one over count', 'changes', 201, 10_000, true],
    ['at exactly 2', 'changes', 2, 2, false],
    ['at 4, exactly the percent', 'changes', 4, 10, false],
    ['at 4, just over the percent', 'changes', 4, 9, true],
    ['at 3, without enabled accounts', 'changes', 3, 0, true],
    ['at exactly count', 'creations', 200, 200, false],
    ['one over count', 'creations', 201, 10_000, true],
    ['as many as there are accounts', 'creations', 3, 3, false],
    ['more than there are accounts', 'creations', 4, 3, true],
    ['at exactly 2, of one account', 'creations', 2, 1, false],
    ['without enabled accounts, where there were some before', 'creations', 3, 0, true],
  ])('%s (%s): %i of %i trips: %s', (_row, kind, planned, accounts, trips) => {
    expect(brake({ ...none, [kind]: planned }, accounts, LIMITS)).toEqual(trips ? [{ kind, planned, accounts, limit: LIMITS[kind] }] : []);
  });

  it('lets a first import that was broken off go on, but nothing else', () => {
    const planned = { removals: 30, changes: 300, creations: 700 };
    expect(brake(planned, 100, LIMITS, true).map(({ kind }) => kind)).toEqual(['removals', 'changes']);
    expect(brake({ ...none, creations: 3200 }, 0, LIMITS, true)).toEqual([]);
    expect(brake(planned, 100, LIMITS, false).map(({ kind }) => kind)).toEqual(['removals', 'changes', 'creations']);
  });

  it.each([
    [0, 1, true],
    [1, 1, false],
    [1, 2, true],
  ])('holds also below 3 where the count says so: count %i, %i planned trips: %s', (count, planned, trips) => {
    expect(brake({ ...none, removals: planned }, 1000, { ...LIMITS, removals: { count, percent: 100 } })).toHaveLength(trips ? 1 : 0);
  });

  it('takes a share that is no whole percent exactly', () => {
    const limits = { ...LIMITS, removals: { count: 100, percent: 0.5 } };
    expect(brake({ ...none, removals: 5 }, 1000, limits)).toEqual([]);
    expect(brake({ ...none, removals: 6 }, 1000, limits)).toHaveLength(1);
  });

  it('that trips, trips for more of the same too', () => {
    const count = fc.nat(300);
    fc.assert(
      fc.property(fc.record({ removals: count, changes: count, creations: count }), fc.nat(500), count, (planned, accounts, more) => {
        const tripped = brake(planned, accounts, LIMITS).map(({ kind }) => kind);
        const worse = { removals: planned.removals + more, changes: planned.changes + more, creations: planned.creations + more };
        expect(brake(worse, accounts, LIMITS).map(({ kind }) => kind)).toEqual(expect.arrayContaining(tripped));
      }),
    );
  });
});

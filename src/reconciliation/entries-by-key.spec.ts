import fc from 'fast-check';
import { aReadEntry, EXACT, NEAR, NONE } from '../../test/support/builders/read-entry';
import type { ReadEntry, RoleReading } from '../directory/directory-source';
import { isHsaId } from '../people/hsa-id';
import { entriesByKey } from './entries-by-key';

const duplicate = (role: RoleReading, isProtected = false) => aReadEntry({ person: null, role, isProtected });

const all = (entries: ReadEntry[]): [string, ReadEntry][] => {
  const byKey = entriesByKey(entries, isHsaId);
  return [...byKey.keys()].flatMap((key) =>
    Array.from(
      [byKey.get(key)].filter((entry) => entry !== undefined),
      (entry): [string, ReadEntry] => [key, entry],
    ),
  );
};

describe('entries by HSA-id', () => {
  it('one stands as it was read, found without regard to case', () => {
    const entry = aReadEntry();
    expect(all([entry])).toEqual([['se2120002502-1a2b', entry]]);
  });

  it.each([null, '', ' SE2120002502-1A2B', 'SE2120002502-1Å'])('%j is nobody: it becomes a finding only', (hsaId) => {
    expect(entriesByKey([aReadEntry({ hsaId })], isHsaId).size).toBe(0);
  });

  it.each<[string, RoleReading, RoleReading, RoleReading]>([
    ['the first has the role', EXACT, NONE, EXACT],
    ['the other has the role', NONE, EXACT, EXACT],
    ['one nearly, the other exactly', NEAR, EXACT, EXACT],
    ['one exactly, the other nearly', EXACT, NEAR, EXACT],
    ['one nearly', NEAR, NONE, NEAR],
    ['the other nearly', NONE, NEAR, NEAR],
    ['neither', NONE, NONE, NONE],
  ])('of two with one HSA-id, %s', (_what, one, other, role) => {
    const entries = [duplicate(one), { ...duplicate(other), hsaId: 'SE2120002502-1a2b' }];
    expect(all(entries)).toEqual([['se2120002502-1a2b', { ...duplicate(role), role }]]);
  });

  it.each([
    [false, false, false],
    [true, false, true],
    [false, true, true],
    [true, true, true],
  ])('of two with one HSA-id, protected %s and %s: %s', (one, other, isProtected) => {
    expect(entriesByKey([duplicate(EXACT, one), duplicate(EXACT, other)], isHsaId).get('se2120002502-1a2b')).toMatchObject({ isProtected });
  });

  it.each<[string, RoleReading, boolean, RoleReading, boolean, boolean]>([
    ['both have the role', EXACT, true, EXACT, true, true],
    ['both have the role', EXACT, true, EXACT, false, false],
    ['both have the role', EXACT, false, EXACT, true, false],
    ['only the first has the role', EXACT, true, NONE, false, true],
    ['only the first has the role', EXACT, false, NONE, true, false],
    ['only the other has the role', NONE, false, EXACT, true, true],
    ['only the other has it nearly', NONE, false, NEAR, true, true],
    ['neither has the role', NONE, true, NONE, false, false],
  ])('of two with one HSA-id, %s', (_what, role, archived, otherRole, otherArchived, isArchived) => {
    const entry = (of: RoleReading, isSo: boolean) =>
      aReadEntry({ person: null, role: of, standing: { isArchived: isSo, isDeleted: false, isTestData: false } });
    const merged = entriesByKey([entry(role, archived), entry(otherRole, otherArchived)], isHsaId).get('se2120002502-1a2b');
    expect(merged?.standing).toMatchObject({ isArchived });
  });

  it('several with one HSA-id are no readable person, whichever came first', () => {
    const entry = fc
      .record({ role: fc.constantFrom(EXACT, NEAR, NONE), isProtected: fc.boolean() })
      .map(({ role, isProtected }) => aReadEntry({ role, isProtected }));
    fc.assert(
      fc.property(fc.array(entry, { minLength: 2, maxLength: 4 }), (entries) => {
        const of = (some: typeof entries) => all(some).map(([, { person, isProtected, role }]) => ({ person, isProtected, role }));
        expect(of(entries)).toHaveLength(1);
        expect(of(entries)[0]?.person).toBeNull();
        expect(of(entries.toReversed())).toEqual(of(entries));
      }),
    );
  });
});

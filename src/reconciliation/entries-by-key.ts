import type { EntryStanding, ReadEntries, ReadEntry, RoleReading } from '../directory/directory-source';
import { hsaIdKey } from '../people/hsa-id';

/** The entries of a read by HSA-id key; as a map, but that an entry may be made anew at each access. */
export type EntriesByKey = Pick<ReadonlyMap<string, ReadEntry>, 'get' | 'has' | 'keys' | 'size'>;

/**
 * Entries by HSA-id key. One without a usable HSA-id becomes a finding only.
 *
 * | entries with one HSA-id | person   | protected         | role                                             | ends access by its classes                |
 * |-------------------------|----------|-------------------|--------------------------------------------------|-------------------------------------------|
 * | one                     | as read  | as read           | as read                                          | as read                                   |
 * | several                 | nobody's | if any of them is | exact if any of them has it, else near if any is | if all of them do that have the same role |
 *
 * Which of several are read depends on who was known before: those without the role are not, of somebody new. So what is
 * wrong with each is told as findings, and here only that they are several, and only those with the role tell what ends
 * access. The same catalogue then reads the same again.
 *
 * Nobody can say which of several is the right one, so none is believed; but nobody loses access or protection by it.
 */
export function entriesByKey(entries: ReadEntries, isUsable: (hsaId: string) => boolean): EntriesByKey {
  const places = new Map<string, number | number[]>();
  let place = -1;
  for (const hsaId of entries.hsaIds?.() ?? Array.from(entries, (entry) => entry.hsaId)) {
    place += 1;
    if (hsaId === null || !isUsable(hsaId)) continue;
    const key = hsaIdKey(hsaId);
    const before = places.get(key);
    places.set(key, before === undefined ? place : [before, place].flat());
  }
  return {
    size: places.size,
    has: (key) => places.has(key),
    keys: () => places.keys(),
    get: (key) => {
      const found = places.get(key);
      if (found === undefined) return undefined;
      return [found]
        .flat()
        .flatMap((index) => entries.at(index) ?? [])
        .map((entry) => (isOneOfSeveral(entry) ? { ...entry, problems: [{ kind: 'hsa-id-duplicate' as const }] } : entry))
        .reduce(merge);
    },
  };
}

const isOneOfSeveral = ({ problems }: ReadEntry): boolean =>
  problems.some(({ kind }) => kind === 'hsa-id-duplicate' || kind === 'hsa-id-case-clash');

function merge(one: ReadEntry, other: ReadEntry): ReadEntry {
  const ahead = RANK[one.role.kind] - RANK[other.role.kind];
  return {
    ...one,
    person: null,
    isProtected: one.isProtected || other.isProtected,
    role: ahead >= 0 ? one.role : other.role,
    standing: ahead === 0 ? bothStand(one.standing, other.standing) : ahead > 0 ? one.standing : other.standing,
    mark: null,
  };
}

const bothStand = (one: EntryStanding, other: EntryStanding): EntryStanding => ({
  isArchived: one.isArchived && other.isArchived,
  isDeleted: one.isDeleted && other.isDeleted,
  isTestData: one.isTestData && other.isTestData,
});

const RANK: Record<RoleReading['kind'], number> = { exact: 2, near: 1, none: 0 };

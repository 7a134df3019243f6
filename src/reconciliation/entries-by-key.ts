import type { ReadEntry, RoleReading } from '../directory/directory-source';
import { hsaIdKey } from '../people/hsa-id';

/**
 * Entries by HSA-id key. One without a usable HSA-id becomes a finding only.
 *
 * | entries with one HSA-id | person       | protected             | role                                            |
 * |-------------------------|--------------|-----------------------|-------------------------------------------------|
 * | one                     | as read      | as read               | as read                                         |
 * | several                 | nobody's     | if any of them is     | exact if any of them has it, else near if any is |
 *
 * Which of several are read depends on who was known before: so what is wrong with each is told as findings, and here
 * only that they are several. The same catalogue then reads the same again.
 *
 * Nobody can say which of several is the right one, so none is believed; but nobody loses access or protection by it.
 */
export function entriesByKey(entries: readonly ReadEntry[], isUsable: (hsaId: string) => boolean): Map<string, ReadEntry> {
  const byKey = new Map<string, ReadEntry>();
  for (const entry of entries) {
    if (entry.hsaId === null || !isUsable(entry.hsaId)) continue;
    const key = hsaIdKey(entry.hsaId);
    const other = byKey.get(key);
    byKey.set(key, other ? merge(other, entry) : isOneOfSeveral(entry) ? { ...entry, problems: [{ kind: 'hsa-id-duplicate' }] } : entry);
  }
  return byKey;
}

const isOneOfSeveral = ({ problems }: ReadEntry): boolean =>
  problems.some(({ kind }) => kind === 'hsa-id-duplicate' || kind === 'hsa-id-case-clash');

const merge = (one: ReadEntry, other: ReadEntry): ReadEntry => ({
  ...one,
  person: null,
  isProtected: one.isProtected || other.isProtected,
  role: RANK[one.role.kind] >= RANK[other.role.kind] ? one.role : other.role,
});

const RANK: Record<RoleReading['kind'], number> = { exact: 2, near: 1, none: 0 };

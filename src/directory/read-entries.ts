import { looseHsaIdKey } from '../people/hsa-id';
import type { ReadEntries, ReadEntry, ReadRequest } from './directory-source';

/** How many there are of a kind, without holding them all. */
export function countWhere(entries: ReadEntries, isMeant: (entry: ReadEntry) => boolean): number {
  let count = 0;
  for (const entry of entries) if (isMeant(entry)) count += 1;
  return count;
}

/** Someone we know is here, or someone who has the role and may be trusted. */
export const isSeen = ({ hsaId, role, person }: ReadEntry, known: ReadRequest['known']): boolean =>
  (role.kind === 'exact' && person !== null) || (hsaId !== null && known.has(looseHsaIdKey(hsaId)));

import type { Person } from '../people/person';
import type { FoundPeople, ReadEntry } from './directory-source';

/** Of those that match, the first in the order in which they are shown; one that cannot be trusted is none. */
export function firstFound(entries: Iterable<ReadEntry>, limit: number): FoundPeople {
  const found = Array.from(entries).flatMap((entry) => (entry.person ? [{ entry, key: shownOrder(entry.person) }] : []));
  found.sort((one, other) => (one.key < other.key ? -1 : 1));
  return { outcome: 'complete', found: found.slice(0, limit).map(({ entry }) => entry), hasMore: found.length > limit };
}

/** UTF-16 order, the same on every machine. */
export const shownOrder = ({ surname, givenName, hsaId }: Pick<Person, 'surname' | 'givenName' | 'hsaId'>): string =>
  [surname, givenName ?? '', hsaId].map((text) => text.toLocaleLowerCase('sv')).join('\0');

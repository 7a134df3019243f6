import { textAbove } from '../../people/distinguished-name';
import { EntryAttributes } from '../entry-attributes';
import { shownOrder } from '../first-found';
import type { PersonQuery } from '../person-query';
import type { EntryGathering } from './entry-gathering.ldap';
import { rawEntryOf } from './ldap.entries';

/**
 * Fetches those who are looked for, the first of them whole with the units they belong to: a common name may match
 * thousands, and of the others little more than the name is asked for.
 */
export async function gatherPeople(
  gathering: EntryGathering,
  query: PersonQuery,
  isSought: (attributes: EntryAttributes) => boolean,
  limit: number,
): Promise<{ hasMore: boolean }> {
  const { filters, attributes, names, settings } = gathering;
  const { search } = settings;
  const matching: { dn: string; key: string }[] = [];
  await search.each({ filter: filters.people(query), attributes: attributes.sought }, (found) => {
    const entry = new EntryAttributes(rawEntryOf(found, names, search.server), names);
    if (isSought(entry)) matching.push({ dn: found.name, key: keyOf(entry) });
  });
  matching.sort((one, other) => (one.key < other.key ? -1 : 1));
  const first = matching.slice(0, limit);
  for (const { dn } of first) await gathering.fetchAny({ entry: dn, filter: filters.anything });
  await gatherAbove(
    gathering,
    first.map(({ dn }) => dn),
  );
  return { hasMore: matching.length > limit };
}

/** Each name above an entry, up to the base of the catalogue, once. */
async function gatherAbove(gathering: EntryGathering, dns: readonly string[]): Promise<void> {
  const above = new Set<string>();
  for (const dn of dns)
    for (let name = textAbove(dn); name !== '' && gathering.settings.places.holds(name); name = textAbove(name)) above.add(name);
  for (const entry of above) await gathering.fetchAny({ entry, filter: gathering.filters.anything });
}

const keyOf = (entry: EntryAttributes): string =>
  shownOrder({
    surname: entry.texts('sn')[0] ?? '',
    givenName: entry.texts('givenName')[0] ?? null,
    hsaId: entry.asWritten('hsaIdentity')[0] ?? '',
  });

import type { ReadRequest } from '../directory-source';
import type { EntryGathering } from './entry-gathering.ldap';

/**
 * Fetches all that is used of units, commissions, those with the role, and those who are known and have it not. Units
 * and commissions come first, so that a change of theirs while people are read is one that the next read sees.
 */
export async function readPeople(gathering: EntryGathering, known: ReadRequest['known']): Promise<void> {
  await gathering.fetchUnits();
  await gathering.fetchCommissions();
  await gathering.fetchPeople({ filter: gathering.filters.roleHolders });
  await gathering.fetchByHsaId([...known.keys()].filter((key) => !gathering.catalogue.has(key)));
}

/**
 * Fetches the entries that share an HSA-id with one that has been fetched, and have not the role themselves: nobody can
 * say which of them is meant, and one of them may be protected. To be asked last.
 */
export async function readSharers(gathering: EntryGathering): Promise<void> {
  const { catalogue, filters, attributes, settings } = gathering;
  const names: string[] = [];
  await settings.search.each({ filter: filters.withoutRole, attributes: attributes.stamps('entryCSN') }, (entry) => {
    if (gathering.stampsOf(entry).hsaIds.some((hsaId) => catalogue.has(hsaId)) && !gathering.hasFetched(entry)) names.push(entry.name);
  });
  for (const entry of names) await gathering.fetchPeople({ entry, filter: filters.anything });
}

/** Fetches those whose role is nearly right: a slow search on many servers, and one that some do not allow. */
export const readNearMisses = (gathering: EntryGathering): Promise<void> => gathering.fetchPeople({ filter: gathering.filters.nearMisses });

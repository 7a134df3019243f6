import { looseHsaIdKey } from '../../people/hsa-id';
import type { EntryGathering } from './entry-gathering.ldap';

/**
 * Fetches the entries, of whatever kind, that have these HSA-ids. Each is asked for by itself. Servers do not compare
 * blanks as this service does (one in the middle counts, an invisible one too), so those not found that way are looked
 * for once more among all HSA-ids of the catalogue: a person whose HSA-id was written with a stray blank is not gone.
 * @param keys see `looseHsaIdKey`
 */
export async function lookUpAll(gathering: EntryGathering, keys: ReadonlySet<string>): Promise<void> {
  const { filters, attributes, catalogue } = gathering;
  for (const key of keys) await gathering.fetchAny({ filter: filters.withHsaId(key) });
  const missing = new Set([...keys].filter((key) => !catalogue.has(key)));
  const written: string[] = [];
  if (missing.size > 0) {
    await gathering.settings.search.each({ filter: filters.anyHsaId, attributes: attributes.hsaId }, (entry) => {
      if (gathering.stampsOf(entry).hsaIds.some((hsaId) => missing.has(looseHsaIdKey(hsaId)))) written.push(entry.name);
    });
  }
  for (const entry of written) await gathering.fetchAny({ entry, filter: filters.anything });
  if (missing.size < keys.size || written.length > 0) await fetchSurroundings(gathering);
}

/** A person's unit and commissions are told by other entries. */
async function fetchSurroundings(gathering: EntryGathering): Promise<void> {
  await gathering.fetchUnits();
  await gathering.fetchCommissions();
}

import { ENTRY_PROBLEM_KINDS } from '../directory/directory-source';

/** Something in the data that a person must look at. */
export interface Finding {
  kind: string;
  hsaId: string | null;
  /** Null for a protected person. */
  dn: string | null;
  /** One Swedish sentence: what is wrong, and who can mend it how. No name, no personnummer. */
  detail: string;
  /** Tells apart findings of one kind about one person: an attribute, or the entry's DN, also a protected person's: it is kept as a digest only. */
  about?: string;
}

/** Stands where a municipality's code does, in findings about what belongs to none: a group for all, say. No code is like it. */
export const NO_MUNICIPALITY = '-';

/**
 * What makes two findings the same from run to run: kind, municipality, HSA-id (or DN where there is none) and what it
 * is about. A changed sentence or a moved entry is still the same finding.
 *
 * @param digest keyed: a DN can be guessed from a list of names, and a plain digest would confirm the guess
 */
export function findingIdentity(municipality: string, { kind, hsaId, dn, about }: Finding, digest: (text: string) => string): string {
  const who = hsaId === null ? ['dn', dn] : ['hsa', hsaId.trim().toLowerCase()];
  return digest(JSON.stringify([kind, municipality, ...who, about ?? '']));
}

const ENTRY_KINDS: ReadonlySet<string> = new Set(ENTRY_PROBLEM_KINDS);

/** About an entry of the catalogue: only a read that has fetched the entry can say whether it still holds. */
export const isAboutEntry = (kind: string): boolean => ENTRY_KINDS.has(kind);

/** Somebody's unit is not in the list of those that Cosmic knows: found and closed wherever the person is settled. */
export const UNIT_UNKNOWN = 'unit-unknown-to-cosmic';

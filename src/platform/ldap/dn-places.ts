import { hash } from 'node:crypto';
import { DistinguishedNameError, parseDn, type Rdn, rdnsKey, textAbove } from '../../people/distinguished-name';

/** A name one step above entries: where they lie. */
export interface Place {
  /** At or under the base of the catalogue. */
  isUnderBase: boolean;
  /** `placeHash` of it and of every name above it. */
  hashes: readonly string[];
}

/** Twelve characters of a digest: enough to tell names apart, short enough to keep by the thousand. */
export const shortHash = (key: string): string => hash('sha256', key, 'base64url').slice(0, 12);

/**
 * Tells for every name that a server gives whether it lies under the base. Entries share few parents, so these are
 * parsed once; the first step of a name is only looked for its end.
 */
export class DnPlaces {
  readonly #base: Rdn[];
  readonly #baseKey: string;
  readonly #parents = new Map<string, Place>();

  /** @throws DistinguishedNameError */
  constructor(baseDn: string) {
    this.#base = parseDn(baseDn);
    this.#baseKey = rdnsKey(this.#base);
  }

  /** True for a name equal to the base or under it; false also for what is no name at all. */
  holds(dn: string): boolean {
    return this.parentOf(dn).isUnderBase || this.isBase(dn);
  }

  /** The place above an entry. */
  parentOf(dn: string): Place {
    const text = textAbove(dn);
    const known = this.#parents.get(text);
    if (known) return known;
    const place = this.place(text);
    this.#parents.set(text, place);
    return place;
  }

  private isBase(dn: string): boolean {
    const rdns = parsed(dn);
    return rdns !== null && rdnsKey(rdns) === this.#baseKey;
  }

  private place(dn: string): Place {
    const rdns = parsed(dn);
    if (rdns === null || rdns.length < this.#base.length) return { isUnderBase: false, hashes: [] };
    const isUnderBase = rdnsKey(rdns.slice(rdns.length - this.#base.length)) === this.#baseKey;
    return { isUnderBase, hashes: rdns.map((_, step) => shortHash(rdnsKey(rdns.slice(step)))) };
  }
}

function parsed(dn: string): Rdn[] | null {
  try {
    return parseDn(dn);
  } catch (error) {
    if (error instanceof DistinguishedNameError) return null;
    throw error;
  }
}

import type { SearchEntry } from 'ldapts';
import { LdapFault } from '../../platform/ldap/ldap-fault';

/** One attribute's part of the values that AD gave, where it does not give all at once (`member;range=0-1499`). */
export interface ValueRange {
  values: string[];
  /** Where to go on; null where this was the end. */
  next: number | null;
}

const RANGE = /^([^;]+);range=\d+-(\d+|\*)$/;

/** What a search found, by attribute names without case. */
export class AdEntry {
  readonly #attributes = new Map<string, SearchEntry['attributes'][number]>();
  readonly #ranges = new Map<string, ValueRange>();

  constructor(
    readonly entry: SearchEntry,
    private readonly server: string,
  ) {
    for (const attribute of entry.attributes) {
      const key = attribute.type.toLowerCase();
      const [, name, end] = RANGE.exec(key) ?? [];
      if (name === undefined) this.#attributes.set(key, attribute);
      else this.#ranges.set(name, { values: this.decoded(attribute), next: end === '*' ? null : Number(end) + 1 });
    }
  }

  get dn(): string {
    return this.entry.name;
  }

  /** @throws LdapFault `undecodable` for what is not UTF-8; `value-range` where AD gave a part of them: see `range` */
  texts(name: string): string[] {
    const key = name.toLowerCase();
    if (this.#ranges.has(key)) throw new LdapFault('value-range', this.server, { cause: name });
    const attribute = this.#attributes.get(key);
    return attribute ? this.decoded(attribute) : [];
  }

  /** The first value; null where there is none. */
  text(name: string): string | null {
    return this.texts(name)[0] ?? null;
  }

  /** @throws LdapFault `undecodable` where there is none */
  octets(name: string): Buffer {
    const value = this.#attributes.get(name.toLowerCase())?.parsedBuffers[0];
    if (!value) throw new LdapFault('undecodable', this.server, { cause: name });
    return Buffer.from(value);
  }

  /** All values, or those AD gave. */
  range(name: string): ValueRange {
    return this.#ranges.get(name.toLowerCase()) ?? { values: this.texts(name), next: null };
  }

  private decoded({ type, values }: SearchEntry['attributes'][number]): string[] {
    if ((values as (string | Buffer)[]).some((value) => typeof value !== 'string'))
      throw new LdapFault('undecodable', this.server, { cause: type });
    return values as string[];
  }
}

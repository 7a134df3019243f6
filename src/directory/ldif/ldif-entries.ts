import { isUtf8 } from 'node:buffer';
import { DistinguishedNameError, parseDn, type Rdn, rdnsKey } from '../../people/distinguished-name';
import { type AttributeNames, baseName, type RawEntry, type RawValue, textKeys } from '../raw-entry';
import { LdifError } from './ldif-error';
import type { LdifRecord } from './ldif-parser';

/** Turns records into entries, keeping what is used; no two records may have the same name. */
export class LdifEntries {
  readonly #texts: Set<string>;
  readonly #binary: string;
  readonly #names: AttributeNames;
  readonly #seen = new Map<string, number>();

  constructor(names: AttributeNames) {
    this.#names = names;
    this.#texts = textKeys(names);
    this.#binary = names.userCertificate.key;
  }

  /** @throws LdifError for a name that is none or stands twice, and for text that is not UTF-8 */
  read(record: LdifRecord): RawEntry {
    const rdns = parseName(record);
    const key = rdnsKey(rdns);
    const first = this.#seen.get(key);
    if (first !== undefined) throw new LdifError('dn-duplicate', record.line, first);
    this.#seen.set(key, record.line);
    return { dn: record.dn, rdns, attributes: this.attributes(record) };
  }

  private attributes(record: LdifRecord): RawEntry['attributes'] {
    const attributes = new Map<string, RawValue[]>();
    for (const { description, value, line } of record.attributes) {
      const name = baseName(description);
      const isText = this.#texts.has(name);
      if (!isText && name !== this.#binary) continue;
      if (isText && !isUtf8(value)) throw new LdifError('undecodable', line, this.nameOf(name));
      const read = isText ? value.toString('utf8') : value;
      const values = attributes.get(description);
      if (values) values.push(read);
      else attributes.set(description, [read]);
    }
    return attributes;
  }

  private nameOf(key: string): string {
    return Object.values(this.#names).find((attribute) => attribute.key === key)?.name ?? key;
  }
}

function parseName(record: LdifRecord): Rdn[] {
  try {
    const rdns = parseDn(record.dn);
    if (rdns.length === 0) throw new LdifError('dn-empty', record.line);
    return rdns;
  } catch (error) {
    if (error instanceof DistinguishedNameError) throw new LdifError('dn-malformed', record.line);
    throw error;
  }
}

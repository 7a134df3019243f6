import { type Entry, textOf } from './ad-entry';
import type { Replica } from './ad-replica';
import { ATTRIBUTES } from './ad-schema';
import { isEnabled } from './ad-values';
import { namesOf, see } from './ad-view';

export interface AdUser {
  dn: string;
  objectGuid: string;
  usnChanged: string;
  isEnabled: boolean;
  hasPassword: boolean;
  /** DNs, sorted. */
  memberOf: string[];
  /** By AD name, what is text or a number: alone, or in a list where there may be several. */
  attributes: Record<string, string | string[]>;
}

const NOBODY = { writesBelow: null };

/** What one controller holds, without asking it. */
export class Inspection {
  constructor(
    private readonly replica: Replica,
    private readonly organisationalUnit: string,
  ) {}

  user(name: string): AdUser | null {
    const entry = this.find(name);
    return entry?.objectClass === 'user' ? this.shown(entry) : null;
  }

  users(): AdUser[] {
    return this.below('user')
      .map((entry) => this.shown(entry))
      .sort((one, other) => (one.dn < other.dn ? -1 : 1));
  }

  /** DNs of the groups or units below the organisational unit, sorted. */
  dns(objectClass: 'group' | 'organizationalunit'): string[] {
    return this.below(objectClass)
      .map((entry) => this.replica.dnOf(entry))
      .sort();
  }

  members(group: string): string[] {
    const entry = this.find(group);
    return entry ? (see(entry, 'member', this.replica, NOBODY)?.values ?? []).map(String).sort() : [];
  }

  has(name: string): boolean {
    return this.find(name) !== null;
  }

  /** One attribute of any object, as text; null where there is none. */
  text(name: string, attribute: string): string | null {
    const entry = this.find(name);
    const seen = entry && see(entry, attribute.toLowerCase(), this.replica, NOBODY);
    return seen?.values[0]?.toString('utf8') ?? null;
  }

  private below(objectClass: string): Entry[] {
    const unit = this.replica.find(this.organisationalUnit)?.entry;
    if (!unit) return [];
    return [...this.replica.entries].filter((entry) => entry.objectClass === objectClass && this.replica.isWithin(entry, unit.guid));
  }

  private find(name: string): Entry | null {
    if (name.includes('=')) return this.replica.find(name)?.entry ?? null;
    const [guid] = this.replica.having('samaccountname', name);
    return this.replica.get(guid ?? name);
  }

  private shown(entry: Entry): AdUser {
    const { replica } = this;
    const attributes = namesOf(entry).flatMap((name): [string, string | string[]][] => {
      const seen = see(entry, name, replica, NOBODY);
      const schema = ATTRIBUTES.get(name);
      if (!seen || schema?.syntax === 'octets') return [];
      const values = seen.values.map((value) => value.toString('utf8'));
      return [[seen.name, schema?.isSingle === false ? values : values[0]!]];
    });
    return {
      dn: replica.dnOf(entry),
      objectGuid: entry.guid,
      usnChanged: String(entry.usnChanged),
      isEnabled: isEnabled(Number(textOf(entry, 'userAccountControl'))),
      hasPassword: (entry.attributes.get('unicodepwd')?.values.length ?? 0) > 0,
      memberOf: (see(entry, 'memberof', replica, NOBODY)?.values ?? []).map(String).sort(),
      attributes: Object.fromEntries(attributes),
    };
  }
}

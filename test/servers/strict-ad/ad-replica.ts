import { parseDn } from '../../../src/people/distinguished-name';
import type { Entry } from './ad-entry';
import { guidOfName, rdnKey, rdnText, single } from './ad-names';
import { folded } from './ad-schema';

/** Unique within the domain, so looked up for each write. */
const INDEXED = ['samaccountname', 'userprincipalname'] as const;

/** What one controller holds: objects by GUID, where they lie, who is in which group. It checks nothing. */
export class Replica {
  readonly #entries = new Map<string, Entry>();
  /** By the GUID above, then by `rdnKey`. */
  readonly #children = new Map<string, Map<string, string>>();
  readonly #groupsOf = new Map<string, Set<string>>();
  readonly #index = new Map<string, Map<string, Set<string>>>(INDEXED.map((name) => [name, new Map()]));
  /** GUIDs of what was here. */
  readonly deleted = new Set<string>();
  /** `highestCommittedUSN`; this controller's own. */
  usn: number;
  #root: Entry | null = null;

  constructor(
    readonly invocationId: string,
    firstUsn: number,
  ) {
    this.usn = firstUsn;
  }

  get root(): Entry {
    if (!this.#root) throw new Error('The controller is empty');
    return this.#root;
  }

  /** In the order they came here. */
  get entries(): IterableIterator<Entry> {
    return this.#entries.values();
  }

  get(guid: string): Entry | null {
    return this.#entries.get(guid) ?? null;
  }

  /** New or changed; the writer has given it its USN. */
  put(entry: Entry): void {
    this.forget(entry.guid);
    this.#entries.set(entry.guid, entry);
    if (entry.parent === null) this.#root = entry;
    else this.placesBelow(entry.parent).set(rdnKey(entry.rdn.type, entry.rdn.value), entry.guid);
    for (const member of entry.members) setOf(this.#groupsOf, member).add(entry.guid);
    for (const [name, keys] of this.#index) for (const key of keysOf(entry, name)) setOf(keys, key).add(entry.guid);
  }

  /** What links to it shows it no more, and is not stamped. */
  remove(guid: string): void {
    this.#groupsOf.delete(guid);
    this.forget(guid);
    this.#entries.delete(guid);
    this.deleted.add(guid);
  }

  private forget(guid: string): void {
    const old = this.#entries.get(guid);
    if (!old) return;
    if (old.parent !== null) this.placesBelow(old.parent).delete(rdnKey(old.rdn.type, old.rdn.value));
    for (const member of old.members) this.#groupsOf.get(member)?.delete(guid);
    for (const [name, keys] of this.#index) for (const key of keysOf(old, name)) keys.get(key)?.delete(guid);
  }

  private placesBelow(guid: string): Map<string, string> {
    const places = this.#children.get(guid) ?? new Map<string, string>();
    this.#children.set(guid, places);
    return places;
  }

  hasChildren(guid: string): boolean {
    return (this.#children.get(guid)?.size ?? 0) > 0;
  }

  child(parent: string, rdn: { type: string; value: string }): Entry | null {
    return this.get(this.#children.get(parent)?.get(rdnKey(rdn.type, rdn.value)) ?? '');
  }

  /** GUIDs of the groups that it is a direct member of. */
  groupsOf(guid: string): ReadonlySet<string> {
    return this.#groupsOf.get(guid) ?? new Set();
  }

  /** Whatever has this value, as AD compares it. */
  having(name: (typeof INDEXED)[number], value: string): ReadonlySet<string> {
    return this.#index.get(name)?.get(folded(value)) ?? new Set();
  }

  dnOf(entry: Entry): string {
    const own = rdnText(entry.rdn.type, entry.rdn.value);
    const parent = entry.parent === null ? null : this.get(entry.parent);
    // The domain's own name is written out, with a `DC` for each label.
    if (entry.parent === null)
      return entry.rdn.value
        .split('.')
        .map((label) => rdnText('DC', label))
        .join(',');
    return parent ? `${own},${this.dnOf(parent)}` : own;
  }

  /**
   * By DN or `<GUID=…>`.
   * @returns the nearest above it where it is not there; null for what is no name within this forest
   * @throws DistinguishedNameError
   */
  find(name: string): { entry: Entry | null; nearest: Entry } | null {
    const guid = guidOfName(name);
    if (guid !== null) return { entry: this.get(guid), nearest: this.root };
    const rdns = parseDn(name).reverse();
    const labels = this.root.rdn.value.split('.').reverse();
    const isWithin = labels.every((label, at) => {
      const part = single(rdns[at]);
      return part?.type.toUpperCase() === 'DC' && folded(part.value) === folded(label);
    });
    if (!isWithin) return null;
    let at: Entry = this.root;
    for (const rdn of rdns.slice(labels.length)) {
      const part = single(rdn);
      const next = part && this.child(at.guid, part);
      if (!next) return { entry: null, nearest: at };
      at = next;
    }
    return { entry: at, nearest: at };
  }

  /** At or below. */
  isWithin(entry: Entry, above: string): boolean {
    for (let at: Entry | null = entry; at; at = at.parent === null ? null : this.get(at.parent)) if (at.guid === above) return true;
    return false;
  }

  /** GUID of the naming context that it lies in. */
  contextOf(entry: Entry): string {
    let at = entry;
    while (!at.isNamingContext) {
      const above = at.parent === null ? null : this.get(at.parent);
      if (!above) break;
      at = above;
    }
    return at.guid;
  }
}

const keysOf = (entry: Entry, name: string): string[] =>
  (entry.attributes.get(name)?.values ?? []).map((value) => folded(value.toString('utf8')));

function setOf<T>(sets: Map<string, Set<T>>, key: string): Set<T> {
  const set = sets.get(key) ?? new Set<T>();
  sets.set(key, set);
  return set;
}

import { randomUUID } from 'node:crypto';
import { draftOf, type Entry } from './ad-entry';
import { Replica } from './ad-replica';

/** The controllers' copies, and what passes between them: at once, or when replication goes on. */
export class Forest {
  readonly replicas: Replica[] = [];
  #stamp = 0;
  #isReplicating = true;
  /** What other controllers have yet to hear of, in the order it was written. */
  readonly #waiting: { from: Replica; to: Replica; guid: string }[] = [];

  constructor(readonly now: () => Date) {}

  /** Each counts its own USNs, from a number of its own. */
  addReplica(): Replica {
    const replica = new Replica(randomUUID(), 12_000 + 30_000 * this.replicas.length);
    const [first] = this.replicas;
    for (const entry of first?.entries ?? []) this.keep(replica, draftOf(entry));
    this.replicas.push(replica);
    return replica;
  }

  /** A write on this controller: it is stamped, gets one USN, and passes on. */
  commit(replica: Replica, draft: Entry): void {
    const before = replica.get(draft.guid);
    const stamp = ++this.#stamp;
    for (const [key, attribute] of draft.attributes) {
      if (attribute !== before?.attributes.get(key)) draft.attributes.set(key, { ...attribute, stamp });
    }
    if (draft.parent !== before?.parent || draft.rdn.type !== before.rdn.type || draft.rdn.value !== before.rdn.value) draft.placed = stamp;
    if (!before || !sameSet(draft.members, before.members)) draft.joined = stamp;
    this.keep(replica, draft);
    this.passOn(replica, draft.guid);
  }

  remove(replica: Replica, guid: string): void {
    replica.usn++;
    replica.remove(guid);
    this.passOn(replica, guid);
  }

  /** What was removed, out of the Recycle Bin, on every controller: as it was, and in the groups that it was in. */
  restore(removed: Entry): void {
    for (const replica of this.replicas) {
      replica.deleted.delete(removed.guid);
      this.keep(replica, draftOf(removed));
      for (const group of [...replica.entries]) if (group.members.has(removed.guid)) replica.put(group);
    }
  }

  pauseReplication(): void {
    this.#isReplicating = false;
  }

  resumeReplication(): void {
    this.#isReplicating = true;
    for (const { from, to, guid } of this.#waiting.splice(0)) this.replicate(from, to, guid);
  }

  private passOn(from: Replica, guid: string): void {
    for (const to of this.replicas) {
      if (to === from) continue;
      if (this.#isReplicating) this.replicate(from, to, guid);
      else this.#waiting.push({ from, to, guid });
    }
  }

  private keep(replica: Replica, entry: Entry): void {
    const isNew = replica.get(entry.guid) === null;
    entry.usnChanged = ++replica.usn;
    entry.whenChanged = this.now();
    if (isNew) Object.assign(entry, { usnCreated: entry.usnChanged, whenCreated: entry.whenChanged });
    replica.put(entry);
  }

  private replicate(from: Replica, to: Replica, guid: string): void {
    const theirs = from.get(guid);
    const ours = to.get(guid);
    if (!theirs) {
      if (!from.deleted.has(guid) || !ours) return;
      to.usn++;
      return to.remove(guid);
    }
    if (to.deleted.has(guid)) return;
    if (!ours) return this.keep(to, draftOf(theirs));
    const merged = draftOf(ours);
    if (merge(merged, theirs)) this.keep(to, merged);
  }
}

/** The later of each wins. @returns whether anything did */
function merge(ours: Entry, theirs: Entry): boolean {
  let isChanged = false;
  for (const [key, attribute] of theirs.attributes) {
    if (attribute.stamp <= (ours.attributes.get(key)?.stamp ?? -1)) continue;
    ours.attributes.set(key, attribute);
    isChanged = true;
  }
  if (theirs.placed > ours.placed) {
    Object.assign(ours, { parent: theirs.parent, rdn: theirs.rdn, placed: theirs.placed });
    isChanged = true;
  }
  if (theirs.joined > ours.joined) {
    Object.assign(ours, { members: new Set(theirs.members), joined: theirs.joined });
    isChanged = true;
  }
  return isChanged;
}

const sameSet = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((value) => other.has(value));

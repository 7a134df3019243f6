import { randomUUID } from 'node:crypto';

export interface StoredAttribute {
  /** As the schema spells it. */
  name: string;
  /** None: it was taken away. */
  values: readonly Buffer[];
  /** When it was written last, by the forest's own count: the later one wins where two controllers differ. */
  stamp: number;
}

/** One object on one controller. Drafts are changed; what a controller keeps is exchanged whole. */
export interface Entry {
  readonly guid: string;
  /** Lower-case name of the most specific class. */
  readonly objectClass: string;
  /** GUID; null for the domain. */
  parent: string | null;
  rdn: { type: string; value: string };
  /** Stamp of parent and RDN. */
  placed: number;
  /** By lower-case name. */
  attributes: Map<string, StoredAttribute>;
  /** GUIDs: a link outlives its target's renames and moves. */
  members: Set<string>;
  /** Stamp of the members. */
  joined: number;
  /** Of the head of a naming context: a search does not go down into it from above. */
  readonly isNamingContext: boolean;
  usnCreated: number;
  usnChanged: number;
  whenCreated: Date;
  whenChanged: Date;
}

export const draftOf = (entry: Entry): Entry => ({
  ...entry,
  rdn: { ...entry.rdn },
  attributes: new Map(entry.attributes),
  members: new Set(entry.members),
});

export const newEntry = (parent: string | null, rdn: Entry['rdn'], objectClass: string, isNamingContext = false): Entry => ({
  guid: randomUUID(),
  objectClass,
  parent,
  rdn,
  placed: 0,
  attributes: new Map(),
  members: new Set(),
  joined: 0,
  isNamingContext,
  usnCreated: 0,
  usnChanged: 0,
  whenCreated: new Date(0),
  whenChanged: new Date(0),
});

/** The only or first value, as text. */
export const textOf = (entry: Entry, name: string): string | null =>
  entry.attributes.get(name.toLowerCase())?.values[0]?.toString('utf8') ?? null;

/** Not stamped yet: who commits it does that. */
export function setValues(entry: Entry, name: string, values: readonly (string | Buffer)[]): void {
  entry.attributes.set(name.toLowerCase(), { name, values: values.map((value) => Buffer.from(value as string)), stamp: 0 });
}

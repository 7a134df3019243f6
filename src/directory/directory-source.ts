import type { Person, Unit } from '../people/person';
import type { RoleReading } from '../people/system-role';
import type { PersonQuery } from './person-query';

export type { RoleReading };

/** Why an entry, or a value in it, cannot be used; each becomes a finding. */
export const ENTRY_PROBLEM_KINDS = [
  'hsa-id-missing',
  'hsa-id-malformed',
  'hsa-id-blanks',
  'hsa-id-test',
  'hsa-id-foreign-prefix',
  'hsa-id-duplicate',
  'hsa-id-case-clash',
  'date-malformed',
  'end-before-start',
  'control-character',
  'attribute-missing',
  'attribute-ambiguous',
  'personal-number-malformed',
  'personal-number-in-text',
  'certificate-unreadable',
  'system-role-near-miss',
  'test-data',
  'unit-missing',
  'mail-missing',
  'mail-malformed',
] as const;
export type EntryProblemKind = (typeof ENTRY_PROBLEM_KINDS)[number];

export interface EntryProblem {
  kind: EntryProblemKind;
  /** The attribute at fault, as it is named in the catalogue. */
  attribute?: string;
  /** The value at fault where it may be shown: never a name, a personnummer or a contact. Control characters escaped. */
  value?: string;
  /** Says more: which letters differ, the other entry's DN is never given for a protected person. */
  note?: string;
}

/** Classes that end access: evidence by itself, however bad the rest of the entry is. */
export interface EntryStanding {
  isArchived: boolean;
  isDeleted: boolean;
  isTestData: boolean;
}

/** One person's entry that matters: it carries the role or nearly does, or its HSA-id is known from before. */
export interface ReadEntry {
  /** As written, also when malformed (then shortened, and what cannot be seen is escaped); null when there is none that may be shown. */
  hsaId: string | null;
  /** As written, control characters as RFC 4514 escapes and a personnummer masked. */
  dn: string;
  isProtected: boolean;
  role: RoleReading;
  /** Null when the entry cannot be trusted: the problems that refuse it say why. */
  person: Person | null;
  /** What its classes say, also where the entry is refused. */
  standing: EntryStanding;
  /**
   * Changes whenever the entry may have changed or moved; the next read compares it and fetches what differs. Null: fetch
   * it the next time whatever it is then (a kind of source without marks, a stamp too young to be trusted).
   */
  mark: string | null;
  /** Those that refuse the entry (`person` is null) and those that only inform. */
  problems: EntryProblem[];
}

export interface ReadRequest {
  /** Everything, near misses included, whatever marks say. */
  full: boolean;
  /** By HSA-id key (`hsaIdKey`), those known from before and the mark recorded with what is known: their entries are wanted even without the role. */
  known: ReadonlyMap<string, string | null>;
  /** `CompleteRead.memory` of the last read that was applied as a whole; null before the first, and where nothing of it holds any more. */
  memory: string | null;
  /** Called now and then with the number of people read so far. */
  onProgress?: (peopleRead: number) => void;
  signal?: AbortSignal;
}

/** Why a read proves nothing. `incomplete`: the source answered but not wholly; `failed`: it could not be read as what it should be. */
export interface ReadRefusal {
  outcome: 'incomplete' | 'failed';
  code: string;
  /** One Swedish sentence that names what and where (file and line). No personal data. */
  reason: string;
}

/** An array, or what is held more compactly: an entry may be made anew at each access. */
export interface ReadEntries extends Iterable<ReadEntry> {
  readonly length: number;
  at(index: number): ReadEntry | undefined;
  /** What `entry.hsaId` is of each, in their order, where that is known without making the entries. */
  hsaIds?(): Iterable<string | null>;
}

/** A read that is proven to hold everything. */
export interface CompleteRead {
  outcome: 'complete';
  /**
   * `full`: everything was fetched, near misses too; because it was asked for, or because there was no usable memory.
   * `changes`: only what moved since the last read was fetched, and near misses were not looked for.
   */
  mode: 'full' | 'changes';
  /** Sorted by HSA-id key, then DN: the order of entries in the source does not matter. */
  entries: ReadEntries;
  /** HSA-id keys of those known who are there with the mark that was recorded: not fetched, and not among `entries`. Empty in mode `full`. */
  unmoved: ReadonlySet<string>;
  /** Person entries seen, fetched or not, with and without the role. */
  peopleRead: number;
  /** What the source wants to be given with the next request, once all of this read has been applied: its own marks, no personal data. */
  memory: string | null;
  /** What weakens the proof without breaking it (no manifest, no sentinel, …). */
  warnings: { code: string; detail: string }[];
}

export type CatalogueRead = CompleteRead | ReadRefusal;

/** What one look-up of an absent HSA-id gave. */
export type LookUp = { found: false } | { found: true; entry: ReadEntry };

export interface SourceCheck {
  name: string;
  ok: boolean | 'warning';
  detail: string;
  /** How to mend it. */
  remedy?: string;
}

/** Those who were looked for, by surname, given name and HSA-id; none whose entry cannot be trusted. */
export interface FoundPeople {
  outcome: 'complete';
  found: ReadEntry[];
  /** More were found than were asked for. */
  hasMore: boolean;
}

/** HSA-ids, compared without case and blanks. */
export interface WantedNow {
  people: readonly string[];
  units: readonly string[];
}

export interface FoundNow {
  outcome: 'complete';
  /** By `looseHsaIdKey`; nobody who is not there. */
  people: Map<string, ReadEntry>;
  units: Map<string, Unit>;
}

/** Asks the catalogue as it is right now, for an answer to a person: nothing of it is kept, the question least of all. */
export interface PersonSearch {
  /**
   * People with and without the role. A personnummer goes to a server as a filter; of a file's it is compared as a hash.
   * @param limit the most that are wanted
   */
  search(query: PersonQuery, limit: number, signal?: AbortSignal): Promise<FoundPeople | ReadRefusal>;
  /** What the catalogue says of these people and units, all at once. */
  findAll(wanted: WantedNow, signal?: AbortSignal): Promise<FoundNow | ReadRefusal>;
}

/** A municipality's HSA catalogue, wherever it is. Readers never write. */
export interface DirectorySource extends PersonSearch {
  read(request: ReadRequest): Promise<CatalogueRead>;
  /**
   * Looks HSA-ids up one by one, compared without case and blanks, among all entries. Keys of the answer are the HSA-id keys asked for.
   * A look-up that cannot be proven (the file changed since the read, say) is a refusal: absent is not gone.
   */
  lookUp(hsaIdKeys: readonly string[], signal?: AbortSignal): Promise<{ outcome: 'complete'; found: Map<string, LookUp> } | ReadRefusal>;
  /** What the catalogue says of one HSA-id right now, for an answer to a person: nothing is decided from it. */
  find(hsaIdKey: string, signal?: AbortSignal): Promise<LookUp | ReadRefusal>;
  check(): Promise<SourceCheck[]>;
}

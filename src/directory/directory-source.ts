import type { Person } from '../people/person';
import type { RoleReading } from '../people/system-role';

export type { RoleReading };

/** Why an entry, or a value in it, cannot be used; each becomes a finding. */
export type EntryProblemKind =
  | 'hsa-id-missing'
  | 'hsa-id-malformed'
  | 'hsa-id-blanks'
  | 'hsa-id-test'
  | 'hsa-id-foreign-prefix'
  | 'hsa-id-duplicate'
  | 'hsa-id-case-clash'
  | 'date-malformed'
  | 'end-before-start'
  | 'control-character'
  | 'attribute-missing'
  | 'attribute-ambiguous'
  | 'personal-number-malformed'
  | 'personal-number-in-text'
  | 'certificate-unreadable'
  | 'system-role-near-miss'
  | 'test-data'
  | 'unit-missing'
  | 'mail-missing'
  | 'mail-malformed';

export interface EntryProblem {
  kind: EntryProblemKind;
  /** The attribute at fault, as it is named in the catalogue. */
  attribute?: string;
  /** The value at fault where it may be shown: never a name, a personnummer or a contact. Control characters escaped. */
  value?: string;
  /** Says more: which letters differ, the other entry's DN is never given for a protected person. */
  note?: string;
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
  /** Those that refuse the entry (`person` is null) and those that only inform. */
  problems: EntryProblem[];
}

export interface ReadRequest {
  /** Everything, near misses included, whatever stamps say. */
  full: boolean;
  /** HSA-id keys (`hsaIdKey`) known from before: their entries are wanted even without the role. */
  known: ReadonlySet<string>;
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

/** A read that is proven to hold everything. */
export interface CompleteRead {
  outcome: 'complete';
  mode: 'full' | 'changes';
  /** Sorted by HSA-id key, then DN: the order of entries in the source does not matter. */
  entries: ReadEntry[];
  /** Person entries seen, with and without the role. */
  peopleRead: number;
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

/** A municipality's HSA catalogue, wherever it is. Readers never write. */
export interface DirectorySource {
  read(request: ReadRequest): Promise<CatalogueRead>;
  /**
   * Looks HSA-ids up one by one, compared without case and blanks, among all entries. Keys of the answer are the HSA-id keys asked for.
   * A look-up that cannot be proven (the file changed since the read, say) is a refusal: absent is not gone.
   */
  lookUp(hsaIdKeys: readonly string[]): Promise<{ outcome: 'complete'; found: Map<string, LookUp> } | ReadRefusal>;
  /** What the catalogue says of one HSA-id right now, for an answer to a person: nothing is decided from it. */
  find(hsaIdKey: string): Promise<LookUp | ReadRefusal>;
  check(): Promise<SourceCheck[]>;
}

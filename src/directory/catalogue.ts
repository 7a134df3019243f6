import { parseDn, textAbove } from '../people/distinguished-name';
import { hsaIdKey, looseHsaIdKey } from '../people/hsa-id';
import type { Person, Unit } from '../people/person';
import { directoryTexts } from '../texts/sv/directory';
import { CommissionRegister } from './commission-register';
import type { EntryProblem, ReadEntries, ReadEntry } from './directory-source';
import { EntryAttributes } from './entry-attributes';
import { HsaIdRegister } from './hsa-id-register';
import { flagsOf, kindOf } from './object-classes';
import { CompressedList } from '../platform/compressed-list';
import { PackedList } from '../platform/packed-list';
import { type EntryContext, parseEntry, roleOf } from './parse-entry';
import { withoutValues } from './protected-entry';
import type { RawEntry } from './raw-entry';
import { type ResolvedUnit, UnitTree } from './unit-tree';

/** Which entries are wanted beside those with the role or nearly so. */
export interface Wanted {
  /** HSA-id keys. */
  hsaIdKeys: Pick<ReadonlySet<string>, 'has'>;
  /** Also where the entry is no person's: a look-up asks whether the HSA-id exists at all. */
  ofAnyKind?: boolean;
  /** Only people's entries like these, with and without the role. */
  only?: (attributes: EntryAttributes) => boolean;
}

/** An entry as it is held: what most entries have alike is left out, and made again. */
interface KeptEntry {
  entry: Partial<ReadEntry>;
  person: Partial<Person> | null;
  /** As written; absent where that is the entry's own and no other. */
  hsaIds?: string[];
  dn: string;
  /** As it may be shown; absent where that is as written. */
  shownDn?: string;
}

interface MadeEntry {
  entry: ReadEntry;
  hsaIds: string[];
  /** As written. */
  writtenDn: string;
}

/**
 * Gathers the entries of one read in any order, and resolves at the end what needs them all: units, commissions and
 * duplicates. Of a person who is not wanted only the HSA-id stays in memory.
 */
export class Catalogue {
  readonly #units = new UnitTree();
  readonly #commissions = new CommissionRegister();
  readonly #hsaIds = new HsaIdRegister();
  readonly #protected = new Set<string>();
  /** By the text above an entry: units of which people share few. */
  readonly #unitsAbove = new Map<string, ResolvedUnit>();
  #kept = new PackedList<KeptEntry>();
  /** Of each that is kept, what it is sorted by first. */
  #hsaIdKeys: string[] = [];
  #entries: ReadEntries | null = null;
  #peopleRead = 0;

  constructor(
    private readonly context: EntryContext,
    private readonly wanted: Wanted,
  ) {}

  /** People's entries so far, with and without the role. */
  get peopleRead(): number {
    return this.#peopleRead;
  }

  /** True when an entry of any kind has the HSA-id, compared without case and blanks. */
  has(hsaId: string): boolean {
    return this.#hsaIds.has(hsaId);
  }

  /** People's entries that have not moved since they were read last: they count. No other entry has one of their HSA-ids. */
  addUnmoved(count: number): void {
    this.#peopleRead += count;
  }

  add(raw: RawEntry): void {
    const attributes = new EntryAttributes(raw, this.context.names);
    const hsaIds = attributes.asWritten('hsaIdentity');
    const isWanted = hsaIds.some((hsaId) => this.wanted.hsaIdKeys.has(looseHsaIdKey(hsaId)));
    this.#hsaIds.add(hsaIds);
    const kind = kindOf(attributes);
    if (kind === 'unit') this.#units.add(raw.rdns, attributes);
    if (kind === 'commission') this.#commissions.add(raw.rdns, attributes);
    // An export without object classes still shows the people we know.
    if (kind === 'person' || (kind === 'other' && this.isWantedOther(attributes, isWanted)))
      this.addPerson(raw, attributes, hsaIds, isWanted);
    else if (isWanted && this.wanted.ofAnyKind) this.keep(raw, hsaIds);
  }

  private addPerson(raw: RawEntry, attributes: EntryAttributes, hsaIds: string[], isWanted: boolean): void {
    this.#peopleRead++;
    if (flagsOf(attributes).isProtected) for (const hsaId of hsaIds) this.#protected.add(looseHsaIdKey(hsaId));
    const { only } = this.wanted;
    const isKept = only ? only(attributes) : isWanted || roleOf(attributes, this.context.systemRole).kind !== 'none';
    if (isKept) this.keep(raw, hsaIds);
  }

  private isWantedOther(attributes: EntryAttributes, isWanted: boolean): boolean {
    return this.wanted.only ? this.wanted.only(attributes) : isWanted;
  }

  private keep(raw: RawEntry, hsaIds: string[]): void {
    const entry = parseEntry(raw, this.context);
    const { person, dn, hsaId, ...rest } = entry;
    this.#kept.push({
      entry: { hsaId, ...sparse(rest, ORDINARY) },
      person: person && sparse({ ...person, dn: '', hsaId: '' }, NOTHING_SAID),
      ...(hsaIds.length === 1 && hsaIds[0] === hsaId ? {} : { hsaIds }),
      dn: raw.dn,
      ...(dn === raw.dn ? {} : { shownDn: dn }),
    });
    this.#hsaIdKeys.push(hsaIdKey(hsaId ?? ''));
  }

  /**
   * The entries that matter, sorted by HSA-id key, then DN. The last thing that is asked of a catalogue: each is resolved
   * when it is asked for, and what only gathering needs is let go of.
   */
  entries(): ReadEntries {
    const steps = this.compacting();
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  }

  /** As `entries`, a step at a time: others get their turn between the steps, of which there are many where entries are. */
  *compacting(): Generator<undefined, ReadEntries> {
    if (this.#entries) return this.#entries;
    const order = sortedPlaces(this.#hsaIdKeys, (place) => nameShown(this.#kept.at(place)));
    this.#hsaIdKeys = [];
    this.#hsaIds.keepSeveral();
    yield;
    const held = new CompressedList<KeptEntry>();
    const hsaIds: (string | null)[] = [];
    for (const place of order) {
      const kept = this.#kept.at(place);
      held.push(kept);
      hsaIds.push(kept.entry.hsaId ?? null);
      if (held.length % STEP === 0) yield;
    }
    this.#kept = new PackedList();
    const made = (index: number): ReadEntry => this.resolve(unpacked(held.at(index)));
    this.#entries = {
      length: held.length,
      hsaIds: () => hsaIds,
      at: (index) => (index >= 0 && index < held.length ? made(index) : undefined),
      *[Symbol.iterator]() {
        for (let index = 0; index < held.length; index += 1) yield made(index);
      },
    };
    return this.#entries;
  }

  /** One entry of each HSA-id (`looseHsaIdKey`), also where its HSA-id refuses it: one with the role if any has it, else the first. */
  entriesByHsaId(): Map<string, ReadEntry> {
    const resolved = Array.from({ length: this.#kept.length }, (_, index) => {
      const made = unpacked(this.#kept.at(index));
      return { entry: this.resolve(made), hsaIds: made.hsaIds };
    });
    // What stands comes last: it overwrites the others.
    const hasRole = ({ role }: ReadEntry) => Number(role.kind === 'exact');
    resolved.sort(({ entry: one }, { entry: other }) => hasRole(one) - hasRole(other) || (sortKeyOf(one) < sortKeyOf(other) ? 1 : -1));
    return new Map(resolved.flatMap(({ entry, hsaIds }) => hsaIds.map((hsaId) => [looseHsaIdKey(hsaId), entry] as const)));
  }

  /** By `looseHsaIdKey`, those of the units that there are. */
  units(hsaIds: readonly string[]): Map<string, Unit> {
    const found = hsaIds.map((hsaId): [string, Unit | null] => [looseHsaIdKey(hsaId), this.#units.withHsaId(hsaId)]);
    return new Map(found.flatMap(([key, unit]) => (unit ? [[key, unit]] : [])));
  }

  private resolve({ entry, hsaIds, writtenDn }: MadeEntry): ReadEntry {
    // One human may stand twice, once without the mark: the mark counts.
    const isProtected = entry.isProtected || hsaIds.some((hsaId) => this.#protected.has(looseHsaIdKey(hsaId)));
    const duplicates = this.duplicates(hsaIds);
    // One of several is fetched again each time: nothing in it tells when the others go.
    const mark = duplicates.length > 0 ? null : entry.mark;
    const all = { ...entry, isProtected, mark, problems: [...entry.problems, ...duplicates] };
    const resolved = isProtected ? withoutValues(all) : all;
    if (!entry.person || duplicates.length > 0) return { ...resolved, person: null };
    const { unit, hasEntry, heldPersonalNumber } = this.unitAbove(writtenDn);
    if (!hasEntry) resolved.problems.push({ kind: 'unit-missing', ...(unit && !isProtected ? { value: unit.name } : {}) });
    if (heldPersonalNumber) resolved.problems.push({ kind: 'personal-number-in-text', attribute: 'ou' });
    const own = this.#commissions.of(entry.person.hsaId, writtenDn, this.#units);
    if (own.heldPersonalNumber) resolved.problems.push({ kind: 'personal-number-in-text', attribute: 'hsaCommission' });
    return { ...resolved, person: { ...entry.person, isProtected, unit, commissions: own.commissions } };
  }

  private unitAbove(dn: string): ResolvedUnit {
    const place = textAbove(dn);
    const known = this.#unitsAbove.get(place);
    if (known) return known;
    const resolved = this.#units.above(parseDn(dn));
    this.#unitsAbove.set(place, resolved);
    return resolved;
  }

  private duplicates(hsaIds: readonly string[]): EntryProblem[] {
    const faults = new Set(hsaIds.flatMap((hsaId) => this.#hsaIds.faultsOf(hsaId)));
    const attribute = this.context.names.hsaIdentity.name;
    return [...faults].sort().map((kind) => ({ kind, attribute, note: directoryTexts.notes[kind] }));
  }
}

/** Entries compressed at a step. */
const STEP = 500;

function unpacked({ entry, person, dn, shownDn = dn, hsaIds = [entry.hsaId ?? ''] }: KeptEntry): MadeEntry {
  const hsaId = entry.hsaId ?? null;
  const made = person && { ...NOTHING_SAID, ...person, hsaId: hsaId ?? '', dn: shownDn };
  return { entry: { ...ORDINARY, ...entry, hsaId, dn: shownDn, person: made }, hsaIds, writtenDn: dn };
}

/**
 * Places in the order of their keys, and of their names where keys are the same, which they seldom are. UTF-16 order, the
 * same on every machine. Sorting texts is several times faster than sorting places by a comparison.
 */
function sortedPlaces(keys: readonly string[], nameOf: (place: number) => string): number[] {
  const tagged = keys.map((key, place) => `${key}\0${place}`).sort();
  const places = tagged.map((key) => Number(key.slice(key.lastIndexOf('\0') + 1)));
  for (let start = 0; start < places.length;) {
    let end = start + 1;
    while (end < places.length && keys[places[end] ?? 0] === keys[places[start] ?? 0]) end += 1;
    if (end - start > 1) {
      const named = places.slice(start, end).map((place) => ({ place, name: nameOf(place) }));
      named.sort((one, other) => (one.name < other.name ? -1 : 1));
      places.splice(start, named.length, ...named.map(({ place }) => place));
    }
    start = end;
  }
  return places;
}

const nameShown = ({ dn, shownDn = dn }: KeptEntry): string => shownDn;

/** Compared in UTF-16 order, the same on every machine. No HSA-id and no DN holds a NUL. */
const sortKeyOf = ({ hsaId, dn }: ReadEntry): string => `${hsaIdKey(hsaId ?? '')}\0${dn}`;

/** A person of whom an entry says nothing. The order of the properties is `parseEntry`'s: a fingerprint is taken of them in their order. */
const NOTHING_SAID: Person = {
  hsaId: '',
  dn: '',
  entryUuid: null,
  stamp: null,
  personalNumberHash: null,
  surname: '',
  givenName: null,
  middleName: null,
  fullName: '',
  mail: null,
  telephoneNumbers: [],
  mobileNumbers: [],
  title: null,
  hsaTitles: [],
  paTitleNames: [],
  paTitleCodes: [],
  prescriberCode: null,
  hasSystemRole: false,
  startDate: null,
  endDate: null,
  unit: null,
  commissions: [],
  isProtected: false,
  isArchived: false,
  isDeleted: false,
  isTestData: false,
  certificates: [],
};

/** What most entries are. */
const ORDINARY: Omit<ReadEntry, 'hsaId' | 'dn' | 'person'> = {
  isProtected: false,
  role: { kind: 'exact' },
  standing: { isArchived: false, isDeleted: false, isTestData: false },
  mark: null,
  problems: [],
};

const isAlike = (one: unknown, other: unknown): boolean =>
  one === other || (typeof one === 'object' && one !== null && JSON.stringify(one) === JSON.stringify(other));

/** What differs from the ordinary. */
const sparse = <T extends object>(values: T, ordinary: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !isAlike(value, (ordinary as Record<string, unknown>)[name])),
  ) as Partial<T>;

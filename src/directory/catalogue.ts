import type { Rdn } from '../people/distinguished-name';
import { hsaIdKey, looseHsaIdKey } from '../people/hsa-id';
import { directoryTexts } from '../texts/sv/directory';
import { CommissionRegister } from './commission-register';
import type { EntryProblem, ReadEntry } from './directory-source';
import { EntryAttributes } from './entry-attributes';
import { HsaIdRegister } from './hsa-id-register';
import { flagsOf, kindOf } from './object-classes';
import { type EntryContext, parseEntry, roleOf } from './parse-entry';
import { withoutValues } from './protected-entry';
import type { RawEntry } from './raw-entry';
import { UnitTree } from './unit-tree';

/** Which entries are wanted beside those with the role or nearly so. */
export interface Wanted {
  /** HSA-id keys. */
  hsaIdKeys: ReadonlySet<string>;
  /** Also where the entry is no person's: a look-up asks whether the HSA-id exists at all. */
  ofAnyKind?: boolean;
}

interface KeptEntry {
  entry: ReadEntry;
  /** As written: the entry's own may be null or escaped. */
  hsaIds: string[];
  rdns: Rdn[];
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
  readonly #kept: KeptEntry[] = [];
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

  add(raw: RawEntry): void {
    const attributes = new EntryAttributes(raw, this.context.names);
    const hsaIds = attributes.asWritten('hsaIdentity');
    const isWanted = hsaIds.some((hsaId) => this.wanted.hsaIdKeys.has(looseHsaIdKey(hsaId)));
    this.#hsaIds.add(hsaIds);
    const kind = kindOf(attributes);
    if (kind === 'unit') this.#units.add(raw.rdns, attributes);
    if (kind === 'commission') this.#commissions.add(raw.rdns, attributes);
    // An export without object classes still shows the people we know.
    if (kind === 'person' || (kind === 'other' && isWanted)) this.addPerson(raw, attributes, hsaIds, isWanted);
    else if (isWanted && this.wanted.ofAnyKind) this.keep(raw, hsaIds);
  }

  private addPerson(raw: RawEntry, attributes: EntryAttributes, hsaIds: string[], isWanted: boolean): void {
    this.#peopleRead++;
    if (flagsOf(attributes).isProtected) for (const hsaId of hsaIds) this.#protected.add(looseHsaIdKey(hsaId));
    if (isWanted || roleOf(attributes, this.context.systemRole).kind !== 'none') this.keep(raw, hsaIds);
  }

  private keep(raw: RawEntry, hsaIds: string[]): void {
    this.#kept.push({ entry: parseEntry(raw, this.context), hsaIds, rdns: raw.rdns });
  }

  /** The entries that matter, sorted by HSA-id key, then DN. */
  entries(): ReadEntry[] {
    return this.#kept.map((kept) => this.resolve(kept)).sort((one, other) => (comesBefore(one, other) ? -1 : 1));
  }

  /** One entry of each HSA-id (`looseHsaIdKey`), also where its HSA-id refuses it: one with the role if any has it, else the first. */
  entriesByHsaId(): Map<string, ReadEntry> {
    const resolved = this.#kept.map((kept) => ({ entry: this.resolve(kept), hsaIds: kept.hsaIds }));
    // What stands comes last: it overwrites the others.
    const hasRole = ({ role }: ReadEntry) => Number(role.kind === 'exact');
    resolved.sort(({ entry: one }, { entry: other }) => hasRole(one) - hasRole(other) || (comesBefore(one, other) ? 1 : -1));
    return new Map(resolved.flatMap(({ entry, hsaIds }) => hsaIds.map((hsaId) => [looseHsaIdKey(hsaId), entry] as const)));
  }

  private resolve({ entry, hsaIds, rdns }: KeptEntry): ReadEntry {
    // One human may stand twice, once without the mark: the mark counts.
    const isProtected = entry.isProtected || hsaIds.some((hsaId) => this.#protected.has(looseHsaIdKey(hsaId)));
    const duplicates = this.duplicates(hsaIds);
    const all = { ...entry, isProtected, problems: [...entry.problems, ...duplicates] };
    const resolved = isProtected ? withoutValues(all) : all;
    if (!entry.person || duplicates.length > 0) return { ...resolved, person: null };
    const { unit, hasEntry, heldPersonalNumber } = this.#units.above(rdns);
    if (!hasEntry) resolved.problems.push({ kind: 'unit-missing', ...(unit && !isProtected ? { value: unit.name } : {}) });
    if (heldPersonalNumber) resolved.problems.push({ kind: 'personal-number-in-text', attribute: 'ou' });
    const own = this.#commissions.of(entry.person.hsaId, rdns, this.#units);
    if (own.heldPersonalNumber) resolved.problems.push({ kind: 'personal-number-in-text', attribute: 'hsaCommission' });
    return { ...resolved, person: { ...entry.person, isProtected, unit, commissions: own.commissions } };
  }

  private duplicates(hsaIds: readonly string[]): EntryProblem[] {
    const faults = new Set(hsaIds.flatMap((hsaId) => this.#hsaIds.faultsOf(hsaId)));
    const attribute = this.context.names.hsaIdentity.name;
    return [...faults].sort().map((kind) => ({ kind, attribute, note: directoryTexts.notes[kind] }));
  }
}

/** UTF-16 order, the same on every machine. */
function comesBefore(one: ReadEntry, other: ReadEntry): boolean {
  const [oneKey, otherKey] = [hsaIdKey(one.hsaId ?? ''), hsaIdKey(other.hsaId ?? '')];
  return oneKey === otherKey ? one.dn < other.dn : oneKey < otherKey;
}

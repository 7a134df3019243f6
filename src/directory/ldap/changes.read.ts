import type { Filter, SearchEntry } from 'ldapts';
import { dnKey, rdnsKey } from '../../people/distinguished-name';
import { hasBlanks } from '../../people/blanks';
import { looseHsaIdKey } from '../../people/hsa-id';
import type { ReadRequest } from '../directory-source';
import { changedCommissions, changedUnits, commissionsOf, membersOf } from './affected-people';
import { shortHash } from '../../platform/ldap/dn-places';
import { batches, type EntryGathering, type PeopleSearch } from './entry-gathering.ldap';
import { entryMark, stampedMark } from './entry-mark';
import type { CommissionMemory, ReadMemory } from './read-memory';

/** A larger share than this is fetched by one search for all, not by asking for each. */
const MANY = 0.2;
/** Fewer commissions than this are always asked for one by one. */
const FEW_COMMISSIONS = 50;

/** What to look at again although an entry's own stamps stand still. */
interface Affected {
  units: ReadonlySet<string>;
  members: ReadonlySet<string>;
}

/**
 * Reads the stamps of everything, three attributes each, and fetches what moved.
 *
 * | entry of a person | is |
 * |---|---|
 * | with another mark than the one known, none, or not known | fetched |
 * | under a unit that is new, gone, renamed or changed | fetched |
 * | member, now or before, of a commission that is new, gone, renamed or changed, or whose unit is | fetched |
 * | whose HSA-id stands in more than one entry, or is not exactly one, or holds a blank | fetched |
 * | any other | unmoved |
 */
export class ChangesRead {
  /** HSA-id keys. */
  readonly unmoved = new Set<string>();
  /** By HSA-id key, how it was written where it was seen. */
  readonly #moved = new Map<string, string>();
  /** Names of entries that cannot be asked for by their HSA-id. */
  readonly #byName: string[] = [];
  readonly #commissionNames = new Map<string, string>();
  #seen = 0;

  constructor(
    private readonly gathering: EntryGathering,
    private readonly request: Pick<ReadRequest, 'known' | 'onProgress'>,
    private readonly memory: ReadMemory,
  ) {}

  /** @returns what the next read must know; null where stamps can no longer be read, and everything was fetched for want of them */
  async run(): Promise<ReadMemory | null> {
    const units = await this.unitStamps();
    const movedUnits = changedUnits(this.memory, { units });
    const { commissions, moved } = await this.readCommissions(movedUnits);
    await this.readPeople({ units: movedUnits, members: membersOf(moved, this.memory.commissions, commissions) });
    const hasMoved = this.#moved.size + this.#byName.length > 0;
    if (hasMoved) await this.fetch(commissions);
    this.gathering.catalogue.addUnmoved(this.unmoved.size);
    const stamp = hasMoved && this.unmoved.size === 0 ? this.gathering.stamp : this.memory.stamp;
    return stamp && { stamp, units, commissions };
  }

  private async unitStamps(): Promise<Map<string, string | null>> {
    const units = new Map<string, string | null>();
    await this.stamps(this.gathering.filters.units, (entry) => units.set(shortHash(dnKey(entry.name)), this.markOf(entry)));
    return units;
  }

  /** Whole, where one of them or a unit changed: what changed is then told from the same entries that are kept. */
  private async readCommissions(
    movedUnits: ReadonlySet<string>,
  ): Promise<{ commissions: ReadonlyMap<string, CommissionMemory>; moved: Set<string> }> {
    const stamps = new Map<string, string | null>();
    await this.stamps(this.gathering.filters.commissions, (entry) => {
      const place = shortHash(dnKey(entry.name));
      stamps.set(place, this.markOf(entry));
      this.#commissionNames.set(place, entry.name);
    });
    if (movedUnits.size === 0 && changedCommissions(this.memory, stamps).size === 0)
      return { commissions: this.memory.commissions, moved: new Set() };
    await this.gathering.fetchCommissions();
    const { commissions, commissionUnits } = this.gathering;
    const moved = changedCommissions(this.memory, new Map([...commissions].map(([place, { mark }]) => [place, mark])));
    for (const [place, units] of commissionUnits) if (units.some((unit) => movedUnits.has(unit))) moved.add(place);
    return { commissions, moved };
  }

  private async readPeople(affected: Affected): Promise<void> {
    const { filters } = this.gathering;
    const { known, onProgress } = this.request;
    await this.stamps(filters.roleHolders, (entry) => this.sight(entry, affected));
    const unseen = [...known.keys()].filter((key) => !this.unmoved.has(key) && !this.#moved.has(key));
    for (const some of batches(unseen)) await this.stamps(filters.withHsaId(...some), (entry) => this.sight(entry, affected));
    onProgress?.(this.#seen);
  }

  private sight(entry: SearchEntry, affected: Affected): void {
    const { known, onProgress } = this.request;
    const { settings } = this.gathering;
    const stamps = this.gathering.stampsOf(entry);
    if (++this.#seen % 1000 === 0) onProgress?.(this.#seen);
    const [hsaId] = stamps.hsaIds;
    if (hsaId === undefined || stamps.hsaIds.length > 1 || hasBlanks(hsaId)) {
      this.#byName.push(entry.name);
      for (const one of stamps.hsaIds) this.move(looseHsaIdKey(one), one);
      return;
    }
    const key = looseHsaIdKey(hsaId);
    const mark = entryMark(stamps, settings.youngest);
    const isFirst = !this.unmoved.has(key) && !this.#moved.has(key);
    const stands = isFirst && mark !== null && known.get(key) === mark && !this.isAffected(entry.name, key, affected);
    if (stands) this.unmoved.add(key);
    else this.move(key, hsaId);
  }

  private move(key: string, hsaId: string): void {
    this.unmoved.delete(key);
    this.#moved.set(key, hsaId);
  }

  private isAffected(dn: string, key: string, { units, members }: Affected): boolean {
    if (units.size > 0 && this.gathering.settings.places.parentOf(dn).hashes.some((place) => units.has(place))) return true;
    return members.size > 0 && (members.has(shortHash(key)) || members.has(shortHash(dnKey(dn))));
  }

  private async fetch(commissions: ReadonlyMap<string, CommissionMemory>): Promise<void> {
    const { gathering } = this;
    const fetched = new Set<string>();
    const members = new Set<string>();
    const people: PeopleSearch = {
      isWanted: (hsaIdKeys) => !hsaIdKeys.some((key) => this.unmoved.has(key)),
      onFetched: (hsaIdKeys, rdns) => {
        for (const key of hsaIdKeys) fetched.add(key);
        for (const key of [...hsaIdKeys, rdnsKey(rdns)]) members.add(shortHash(key));
      },
    };
    await gathering.fetchUnits();
    if (this.#moved.size > MANY * this.#seen) await gathering.fetchPeople({ filter: gathering.filters.roleHolders }, people);
    // Others without the role may have the HSA-id of somebody new, and have that of one who is known as one of several.
    const rest = [...this.#moved].filter(([key]) => !fetched.has(key) || (this.request.known.get(key) ?? null) === null);
    await gathering.fetchByHsaId(
      rest.map(([, hsaId]) => hsaId),
      people,
    );
    for (const entry of this.#byName) await gathering.fetchPeople({ entry, filter: gathering.filters.anything }, people);
    if (gathering.commissions.size === 0) await this.fetchCommissions(commissionsOf(members, commissions));
  }

  /** None of them moved: what is remembered of their members holds. */
  private async fetchCommissions(places: readonly string[]): Promise<void> {
    const many = Math.max(FEW_COMMISSIONS, MANY * this.#commissionNames.size);
    if (places.length > many) return this.gathering.fetchUnmovedCommissions();
    for (const place of places) {
      const dn = this.#commissionNames.get(place);
      if (dn !== undefined) await this.gathering.fetchCommission(dn);
    }
  }

  private async stamps(filter: Filter, onEntry: (entry: SearchEntry) => void): Promise<void> {
    const { settings, attributes } = this.gathering;
    await settings.search.each({ filter, attributes: attributes.stamps(this.memory.stamp) }, onEntry);
  }

  private markOf(entry: SearchEntry): string | null {
    return stampedMark(this.gathering.stampsOf(entry), this.gathering.settings.youngest);
  }
}

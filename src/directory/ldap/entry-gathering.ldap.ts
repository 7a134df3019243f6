import type { SearchEntry } from 'ldapts';
import { looseHsaIdKey } from '../../people/hsa-id';
import { type Rdn, rdnsKey } from '../../people/distinguished-name';
import { Catalogue, type Wanted } from '../catalogue';
import { referenceKey } from '../commission-register';
import { EntryAttributes } from '../entry-attributes';
import { kindOf } from '../object-classes';
import type { EntryContext } from '../parse-entry';
import type { AttributeNames, RawEntry } from '../raw-entry';
import { type DnPlaces, shortHash } from '../../platform/ldap/dn-places';
import { entryMark, type EntryStamps, stampedMark } from './entry-mark';
import { LdapAttributes, rawEntryOf, stampReader, stampsOfRaw } from './ldap.entries';
import { LdapFilters } from './ldap.filters';
import type { LdapSearch, SearchScope } from '../../platform/ldap/ldap.search';
import type { CommissionMemory, StampAttribute } from './read-memory';

/** HSA-ids per request: some 2 kB, which every server takes. */
const HSA_IDS_PER_SEARCH = 50;

/** Kinds of stamps there are to be found. */
const STAMPS = 2;

export interface GatheringSettings {
  search: LdapSearch;
  places: DnPlaces;
  context: Omit<EntryContext, 'markOf'>;
  /** See `youngFrom`. */
  youngest: string;
  onProgress?: (peopleRead: number) => void;
}

/** Which of the people found are fetched, and what is to be known of those who are. */
export interface PeopleSearch {
  isWanted: (hsaIdKeys: readonly string[]) => boolean;
  onFetched: (hsaIdKeys: readonly string[], rdns: readonly Rdn[]) => void;
}

/** Fetches entries whole into a catalogue, each once, and keeps of units and commissions what the next read must know. */
export class EntryGathering {
  readonly catalogue: Catalogue;
  readonly filters: LdapFilters;
  readonly attributes: LdapAttributes;
  readonly stampsOf: ReturnType<typeof stampReader>;
  readonly units = new Map<string, string | null>();
  readonly commissions = new Map<string, CommissionMemory>();
  /** By commission: the places on which its unit rests. */
  readonly commissionUnits = new Map<string, readonly string[]>();
  /** A search may give what another gave; the same entry twice would pass for two with one HSA-id. */
  readonly #seen = new Set<string>();
  /** The latest `modifyTimestamp` met, `YYYYMMDDhhmmss`; empty where none is. */
  newest = '';
  readonly #stamped = { person: new Set<StampAttribute>(), other: new Set<StampAttribute>() };

  constructor(
    readonly settings: GatheringSettings,
    wanted: Wanted,
  ) {
    const { context, youngest } = settings;
    const markOf = (raw: RawEntry): string | null => entryMark(stampsOfRaw(raw, context.names), youngest);
    this.catalogue = new Catalogue({ ...context, markOf }, wanted);
    this.filters = new LdapFilters(context.names, context.systemRole);
    this.attributes = new LdapAttributes(context.names);
    this.stampsOf = stampReader(context.names);
  }

  get names(): AttributeNames {
    return this.settings.context.names;
  }

  /** Which attribute tells that people's entries changed; null where none is readable together with entryUUID. */
  get stamp(): StampAttribute | null {
    const { person, other } = this.#stamped;
    const stamped = this.catalogue.peopleRead > 0 ? person : other;
    return stamped.has('entryCSN') ? 'entryCSN' : stamped.has('modifyTimestamp') ? 'modifyTimestamp' : null;
  }

  hasFetched(entry: SearchEntry): boolean {
    return this.#seen.has(this.stampsOf(entry).entryUuid ?? entry.name);
  }

  async fetchUnits(): Promise<void> {
    const { filters, attributes, units } = this;
    await this.fetch({ filter: filters.units, attributes: attributes.units }, (raw) => units.set(placeOf(raw), this.markOf(raw)));
  }

  async fetchCommissions(): Promise<void> {
    await this.fetch(this.allCommissions, (raw) => this.keepCommission(raw));
  }

  /** For what they tell of their members, where it is known already that none of them moved. */
  async fetchUnmovedCommissions(): Promise<void> {
    await this.fetch(this.allCommissions);
  }

  async fetchCommission(dn: string): Promise<void> {
    await this.fetch({ entry: dn, filter: this.filters.anything, attributes: this.attributes.commissions });
  }

  async fetchPeople(scope: Omit<SearchScope, 'attributes'>, people?: PeopleSearch): Promise<void> {
    const keep = (raw: RawEntry, hsaIdKeys: string[]): void => people?.onFetched(hsaIdKeys, raw.rdns);
    await this.fetch({ ...scope, attributes: this.attributes.people }, keep, people?.isWanted);
  }

  /** Everyone who has one of these HSA-ids, however they are written but for blanks. */
  async fetchByHsaId(hsaIds: readonly string[], people?: PeopleSearch): Promise<void> {
    for (const some of batches(hsaIds)) await this.fetchPeople({ filter: this.filters.withHsaId(...some) }, people);
  }

  /** An entry of whatever kind. */
  async fetchAny(scope: Omit<SearchScope, 'attributes'>): Promise<void> {
    await this.fetch({ ...scope, attributes: this.attributes.everything });
  }

  private get allCommissions(): SearchScope {
    return { filter: this.filters.commissions, attributes: this.attributes.commissions };
  }

  private async fetch(
    scope: SearchScope,
    keep?: (raw: RawEntry, hsaIdKeys: string[]) => void,
    isWanted?: PeopleSearch['isWanted'],
  ): Promise<void> {
    const { search, onProgress } = this.settings;
    let fetched = 0;
    await search.each(scope, (entry) => {
      const raw = rawEntryOf(entry, this.names, search.server);
      const stamps = stampsOfRaw(raw, this.names);
      const hsaIdKeys = stamps.hsaIds.map(looseHsaIdKey);
      const identity = stamps.entryUuid ?? entry.name;
      if (this.#seen.has(identity) || isWanted?.(hsaIdKeys) === false) return;
      this.#seen.add(identity);
      this.noteStamp(raw, stamps);
      keep?.(raw, hsaIdKeys);
      this.catalogue.add(raw);
      if (++fetched % 1000 === 0) onProgress?.(this.catalogue.peopleRead);
    });
  }

  private noteStamp(raw: RawEntry, { entryUuid, entryCsn, modifyTimestamp }: EntryStamps): void {
    const written = modifyTimestamp?.endsWith('Z') ? modifyTimestamp.slice(0, 14) : '';
    if (written > this.newest) this.newest = written;
    if (!entryUuid || this.#stamped.person.size === STAMPS) return;
    const stamped = this.#stamped[kindOf(new EntryAttributes(raw, this.names)) === 'person' ? 'person' : 'other'];
    if (entryCsn) stamped.add('entryCSN');
    if (modifyTimestamp) stamped.add('modifyTimestamp');
  }

  private keepCommission(raw: RawEntry): void {
    const attributes = new EntryAttributes(raw, this.names);
    const place = placeOf(raw);
    const members = [...new Set(attributes.texts('hsaCommissionMember').map((text) => shortHash(referenceKey(text))))];
    this.commissions.set(place, { mark: this.markOf(raw), members });
    const named = attributes.texts('hsaCommissionUnit').map((text) => shortHash(referenceKey(text)));
    this.commissionUnits.set(place, [...named, ...this.settings.places.parentOf(raw.dn).hashes]);
  }

  private markOf(raw: RawEntry): string | null {
    return stampedMark(stampsOfRaw(raw, this.names), this.settings.youngest);
  }
}

/** What an entry is kept under from read to read. */
const placeOf = ({ rdns }: RawEntry): string => shortHash(rdnsKey(rdns));

export const batches = (hsaIds: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(hsaIds.length / HSA_IDS_PER_SEARCH) }, (_, index) =>
    hsaIds.slice(index * HSA_IDS_PER_SEARCH, (index + 1) * HSA_IDS_PER_SEARCH),
  );

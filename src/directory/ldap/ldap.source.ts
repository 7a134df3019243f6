import { looseHsaIdKey } from '../../people/hsa-id';
import type { PersonalNumberHash } from '../../people/personal-number';
import { type Clock, SystemClock } from '../../platform/clock';
import { checkCertificateEnd, checkCertificateFile } from '../../platform/config/certificate-file';
import { ldapUrls } from '../../platform/config/ldap-rules';
import type { LdapSourceConfiguration, MunicipalityConfiguration } from '../../platform/config/schema';
import { localDateOf, toInstant } from '../../platform/time';
import { directoryTexts } from '../../texts/sv/directory';
import { ldapTexts } from '../../texts/sv/ldap';
import { type Completeness, judgeCompleteness } from '../completeness';
import type {
  CatalogueRead,
  DirectorySource,
  FoundNow,
  FoundPeople,
  LookUp,
  ReadEntries,
  ReadRefusal,
  ReadRequest,
  SourceCheck,
  WantedNow,
} from '../directory-source';
import { firstFound } from '../first-found';
import type { EntryContext } from '../parse-entry';
import { attributeNames } from '../raw-entry';
import { patiently } from '../patiently.source';
import { isOneOf, matcherOf, type PersonQuery } from '../person-query';
import { isSeen } from '../read-entries';
import { ChangesRead } from './changes.read';
import { DnPlaces } from '../../platform/ldap/dn-places';
import { futureFrom, youngFrom } from './entry-mark';
import { EntryGathering } from './entry-gathering.ldap';
import { readNearMisses, readPeople, readSharers } from './full.read';
import { checkLdapServer, type LdapCheckFacts, refusedRow } from './ldap-check';
import { LdapFault } from '../../platform/ldap/ldap-fault';
import { LdapAttributes } from './ldap.entries';
import { LdapFilters } from './ldap.filters';
import { asRefusal } from './ldap.errors';
import { addressOf } from '../../platform/ldap/ldap.opening';
import { serverName } from '../../platform/ldap/ldap.socket';
import { type LdapSession, openLdapSession } from './ldap.session';
import { lookUpAll } from './look-up.ldap';
import { gatherPeople } from './person-search.ldap';
import { parseMemory, type ReadMemory, settingsDigest, writeMemory } from './read-memory';

export interface LdapSourceOptions {
  configuration: LdapSourceConfiguration;
  municipality: Pick<MunicipalityConfiguration, 'code' | 'hsaIdPrefixes' | 'allowTestHsaIds'>;
  systemRole: string;
  hashPersonalNumber: PersonalNumberHash;
  clock?: Clock;
}

/** A municipality's catalogue on an LDAP server. Each read, and each round of look-ups, has one connection of its own from first to last. */
export class LdapSource implements DirectorySource {
  readonly #clock: Clock;
  readonly #filters: LdapFilters;
  readonly #attributes: LdapAttributes;
  /** See `parseMemory`. */
  readonly #settings: string;
  /** Whether the last read was complete: only then is an absence one to look up. */
  #isProven = false;

  constructor(private readonly options: LdapSourceOptions) {
    this.#clock = options.clock ?? new SystemClock();
    const names = attributeNames(options.configuration.attributes);
    this.#filters = new LdapFilters(names, options.systemRole);
    this.#attributes = new LdapAttributes(names);
    this.#settings = settingsDigest(options);
  }

  async read(request: ReadRequest): Promise<CatalogueRead> {
    this.#isProven = false;
    const answer = await this.within((session) => this.readWith(session, request), request.signal);
    this.#isProven = answer.outcome === 'complete';
    return answer;
  }

  async lookUp(
    hsaIdKeys: readonly string[],
    signal?: AbortSignal,
  ): Promise<{ outcome: 'complete'; found: Map<string, LookUp> } | ReadRefusal> {
    if (!this.#isProven) return { outcome: 'incomplete', code: 'not-read', reason: directoryTexts.incomplete.notRead(this.#name) };
    if (hsaIdKeys.length === 0) return { outcome: 'complete', found: new Map() };
    return this.within(async (session) => ({ outcome: 'complete', found: await this.lookUpWith(session, hsaIdKeys) }), signal);
  }

  async find(hsaIdKey: string, signal?: AbortSignal): Promise<LookUp | ReadRefusal> {
    return this.within(async (session) => (await this.lookUpWith(session, [hsaIdKey])).get(hsaIdKey) ?? { found: false }, signal);
  }

  async search(query: PersonQuery, limit: number, signal?: AbortSignal): Promise<FoundPeople | ReadRefusal> {
    const only = matcherOf(query, this.context());
    return this.within(async (session) => {
      await this.findSentinel(session);
      const gathering = this.gathering(session, { hsaIdKeys: NOBODY, only });
      const { hasMore } = await gatherPeople(gathering, query, only, limit);
      return { ...firstFound(gathering.catalogue.entries(), limit), hasMore };
    }, signal);
  }

  async findAll({ people, units }: WantedNow, signal?: AbortSignal): Promise<FoundNow | ReadRefusal> {
    const keys = new Set(people.map(looseHsaIdKey));
    return this.within(async (session) => {
      await this.findSentinel(session);
      const gathering = this.gathering(session, { hsaIdKeys: keys, only: isOneOf(keys) });
      await gathering.fetchUnits();
      await gathering.fetchByHsaId([...keys]);
      await this.findSentinel(session);
      const { catalogue } = gathering;
      return { outcome: 'complete', people: catalogue.entriesByHsaId(), units: catalogue.units(units) };
    }, signal);
  }

  /** Reads like a run does, and says what a run would stumble on. Leaves what is proven alone. */
  async check(): Promise<SourceCheck[]> {
    const now = this.#clock.now();
    const { caFile, bind } = this.options.configuration;
    const { serverCertificate, clientCertificate, ca } = ldapTexts.check;
    const files: [string, string | null][] = [
      [clientCertificate, bind.certificateFile],
      [ca, caFile],
    ];
    const certificates = files.map(([name, file]) => (file === null ? [] : [checkCertificateFile(name, file, now)]));
    const rows = await this.within(async (session) => {
      const ends = session.peerCertificate?.valid_to;
      const own = ends === undefined ? [] : [checkCertificateEnd(serverCertificate, toInstant(new Date(ends)), now)];
      return [...checkLdapServer(await this.tryOut(session)), ...own];
    });
    return [...(Array.isArray(rows) ? rows : [refusedRow(rows)]), ...(await Promise.all(certificates.flat()))];
  }

  /** The server as messages name it before one has answered. */
  get #name(): string {
    return ldapUrls(this.options.configuration)
      .map((url) => serverName(addressOf(url)))
      .join(', ');
  }

  private async readWith(session: LdapSession, request: ReadRequest): Promise<CatalogueRead> {
    const memory = request.full ? null : parseMemory(request.memory, this.#settings);
    const gathering = this.gathering(session, { hsaIdKeys: request.known }, request.onProgress);
    await this.findSentinel(session);
    const changes = memory && new ChangesRead(gathering, request, memory);
    const next = changes ? await changes.run() : await everything(gathering, request.known);
    await this.findSentinel(session);
    const { catalogue } = gathering;
    const entries = await patiently(catalogue.compacting());
    const unmoved = changes?.unmoved ?? new Set<string>();
    request.onProgress?.(catalogue.peopleRead);
    const completeness = this.judge(session, request.known, entries, unmoved.size);
    if (completeness.outcome !== 'complete') return completeness;
    return {
      outcome: 'complete',
      mode: changes ? 'changes' : 'full',
      entries,
      unmoved,
      peopleRead: catalogue.peopleRead,
      memory: next && writeMemory(next, this.#settings),
      warnings: [...completeness.warnings, ...(next ? [] : [{ code: 'no-stamps', detail: ldapTexts.noStamps(session.server) }])],
    };
  }

  private async tryOut(session: LdapSession): Promise<LdapCheckFacts> {
    const { pageSize, sentinel, knownPersons } = this.options.configuration;
    const known = new Map(knownPersons.map(({ hsaId }) => [looseHsaIdKey(hsaId), null] as const));
    const gathering = this.gathering(session, { hsaIdKeys: known });
    await this.findSentinel(session);
    await readPeople(gathering, known);
    const nearMisses = await readNearMisses(gathering).then(() => null, asRefusal);
    const entries = gathering.catalogue.entries();
    return {
      server: session.server,
      pageSize,
      isEncrypted: session.peerCertificate !== null,
      hasSentinel: sentinel !== null,
      knownPersons,
      completeness: this.judge(session, known, entries, 0),
      nearMisses,
      hasStamps: gathering.stamp !== null,
      isStampedInFuture: gathering.newest > futureFrom(this.#clock.now()),
      peopleRead: gathering.catalogue.peopleRead,
      entries,
    };
  }

  private judge({ server }: LdapSession, known: ReadRequest['known'], entries: ReadEntries, unmoved: number): Completeness {
    return judgeCompleteness({
      source: server,
      hasChanged: false,
      manifest: 'not-applicable',
      sentinel: this.options.configuration.sentinel === null ? 'none' : 'found',
      known: known.size,
      anybodySeen: unmoved > 0 || Iterator.from(entries).some((entry) => isSeen(entry, known)),
    });
  }

  private async lookUpWith(session: LdapSession, hsaIdKeys: readonly string[]): Promise<Map<string, LookUp>> {
    await this.findSentinel(session);
    const keys = new Set(hsaIdKeys.map(looseHsaIdKey));
    const gathering = this.gathering(session, { hsaIdKeys: keys, ofAnyKind: true });
    await lookUpAll(gathering, keys);
    await this.findSentinel(session);
    const entries = gathering.catalogue.entriesByHsaId();
    return new Map(
      hsaIdKeys.map((key) => {
        const entry = entries.get(looseHsaIdKey(key));
        return [key, entry ? { found: true, entry } : { found: false }];
      }),
    );
  }

  /** The entry that every identity which sees the whole catalogue sees. @throws LdapFault where it is not found */
  private async findSentinel({ search, server }: LdapSession): Promise<void> {
    const { sentinel } = this.options.configuration;
    if (sentinel === null) return;
    const found: string[] = [];
    await search.each({ filter: this.#filters.withHsaId(sentinel), attributes: this.#attributes.hsaId }, ({ name }) => found.push(name));
    if (found.length === 0) throw new LdapFault('sentinel', server);
  }

  private async within<T>(act: (session: LdapSession) => Promise<T>, signal?: AbortSignal): Promise<T | ReadRefusal> {
    const { configuration, municipality } = this.options;
    let session: LdapSession | null = null;
    try {
      session = await openLdapSession(configuration, `municipalities.${municipality.code}.source`, this.places(), signal);
      return await act(session);
    } catch (error) {
      return asRefusal(error);
    } finally {
      session?.close();
    }
  }

  private gathering(
    { search }: LdapSession,
    wanted: ConstructorParameters<typeof EntryGathering>[1],
    onProgress?: ReadRequest['onProgress'],
  ): EntryGathering {
    const now = this.#clock.now();
    return new EntryGathering(
      { search, places: search.places, context: this.context(), youngest: youngFrom(now), ...(onProgress ? { onProgress } : {}) },
      wanted,
    );
  }

  private places(): DnPlaces {
    return new DnPlaces(this.options.configuration.baseDn);
  }

  private context(): EntryContext {
    const { configuration, municipality, systemRole, hashPersonalNumber } = this.options;
    const { hsaIdPrefixes, allowTestHsaIds } = municipality;
    const names = attributeNames(configuration.attributes);
    return { hsaIdPrefixes, allowTestHsaIds, systemRole, names, hashPersonalNumber, today: localDateOf(this.#clock.now()) };
  }
}

const NOBODY: ReadonlySet<string> = new Set<string>();

/** Whatever marks say, and near misses too: without a memory nothing else is full. */
async function everything(gathering: EntryGathering, known: ReadRequest['known']): Promise<ReadMemory | null> {
  await readPeople(gathering, known);
  await readNearMisses(gathering);
  await readSharers(gathering);
  const { stamp, units, commissions } = gathering;
  return stamp && { stamp, units, commissions };
}

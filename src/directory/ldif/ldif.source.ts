import { basename, isAbsolute, join } from 'node:path';
import { looseHsaIdKey } from '../../people/hsa-id';
import type { PersonalNumberHash } from '../../people/personal-number';
import { type Clock, SystemClock } from '../../platform/clock';
import type { LdifSourceConfiguration, MunicipalityConfiguration } from '../../platform/config/schema';
import { localDateOf, toInstant } from '../../platform/time';
import { directoryTexts } from '../../texts/sv/directory';
import { Catalogue, type Wanted } from '../catalogue';
import { type Completeness, judgeCompleteness } from '../completeness';
import type {
  CatalogueRead,
  DirectorySource,
  FoundNow,
  FoundPeople,
  LookUp,
  ReadEntries,
  ReadEntry,
  ReadRefusal,
  ReadRequest,
  SourceCheck,
  WantedNow,
} from '../directory-source';
import type { EntryContext } from '../parse-entry';
import { attributeNames } from '../raw-entry';
import { firstFound } from '../first-found';
import { patiently } from '../patiently.source';
import { isOneOf, matcherOf, type PersonQuery } from '../person-query';
import { isSeen } from '../read-entries';
import { type FilePassage, readWholeFile, sameStamp } from './export-file.source';
import { checkLdifFile } from './ldif-check';
import { LdifEntries } from './ldif-entries';
import { LdifParser } from './ldif-parser';
import { asRefusal, refusal } from './ldif-refusal';
import { readManifest } from './manifest-file.source';

export interface LdifSourceOptions {
  configuration: LdifSourceConfiguration;
  municipality: Pick<MunicipalityConfiguration, 'code' | 'hsaIdPrefixes' | 'allowTestHsaIds'>;
  systemRole: string;
  /** Where relative paths begin. */
  root: string;
  hashPersonalNumber: PersonalNumberHash;
  clock?: Clock;
}

/** What one passage through the file gave, before it is judged. */
interface Scan {
  catalogue: Catalogue;
  passage: FilePassage;
  records: number;
}

/** A municipality's catalogue as an LDIF file (RFC 2849). Each read goes through the whole file, as a stream. */
export class LdifSource implements DirectorySource {
  readonly #path: string;
  readonly #clock: Clock;
  /** The file as the last complete read found it: a look-up must see the same. */
  #proven: FilePassage | null = null;

  constructor(private readonly options: LdifSourceOptions) {
    const { file } = options.configuration;
    this.#path = isAbsolute(file) ? file : join(options.root, file);
    this.#clock = options.clock ?? new SystemClock();
  }

  /** The file as messages name it: never the machine's path. */
  get #name(): string {
    return basename(this.#path);
  }

  async read(request: ReadRequest): Promise<CatalogueRead> {
    this.#proven = null;
    try {
      const { scan, entries, completeness } = await this.readAndJudge(request);
      if (completeness.outcome !== 'complete') return completeness;
      this.#proven = scan.passage;
      const { warnings } = completeness;
      const { peopleRead } = scan.catalogue;
      return { outcome: 'complete', mode: 'full', entries, unmoved: new Set(), peopleRead, memory: null, warnings };
    } catch (error) {
      return asRefusal(error, this.#name, request.signal);
    }
  }

  async lookUp(
    hsaIdKeys: readonly string[],
    signal?: AbortSignal,
  ): Promise<{ outcome: 'complete'; found: Map<string, LookUp> } | ReadRefusal> {
    const proven = this.#proven;
    if (!proven) return refusal('not-read', directoryTexts.incomplete.notRead(this.#name));
    if (hsaIdKeys.length === 0) return { outcome: 'complete', found: new Map() };
    try {
      const { catalogue, passage } = await this.scan({ hsaIdKeys: new Set(hsaIdKeys.map(looseHsaIdKey)), ofAnyKind: true }, { signal });
      const isSame = !passage.hasChanged && sameStamp(passage.stamp, proven.stamp) && passage.sha256 === proven.sha256;
      if (!isSame) return refusal('changed-since-read', directoryTexts.incomplete.changedSinceRead(this.#name));
      const entries = catalogue.entriesByHsaId();
      return { outcome: 'complete', found: new Map(hsaIdKeys.map((key) => [key, asLookUp(entries.get(looseHsaIdKey(key)))])) };
    } catch (error) {
      return asRefusal(error, this.#name, signal);
    }
  }

  async find(hsaIdKeyed: string, signal?: AbortSignal): Promise<LookUp | ReadRefusal> {
    const key = looseHsaIdKey(hsaIdKeyed);
    return this.asking({ hsaIdKeys: new Set([key]), ofAnyKind: true }, signal, (catalogue) =>
      asLookUp(catalogue.entriesByHsaId().get(key)),
    );
  }

  async search(query: PersonQuery, limit: number, signal?: AbortSignal): Promise<FoundPeople | ReadRefusal> {
    const only = matcherOf(query, this.context());
    return this.asking({ hsaIdKeys: NOBODY, only }, signal, (catalogue) => firstFound(catalogue.entries(), limit));
  }

  async findAll({ people, units }: WantedNow, signal?: AbortSignal): Promise<FoundNow | ReadRefusal> {
    const keys = new Set(people.map(looseHsaIdKey));
    const wanted = { hsaIdKeys: keys, only: isOneOf(keys) };
    return this.asking(wanted, signal, (catalogue) => ({
      outcome: 'complete',
      people: catalogue.entriesByHsaId(),
      units: catalogue.units(units),
    }));
  }

  /** Goes through the file for an answer to a person. */
  private async asking<T>(wanted: Wanted, signal: AbortSignal | undefined, answer: (catalogue: Catalogue) => T): Promise<T | ReadRefusal> {
    try {
      const { catalogue, passage } = await this.scan(wanted, signal ? { signal } : {});
      if (passage.hasChanged) return refusal('changed-while-read', directoryTexts.incomplete.changedWhileRead(this.#name));
      const { sentinel } = this.options.configuration;
      if (sentinel !== null && !catalogue.has(sentinel))
        return refusal('sentinel-missing', directoryTexts.incomplete.sentinelMissing(this.#name));
      return answer(catalogue);
    } catch (error) {
      return asRefusal(error, this.#name, signal);
    }
  }

  /** Reads like a run does, and says what a run would stumble on. Leaves what is proven alone. */
  async check(): Promise<SourceCheck[]> {
    const { knownPersons, manifestFile, sentinel } = this.options.configuration;
    const facts = {
      file: this.#name,
      now: this.#clock.now(),
      knownPersons,
      hasManifest: manifestFile !== null,
      hasSentinel: sentinel !== null,
    };
    try {
      const known = new Map(knownPersons.map(({ hsaId }) => [looseHsaIdKey(hsaId), null] as const));
      const { scan, entries, completeness } = await this.readAndJudge({ full: true, known, memory: null });
      const modifiedAt = toInstant(new Date(Number(scan.passage.stamp.mtimeNs / 1_000_000n)));
      return checkLdifFile({ ...facts, completeness, contents: { entries, modifiedAt, peopleRead: scan.catalogue.peopleRead } });
    } catch (error) {
      return checkLdifFile({ ...facts, completeness: asRefusal(error, this.#name) });
    }
  }

  private async readAndJudge(request: ReadRequest): Promise<{ scan: Scan; entries: ReadEntries; completeness: Completeness }> {
    const { manifestFile, sentinel } = this.options.configuration;
    const manifest = manifestFile === null ? null : await readManifest(manifestFile, this.options.root);
    const scan = await this.scan({ hsaIdKeys: request.known }, request);
    const { catalogue, passage, records } = scan;
    const hasSentinel = sentinel === null ? 'none' : catalogue.has(sentinel) ? 'found' : 'missing';
    const entries = await patiently(catalogue.compacting());
    const completeness = judgeCompleteness({
      source: this.#name,
      hasChanged: passage.hasChanged,
      manifest: manifest ? { expectedRecords: manifest.entries, records, digestAgrees: manifest.sha256 === passage.sha256 } : 'none',
      sentinel: hasSentinel,
      known: request.known.size,
      anybodySeen: Iterator.from(entries).some((entry) => isSeen(entry, request.known)),
    });
    return { scan, entries, completeness };
  }

  private async scan(wanted: Wanted, { onProgress, signal }: Pick<ReadRequest, 'onProgress' | 'signal'> = {}): Promise<Scan> {
    const context = this.context();
    const catalogue = new Catalogue(context, wanted);
    const entries = new LdifEntries(context.names);
    const parser = new LdifParser((record) => catalogue.add(entries.read(record)));
    const onChunk = (chunk: Buffer): void => {
      parser.push(chunk);
      onProgress?.(catalogue.peopleRead);
    };
    const passage = await readWholeFile(this.#path, onChunk, signal);
    if (!passage.hasChanged) parser.end();
    onProgress?.(catalogue.peopleRead);
    return { catalogue, passage, records: parser.records };
  }

  private context(): EntryContext {
    const { configuration, municipality, systemRole, hashPersonalNumber } = this.options;
    const { hsaIdPrefixes, allowTestHsaIds } = municipality;
    const names = attributeNames(configuration.attributes);
    return { hsaIdPrefixes, allowTestHsaIds, systemRole, names, hashPersonalNumber, today: localDateOf(this.#clock.now()) };
  }
}

const NOBODY: ReadonlySet<string> = new Set<string>();

const asLookUp = (entry: ReadEntry | undefined): LookUp => (entry ? { found: true, entry } : { found: false });

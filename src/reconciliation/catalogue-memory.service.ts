import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { HoldEntity } from '../access/hold.entity';
import type { CompleteRead, ReadRequest } from '../directory/directory-source';
import { hsaIdKey } from '../people/hsa-id';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import type { KnownPerson } from './known-people.repository';
import { MunicipalityStateEntity } from './run.entity';
import type { RunRequest } from './run-request';

/** Raised when the same entry is read in another way than before: everything is then fetched anew. */
const READER_VERSION = 1;

/**
 * What a source is asked to compare with: everybody's mark, and what it wanted to be given again. Kept with the
 * municipality when a whole read has been applied, never before: what was not applied is found again by the next read.
 */
@Injectable()
export class CatalogueMemory {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /** Held people and known persons are always fetched: a hold closes, and a mapping is checked, by what their entries say now. */
  async requestFor({ municipality, full, onProgress, signal }: RunRequest, known: ReadonlyMap<string, KnownPerson>): Promise<ReadRequest> {
    const { manager } = this.dataSource;
    const state = await manager.findOneBy(MunicipalityStateEntity, { code: municipality.code });
    const [digest, ...rest] = (state?.catalogueMemory ?? '').split(' ');
    const isReadTheSame = digest === this.readingDigest(municipality);
    const marks = new Map<string, string | null>();
    for (const [key, { state: reading, mark }] of known) if (reading !== 'absent') marks.set(key, isReadTheSame ? mark : null);
    for (const { hsaId } of municipality.source.knownPersons) marks.set(hsaIdKey(hsaId), null);
    for (const hold of await manager.findBy(HoldEntity, { municipality: municipality.code })) marks.set(hold.hsaIdKey, null);
    return { full, known: marks, memory: isReadTheSame && rest.length > 0 ? rest.join(' ') : null, onProgress, signal };
  }

  async keep(manager: EntityManager, municipality: MunicipalityConfiguration, { memory }: CompleteRead): Promise<void> {
    const { code } = municipality;
    const catalogueMemory = memory === null ? null : `${this.readingDigest(municipality)} ${memory}`;
    const state = await manager.findOneByOrFail(MunicipalityStateEntity, { code });
    if (state.catalogueMemory !== catalogueMemory) await manager.update(MunicipalityStateEntity, { code }, { catalogueMemory });
  }

  /** Of every setting that an entry is read by. */
  private readingDigest({ hsaIdPrefixes, allowTestHsaIds, source }: MunicipalityConfiguration): string {
    return createHash('sha256')
      .update(JSON.stringify([READER_VERSION, hsaIdPrefixes, allowTestHsaIds, source.attributes, this.configuration.systemRole]))
      .digest('hex');
  }
}

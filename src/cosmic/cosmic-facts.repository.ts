import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { hsaIdKey } from '../people/hsa-id';
import type { Unit } from '../people/person';
import { inChunks } from '../platform/database/bulk';
import { GrantEntity } from '../service-desk/grant.entity';
import { CosmicUnitListEntity } from './cosmic-unit.entity';
import { TestLoginEntity } from './test-login.entity';

/** What is known of Cosmic in one municipality. */
export interface KnownOfCosmic {
  /** Whether Cosmic knows the unit; null while there is no list, or no unit to ask about. A unit without an HSA-id is not known. */
  knows(unit: Unit | null): boolean | null;
  testLoginPassed: boolean;
}

/** Reads for the facts: the units that Cosmic knows, and whether anybody has logged in. */
@Injectable()
export class CosmicFacts {
  /** @param unitKeys HSA-id keys of the units that will be asked about */
  async load(manager: EntityManager, municipality: string, unitKeys: readonly string[]): Promise<KnownOfCosmic> {
    const version = await this.version(manager, municipality);
    const known = version === null ? null : await this.known(manager, municipality, version, [...new Set(unitKeys)]);
    const testLoginPassed = await this.testLoginPassed(manager, municipality);
    return {
      knows: (unit) => (known === null || unit === null ? null : unit.hsaId !== null && known.has(hsaIdKey(unit.hsaId))),
      testLoginPassed,
    };
  }

  /** Of the list that holds; null while there is none. */
  async version(manager: EntityManager, municipality: string): Promise<number | null> {
    const list = await manager.findOne(CosmicUnitListEntity, { where: { municipality }, order: { version: 'DESC' } });
    return list?.version ?? null;
  }

  /** Somebody tried and it worked. Whoever worked in Cosmic before this service logs in already. */
  private async testLoginPassed(manager: EntityManager, municipality: string): Promise<boolean> {
    return (
      (await manager.existsBy(TestLoginEntity, { municipality, worked: true })) ||
      (await manager.existsBy(GrantEntity, { municipality, source: 'baseline', removedAt: IsNull() }))
    );
  }

  private async known(manager: EntityManager, municipality: string, version: number, unitKeys: string[]): Promise<Set<string>> {
    const rows = await inChunks(unitKeys, (chunk) =>
      manager
        .createQueryBuilder()
        .select('u.unit_key', 'key')
        .from('cosmic_unit', 'u')
        .where('u.municipality = :municipality AND u.version = :version AND u.unit_key IN (:...chunk)', { municipality, version, chunk })
        .getRawMany<{ key: string }>(),
    );
    return new Set(rows.map(({ key }) => key));
  }
}

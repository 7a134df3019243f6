import { Injectable } from '@nestjs/common';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { AccountEntity } from '../external-ad/account.entity';
import type { HsaReading } from '../people/hsa-reading';
import { PersonEntity } from '../people/person.entity';
import { inChunks } from '../platform/database/bulk';
import type { Instant } from '../platform/time';

/** One line of what a catalogue is compared with: enough to see who moved, in a few bytes a person. */
export interface KnownPerson {
  state: HsaReading['state'];
  nextClockChange: Instant | null;
  isProtected: boolean;
  /** See `ReadEntry.mark`. */
  mark: string | null;
  account: 'none' | 'enabled' | 'disabled' | 'deleted';
}

type Row = Pick<KnownPerson, 'state' | 'nextClockChange' | 'mark'> & {
  hsaIdKey: string;
  // SQLite has no truth values.
  isProtected: boolean | 0 | 1;
  enabled: boolean | 0 | 1 | null;
  deletedAt: Instant | null;
};

/** Everybody of a municipality at once, read a few columns at a time: there may be 100 000 of them. */
@Injectable()
export class KnownPeople {
  /** By HSA-id key. */
  async index(manager: EntityManager, municipality: string): Promise<Map<string, KnownPerson>> {
    const rows = await manager
      .createQueryBuilder(PersonEntity, 'p')
      .leftJoin(AccountEntity, 'a', 'a.municipality = p.municipality AND a.hsaIdKey = p.hsaIdKey')
      .select('p.hsa_id_key', 'hsaIdKey')
      .addSelect('p.state', 'state')
      .addSelect('p.next_clock_change', 'nextClockChange')
      .addSelect('p.is_protected', 'isProtected')
      .addSelect('p.mark', 'mark')
      .addSelect('a.desired_enabled', 'enabled')
      .addSelect('a.deleted_at', 'deletedAt')
      .where('p.municipality = :municipality', { municipality })
      .getRawMany<Row>();
    const index = new Map<string, KnownPerson>();
    for (const { hsaIdKey, state, nextClockChange, mark, isProtected, enabled, deletedAt } of rows)
      index.set(hsaIdKey, { state, nextClockChange, mark, isProtected: Boolean(isProtected), account: standing(enabled, deletedAt) });
    return index;
  }

  /** Fingerprints of what is recorded, by HSA-id key. */
  async fingerprints(manager: EntityManager, municipality: string, keys: readonly string[]): Promise<Map<string, string>> {
    const select = (): SelectQueryBuilder<PersonEntity> =>
      manager
        .createQueryBuilder(PersonEntity, 'p')
        .select('p.hsa_id_key', 'key')
        .addSelect('p.fingerprint', 'fingerprint')
        .where('p.municipality = :municipality', { municipality });
    const rows =
      keys.length > MANY
        ? await select().getRawMany<Fingerprint>()
        : await inChunks(keys, (chunk) => select().andWhere('p.hsa_id_key IN (:...chunk)', { chunk }).getRawMany<Fingerprint>());
    return new Map(rows.map(({ key, fingerprint }) => [key, fingerprint]));
  }
}

interface Fingerprint {
  key: string;
  fingerprint: string;
}

/** From here on one question for all is cheaper than many for some. */
const MANY = 5000;

function standing(enabled: Row['enabled'], deletedAt: Instant | null): KnownPerson['account'] {
  if (enabled === null) return 'none';
  if (deletedAt !== null) return 'deleted';
  return enabled ? 'enabled' : 'disabled';
}

import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import type { GrantFact } from '../access/facts';
import { rowsOf } from '../platform/database/bulk';
import { forUpdate } from '../platform/database/row-locks';
import { GrantEntity } from './grant.entity';

/** Somebody's grants, oldest first, and their HSA-id as it was written when they were recorded. */
export interface RecordedGrants {
  hsaId: string;
  grants: GrantFact[];
}

/** Permissions in Cosmic, as Servicecenter has recorded them. */
@Injectable()
export class GrantsRepository {
  /** By HSA-id key, of those who have or have had any. */
  async facts(manager: EntityManager, municipality: string, hsaIdKeys: readonly string[]): Promise<Map<string, RecordedGrants>> {
    const rows = await rowsOf(manager, GrantEntity, { municipality }, 'hsaIdKey', hsaIdKeys);
    rows.sort(inOrder);
    const all = new Map<string, RecordedGrants>();
    for (const { hsaIdKey, hsaId, unitHsaId, source, grantedAt, grantedBy, informedAt, removedAt } of rows) {
      const one = all.get(hsaIdKey) ?? { hsaId, grants: [] };
      one.grants.push({ unitHsaId, source, grantedAt, grantedBy, informedAt, removedAt });
      all.set(hsaIdKey, one);
    }
    return all;
  }

  /** Those that are not removed, oldest first; kept from others until the transaction ends. The person is locked before. */
  async lockOpen(manager: EntityManager, municipality: string, hsaIdKey: string): Promise<GrantEntity[]> {
    const where = { municipality, hsaIdKey, removedAt: IsNull() };
    const rows = await manager.find(GrantEntity, { where, order: { id: 'ASC' }, lock: forUpdate(manager) });
    return rows.sort(inOrder);
  }
}

const inOrder = (one: GrantEntity, other: GrantEntity): number => (sortKey(one) < sortKey(other) ? -1 : 1);
const sortKey = ({ grantedAt, unitHsaId, id }: GrantEntity): string => `${grantedAt} ${unitHsaId ?? ''} ${id}`;

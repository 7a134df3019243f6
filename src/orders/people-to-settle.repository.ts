import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { PersonEntity } from '../people/person.entity';
import { inChunks } from '../platform/database/bulk';
import type { HeldLease } from '../platform/leases/lease.service';
import type { Instant } from '../platform/time';
import { PersonToSettleEntity } from './order.entity';

/** Whom the next run looks at whether their entries have moved or not, see `PersonToSettleEntity`. */
@Injectable()
export class PeopleToSettle {
  constructor(private readonly dataSource: DataSource) {}

  /** To be asked in the transaction that records a fact: nothing is done about somebody who is known, whose row is waited for. */
  async addUnknown(manager: EntityManager, municipality: string, hsaIdKey: string, since: Instant): Promise<void> {
    if (await manager.existsBy(PersonEntity, { municipality, hsaIdKey })) return;
    await manager.createQueryBuilder().insert().into(PersonToSettleEntity).values({ municipality, hsaIdKey, since }).orIgnore().execute();
  }

  /** HSA-id keys. */
  async of(manager: EntityManager, municipality: string): Promise<Set<string>> {
    const rows = await manager.findBy(PersonToSettleEntity, { municipality });
    return new Set(rows.map(({ hsaIdKey }) => hsaIdKey));
  }

  /** @param hsaIdKeys those that were there when a run began, which has applied all that followed */
  async clear(municipality: string, hsaIdKeys: ReadonlySet<string>, lease: HeldLease): Promise<void> {
    if (hsaIdKeys.size === 0) return;
    await this.dataSource.transaction(async (manager) => {
      await lease.assertHeld(manager);
      await inChunks([...hsaIdKeys], async (chunk) => {
        await manager.delete(PersonToSettleEntity, { municipality, hsaIdKey: In(chunk) });
        return [];
      });
    });
  }
}

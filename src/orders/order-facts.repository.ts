import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { OrderFact } from '../access/facts';
import { Clock } from '../platform/clock';
import { rowsOf } from '../platform/database/bulk';
import { type Instant, localDateOf } from '../platform/time';
import { orderFactOf } from './order-fact';
import { OrderEntity } from './order.entity';

const STANDING = ['hsaIdKey', 'hsaId', 'number', 'state', 'cosmicRole', 'placedAt', 'from', 'to', 'endedAt'] as const;

/** Of each person the order that says most about access. */
@Injectable()
export class OrderFacts {
  constructor(private readonly clock: Clock) {}

  /** By HSA-id key; nobody for whom none was ever placed. */
  async of(
    manager: EntityManager,
    municipality: string,
    hsaIdKeys: readonly string[],
    at: Instant = this.clock.now(),
  ): Promise<Map<string, { hsaId: string; fact: OrderFact }>> {
    const rows = await rowsOf(manager, OrderEntity, { municipality }, 'hsaIdKey', hsaIdKeys, { select: STANDING });
    const today = localDateOf(at);
    const facts = new Map<string, { hsaId: string; fact: OrderFact }>();
    for (const [key, orders] of Map.groupBy(rows, ({ hsaIdKey }) => hsaIdKey)) {
      const fact = orderFactOf(orders, today);
      if (fact) facts.set(key, { hsaId: orders[0]?.hsaId ?? key, fact });
    }
    return facts;
  }

  /** Those of the HSA-id keys for whom an order was placed. */
  async among(manager: EntityManager, municipality: string, hsaIdKeys: readonly string[]): Promise<Set<string>> {
    const rows = await rowsOf(manager, OrderEntity, { municipality }, 'hsaIdKey', hsaIdKeys, { select: ['hsaIdKey'] });
    return new Set(rows.map(({ hsaIdKey }) => hsaIdKey));
  }
}

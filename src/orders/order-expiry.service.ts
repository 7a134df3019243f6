import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PersonChanges } from '../access/person-changes.service';
import type { Actor } from '../audit/actor';
import { PeopleRepository } from '../people/people.repository';
import { Clock } from '../platform/clock';
import { dayAfter, localDateOf, startOfDay } from '../platform/time';
import { stateAfter } from './order';
import { OrderRepository } from './order.repository';

/** Orders in one transaction. */
const CHUNK = 100;

/**
 * Ends the orders whose last day is over, so that they read as what they are. Access ended with the day itself: at midnight,
 * without this.
 */
@Injectable()
export class OrderExpiry {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly people: PeopleRepository,
    private readonly orders: OrderRepository,
    private readonly changes: PersonChanges,
  ) {}

  /** @returns how many */
  async expire(municipality: string, actor: Actor): Promise<number> {
    let expired = 0;
    for (;;) {
      const some = await this.some(municipality, actor);
      expired += some;
      if (some < CHUNK) return expired;
    }
  }

  private async some(municipality: string, actor: Actor): Promise<number> {
    const today = localDateOf(this.clock.now());
    if ((await this.orders.expired(this.dataSource.manager, municipality, today, 1)).length === 0) return 0;
    const origin = { actor, runId: null, traceId: randomUUID(), reason: null };
    const { result } = await this.changes.record(municipality, origin, async (manager, { now }) => {
      await this.orders.alone(manager);
      const orders = await this.orders.expired(manager, municipality, today, CHUNK);
      const keys = [...new Set(orders.map(({ hsaIdKey }) => hsaIdKey))];
      await this.people.load(manager, municipality, keys, { forUpdate: true });
      for (const order of orders) {
        const state = stateAfter(order.state, 'end') ?? order.state;
        await this.orders.update(manager, order, { state, endedAt: startOfDay(dayAfter(order.to ?? today)), changedAt: now });
      }
      return { result: orders.length, changes: keys.map((hsaIdKey) => ({ hsaIdKey, what: ['order-expired' as const] })) };
    });
    return result;
  }
}

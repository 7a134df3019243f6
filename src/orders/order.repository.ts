import { Injectable } from '@nestjs/common';
import { Brackets, type EntityManager, In, type SelectQueryBuilder } from 'typeorm';
import type { Reach } from '../auth/reach';
import { insertAll } from '../platform/database/bulk';
import { onePage } from '../platform/database/keyset';
import { aloneUntilEnd, LOCKS } from '../platform/database/row-locks';
import type { PageRequest, Position } from '../platform/paging';
import { type Instant, type LocalDate, localDateOf } from '../platform/time';
import { ACTIVE_STATES, orderNumber, type OrderState } from './order';
import { OrderCounterEntity, OrderEntity, OrderUnitEntity } from './order.entity';

/** Which orders are wanted; null and empty: whichever. */
export interface OrderFilter {
  municipality?: string | undefined;
  states?: readonly OrderState[] | undefined;
  hsaIdKey?: string | undefined;
  /** HSA-id key: ordered for this unit or one below it. */
  unitKey?: string | undefined;
  /** Their last day is this one or an earlier one. */
  endsBy?: LocalDate | undefined;
}

/** The orders' rows. Whoever asks for somebody gets what lies within their reach, and nothing else exists. */
@Injectable()
export class OrderRepository {
  /**
   * From here to the end of the transaction nobody else places or changes orders: two who order for one person at once
   * must see each other. To be asked before any other lock.
   */
  alone(manager: EntityManager): Promise<void> {
    return aloneUntilEnd(manager, LOCKS.orders);
  }

  /** Taken in the transaction that uses it: none is given twice and none is lost. */
  async nextNumber(manager: EntityManager, now: Instant): Promise<string> {
    const year = Number(localDateOf(now).slice(0, 4));
    await manager.createQueryBuilder().insert().into(OrderCounterEntity).values({ year, last: 0 }).orIgnore().execute();
    await manager.increment(OrderCounterEntity, { year }, 'last', 1);
    const { last } = await manager.findOneByOrFail(OrderCounterEntity, { year });
    return orderNumber(year, last);
  }

  /** @param units HSA-id keys of its unit and of every unit above it */
  async insert(manager: EntityManager, order: OrderEntity, units: readonly string[]): Promise<void> {
    await insertAll(manager, OrderEntity, [order]);
    await this.insertUnits(manager, order.number, units);
  }

  /**
   * @param units as `insert`, where they are others than before
   * @returns false where somebody else changed it since it was read
   */
  async update(manager: EntityManager, before: OrderEntity, change: Partial<OrderEntity>, units?: readonly string[]): Promise<boolean> {
    const { number, version, state } = before;
    const { affected } = await manager.update(OrderEntity, { number, version, state }, { ...change, version: version + 1 });
    if (affected !== 1) return false;
    if (units) {
      await manager.delete(OrderUnitEntity, { number });
      await this.insertUnits(manager, number, units);
    }
    return true;
  }

  /** Of one person, those that count. */
  active(manager: EntityManager, municipality: string, hsaIdKey: string): Promise<OrderEntity[]> {
    return manager.find(OrderEntity, {
      where: { municipality, hsaIdKey, state: In(ACTIVE_STATES) },
      order: { from: 'ASC', number: 'ASC' },
    });
  }

  /** Those that count and whose last day is before this one. */
  expired(manager: EntityManager, municipality: string, today: LocalDate, limit: number): Promise<OrderEntity[]> {
    return manager
      .createQueryBuilder(OrderEntity, 'o')
      .where('o.municipality = :municipality AND o.state IN (:...states) AND o.to < :today', { municipality, states: ACTIVE_STATES, today })
      .orderBy('o.number')
      .limit(limit)
      .getMany();
  }

  /** Those that count and whose last day is one of these or between them. */
  ending(manager: EntityManager, municipality: string, from: LocalDate, to: LocalDate): Promise<OrderEntity[]> {
    return manager
      .createQueryBuilder(OrderEntity, 'o')
      .where('o.municipality = :municipality AND o.state IN (:...states) AND o.to BETWEEN :from AND :to', {
        municipality,
        states: ACTIVE_STATES,
        from,
        to,
      })
      .orderBy('o.number')
      .getMany();
  }

  /** Null for one that is not there or not within reach: the two cannot be told apart. */
  one(manager: EntityManager, reach: Reach, number: string): Promise<OrderEntity | null> {
    return within(manager.createQueryBuilder(OrderEntity, 'o').where('o.number = :number', { number }), reach).getOne();
  }

  /** Newest first, by when they were placed and their number; one more than asked for where there are more. */
  page(manager: EntityManager, reach: Reach, filter: OrderFilter, position: Position | null, request: PageRequest): Promise<OrderEntity[]> {
    const query = within(manager.createQueryBuilder(OrderEntity, 'o').where('1 = 1'), reach);
    const { municipality, states, hsaIdKey, unitKey, endsBy } = filter;
    if (municipality !== undefined) query.andWhere('o.municipality = :municipality', { municipality });
    if (states !== undefined) query.andWhere('o.state IN (:...states)', { states });
    if (hsaIdKey !== undefined) query.andWhere('o.hsaIdKey = :hsaIdKey', { hsaIdKey });
    if (endsBy !== undefined) query.andWhere('o.to <= :endsBy', { endsBy });
    if (unitKey !== undefined) query.andWhere(belowUnit('unitKey'), { unitKey });
    return onePage(query, PLACED, 'DESC', position, request).getMany();
  }

  private insertUnits(manager: EntityManager, number: string, units: readonly string[]): Promise<void> {
    return insertAll(
      manager,
      OrderUnitEntity,
      [...new Set(units)].map((unitKey) => ({ number, unitKey })),
    );
  }
}

const PLACED = ['o.placedAt', 'o.number'];

const belowUnit = (parameter: string): string =>
  `EXISTS (SELECT 1 FROM access_order_unit u WHERE u.number = o.number AND u.unit_key = :${parameter})`;

function within(query: SelectQueryBuilder<OrderEntity>, reach: Reach): SelectQueryBuilder<OrderEntity> {
  const whole = reach.filter(({ unit }) => unit === null).map(({ municipality }) => municipality);
  return query.andWhere(
    new Brackets((any) => {
      any.where('1 = 0');
      if (whole.length > 0) any.orWhere('o.municipality IN (:...whole)', { whole });
      reach.forEach(({ municipality, unit }, index) => {
        if (unit === null) return;
        any.orWhere(`(o.municipality = :place${index} AND ${belowUnit(`unit${index}`)})`, {
          [`place${index}`]: municipality,
          [`unit${index}`]: unit,
        });
      });
    }),
  );
}

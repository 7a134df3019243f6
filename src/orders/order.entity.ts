import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { flag, instant, longText, optional, whole, word } from '../platform/database/columns';
import type { Instant, LocalDate } from '../platform/time';
import type { OrderState } from './order';

/** What a manager asked for, for one person. What names anybody but by HSA-id is sealed. */
@Entity('access_order')
@Index('access_order_person', ['municipality', 'hsaIdKey', 'state'])
@Index('access_order_end', ['state', 'to'])
export class OrderEntity {
  @PrimaryColumn(word('number', 16))
  number: string;

  @Column(word('municipality', 20))
  municipality: string;

  @Column(word('hsa_id_key', 64))
  hsaIdKey: string;

  /** As the directory wrote it when the order was placed. */
  @Column(word('hsa_id', 64))
  hsaId: string;

  /** HSA-id key of the unit that is ordered for; null where the person belongs to none. */
  @Column(word('unit_key', 64, optional))
  unitKey: string | null;

  /** Code. */
  @Column(word('cosmic_role', 30))
  cosmicRole: string;

  /** First and last whole day; no last day: until it is ended. */
  @Column(word('from_day', 10))
  from: LocalDate;

  @Column(word('to_day', 10, optional))
  to: LocalDate | null;

  /** `OrderDetails`, sealed. */
  @Column(longText('details'))
  details: string;

  /** The person was protected when it was placed. Whether they are now is in what HSA said last. */
  @Column(flag('is_protected'))
  isProtected: boolean;

  /** HSA-id of who placed it. */
  @Column(word('ordered_by', 64))
  orderedBy: string;

  /** HSA-id of the manager in whose stead that was; null where a manager ordered. */
  @Column(word('on_behalf_of', 64, optional))
  onBehalfOf: string | null;

  /** HSA-id key of the manager, whoever typed it in. */
  @Column(word('manager_key', 64))
  managerKey: string;

  @Column(word('state', 16))
  state: OrderState;

  /** Grows with every change. */
  @Column(whole('version'))
  version: number;

  /** Follows the order through audit rows. */
  @Column(word('trace_id', 64))
  traceId: string;

  @Column(instant('placed_at'))
  placedAt: Instant;

  /** When somebody touched it last. */
  @Column(instant('changed_at'))
  changedAt: Instant;

  @Column(instant('fulfilled_at', optional))
  fulfilledAt: Instant | null;

  @Column(instant('ended_at', optional))
  endedAt: Instant | null;

  /** HSA-id of who ended or withdrew it, or set its last day to end it; null where its time ran out. */
  @Column(word('ended_by', 64, optional))
  endedBy: string | null;
}

/** What is sealed in an order. */
export interface OrderDetails {
  unit: { hsaId: string | null; name: string; path: string[] } | null;
  /** As shown in lists before HSA has the role; null for somebody protected. */
  personName: string | null;
  reason: string;
  /** Why it was ended or withdrawn. */
  endReason: string | null;
  /** The manager's address, as the directory had it when the order was placed. */
  managerMail: string | null;
}

/** The unit of an order and every unit above it: whoever may see one of these sees the order. */
@Entity('access_order_unit')
@Index('access_order_unit_key', ['unitKey', 'number'])
export class OrderUnitEntity {
  @PrimaryColumn(word('number', 16))
  number: string;

  @PrimaryColumn(word('unit_key', 64))
  unitKey: string;
}

/** The last order number given in a year. */
@Entity('order_counter')
export class OrderCounterEntity {
  @PrimaryColumn(whole('year'))
  year: number;

  @Column(whole('last'))
  last: number;
}

/** A reminder that has been given: once for each order, last day and number of days before it. */
@Entity('order_reminder')
export class OrderReminderEntity {
  @PrimaryColumn(word('number', 16))
  number: string;

  @PrimaryColumn(word('to_day', 10))
  to: LocalDate;

  /** Days before the last day. */
  @PrimaryColumn(whole('days'))
  days: number;

  @Column(instant('at'))
  at: Instant;
}

/**
 * Somebody of whom nothing was recorded when a fact about them was: a run that was recording them just then may have
 * decided without it. The next run looks at them whether their entry moved or not.
 */
@Entity('person_to_settle')
export class PersonToSettleEntity {
  @PrimaryColumn(word('municipality', 20))
  municipality: string;

  @PrimaryColumn(word('hsa_id_key', 64))
  hsaIdKey: string;

  @Column(instant('since'))
  since: Instant;
}

export const ORDER_ENTITIES = [OrderEntity, OrderUnitEntity, OrderCounterEntity, OrderReminderEntity, PersonToSettleEntity];

import type { OrderFact } from '../access/facts';
import { type Instant, type LocalDate, dayAfter, startOfDay } from '../platform/time';
import { isActive, type OrderState } from './order';

/** What of an order says whether it gives access. */
export interface OrderStanding {
  number: string;
  state: OrderState;
  cosmicRole: string;
  placedAt: Instant;
  /** First and last whole day; no last day: until it is ended. */
  from: LocalDate;
  to: LocalDate | null;
  endedAt: Instant | null;
}

/**
 * The one of a person's orders that says most about access on a day. No two that count at the same time overlap.
 *
 * | one that counts and whose days these are | one that is over | one that counts and begins later | the fact                                      |
 * |-----------------------------------------|------------------|----------------------------------|-----------------------------------------------|
 * | yes                                     |                  |                                  | that one                                      |
 * | no                                      | no               | yes                              | the first of those to begin                   |
 * | no                                      | yes              | yes                              | the one that was over last, with `resumesOn`  |
 * | no                                      | yes              | no                               | the one that was over last                    |
 * | no                                      | no               | no                               | none                                          |
 *
 * Over: ended or withdrawn, or its last day has passed.
 */
export function orderFactOf(orders: readonly OrderStanding[], today: LocalDate): OrderFact | null {
  const counting = orders.filter(({ state, to }) => isActive(state) && (to === null || to >= today));
  const current = counting.find(({ from }) => from <= today);
  if (current) return asFact(current);
  const [next] = counting.sort((one, other) => (one.from < other.from ? -1 : 1));
  const over = orders.filter((order) => !counting.includes(order));
  const last = over.reduce<OrderStanding | null>(
    (latest, order) => (latest && overSince(latest) >= overSince(order) ? latest : order),
    null,
  );
  if (!last) return next ? asFact(next) : null;
  return { ...asFact(last), ...(next ? { resumesOn: next.from } : {}) };
}

const overSince = ({ endedAt, to, number }: OrderStanding): string => `${endedAt ?? startOfDay(dayAfter(to ?? ''))} ${number}`;

const asFact = ({ number, state, cosmicRole, placedAt, from, to, endedAt }: OrderStanding): OrderFact => ({
  number,
  state: isActive(state) ? 'active' : 'ended',
  cosmicRole,
  orderedAt: placedAt,
  from,
  to,
  endedAt,
});

import type { Blocker } from '../access/assess';
import type { BlockerReason, Owner } from '../access/stages';
import { addMilliseconds, type Instant, type LocalDate, startOfDay } from '../platform/time';
import type { OrderState } from './order';

const DAY_MS = 86_400_000;

/** What an order waits for, and who has the ball. */
export interface Waiting {
  reason: BlockerReason;
  owner: Owner;
  since: Instant;
  /** Nobody has moved it for `orders.agesAfterDays`. */
  isOld: boolean;
}

/**
 * | the order                | something is in the way | the latest of: changed, its first day, what is in the way began | waits for | old |
 * |--------------------------|-------------------------|------------------------------------------------------------------|-----------|-----|
 * | is not `placed`          |                         |                                                                  | nothing   |     |
 * | is `placed`              | no                      |                                                                  | nothing   |     |
 * | is `placed`              | yes                     | fewer days ago                                                   | the first | no  |
 * | is `placed`              | yes                     | so many days ago, or more                                        | the first | yes |
 *
 * What is in the way first is what somebody can take away first. One that began yesterday shows that somebody did something
 * yesterday.
 */
export function waitingFor(
  order: { state: OrderState; placedAt: Instant; changedAt: Instant; from: LocalDate },
  blockers: readonly Blocker[],
  agesAfterDays: number,
  now: Instant,
): Waiting | null {
  const [first] = blockers;
  if (order.state !== 'placed' || !first) return null;
  const since = first.since ?? order.placedAt;
  const moved = [order.changedAt, startOfDay(order.from), since].reduce((latest, one) => (one > latest ? one : latest));
  return { reason: first.reason, owner: first.owner, since, isOld: addMilliseconds(moved, agesAfterDays * DAY_MS) <= now };
}

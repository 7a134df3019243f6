import { addDays, type Instant, type LocalDate, localDateOf } from '../platform/time';

/** A finding's kind: an order is about to end, and there is no address to remind its manager at. */
export const MANAGER_WITHOUT_MAIL = 'order-manager-without-mail';

export interface EndingOrder {
  /** The last whole day. */
  to: LocalDate;
  /** When the last day was set at the latest. */
  changedAt: Instant;
  /** Somebody set the last day to end the order: they know. */
  endedBy: string | null;
}

/**
 * The reminder that is due of an order: how many days before the last one it stands for; null: none.
 *
 * | last day set by somebody to end it | days left, or fewer | given already | the order was like this before that day | due             |
 * |------------------------------------|---------------------|---------------|-----------------------------------------|-----------------|
 * | yes                                |                     |               |                                         | -               |
 * | no                                 | none of the days    |               |                                         | -               |
 * | no                                 | some of them        | the fewest    |                                         | -               |
 * | no                                 | some of them        | no            | no: whoever set it knew                 | -               |
 * | no                                 | some of them        | no            | yes                                     | the fewest      |
 *
 * Only the nearest is given: who was not reminded thirty days before because the service stood still is so seven days before.
 *
 * @param remindDays `orders.remindDays`
 * @param given days of the reminders that were given for this last day
 */
export function reminderDue(order: EndingOrder, remindDays: readonly number[], given: readonly number[], today: LocalDate): number | null {
  if (order.endedBy !== null || today > order.to) return null;
  const reached = remindDays.filter((days) => addDays(order.to, -days) <= today);
  if (reached.length === 0) return null;
  const fewest = Math.min(...reached);
  const isNews = localDateOf(order.changedAt) < addDays(order.to, -fewest);
  return isNews && !given.some((days) => days <= fewest) ? fewest : null;
}

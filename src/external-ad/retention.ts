import { type Instant, addDays, localDateOf, startOfDay } from '../platform/time';

export interface RetainedAccount {
  enabled: boolean;
  /** When the removal was confirmed for every unit in Cosmic; null before that. */
  closedAt: Instant | null;
  deletedAt: Instant | null;
}

/**
 * The first moment an account that was closed may be deleted: the day it was closed and `retentionDays` on, from
 * midnight in Europe/Stockholm. 0 days: at once, the same day.
 */
export const deletableFrom = (closedAt: Instant, retentionDays: number): Instant =>
  startOfDay(addDays(localDateOf(closedAt), retentionDays));

/**
 * Whether an account may be deleted.
 *
 * | enabled | closed | deleted | today (Europe/Stockholm)            | may be deleted |
 * |---------|--------|---------|-------------------------------------|----------------|
 * | yes     |        |         |                                     | no             |
 * | no      | no     |         |                                     | no             |
 * | no      | yes    | yes     |                                     | no             |
 * | no      | yes    | no      | before the closing day + retention  | no             |
 * | no      | yes    | no      | the closing day + retention, or on  | yes            |
 */
export function mayBeDeleted({ enabled, closedAt, deletedAt }: RetainedAccount, retentionDays: number, now: Instant): boolean {
  if (enabled || closedAt === null || deletedAt !== null) return false;
  return now >= deletableFrom(closedAt, retentionDays);
}

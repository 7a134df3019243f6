import { addDays, type LocalDate } from '../platform/time';

/**
 * Which reminder is due of an agreement that ends: the number of days before; null where none is. A service that stood still
 * for a while sends only the latest, and an agreement that has ended is no longer reminded of.
 *
 * | today                                       | latest that is due was sent | answer |
 * |---------------------------------------------|-----------------------------|--------|
 * | before the first reminder's day             |                             | null   |
 * | from a reminder's day, before the last day is over | no                   | that   |
 * | from a reminder's day, before the last day is over | yes                  | null   |
 * | after the last day                          |                             | null   |
 *
 * @param lastDay on which the agreement holds
 * @param remindDays `agreements.remindDays`, in any order
 * @param sent the numbers of days that were sent for this last day
 */
export function dueReminder(lastDay: LocalDate, remindDays: readonly number[], sent: readonly number[], today: LocalDate): number | null {
  if (today > lastDay) return null;
  const due = remindDays.filter((days) => addDays(lastDay, -days) <= today);
  if (due.length === 0) return null;
  const latest = Math.min(...due);
  return sent.some((days) => days <= latest) ? null : latest;
}

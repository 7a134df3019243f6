import { DateTime } from 'luxon';
import { type Instant, ZONE, toInstant } from '../platform/time';
import { isWorkingDay } from './swedish-holidays';

/** Servicecenter works from eight to four, Swedish time: eight hours a working day. */
const OPENS = 8;
const CLOSES = 16;
export const HOURS_A_DAY = CLOSES - OPENS;

/** A claim that its holder has not touched for so many working hours is anybody's again. */
export const CLAIM_HOURS = 8;

const HOUR = 3_600_000;

/**
 * The moment when so much working time has passed.
 *
 * | from                                    | counted from             |
 * |-----------------------------------------|--------------------------|
 * | within the hours of a working day       | that moment              |
 * | before them                             | eight, the same day      |
 * | after them, or on a day off             | eight, the next working day |
 */
export function addWorkingHours(from: Instant, hours: number): Instant {
  let left = hours * HOUR;
  for (let at = inSweden(from); ; at = at.startOf('day').plus({ days: 1 })) {
    const { opens, closes } = hoursOf(at);
    const start = Math.max(at.toMillis(), opens);
    if (start >= closes) continue;
    if (left <= closes - start) return instantOf(start + left);
    left -= closes - start;
  }
}

/** The latest moment from which so much working time has passed by now: the other way round. */
export function workingHoursBefore(now: Instant, hours: number): Instant {
  let left = hours * HOUR;
  for (let at = inSweden(now); ; at = at.startOf('day').minus({ milliseconds: 1 })) {
    const { opens, closes } = hoursOf(at);
    const end = Math.min(at.toMillis(), closes);
    if (end <= opens) continue;
    if (left <= end - opens) return instantOf(end - left);
    left -= end - opens;
  }
}

/** When a case should be done. @param days working days by the service level, also parts of one */
export const dueAt = (openedAt: Instant, days: number): Instant => addWorkingHours(openedAt, days * HOURS_A_DAY);

/** Whether a claim has run out. @param touchedAt when its holder last did something to the case */
export const claimHasExpired = (touchedAt: Instant, now: Instant): boolean => addWorkingHours(touchedAt, CLAIM_HOURS) <= now;

const inSweden = (instant: Instant): DateTime => DateTime.fromISO(instant, { zone: ZONE });

const instantOf = (milliseconds: number): Instant => toInstant(new Date(milliseconds));

/** No hours at all on a day off. */
function hoursOf(at: DateTime): { opens: number; closes: number } {
  const midnight = at.startOf('day');
  const opens = midnight.set({ hour: OPENS }).toMillis();
  return { opens, closes: isWorkingDay(midnight.toISODate() ?? '') ? midnight.set({ hour: CLOSES }).toMillis() : opens };
}

import { DateTime } from 'luxon';

/** A moment: ISO 8601 in UTC with milliseconds, `2026-11-21T03:05:00.000Z`; text order is time order. */
export type Instant = string;

/** A whole day in Sweden, `2026-11-21`; text order is time order. */
export type LocalDate = string;

/** Days are reckoned where the staff work. */
export const ZONE = 'Europe/Stockholm';

export const toInstant = (date: Date): Instant => date.toISOString();

/** How many answers of a kind are remembered: a run asks about the same few days for each of 100 000 people. */
const REMEMBERED = 1000;

/** The same function, remembering its latest answers: reckoning in a time zone is slow. */
function remembering(reckon: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const answer = known.get(text);
    if (answer !== undefined) return answer;
    if (known.size >= REMEMBERED) known.clear();
    const reckoned = reckon(text);
    known.set(text, reckoned);
    return reckoned;
  };
}

/** The day it is in Sweden at a moment. */
export const localDateOf: (instant: Instant) => LocalDate = remembering(
  (instant) => DateTime.fromISO(instant, { zone: ZONE }).toISODate() ?? '',
);

/** The first moment of a day in Sweden; right over both clock changes of the year. */
export const startOfDay: (date: LocalDate) => Instant = remembering((date) =>
  toInstant(DateTime.fromISO(date, { zone: ZONE }).startOf('day').toJSDate()),
);

export const dayAfter = (date: LocalDate): LocalDate => addDays(date, 1);

/** Empty for a day that does not exist. */
export function addDays(date: LocalDate, days: number): LocalDate {
  const day = new Date(`${date}T00:00:00.000Z`);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(date)) return '';
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

export const addMilliseconds = (instant: Instant, milliseconds: number): Instant => toInstant(new Date(Date.parse(instant) + milliseconds));

/** `2026-11-21 04:05` in Sweden, as people read it. */
export const displayTime = (instant: Instant): string => DateTime.fromISO(instant, { zone: ZONE }).toFormat('yyyy-MM-dd HH:mm');

/** True for a day that exists, written `YYYY-MM-DD`. */
export function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`); // the 30th of February is taken for a day in March
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

import { DateTime } from 'luxon';

/** A moment: ISO 8601 in UTC with milliseconds, `2026-11-21T03:05:00.000Z`; text order is time order. */
export type Instant = string;

/** A whole day in Sweden, `2026-11-21`; text order is time order. */
export type LocalDate = string;

/** Days are reckoned where the staff work. */
export const ZONE = 'Europe/Stockholm';

export const toInstant = (date: Date): Instant => date.toISOString();

/** The day it is in Sweden at a moment. */
export const localDateOf = (instant: Instant): LocalDate => DateTime.fromISO(instant, { zone: ZONE }).toISODate() ?? '';

/** The first moment of a day in Sweden; right over both clock changes of the year. */
export const startOfDay = (date: LocalDate): Instant => toInstant(DateTime.fromISO(date, { zone: ZONE }).startOf('day').toJSDate());

export const dayAfter = (date: LocalDate): LocalDate => addDays(date, 1);

export const addDays = (date: LocalDate, days: number): LocalDate =>
  DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toISODate() ?? '';

export const addMilliseconds = (instant: Instant, milliseconds: number): Instant => toInstant(new Date(Date.parse(instant) + milliseconds));

/** `2026-11-21 04:05` in Sweden, as people read it. */
export const displayTime = (instant: Instant): string => DateTime.fromISO(instant, { zone: ZONE }).toFormat('yyyy-MM-dd HH:mm');

/** True for a day that exists, written `YYYY-MM-DD`. */
export const isLocalDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;

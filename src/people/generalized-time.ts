import { isLocalDate, localDateOf, toInstant, type LocalDate } from '../platform/time';

const ZONELESS_DAY = /^(\d{4})(\d{2})(\d{2})$/;
const GENERALIZED =
  /^(\d{4})(\d{2})(\d{2})([01]\d|2[0-3])(?:([0-5]\d)(?:([0-5]\d|60))?)?(?:[.,](\d+))?(?:(Z)|([+-])([01]\d|2[0-3])([0-5]\d)?)$/;

const HOUR = 3_600_000;
const MINUTE = 60_000;
const SECOND = 1_000;

/**
 * The day in Sweden that a date in HSA means, or null where it means none.
 *
 * | written | read as |
 * |---|---|
 * | generalized time (RFC 4517, 3.3.13) with `Z` or an offset; minutes, seconds and a fraction are optional | the Swedish day of that moment |
 * | `YYYYMMDD` | that day |
 * | 14 digits without a zone, a day or time that does not exist, blanks, anything else | null |
 */
export function readDate(text: string): LocalDate | null {
  const day = ZONELESS_DAY.exec(text);
  if (day) return existing(day);
  const time = GENERALIZED.exec(text);
  const date = time && existing(time);
  if (!time || !date) return null;
  const [, , , , hours, minutes, seconds, fraction, zulu, sign, offsetHours, offsetMinutes] = time;
  const smallest = seconds !== undefined ? SECOND : minutes !== undefined ? MINUTE : HOUR;
  const offset = zulu ? 0 : (Number(offsetHours) * HOUR + Number(offsetMinutes ?? 0) * MINUTE) * (sign === '-' ? -1 : 1);
  const moment =
    Date.parse(`${date}T00:00:00.000Z`) +
    Number(hours) * HOUR +
    Number(minutes ?? 0) * MINUTE +
    Number(seconds ?? 0) * SECOND +
    Math.floor(Number(`0.${fraction ?? 0}`) * smallest) -
    offset;
  const local = localDateOf(toInstant(new Date(moment)));
  // `99991231235959Z`, a usual way to say "no end", is the year 10000 in Sweden, which a LocalDate cannot hold.
  return isLocalDate(local) ? local : date;
}

function existing([, year, month, day]: RegExpExecArray): LocalDate | null {
  const date = `${year}-${month}-${day}`;
  return isLocalDate(date) ? date : null;
}

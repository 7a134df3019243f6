import { type Instant, type LocalDate, dayAfter, startOfDay, toInstant } from '../platform/time';

/** 0 means never too; AD itself writes this for an account that has never had an end. */
export const NEVER_EXPIRES = '9223372036854775807';

const TICKS_PER_MILLISECOND = 10_000n;
/** From 1601-01-01 UTC, where Windows' file time begins, to 1970-01-01 UTC. */
const EPOCH_DIFFERENCE_MS = 11_644_473_600_000n;
const FIRST_TICK = 1n;

/**
 * `accountExpires` for a last day: the account ends when the day after begins in Europe/Stockholm (Microsoft,
 * Account-Expires attribute: 100 ns ticks since 1601-01-01 UTC).
 *
 * @returns decimal text, since it is over 2^53; never 0 for a day, however early, because 0 would mean never.
 * @throws RangeError when the day is not a date.
 */
export function accountExpires(lastDay: LocalDate | null): string {
  if (lastDay === null) return NEVER_EXPIRES;
  const milliseconds = BigInt(Date.parse(startOfDay(dayAfter(lastDay))));
  const ticks = (milliseconds + EPOCH_DIFFERENCE_MS) * TICKS_PER_MILLISECOND;
  return String(ticks < FIRST_TICK ? FIRST_TICK : ticks);
}

/**
 * The moment an account ends; null for the two values that mean never. Parts of a millisecond are dropped.
 *
 * @throws RangeError when the text is not a number of ticks.
 */
export function fromAccountExpires(ticks: string): Instant | null {
  if (!/^\d{1,19}$/.test(ticks)) throw new RangeError('accountExpires must be decimal digits');
  if (BigInt(ticks) === 0n || ticks === NEVER_EXPIRES) return null;
  return toInstant(new Date(Number(BigInt(ticks) / TICKS_PER_MILLISECOND - EPOCH_DIFFERENCE_MS)));
}

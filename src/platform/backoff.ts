/** From 0 up to 1: how much a wait is shortened. `Math.random` but in tests. */
export type Jitter = () => number;
export const JITTER = Symbol('jitter');

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;

/**
 * Milliseconds until the next try: 30 s, 1 min, 2, 4 … at most `longestMs`, less up to a quarter so that what failed
 * together does not come back together.
 * @param attempts tries made so far, at least 1
 * @param jitter from 0 (the whole wait) up to 1
 * @param longestMs default: 1 h
 */
export function backoffMs(attempts: number, jitter: number, longestMs = LONGEST_WAIT_MS): number {
  const step = Math.min(FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 30), longestMs);
  return Math.round(step * (1 - jitter / 4));
}

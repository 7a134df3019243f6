import { type Instant, addMilliseconds } from '../../platform/time';

export interface SessionTimes {
  createdAt: Instant;
  usedAt: Instant;
  /** False: a login was begun, nobody has logged in yet. */
  isLoggedIn: boolean;
}

/** As `session` in the configuration. */
export interface SessionLimits {
  idleMinutes: number;
  absoluteHours: number;
}

const MINUTE_MS = 60_000;

/** How long somebody may take to log in. */
export const ATTEMPT_MINUTES = 15;

/**
 * | logged in | since it was made    | since it was used | lives |
 * |-----------|----------------------|-------------------|-------|
 * | no        | 15 minutes or more   |                   | no    |
 * | no        | less                 |                   | yes   |
 * | yes       | `absoluteHours` or more |                | no    |
 * | yes       | less                 | `idleMinutes` or more | no |
 * | yes       | less                 | less              | yes   |
 */
export function sessionLives({ createdAt, usedAt, isLoggedIn }: SessionTimes, limits: SessionLimits, now: Instant): boolean {
  const latest = oldestLiving(limits, now);
  return isLoggedIn ? createdAt > latest.createdAt && usedAt > latest.usedAt : createdAt > latest.attemptedAt;
}

/** A session that is as old as this, or older, is over. */
export const oldestLiving = ({ idleMinutes, absoluteHours }: SessionLimits, now: Instant) => ({
  createdAt: addMilliseconds(now, -absoluteHours * 60 * MINUTE_MS),
  usedAt: addMilliseconds(now, -idleMinutes * MINUTE_MS),
  attemptedAt: addMilliseconds(now, -ATTEMPT_MINUTES * MINUTE_MS),
});

/** That it was used is written down again after this, so that a busy page does not write with every request. A tenth of a short idle life. */
export const worthWriting = (usedAt: Instant, { idleMinutes }: SessionLimits, now: Instant): boolean =>
  now >= addMilliseconds(usedAt, Math.min(MINUTE_MS, (idleMinutes * MINUTE_MS) / 10));

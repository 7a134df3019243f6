import { Clock } from '../../../src/platform/clock';
import { addMilliseconds, type Instant } from '../../../src/platform/time';

/** Stands still until it is moved. */
export class MovingClock extends Clock {
  #now: Instant;

  constructor(now: Instant = '2026-11-21T03:05:00.000Z') {
    super();
    this.#now = now;
  }

  now(): Instant {
    return this.#now;
  }

  advance(milliseconds: number): void {
    this.#now = addMilliseconds(this.#now, milliseconds);
  }
}

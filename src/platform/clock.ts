import { type Instant, toInstant } from './time';

/** The only way to the time of day: tests move it. Abstract class so that it is its own injection token. */
export abstract class Clock {
  abstract now(): Instant;
}

export class SystemClock extends Clock {
  now(): Instant {
    return toInstant(new Date());
  }
}

import { backoffMs } from '../platform/backoff';
import { addMilliseconds, type Instant } from '../platform/time';
import type { DeliveryOutcome } from './transport';

export const MAIL_STATES = ['waiting', 'sending', 'sent', 'failed', 'unknown', 'withdrawn'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** `crashed`: whoever sent it died before the answer was written down. */
export type AttemptOutcome = DeliveryOutcome | 'crashed';

/**
 * Which states may follow which. A mail that is `failed` or `unknown` is shown to a person, and only a person sends it
 * again. `withdrawn`: before it was sent, nobody needed it any more.
 */
export const TRANSITIONS: Record<MailState, readonly MailState[]> = {
  waiting: ['sending', 'withdrawn'],
  sending: ['sent', 'waiting', 'failed', 'unknown'],
  sent: [],
  failed: ['waiting'],
  unknown: ['waiting'],
  withdrawn: [],
};

/** Nobody got it, or nobody knows: what a person looks at. */
export const UNDELIVERED: readonly MailState[] = ['failed', 'unknown'];

/** @throws Error for a step that the map does not have: a fault in this program. */
export function assertTransition(from: MailState, to: MailState): void {
  if (!TRANSITIONS[from].includes(to)) throw new Error(`A mail cannot go from ${from} to ${to}`);
}

/** How often a receiver may say "not now" to one mail before a person is shown it. With the waits below that is over five hours. */
export const MAX_REFUSALS = 12;

/** What is counted of a mail. */
export interface Standing {
  /** Tries that have ended, whatever came of them. */
  attempts: number;
  /** Times it was refused for now. */
  refusals: number;
  /** Times it may have been delivered without anyone saying so; never forgotten. */
  unknownOutcomes: number;
}

export interface Next extends Standing {
  state: MailState;
  /** Null where nothing more happens by itself. */
  nextAttemptAt: Instant | null;
}

/**
 * What becomes of a mail in `sending` when its try has ended. A copy is sent again at most once after an outcome that
 * nobody knows; `failed` always means that nobody got it.
 *
 * | outcome     | unknown before | refusals, this one too | idempotent | then    | when     |
 * |-------------|----------------|------------------------|------------|---------|----------|
 * | sent        |                |                        |            | sent    |          |
 * | unreachable |                |                        |            | waiting | backoff  |
 * | transient   |                | fewer than 12          |            | waiting | backoff  |
 * | transient   | 0              | 12                     |            | failed  |          |
 * | transient   | 1 or more      | 12                     |            | unknown |          |
 * | permanent   | 0              |                        |            | failed  |          |
 * | permanent   | 1 or more      |                        |            | unknown |          |
 * | unknown     | 0              |                        |            | waiting | backoff  |
 * | unknown     | 1 or more      |                        |            | unknown |          |
 * | crashed     |                |                        | yes        | waiting | at once  |
 * | crashed     | 0              |                        | no         | waiting | backoff  |
 * | crashed     | 1 or more      |                        | no         | unknown |          |
 */
export function afterAttempt(
  before: Standing,
  outcome: AttemptOutcome,
  { idempotent, now, jitter }: { idempotent: boolean; now: Instant; jitter: number },
): Next {
  const mayHaveArrived = before.unknownOutcomes > 0;
  const attempts = before.attempts + 1;
  const standing: Standing = {
    attempts,
    refusals: before.refusals + (outcome === 'transient' ? 1 : 0),
    unknownOutcomes: before.unknownOutcomes + (outcome === 'unknown' || (outcome === 'crashed' && !idempotent) ? 1 : 0),
  };
  const later: Next = { ...standing, state: 'waiting', nextAttemptAt: addMilliseconds(now, backoffMs(attempts, jitter)) };
  const givenUp: Next = { ...standing, state: mayHaveArrived ? 'unknown' : 'failed', nextAttemptAt: null };
  switch (outcome) {
    case 'sent':
      return { ...standing, state: 'sent', nextAttemptAt: null };
    case 'unreachable':
      return later;
    case 'transient':
      return standing.refusals < MAX_REFUSALS ? later : givenUp;
    case 'permanent':
      return givenUp;
    case 'crashed':
      if (idempotent) return { ...standing, state: 'waiting', nextAttemptAt: now };
      return mayHaveArrived ? givenUp : later;
    case 'unknown':
      return mayHaveArrived ? givenUp : later;
  }
}

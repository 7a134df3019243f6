import fc from 'fast-check';
import { type AttemptOutcome, MAIL_STATES, MAX_REFUSALS, TRANSITIONS, afterAttempt, assertTransition, type Standing } from './outbox';

const NOW = '2026-11-21T03:05:00.000Z';
const none: Standing = { attempts: 0, refusals: 0, unknownOutcomes: 0 };
const smtp = { idempotent: false, now: NOW, jitter: 0 };
const file = { ...smtp, idempotent: true };

describe('the mail after a try', () => {
  const inHalfAMinute = '2026-11-21T03:05:30.000Z';
  const last = { ...none, refusals: MAX_REFUSALS - 1 };
  const unknownBefore = { ...none, unknownOutcomes: 1 };

  it.each([
    ['sent', none, smtp, 'sent', null],
    ['sent', unknownBefore, smtp, 'sent', null],
    ['unreachable', none, smtp, 'waiting', inHalfAMinute],
    ['unreachable', { ...last, unknownOutcomes: 1 }, smtp, 'waiting', inHalfAMinute],
    ['transient', none, smtp, 'waiting', inHalfAMinute],
    ['transient', { ...none, refusals: MAX_REFUSALS - 2 }, smtp, 'waiting', inHalfAMinute],
    ['transient', last, smtp, 'failed', null],
    ['transient', { ...last, unknownOutcomes: 1 }, smtp, 'unknown', null],
    ['permanent', none, smtp, 'failed', null],
    ['permanent', unknownBefore, smtp, 'unknown', null],
    ['unknown', none, smtp, 'waiting', inHalfAMinute],
    ['unknown', unknownBefore, smtp, 'unknown', null],
    ['crashed', none, file, 'waiting', NOW],
    ['crashed', unknownBefore, file, 'waiting', NOW],
    ['crashed', none, smtp, 'waiting', inHalfAMinute],
    ['crashed', unknownBefore, smtp, 'unknown', null],
  ] as const)('%s of %o through %o → %s, %s', (outcome, before, transport, state, nextAttemptAt) => {
    expect(afterAttempt(before, outcome, transport)).toMatchObject({ state, nextAttemptAt, attempts: 1 });
  });

  it.each([
    ['sent', smtp, 0, 0],
    ['unreachable', smtp, 0, 0],
    ['transient', smtp, 1, 0],
    ['permanent', smtp, 0, 0],
    ['unknown', smtp, 0, 1],
    ['crashed', smtp, 0, 1],
    ['crashed', file, 0, 0],
  ] as const)('%s through %o counts %i refusals and %i unknown outcomes', (outcome, transport, refusals, unknownOutcomes) => {
    expect(afterAttempt(none, outcome, transport)).toMatchObject({ refusals, unknownOutcomes });
  });

  const outcomes = fc.array(fc.constantFrom<AttemptOutcome>('sent', 'transient', 'permanent', 'unreachable', 'unknown', 'crashed'), {
    maxLength: 60,
  });

  it('sends at most one copy more than is known, and says failed only when nobody got it', () => {
    fc.assert(
      fc.property(outcomes, fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true }), (sequence, idempotent, jitter) => {
        let mail = { ...none, state: 'waiting' as (typeof MAIL_STATES)[number] };
        let copies = 0;
        for (const outcome of sequence) {
          if (mail.state !== 'waiting') break;
          if (outcome === 'sent' || outcome === 'unknown' || (outcome === 'crashed' && !idempotent)) copies += 1;
          mail = afterAttempt(mail, outcome, { idempotent, now: NOW, jitter });
        }
        expect(copies).toBeLessThanOrEqual(2);
        if (mail.state === 'failed') expect(copies).toBe(0);
        if (mail.state === 'unknown') expect(copies).toBeGreaterThan(0);
      }),
    );
  });

  it('never waits without a time, and has a time only while it waits', () => {
    fc.assert(
      fc.property(outcomes, fc.nat(20), fc.nat(20), fc.nat(3), (sequence, attempts, refusals, unknownOutcomes) => {
        for (const outcome of sequence) {
          const next = afterAttempt({ attempts, refusals, unknownOutcomes }, outcome, smtp);
          expect(next.nextAttemptAt !== null).toBe(next.state === 'waiting');
          expect(() => assertTransition('sending', next.state)).not.toThrow();
        }
      }),
    );
  });
});

describe('the map of states', () => {
  const pairs = MAIL_STATES.flatMap((from) => MAIL_STATES.map((to) => [from, to] as const));
  const BY_A_PERSON = ['waiting withdrawn', 'failed waiting', 'unknown waiting'];
  const allowed = ['waiting sending', 'sending sent', 'sending waiting', 'sending failed', 'sending unknown', ...BY_A_PERSON];

  it.each(pairs)('%s → %s is allowed or throws', (from, to) => {
    const step = (): void => assertTransition(from, to);
    if (allowed.includes(`${from} ${to}`)) expect(step).not.toThrow();
    else expect(step).toThrow(`from ${from} to ${to}`);
  });

  it.each(['sent', 'withdrawn'] as const)('leads nowhere from %s', (state) => expect(TRANSITIONS[state]).toEqual([]));
});

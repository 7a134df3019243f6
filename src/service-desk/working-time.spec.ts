import fc from 'fast-check';
import { addMilliseconds } from '../platform/time';
import { addWorkingHours, claimHasExpired, dueAt, workingHoursBefore } from './working-time';

describe('working time', () => {
  it.each([
    // within the hours
    ['2026-11-20T09:00:00.000Z', 2, '2026-11-20T11:00:00.000Z'],
    // exactly to the end of the day
    ['2026-11-20T07:00:00.000Z', 8, '2026-11-20T15:00:00.000Z'],
    // over a weekend
    ['2026-11-20T14:00:00.000Z', 2, '2026-11-23T08:00:00.000Z'],
    // before the hours
    ['2026-11-20T02:00:00.000Z', 1, '2026-11-20T08:00:00.000Z'],
    // after them
    ['2026-11-20T18:00:00.000Z', 1, '2026-11-23T08:00:00.000Z'],
    // on a Saturday
    ['2026-11-21T09:00:00.000Z', 8, '2026-11-23T15:00:00.000Z'],
    // over Christmas: 24, 25, 26 and 27 December 2026 are off
    ['2026-12-23T14:00:00.000Z', 2, '2026-12-28T08:00:00.000Z'],
    // over the change to winter time, 25 October 2026: eight o'clock is an hour later in UTC
    ['2026-10-23T13:00:00.000Z', 2, '2026-10-26T08:00:00.000Z'],
    // over the change to summer time, 29 March 2026
    ['2026-03-27T14:00:00.000Z', 2, '2026-03-30T07:00:00.000Z'],
  ])('from %s, %d hours end at %s', (from, hours, to) => {
    expect(addWorkingHours(from, hours)).toBe(to);
  });

  const moment = fc.integer({ min: 0, max: 400 * 24 * 60 }).map((minutes) => addMilliseconds('2026-01-01T00:00:00.000Z', minutes * 60_000));
  const hours = fc.integer({ min: 1, max: 40 });

  it('reckoned back is the latest moment that it has passed from', () => {
    fc.assert(
      fc.property(moment, hours, (now, count) => {
        const before = workingHoursBefore(now, count);
        expect(addWorkingHours(before, count) <= now).toBe(true);
        expect(addWorkingHours(addMilliseconds(before, 60_000), count) > now).toBe(true);
      }),
      { examples: [['2026-11-23T07:00:00.000Z', 8]] },
    );
  });

  it('more of it never ends earlier, nor does it from a later moment', () => {
    fc.assert(
      fc.property(moment, hours, fc.integer({ min: 0, max: 10_000 }), (from, count, minutes) => {
        const later = addMilliseconds(from, minutes * 60_000);
        expect(addWorkingHours(from, count) < addWorkingHours(from, count + 1)).toBe(true);
        expect(addWorkingHours(from, count) <= addWorkingHours(later, count)).toBe(true);
      }),
    );
  });
});

describe('a case is due', () => {
  it.each([
    ['2026-11-20T09:00:00.000Z', 1, '2026-11-23T09:00:00.000Z'],
    ['2026-11-20T09:00:00.000Z', 0.5, '2026-11-20T13:00:00.000Z'],
    ['2026-11-21T03:05:00.000Z', 2, '2026-11-24T15:00:00.000Z'],
  ])('opened at %s with %d working days: %s', (openedAt, days, due) => {
    expect(dueAt(openedAt, days)).toBe(due);
  });
});

describe('a claim', () => {
  it.each([
    ['2026-11-20T09:00:00.000Z', '2026-11-23T08:59:59.999Z', false],
    ['2026-11-20T09:00:00.000Z', '2026-11-23T09:00:00.000Z', true],
    ['2026-11-21T20:00:00.000Z', '2026-11-23T14:59:59.999Z', false],
    ['2026-11-21T20:00:00.000Z', '2026-11-23T15:00:00.000Z', true],
  ])('touched at %s has run out by %s: %s', (touchedAt, now, hasExpired) => {
    expect(claimHasExpired(touchedAt, now)).toBe(hasExpired);
  });
});

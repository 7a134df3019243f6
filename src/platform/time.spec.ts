import fc from 'fast-check';
import { addDays, addMilliseconds, dayAfter, displayTime, isLocalDate, localDateOf, startOfDay, toInstant } from './time';

describe('days in Sweden', () => {
  it.each([
    ['winter, one hour ahead of UTC', '2026-11-20T22:59:59.999Z', '2026-11-20'],
    ['winter, at midnight', '2026-11-20T23:00:00.000Z', '2026-11-21'],
    ['summer, two hours ahead', '2026-06-30T21:59:59.999Z', '2026-06-30'],
    ['summer, at midnight', '2026-06-30T22:00:00.000Z', '2026-07-01'],
    ['the day the clock goes forward', '2026-03-29T21:59:59.999Z', '2026-03-29'],
    ['the day the clock goes back', '2026-10-25T22:59:59.999Z', '2026-10-25'],
  ])('%s', (_case, instant, day) => {
    expect(localDateOf(instant)).toBe(day);
  });

  it.each([
    ['2026-11-21', '2026-11-20T23:00:00.000Z'],
    ['2026-07-01', '2026-06-30T22:00:00.000Z'],
    ['2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', '2026-10-24T22:00:00.000Z'],
    ['2026-10-26', '2026-10-25T23:00:00.000Z'],
  ])('%s begins at %s', (day, instant) => {
    expect(startOfDay(day)).toBe(instant);
  });

  it('begin with their own first moment, and the one before belongs to the day before', () => {
    const day = fc
      .date({ min: new Date('1980-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map((date) => toInstant(date).slice(0, 10));
    fc.assert(
      fc.property(day, (date) => {
        expect(localDateOf(startOfDay(date))).toBe(date);
        expect(dayAfter(localDateOf(addMilliseconds(startOfDay(date), -1)))).toBe(date);
      }),
    );
  });

  it.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-03-28', 2, '2026-03-30'],
  ])('%s and %i days is %s', (day, days, result) => {
    expect(addDays(day, days)).toBe(result);
  });
});

it.each([
  ['2026-11-21T03:05:00.000Z', '2026-11-21 04:05'],
  ['2026-07-01T22:30:59.999Z', '2026-07-02 00:30'],
])('%s is shown as %s', (instant, text) => {
  expect(displayTime(instant)).toBe(text);
});

it.each([
  ['2026-02-28', true],
  ['2026-02-29', false],
  ['2026-2-28', false],
  ['20260228', false],
  ['2026-02-28T00:00', false],
  ['', false],
])('"%s" is a day: %s', (text, is) => {
  expect(isLocalDate(text)).toBe(is);
});

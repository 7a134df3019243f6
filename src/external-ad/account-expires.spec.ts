import fc from 'fast-check';
import { addDays, dayAfter, localDateOf, startOfDay } from '../platform/time';
import { NEVER_EXPIRES, accountExpires, fromAccountExpires } from './account-expires';

describe('accountExpires', () => {
  it.each([
    ['no end', null, '9223372036854775807', null],
    ['winter', '2025-12-31', '134116956000000000', '2025-12-31T23:00:00.000Z'],
    ['summer', '2026-06-30', '134273304000000000', '2026-06-30T22:00:00.000Z'],
    ['the day before the clock goes forward', '2026-03-28', '134192124000000000', '2026-03-28T23:00:00.000Z'],
    ['the 23-hour day', '2026-03-29', '134192952000000000', '2026-03-29T22:00:00.000Z'],
    ['the day after the 23-hour day', '2026-03-30', '134193816000000000', '2026-03-30T22:00:00.000Z'],
    ['the day before the clock goes back', '2026-10-24', '134373528000000000', '2026-10-24T22:00:00.000Z'],
    ['the 25-hour day', '2026-10-25', '134374428000000000', '2026-10-25T23:00:00.000Z'],
    ['the day after the 25-hour day', '2026-10-26', '134375292000000000', '2026-10-26T23:00:00.000Z'],
    ['a leap day', '2028-02-29', '134799516000000000', '2028-02-29T23:00:00.000Z'],
    ['the last day a catalogue can write', '9999-12-31', '2650467708000000000', '9999-12-31T23:00:00.000Z'],
  ])('of %s (%s) is %s', (_, lastDay, ticks, instant) => {
    expect(accountExpires(lastDay)).toBe(ticks);
    expect(fromAccountExpires(ticks)).toBe(instant);
  });

  it('never says never for a day before the count begins', () => {
    expect(accountExpires('1600-12-30')).toBe('1');
    expect(accountExpires('0001-01-01')).toBe('1');
  });

  it('reads 0 as never', () => {
    expect(fromAccountExpires('0')).toBeNull();
  });

  it('lets nobody in the day after and everybody in on the last day, whatever the day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 120_000 }), (days) => {
        const lastDay = addDays('1900-01-01', days);
        const end = fromAccountExpires(accountExpires(lastDay)) ?? '';
        expect(end).toBe(startOfDay(dayAfter(lastDay)));
        expect(localDateOf(end)).toBe(dayAfter(lastDay));
        expect(localDateOf(new Date(Date.parse(end) - 1).toISOString())).toBe(lastDay);
        expect(accountExpires(lastDay)).not.toBe(NEVER_EXPIRES);
      }),
    );
  });

  it.each(['2026-02-30', '', 'never'])('refuses the day %j', (day) => {
    expect(() => accountExpires(day)).toThrow(RangeError);
  });

  it.each(['', '-1', '1.5', 'never', '12345678901234567890'])('refuses the ticks %j', (ticks) => {
    expect(() => fromAccountExpires(ticks)).toThrow(RangeError);
  });
});

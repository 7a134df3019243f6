import { easterSunday, holidaysOf, isWorkingDay } from './swedish-holidays';

describe('Easter Sunday', () => {
  it.each([
    [2000, '2000-04-23'],
    [2019, '2019-04-21'],
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
  ])('of %i is %s', (year, date) => {
    expect(easterSunday(year)).toBe(date);
  });
});

describe('holidays', () => {
  it('of 2026 are these', () => {
    expect([...holidaysOf(2026)].sort()).toEqual([
      ...['2026-01-01', '2026-01-06', '2026-04-03', '2026-04-05', '2026-04-06', '2026-05-01', '2026-05-14', '2026-05-24', '2026-06-06'],
      ...['2026-06-19', '2026-06-20', '2026-10-31', '2026-12-24', '2026-12-25', '2026-12-26', '2026-12-31'],
    ]);
  });

  it.each([
    [2025, '2025-06-20', '2025-06-21', '2025-11-01'],
    [2027, '2027-06-25', '2027-06-26', '2027-11-06'],
    [2028, '2028-06-23', '2028-06-24', '2028-11-04'],
  ])('of %i move with the week: midsummer on %s and %s, All Saints on %s', (year, eve, day, saints) => {
    expect([eve, day, saints].map((date) => holidaysOf(year).has(date))).toEqual([true, true, true]);
  });
});

describe('a working day', () => {
  it.each([
    ['2026-11-20', true, 'Friday'],
    ['2026-11-21', false, 'Saturday'],
    ['2026-11-22', false, 'Sunday'],
    ['2026-11-23', true, 'Monday'],
    ['2026-12-24', false, 'julafton, a Thursday'],
    ['2026-12-28', true, 'the Monday after'],
    ['2026-12-31', false, 'nyårsafton, a Thursday'],
    ['2027-01-01', false, 'nyårsdagen of the next year'],
    ['2027-01-06', false, 'trettondedag jul, a Wednesday'],
    ['2027-01-05', true, 'the eve before it'],
  ])('%s: %s (%s)', (date, works) => {
    expect(isWorkingDay(date)).toBe(works);
  });
});

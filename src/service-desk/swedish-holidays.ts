import { type LocalDate, addDays } from '../platform/time';

/**
 * Easter Sunday of a year in the Gregorian calendar.
 * Source: the anonymous algorithm of Nature (1876), as in Jean Meeus, Astronomical Algorithms, chapter 8.
 */
export function easterSunday(year: number): LocalDate {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const moon = (19 * golden + century - Math.floor(century / 4) - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - moon - ((year % 100) % 4)) % 7;
  const correction = Math.floor((golden + 11 * moon + 22 * weekday) / 451);
  const sum = moon + weekday - 7 * correction + 114;
  return day(year, Math.floor(sum / 31), (sum % 31) + 1);
}

/**
 * Days of a year on which nobody is at work though it may be a weekday.
 *
 * | day                                             | when                                   | source                        |
 * |-------------------------------------------------|----------------------------------------|-------------------------------|
 * | nyårsdagen, trettondedag jul, första maj        | 1/1, 6/1, 1/5                          | lag (1989:253) 1 §            |
 * | nationaldagen, juldagen, annandag jul           | 6/6, 25/12, 26/12                      | lag (1989:253) 1 §            |
 * | långfredagen, påskdagen, annandag påsk          | Easter −2, 0, +1                       | lag (1989:253) 1 §            |
 * | Kristi himmelsfärdsdag, pingstdagen             | Easter +39, +49                        | lag (1989:253) 1 §            |
 * | midsommardagen                                  | the Saturday from 20 to 26 June        | lag (1989:253) 1 §            |
 * | alla helgons dag                                | the Saturday from 31 October to 6 November | lag (1989:253) 1 §        |
 * | midsommarafton, julafton, nyårsafton            | the day before midsommardagen, 24/12, 31/12 | semesterlagen (1977:480) 3 a §: as Sundays |
 */
export function holidaysOf(year: number): ReadonlySet<LocalDate> {
  const known = remembered.get(year);
  if (known) return known;
  const easter = easterSunday(year);
  const midsummer = saturdayFrom(day(year, 6, 20));
  const holidays = new Set([
    ...[day(year, 1, 1), day(year, 1, 6), day(year, 5, 1), day(year, 6, 6), day(year, 12, 25), day(year, 12, 26)],
    ...[-2, 0, 1, 39, 49].map((days) => addDays(easter, days)),
    ...[addDays(midsummer, -1), midsummer, saturdayFrom(day(year, 10, 31))],
    ...[day(year, 12, 24), day(year, 12, 31)],
  ]);
  remembered.set(year, holidays);
  return holidays;
}

const remembered = new Map<number, ReadonlySet<LocalDate>>();

/** Neither a Saturday, a Sunday nor a holiday. */
export function isWorkingDay(date: LocalDate): boolean {
  const weekday = weekdayOf(date);
  return weekday !== SATURDAY && weekday !== SUNDAY && !holidaysOf(Number(date.slice(0, 4))).has(date);
}

const SUNDAY = 0;
const SATURDAY = 6;

const weekdayOf = (date: LocalDate): number => new Date(`${date}T00:00:00Z`).getUTCDay();

const saturdayFrom = (date: LocalDate): LocalDate => addDays(date, SATURDAY - weekdayOf(date));

const day = (year: number, month: number, date: number): LocalDate =>
  `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;

import { readDate } from './generalized-time';

describe('a date in HSA', () => {
  it.each([
    ['UTC in winter, before midnight in Sweden', '20261231225959Z', '2026-12-31'],
    ['UTC in winter, after midnight in Sweden', '20261231230000Z', '2027-01-01'],
    ['UTC in summer, before midnight in Sweden', '20260630215959Z', '2026-06-30'],
    ['UTC in summer, after midnight in Sweden', '20260630220000Z', '2026-07-01'],
    ['an offset', '20260101003000+0100', '2026-01-01'],
    ['an offset in whole hours', '20260101003000+02', '2025-12-31'],
    ['a negative offset', '20251231190000-0500', '2026-01-01'],
    ['no seconds', '202612312259Z', '2026-12-31'],
    ['no minutes', '2026123123Z', '2027-01-01'],
    ['a fraction of a second', '20261231225959.999Z', '2026-12-31'],
    ['a fraction of a minute', '202612312259,99Z', '2026-12-31'],
    ['a fraction of an hour', '2026123122.99Z', '2026-12-31'],
    ['a leap second', '20161231235960Z', '2017-01-01'],
    ['the end of time', '99991231235959Z', '9999-12-31'],
    ['a day without a zone', '20260131', '2026-01-31'],
    ['a leap day', '20280229', '2028-02-29'],
    ['a 13th month', '20261301', null],
    ['a 13th month with a time', '20261301000000Z', null],
    ['the 30th of February', '20260230', null],
    ['the 30th of February with a time', '20260230000000Z', null],
    ['a leap day in another year', '20260229', null],
    ['hour 24', '20260101240000Z', null],
    ['minute 60', '20260101006000Z', null],
    ['an offset of 24 hours', '20260101000000+2400', null],
    ['14 digits without a zone', '20260101000000', null],
    ['a small z', '20260101000000z', null],
    ['ISO 8601', '2026-01-01', null],
    ['a blank before', ' 20260101', null],
    ['a blank after', '20260101 ', null],
    ['a line feed after', '20260101\n', null],
    ['nothing', '', null],
    ['words', 'tillsvidare', null],
  ])('%s', (_what, text, expected) => {
    expect(readDate(text)).toBe(expected);
  });
});

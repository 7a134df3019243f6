import { dueReminder } from './reminder';

const LAST = '2026-11-30';
const DAYS = [14, 60];

describe('a reminder', () => {
  it.each<[string, string, number[], number | null]>([
    ['before the first', '2026-09-30', [], null],
    ['on the day of the first', '2026-10-01', [], 60],
    ['on the day of the first, sent', '2026-10-01', [60], null],
    ['between, not sent while the service stood still', '2026-11-10', [], 60],
    ['on the day of the second', '2026-11-16', [60], 14],
    ['on the day of the second, none sent: only the latest', '2026-11-16', [], 14],
    ['after the second, sent', '2026-11-20', [60, 14], null],
    ['on the last day, not sent', LAST, [60], 14],
    ['after the last day', '2026-12-01', [], null],
  ])('%s', (_what, today, sent, days) => {
    expect(dueReminder(LAST, DAYS, sent, today)).toBe(days);
  });

  it('is none where none is wanted', () => {
    expect(dueReminder(LAST, [], [], LAST)).toBeNull();
  });
});

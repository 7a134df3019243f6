import { type EndingOrder, reminderDue } from './reminders';

const order = (overrides: Partial<EndingOrder> = {}): EndingOrder => ({
  to: '2026-12-31',
  changedAt: '2026-10-01T08:00:00.000Z',
  endedBy: null,
  ...overrides,
});

describe('a reminder', () => {
  it.each<[string, Partial<EndingOrder>, number[], string, number | null]>([
    ['is not due before its day', {}, [], '2026-11-30', null],
    ['is due on its day', {}, [], '2026-12-01', 30],
    ['is due after its day, if nobody was there on it', {}, [], '2026-12-10', 30],
    ['is not due twice', {}, [30], '2026-12-02', null],
    ['is due again nearer the end', {}, [30], '2026-12-24', 7],
    ['is given once where two are due', {}, [], '2026-12-28', 7],
    ['is due on the last day', {}, [], '2026-12-31', 7],
    ['is not due when the last day is over', {}, [], '2027-01-01', null],
    ['is not due of an order that somebody has ended', { endedBy: 'SE2120002502-CHEF' }, [], '2026-12-28', null],
    ['is not due of an order that was this short from the beginning', { changedAt: '2026-12-05T08:00:00.000Z' }, [], '2026-12-06', null],
    ['is due of such an order nearer its end', { changedAt: '2026-12-05T08:00:00.000Z' }, [], '2026-12-24', 7],
    ['is not due on the very day on which the last day was set', { changedAt: '2026-12-24T08:00:00.000Z' }, [], '2026-12-24', null],
  ])('%s', (_what, overrides, given, today, due) => {
    expect(reminderDue(order(overrides), [30, 7], given, today)).toBe(due);
  });

  it('is never due where none are wanted', () => {
    expect(reminderDue(order(), [], [], '2026-12-31')).toBeNull();
  });
});

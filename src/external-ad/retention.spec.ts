import fc from 'fast-check';
import { addMilliseconds } from '../platform/time';
import { deletableFrom, mayBeDeleted } from './retention';

const CLOSED = '2026-08-01T10:00:00.000Z';
const disabled = { enabled: false, closedAt: CLOSED, deletedAt: null };

describe('an account', () => {
  it.each([
    ['enabled', { ...disabled, enabled: true }, '2030-01-01T00:00:00.000Z', false],
    ['not closed', { ...disabled, closedAt: null }, '2030-01-01T00:00:00.000Z', false],
    ['deleted before', { ...disabled, deletedAt: '2026-11-01T00:00:00.000Z' }, '2030-01-01T00:00:00.000Z', false],
    ['closed, the moment before', disabled, '2026-10-29T22:59:59.999Z', false],
    ['closed, the first moment', disabled, '2026-10-29T23:00:00.000Z', true],
    ['closed, long after', disabled, '2030-01-01T00:00:00.000Z', true],
  ])('%s: may be deleted after 90 days?', (_, account, now, expected) => {
    expect(mayBeDeleted(account, 90, now)).toBe(expected);
  });

  it.each([
    ['0 days: the same day', CLOSED, 0, '2026-07-31T22:00:00.000Z'],
    [
      'closed after midnight in Sweden, before midnight UTC: the Swedish day counts',
      '2026-07-31T22:30:00.000Z',
      1,
      '2026-08-01T22:00:00.000Z',
    ],
    ['over the change to winter time', '2026-10-24T10:00:00.000Z', 2, '2026-10-25T23:00:00.000Z'],
    ['over the change to summer time', '2026-03-28T10:00:00.000Z', 2, '2026-03-29T22:00:00.000Z'],
  ])('%s', (_, closedAt, days, from) => {
    expect(deletableFrom(closedAt, days)).toBe(from);
  });

  it('once it may be deleted, may be deleted later too', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(500), fc.nat(500), (retention, days, more) => {
        const at = (count: number): string => addMilliseconds(CLOSED, count * 86_400_000);
        expect(mayBeDeleted(disabled, retention, at(days))).toBe(days >= retention);
        if (mayBeDeleted(disabled, retention, at(days))) expect(mayBeDeleted(disabled, retention, at(days + more))).toBe(true);
      }),
    );
  });
});

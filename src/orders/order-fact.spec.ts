import fc from 'fast-check';
import { addDays } from '../platform/time';
import { ORDER_STATES } from './order';
import { orderFactOf, type OrderStanding } from './order-fact';

const TODAY = '2026-11-21';
const order = (number: string, overrides: Partial<OrderStanding> = {}): OrderStanding => ({
  number,
  state: 'placed',
  cosmicRole: 'SSK',
  placedAt: '2026-11-01T09:00:00.000Z',
  from: '2026-11-01',
  to: null,
  endedAt: null,
  ...overrides,
});
const current = order('C', { to: TODAY });
const passed = order('P', { from: '2026-01-01', to: '2026-11-20' });
const earlier = order('E', { from: '2025-01-01', to: '2025-12-31' });
const ended = order('A', { state: 'ended', endedAt: '2026-11-20T10:00:00.000Z' });
const withdrawn = order('W', { state: 'withdrawn', endedAt: '2026-11-21T01:00:00.000Z' });
const ahead = order('F', { from: '2026-12-01' });
const furtherAhead = order('G', { from: '2027-01-01' });

describe('the order that says most', () => {
  it.each<[string, OrderStanding[], object | null]>([
    ['is none where there are none', [], null],
    ['is the one whose days these are', [current], { number: 'C', state: 'active', to: TODAY }],
    ['is that one, whatever else there is', [ended, ahead, passed, current, withdrawn], { number: 'C', state: 'active' }],
    ['is that one from its first day', [ended, order('N', { from: TODAY, state: 'fulfilled' })], { number: 'N', state: 'active' }],
    ['is the first to begin where none has begun', [furtherAhead, ahead], { number: 'F', state: 'active', from: '2026-12-01' }],
    [
      'is the one that was over last, with the day on which the next begins',
      [passed, ahead, furtherAhead, earlier],
      { number: 'P', state: 'active', to: '2026-11-20', resumesOn: '2026-12-01' },
    ],
    [
      'is one that was ended, with the day on which the next begins',
      [ended, ahead],
      { number: 'A', state: 'ended', resumesOn: '2026-12-01' },
    ],
    ['is the one that was over last where none follows', [earlier, passed], { number: 'P', state: 'active' }],
    ['is an ended one that was over last', [earlier, ended], { number: 'A', state: 'ended', endedAt: ended.endedAt }],
    ['is a withdrawn one that was over last', [ended, withdrawn], { number: 'W', state: 'ended' }],
    ['is the later of two that were over at the same moment', [{ ...ended, number: 'A2' }, ended], { number: 'A2' }],
  ])('%s', (_what, orders, expected) => {
    const fact = orderFactOf(orders, TODAY);
    if (expected === null) expect(fact).toBeNull();
    else expect(fact).toMatchObject(expected);
    if (expected && !('resumesOn' in expected)) expect(fact).not.toHaveProperty('resumesOn');
  });

  it('is the same in whatever order they are read', () => {
    const anyOrder = fc.record({
      state: fc.constantFrom(...ORDER_STATES),
      start: fc.integer({ min: -40, max: 40 }),
      days: fc.option(fc.integer({ min: 0, max: 40 })),
    });
    fc.assert(
      fc.property(fc.array(anyOrder, { maxLength: 6 }), fc.func(fc.integer()), (drawn, rank) => {
        let free = -60; // no two that count overlap
        const orders = drawn.map(({ state, start, days }, index) => {
          const counts = state === 'placed' || state === 'fulfilled';
          const from = counts ? free + 1 + Math.abs(start) : start;
          const to = days === null && !counts ? null : from + (days ?? 5);
          if (counts) free = to ?? from;
          return order(`B${index}`, {
            state,
            from: addDays(TODAY, from),
            to: to === null ? null : addDays(TODAY, to),
            endedAt: counts ? null : `2026-11-${10 + index}T10:00:00.000Z`,
          });
        });
        const shuffled = orders.map((one, index) => ({ one, at: rank(index) })).sort((a, b) => a.at - b.at);
        expect(
          orderFactOf(
            shuffled.map(({ one }) => one),
            TODAY,
          ),
        ).toEqual(orderFactOf(orders, TODAY));
      }),
    );
  });
});

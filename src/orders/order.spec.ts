import {
  ACTIVE_STATES,
  checked,
  isOrderNumber,
  ORDER_STATES,
  ORDER_STEPS,
  orderNumber,
  type OrderState,
  type OrderStep,
  stateAfter,
  TRANSITIONS,
  type TransitionMap,
} from './order';

const LEGAL: readonly [OrderState, OrderStep, OrderState][] = [
  ['placed', 'change', 'placed'],
  ['placed', 'fulfil', 'fulfilled'],
  ['placed', 'end', 'ended'],
  ['placed', 'withdraw', 'withdrawn'],
  ['fulfilled', 'change', 'fulfilled'],
  ['fulfilled', 'undo-fulfil', 'placed'],
  ['fulfilled', 'end', 'ended'],
];
const ILLEGAL = ORDER_STATES.flatMap((state) => ORDER_STEPS.map((step) => [state, step] as const)).filter(
  ([state, step]) => !LEGAL.some(([from, taken]) => from === state && taken === step),
);

describe('an order', () => {
  it.each(LEGAL)('that is %s can take the step %s and is %s then', (state, step, next) => {
    expect(stateAfter(state, step)).toBe(next);
  });

  it.each(ILLEGAL)('that is %s cannot take the step %s', (state, step) => {
    expect(stateAfter(state, step)).toBeNull();
  });

  it('has thirteen steps that it cannot take', () => {
    expect(ILLEGAL).toHaveLength(13);
  });

  it('counts while it is placed or fulfilled', () => {
    expect(ACTIVE_STATES).toEqual(['placed', 'fulfilled']);
  });
});

describe('the map of steps is refused at start', () => {
  it.each<[string, TransitionMap, string]>([
    [
      'where a state cannot be reached',
      { ...TRANSITIONS, placed: { end: 'ended', withdraw: 'withdrawn' } },
      'No step leads to an order that is fulfilled',
    ],
    ['where an end is no end', { ...TRANSITIONS, ended: { change: 'placed', end: 'ended' } }, 'An order that is ended is over for good'],
    ['where a withdrawal is none', { ...TRANSITIONS, withdrawn: { end: 'ended' } }, 'An order that is withdrawn is over for good'],
    [
      'where an order goes on for ever',
      { ...TRANSITIONS, fulfilled: { change: 'fulfilled' } },
      'An order that is fulfilled cannot be ended',
    ],
  ])('%s', (_what, map, message) => {
    expect(() => checked(map)).toThrow(message);
  });
});

describe('an order number', () => {
  it.each([
    [2026, 1, 'B2026-00001'],
    [2026, 99_999, 'B2026-99999'],
    [2027, 123_456, 'B2027-123456'],
  ])('of %d and %d is %s', (year, sequence, number) => {
    expect(orderNumber(year, sequence)).toBe(number);
    expect(isOrderNumber(number)).toBe(true);
  });

  it.each(['2026-00001', 'B2026-0001', 'b2026-00001', 'B2026-00001 ', ''])('is not %j', (text) => {
    expect(isOrderNumber(text)).toBe(false);
  });
});

/**
 * - `placed`: a manager has asked for access; nobody has granted it yet.
 * - `fulfilled`: granted in Cosmic.
 * - `ended`: its time is over, or it was ended.
 * - `withdrawn`: taken back before it was granted.
 */
export const ORDER_STATES = ['placed', 'fulfilled', 'ended', 'withdrawn'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/**
 * - `change`: another role, unit or other days; a last day that somebody sets to end it is one of these.
 * - `fulfil`, `undo-fulfil`: Servicecenter has granted, or takes it back.
 * - `end`: at once, or because the last day is over.
 */
export const ORDER_STEPS = ['change', 'fulfil', 'undo-fulfil', 'end', 'withdraw'] as const;
export type OrderStep = (typeof ORDER_STEPS)[number];

export type TransitionMap = Readonly<Record<OrderState, Readonly<Partial<Record<OrderStep, OrderState>>>>>;

/** Which steps may be taken from where, and where they lead. */
export const TRANSITIONS: TransitionMap = checked({
  placed: { change: 'placed', fulfil: 'fulfilled', end: 'ended', withdraw: 'withdrawn' },
  fulfilled: { change: 'fulfilled', 'undo-fulfil': 'placed', end: 'ended' },
  ended: {},
  withdrawn: {},
});

/** An order that counts: it may give access. */
export const ACTIVE_STATES: readonly OrderState[] = ORDER_STATES.filter((state) => TRANSITIONS[state].end !== undefined);

export const isActive = (state: OrderState): boolean => ACTIVE_STATES.includes(state);

/** Where the step leads; null where it may not be taken. */
export const stateAfter = (state: OrderState, step: OrderStep): OrderState | null => TRANSITIONS[state][step] ?? null;

/**
 * Asked as soon as the service starts.
 * @throws Error for a map that cannot be meant: a fault in this program
 */
export function checked(map: TransitionMap): TransitionMap {
  const reached = new Set<OrderState>(['placed']);
  for (const state of reached) for (const next of Object.values(map[state])) reached.add(next);
  const unreachable = ORDER_STATES.filter((state) => !reached.has(state));
  if (unreachable.length > 0) throw new Error(`No step leads to an order that is ${unreachable.join(', ')}`);
  const restless = (['ended', 'withdrawn'] as const).filter((state) => Object.keys(map[state]).length > 0);
  if (restless.length > 0) throw new Error(`An order that is ${restless.join(', ')} is over for good`);
  const endless = ORDER_STATES.filter((state) => Object.keys(map[state]).length > 0 && map[state].end !== 'ended');
  if (endless.length > 0) throw new Error(`An order that is ${endless.join(', ')} cannot be ended`);
  return map;
}

/** `B2026-00001`: the year in Sweden in which it was placed and a running number, five digits or more. */
export const orderNumber = (year: number, sequence: number): string => `B${year}-${String(sequence).padStart(5, '0')}`;

export const isOrderNumber = (text: string): boolean => /^B\d{4}-\d{5,}$/.test(text);

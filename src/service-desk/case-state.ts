import type { CaseEvent } from './case-event';

/**
 * - `open`: nobody's; anybody may take it.
 * - `claimed`: somebody works on it.
 * - `returned`: waits for the manager or the HSA administrator.
 * - `done`: what it asked for is done in Cosmic.
 * - `superseded`: a later event made it pointless.
 */
export const CASE_STATES = ['open', 'claimed', 'returned', 'done', 'superseded'] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** What happens to a case. `expire`: the holder has not touched it for too long; `come-back`: what it was returned for is mended. */
export const CASE_STEPS = ['claim', 'take-over', 'release', 'expire', 'return', 'come-back', 'finish', 'undo', 'supersede'] as const;
export type CaseStep = (typeof CASE_STEPS)[number];

type TransitionMap = Readonly<Record<CaseState, Partial<Record<CaseStep, CaseState>>>>;

/**
 * | from \ step | claim   | take-over | release | expire | return   | come-back | finish | undo    | supersede  |
 * |-------------|---------|-----------|---------|--------|----------|-----------|--------|---------|------------|
 * | open        | claimed |           |         |        | returned |           | done   |         | superseded |
 * | claimed     |         | claimed   | open    | open   | returned |           | done   |         | superseded |
 * | returned    | claimed |           |         |        |          | open      | done   |         | superseded |
 * | done        |         |           |         |        |          |           |        | claimed |            |
 * | superseded  |         |           |         |        |          |           |        |         |            |
 */
export const CASE_TRANSITIONS = checked({
  open: { claim: 'claimed', return: 'returned', finish: 'done', supersede: 'superseded' },
  claimed: { 'take-over': 'claimed', release: 'open', expire: 'open', return: 'returned', finish: 'done', supersede: 'superseded' },
  returned: { claim: 'claimed', 'come-back': 'open', finish: 'done', supersede: 'superseded' },
  done: { undo: 'claimed' },
  superseded: {},
});

/** A case that waits for somebody. */
export const isLive = ({ state }: { state: CaseState }): boolean => LIVE_STATES.includes(state);
export const LIVE_STATES: readonly CaseState[] = ['open', 'claimed', 'returned'];

export const mayStep = (from: CaseState, step: CaseStep): boolean => CASE_TRANSITIONS[from][step] !== undefined;

/** @throws Error for a step that the map does not have: a fault in this program, for people are refused before it comes to that */
export function afterStep(from: CaseState, step: CaseStep): CaseState {
  const next = CASE_TRANSITIONS[from][step];
  if (next === undefined) throw new Error(`A case cannot ${step} when it is ${from}`);
  return next;
}

/**
 * The map as it is, looked at when the program starts: every state can be reached, every step is taken somewhere, and
 * what is superseded stays so.
 *
 * @throws Error naming what is wrong
 */
export function checked(map: TransitionMap): TransitionMap {
  const reached = new Set<CaseState>(['open']);
  for (const state of reached) for (const next of Object.values(map[state])) reached.add(next);
  const unreached = CASE_STATES.filter((state) => !reached.has(state));
  const unused = CASE_STEPS.filter((step) => !CASE_STATES.some((state) => map[state][step]));
  const wrong = [...unreached, ...unused, ...Object.keys(map.superseded)];
  if (wrong.length > 0) throw new Error(`The cases' transition map is not whole: ${wrong.join(', ')}`);
  return map;
}

/** What Servicecenter may record on a case. */
export const CASE_ACTS = ['grant', 'remove', 'done', 'nothing-granted'] as const;
export type CaseAct = (typeof CASE_ACTS)[number];

/**
 * | event      | grant | remove | done: nothing more to do | nothing was ever granted |
 * |------------|-------|--------|--------------------------|--------------------------|
 * | new        | yes   |        |                          |                          |
 * | changed    | yes   | yes    | yes                      |                          |
 * | ended      |       | yes    |                          | yes                      |
 * | reinstated | yes   | yes    | yes                      |                          |
 */
const ACTS: Record<CaseEvent, readonly CaseAct[]> = {
  new: ['grant'],
  changed: ['grant', 'remove', 'done'],
  ended: ['remove', 'nothing-granted'],
  reinstated: ['grant', 'remove', 'done'],
};

export const allows = (event: CaseEvent, act: CaseAct): boolean => ACTS[event].includes(act);

/** Whom a case can be returned to. */
export const RETURN_TARGETS = ['manager', 'hsa-administrator'] as const;
export type ReturnTarget = (typeof RETURN_TARGETS)[number];

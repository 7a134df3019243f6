import { CASE_EVENTS } from './case-event';
import {
  afterStep,
  allows,
  CASE_ACTS,
  CASE_STATES,
  CASE_STEPS,
  CASE_TRANSITIONS,
  type CaseState,
  type CaseStep,
  checked,
  isLive,
  mayStep,
} from './case-state';

/** The table above the map, row by row. */
const LEGAL: [CaseState, CaseStep, CaseState][] = [
  ['open', 'claim', 'claimed'],
  ['open', 'return', 'returned'],
  ['open', 'finish', 'done'],
  ['open', 'supersede', 'superseded'],
  ['claimed', 'take-over', 'claimed'],
  ['claimed', 'release', 'open'],
  ['claimed', 'expire', 'open'],
  ['claimed', 'return', 'returned'],
  ['claimed', 'finish', 'done'],
  ['claimed', 'supersede', 'superseded'],
  ['returned', 'claim', 'claimed'],
  ['returned', 'come-back', 'open'],
  ['returned', 'finish', 'done'],
  ['returned', 'supersede', 'superseded'],
  ['done', 'undo', 'claimed'],
];
const isLegal = (from: CaseState, step: CaseStep): boolean => LEGAL.some(([state, one]) => state === from && one === step);
const ILLEGAL = CASE_STATES.flatMap((from) => CASE_STEPS.map((step) => [from, step] as const)).filter(
  ([from, step]) => !isLegal(from, step),
);

describe('a case', () => {
  it.each(LEGAL)('that is %s: %s makes it %s', (from, step, to) => {
    expect(mayStep(from, step)).toBe(true);
    expect(afterStep(from, step)).toBe(to);
  });

  it.each(ILLEGAL)('that is %s cannot %s', (from, step) => {
    expect(mayStep(from, step)).toBe(false);
    expect(() => afterStep(from, step)).toThrow(`A case cannot ${step} when it is ${from}`);
  });

  it('waits for somebody while it is open, claimed or returned', () => {
    expect(CASE_STATES.filter((state) => isLive({ state }))).toEqual(['open', 'claimed', 'returned']);
  });
});

describe('the map', () => {
  it.each<[string, typeof CASE_TRANSITIONS, string]>([
    ['leads nowhere from what is superseded', { ...CASE_TRANSITIONS, superseded: { undo: 'open' } }, 'undo'],
    ['uses every step', { ...CASE_TRANSITIONS, done: {} }, 'undo'],
    [
      'reaches every state',
      { ...CASE_TRANSITIONS, open: { ...CASE_TRANSITIONS.open, return: 'open' }, claimed: { ...CASE_TRANSITIONS.claimed, return: 'open' } },
      'returned',
    ],
  ])('%s, or the program does not start', (_what, map, word) => {
    expect(() => checked(map)).toThrow(word);
  });

  it('is whole as it is', () => {
    expect(checked(CASE_TRANSITIONS)).toBe(CASE_TRANSITIONS);
  });
});

it.each([
  ['new', ['grant']],
  ['changed', ['grant', 'remove', 'done']],
  ['ended', ['remove', 'nothing-granted']],
  ['reinstated', ['grant', 'remove', 'done']],
])('in a case of %s these can be recorded: %s', (event, acts) => {
  const one = CASE_EVENTS.find((name) => name === event);
  expect(one && CASE_ACTS.filter((act) => allows(one, act))).toEqual(acts);
});

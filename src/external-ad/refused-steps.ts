import type { Step } from './apply-account';

/** They give access, or cannot be undone: not after a refusal. */
const HELD_BACK: ReadonlySet<Step['kind']> = new Set(['ensure-group', 'join', 'enable', 'remove']);

export const isHeldBack = (step: Step['kind']): boolean => HELD_BACK.has(step);

/** What it means that the AD, or a rule here, refuses a step for what it is. */
export type AfterRefusal =
  /** No step can follow. */
  | 'end'
  /** What takes access away or corrects is done all the same; what gives is not, and the account is held. */
  | 'hold'
  /** The account can do without. */
  | 'spare';

/**
 * One refusal does not stop the rest: a leaver still leaves the other groups, and a protected person's names still go.
 *
 * | object    | step     | refused for              | to be enabled | then  |
 * |-----------|----------|--------------------------|---------------|-------|
 * | not there | any      | anything                 |               | end   |
 * | there     | leave    | a group that is not ours | yes           | spare |
 * | there     | leave    | a group that is not ours | no            | hold  |
 * | there     | leave    | anything else            |               | hold  |
 * | there     | any other | anything                |               | hold  |
 *
 * A leaver is held where the group may be one of ours that somebody took the mark from.
 */
export function afterRefusal(
  step: Step['kind'],
  code: string,
  { isThere, isToBeEnabled }: { isThere: boolean; isToBeEnabled: boolean },
): AfterRefusal {
  if (!isThere) return 'end';
  return step === 'leave' && code === 'group-not-ours' && isToBeEnabled ? 'spare' : 'hold';
}

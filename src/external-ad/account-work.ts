import type { AccountAttributes } from './account.types';
import type { AdObject } from './active-directory';
import { type Step, disabledAnew, stepsTo } from './apply-account';
import type { HeldCode, Link } from './first-link';
import { isEnabled } from './observed-account';

/** What is to be done about one account. */
export type Work =
  /** `object`: null where it is to be created. */
  | { kind: 'steps'; object: AdObject | null; steps: Step[] }
  /** Nothing: it is as it should be; `object` null where nothing is there and nothing should be. */
  | { kind: 'done'; object: AdObject | null }
  | { kind: 'held'; code: HeldCode }
  | { kind: 'name-taken' }
  /** For the controller that was written to last. */
  | { kind: 'elsewhere' };

/**
 * | in the AD      | it is to be         | last written  | work                                                 |
 * |----------------|---------------------|---------------|------------------------------------------------------|
 * | this, disabled | disabled            | on another    | disabled anew: it may be enabled there; its steps    |
 * | this           | anything            | here, or else | its steps; done where there are none                 |
 * | none           | enabled             |               | created                                              |
 * | none, gone     | disabled or deleted |               | done: there is nothing to end                        |
 * | gone           | enabled             |               | held missing                                         |
 * | elsewhere      |                     |               | elsewhere                                            |
 * | name-taken     |                     |               | name-taken                                           |
 * | held           |                     |               | held                                                 |
 *
 * What is gone is made anew where a comparison says so, behind its policy and its brake: it takes the link away, and the
 * account has its first link before it again.
 *
 * @param desired null where it is to be deleted
 * @param mayBeOld the last write for it was sent to another controller than the one that was read
 */
export function workOf(link: Link, desired: AccountAttributes | null, mayBeOld: boolean): Work {
  switch (link.kind) {
    case 'this': {
      const { attributes } = link.object;
      const isAnew = mayBeOld && desired !== null && !isEnabled(desired) && !isEnabled(attributes);
      const steps = isAnew ? disabledAnew(attributes, desired) : stepsTo(attributes, desired);
      return steps.length > 0 ? { kind: 'steps', object: link.object, steps } : { kind: 'done', object: link.object };
    }
    case 'none':
    case 'gone': {
      if (desired === null || !isEnabled(desired)) return { kind: 'done', object: null };
      if (link.kind === 'gone') return { kind: 'held', code: 'missing' };
      return { kind: 'steps', object: null, steps: stepsTo(null, desired) };
    }
    case 'elsewhere':
    case 'name-taken':
      return { kind: link.kind };
    case 'held':
      return { kind: 'held', code: link.code };
  }
}

import type { Assessment } from '../access/assess';
import type { AccessFacts } from '../access/facts';
import type { BlockerReason } from '../access/stages';
import { hsaIdKey } from '../people/hsa-id';

/** What HSA or the AD says otherwise of somebody who works in Cosmic: a blocker's reason, or where they work. */
export type BaselineDifference = BlockerReason | 'unit-differs';

/** What Servicecenter's own work and the user's papers are about is no disagreement. */
const AGREES: ReadonlySet<BlockerReason> = new Set<BlockerReason>([
  'not-granted',
  'not-informed',
  'removal-not-confirmed',
  'test-login-missing',
  'order-missing',
  'order-not-started',
]);

/**
 * | facts                                                        | difference                     |
 * |--------------------------------------------------------------|--------------------------------|
 * | something in HSA, in the AD or of the agreement is in the way | that blocker                   |
 * | units are named in the file, HSA's unit is none of them      | unit-differs                   |
 * | nothing                                                      | -                              |
 *
 * @param units HSA-ids of the units that the person has access at in Cosmic
 */
export function baselineDifferences(facts: AccessFacts, { blockers }: Assessment, units: readonly string[]): BaselineDifference[] {
  const reasons = blockers.map(({ reason }) => reason).filter((reason) => !AGREES.has(reason));
  const unit = facts.hsa?.person?.unit?.hsaId ?? null;
  const isElsewhere = units.length > 0 && facts.hsa?.person && (unit === null || !units.some((one) => hsaIdKey(one) === hsaIdKey(unit)));
  return [...new Set([...reasons, ...(isElsewhere ? ['unit-differs' as const] : [])])];
}

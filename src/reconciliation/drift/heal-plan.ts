import type { AccountDrift } from '../../external-ad/drift';
import { type DriftPolicy, type HealKind, healKindOf, healingOfAll, isBeyondUs } from '../../external-ad/drift-policy';
import type { DriftOutcome } from '../../texts/sv/ad-drift';
import { type BrakeLimits, type Tripped, brake } from '../plan/brake';

export interface HealRules {
  policy: DriftPolicy;
  /** False: only what is healed whatever policy says. */
  isAskedToHeal: boolean;
  limits: BrakeLimits;
  /** Enabled accounts of the municipality. */
  accounts: number;
}

export interface HealPlan<T> {
  outcomes: Map<T, DriftOutcome>;
  /** What the brake would not let through. */
  tripped: Tripped[];
}

/**
 * What is done about each of a municipality's accounts that differ.
 *
 * | by policy              | asked to heal | brake    | outcome  |
 * |------------------------|---------------|----------|----------|
 * | always                 |               |          | healed   |
 * | allowed                | yes           | lets through | healed |
 * | allowed                | yes           | trips    | halted   |
 * | allowed                | no            |          | reported |
 * | no, the service may not|               |          | beyond   |
 * | no                     |               |          | reported |
 *
 * The brake counts those that are allowed: the same as stands before what a catalogue brings.
 */
export function healPlan<T extends { drifts: readonly AccountDrift[] }>(accounts: readonly T[], rules: HealRules): HealPlan<T> {
  const { policy, isAskedToHeal, limits } = rules;
  const healings = accounts.map((account) => ({ account, healing: healingOfAll(account.drifts, policy) }));
  const planned: Record<HealKind, number> = { removals: 0, changes: 0, creations: 0 };
  for (const { account, healing } of healings) if (healing === 'allowed') planned[healKindOf(account.drifts)] += 1;
  const tripped = isAskedToHeal ? brake(planned, rules.accounts, limits) : [];
  const allowed: DriftOutcome = !isAskedToHeal ? 'reported' : tripped.length > 0 ? 'halted' : 'healed';
  const outcomes = new Map<T, DriftOutcome>();
  for (const { account, healing } of healings) {
    const refused = account.drifts.some(isBeyondUs) ? 'beyond' : 'reported';
    outcomes.set(account, healing === 'always' ? 'healed' : healing === 'allowed' ? allowed : refused);
  }
  return { outcomes, tripped };
}

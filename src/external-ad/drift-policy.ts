import type { LdapAdConfiguration } from '../platform/config/schema';
import type { AccountDrift } from './drift';

export type DriftPolicy = LdapAdConfiguration['drift'];

/** What a heal counts as before the brake: a removal takes access away, a creation gives it. */
export type HealKind = 'removals' | 'changes' | 'creations';

/** - `always`: whatever policy and brake say. - `allowed`: by policy, behind the brake. */
export type Healing = 'always' | 'allowed' | 'no';

/**
 * What is done about one drift by itself.
 *
 * | drift                               | done                                                          |
 * |-------------------------------------|---------------------------------------------------------------|
 * | enabled                             | always                                                        |
 * | missing                             | as policy for `missing`                                       |
 * | unconfirmed                         | no: it may be on the controller that it was written to        |
 * | moved, within our OU                | as policy for `moved`                                         |
 * | moved, out of it                    | no: nothing is touched there                                  |
 * | changed                             | as policy for `changed`                                       |
 * | changed, and our mark is gone       | no: what does not bear it is not ours to write                |
 * | group-added, group-removed          | as policy for `groups`                                        |
 */
export function healingOf(drift: AccountDrift, policy: DriftPolicy): Healing {
  switch (drift.kind) {
    case 'enabled':
      return 'always';
    case 'missing':
      return allowed(policy.missing);
    case 'unconfirmed':
      return 'no';
    case 'moved':
      return drift.isOutside ? 'no' : allowed(policy.moved);
    case 'changed':
      return drift.attributes.includes('mark') ? 'no' : allowed(policy.changed);
    case 'group-added':
    case 'group-removed':
      return allowed(policy.groups);
  }
}

const allowed = (policy: 'report' | 'heal'): Healing => (policy === 'heal' ? 'allowed' : 'no');

/**
 * What is done about one account: it is written as a whole, or not at all.
 *
 * | its drifts                                   | done    |
 * |----------------------------------------------|---------|
 * | one is always healed, none is beyond us      | always  |
 * | all are allowed                              | allowed |
 * | one is to be reported only                   | no: to write the account would mend that one too |
 * | it is out of our OU, or has lost our mark    | no      |
 */
export function healingOfAll(drifts: readonly AccountDrift[], policy: DriftPolicy): Healing {
  if (drifts.length === 0 || drifts.some(isBeyondUs)) return 'no';
  const each = drifts.map((drift) => healingOf(drift, policy));
  if (each.includes('always')) return 'always';
  return each.includes('no') ? 'no' : 'allowed';
}

/** What the service may not write, whatever policy says. */
export const isBeyondUs = (drift: AccountDrift): boolean =>
  (drift.kind === 'moved' && drift.isOutside) ||
  (drift.kind === 'changed' && drift.attributes.includes('mark')) ||
  drift.kind === 'unconfirmed';

/**
 * What is certain of an account of which only that is looked for: that it is enabled and should not be.
 *
 * | its drifts                                | certain                                            |
 * |-------------------------------------------|----------------------------------------------------|
 * | enabled, and our mark is gone             | both: it is not ours to disable                    |
 * | enabled, and anything else or nothing     | enabled                                            |
 * | others                                    | nothing                                            |
 */
export const certainOf = (drifts: readonly AccountDrift[]): AccountDrift[] =>
  drifts.some(({ kind }) => kind === 'enabled')
    ? drifts.flatMap((drift): AccountDrift[] => {
        if (drift.kind === 'changed' && isBeyondUs(drift)) return [{ kind: 'changed', attributes: ['mark'] }];
        return drift.kind === 'enabled' ? [drift] : [];
      })
    : [];

const GRAVEST: readonly HealKind[] = ['creations', 'removals', 'changes'];

const COUNTS_AS: Record<AccountDrift['kind'], HealKind> = {
  missing: 'creations',
  unconfirmed: 'creations',
  enabled: 'removals',
  'group-added': 'removals',
  'group-removed': 'changes',
  moved: 'changes',
  changed: 'changes',
};

/** What the brake counts the healing of one account as: once, as the gravest. */
export const healKindOf = (drifts: readonly AccountDrift[]): HealKind =>
  GRAVEST.find((kind) => drifts.some((drift) => COUNTS_AS[drift.kind] === kind)) ?? 'changes';

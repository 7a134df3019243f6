import type { AccountAttributes } from '../external-ad/account.types';
import type { FieldChange } from '../service-desk/case-facts';
import type { CaseEvent } from '../service-desk/case-event';
import type { Assessment } from './assess';
import type { AccountFact } from './facts';

/** What is done with the account in the external AD. `freeze` and `none` write nothing. */
export type AccountEffect =
  { kind: 'create' | 'change' | 'disable' | 're-enable'; desired: AccountAttributes } | { kind: 'delete' | 'freeze' | 'none' };

export interface CaseEffect {
  event: CaseEvent;
  changes: FieldChange[];
}

/** The one word for a person in a run's counts. */
export type Action = 'created' | 'changed' | 'ended' | 'reinstated' | 'deleted' | 'held' | 'unchanged' | 'none';

export interface Effects {
  action: Action;
  account: AccountEffect;
  case: CaseEffect | null;
}

export interface EffectsInput {
  assessment: Assessment;
  account: AccountFact | null;
  /** The account as it should be if entitled, and as a leaver's: both computed from the facts; null where nothing is known of the person. */
  whenEntitled: AccountAttributes | null;
  whenEnded: AccountAttributes | null;
  /** The account as it was last desired, without what a protected person's must not show. */
  whenMasked: AccountAttributes | null;
  /** Attributes that differ between the account as desired last and as it should be now. */
  differs: (before: AccountAttributes, after: AccountAttributes) => boolean;
  /** What Servicecenter has not been told yet. */
  changes: FieldChange[];
  /** A grant from before this service stands open: there is nothing to grant, so nothing to ask for. */
  alreadyGranted: boolean;
  /** A closed account whose time of retention is over. */
  retentionIsOver: boolean;
}

/**
 * What follows from comparing the assessment with what is already so.
 *
 * | held | entitled | account  | account as it should be | effect     | case                          |
 * |------|----------|----------|-------------------------|------------|-------------------------------|
 * | yes  |          | any      | shows a protected name  | change     | -                             |
 * | yes  |          |          |                         | freeze     | -                             |
 * | no   | yes      | none     |                         | create     | new, unless already granted   |
 * | no   | yes      | deleted  |                         | create     | new, unless already granted   |
 * | no   | yes      | disabled |                         | re-enable  | reinstated                    |
 * | no   | yes      | enabled  | differs                 | change     | changed, if it is mail-worthy |
 * | no   | yes      | enabled  | the same                | none       | changed, if it is mail-worthy |
 * | no   | no       | enabled  |                         | disable    | ended                         |
 * | no   | no       | disabled | closed, retention over  | delete     | -                             |
 * | no   | no       | disabled | differs (protection)    | change     | -                             |
 * | no   | no       | disabled | the same                | none       | -                             |
 * | no   | no       | none     |                         | none       | -                             |
 */
export function effects(input: EffectsInput): Effects {
  const { assessment, account, whenEntitled, whenEnded } = input;
  const live = account !== null && account.deletedAt === null;
  if (assessment.held) return whileHeld(input, live ? account : null);
  if (assessment.entitledToAccount && whenEntitled) {
    if (!live) {
      const opened: CaseEffect | null = input.alreadyGranted ? null : { event: 'new', changes: [] };
      return { action: 'created', account: { kind: 'create', desired: whenEntitled }, case: opened };
    }
    if (!account.desiredEnabled) {
      return {
        action: 'reinstated',
        account: { kind: 're-enable', desired: whenEntitled },
        case: { event: 'reinstated', changes: input.changes },
      };
    }
    return whileEntitled(input, account, whenEntitled);
  }
  if (!live || !whenEnded) return { action: 'none', account: { kind: 'none' }, case: null };
  if (account.desiredEnabled)
    return { action: 'ended', account: { kind: 'disable', desired: whenEnded }, case: { event: 'ended', changes: [] } };
  if (input.retentionIsOver) return { action: 'deleted', account: { kind: 'delete' }, case: null };
  if (input.differs(account.desired, whenEnded)) return { action: 'changed', account: { kind: 'change', desired: whenEnded }, case: null };
  return { action: 'none', account: { kind: 'none' }, case: null };
}

function whileEntitled(input: EffectsInput, account: AccountFact, desired: AccountAttributes): Effects {
  const changesAccount = input.differs(account.desired, desired);
  const tells = input.changes.length > 0;
  return {
    action: changesAccount || tells ? 'changed' : 'unchanged',
    account: changesAccount ? { kind: 'change', desired } : { kind: 'none' },
    case: tells ? { event: 'changed', changes: input.changes } : null,
  };
}

/** A hold freezes everything but the masking of a protected person. */
function whileHeld({ whenMasked, differs }: EffectsInput, account: AccountFact | null): Effects {
  const unmask = account !== null && whenMasked !== null && differs(account.desired, whenMasked);
  return { action: 'held', account: unmask ? { kind: 'change', desired: whenMasked } : { kind: 'freeze' }, case: null };
}

import { createHash } from 'node:crypto';
import type { Decision } from '../../access/decide';
import type { AccountEffect, Action } from '../../access/effects';
import { protectedAccount } from '../../external-ad/account';
import { diffAccounts } from '../../external-ad/diff';
import type { AccountAttributes } from '../../external-ad/account.types';
import type { FieldChange } from '../../service-desk/case-facts';
import type { BrakeKind } from './brake';

/** One person in a plan. */
export interface PlanRow {
  hsaIdKey: string;
  hsaId: string;
  isProtected: boolean;
  action: Action;
  /** Only the attributes that differ; all of them for an account that begins. */
  before: Partial<AccountAttributes> | null;
  after: Partial<AccountAttributes> | null;
  /** What Servicecenter will be told. */
  changes: FieldChange[];
  /** An end that the facts of before this run already held (an end date passed): it does not count against the brake. */
  knownBeforehand: boolean;
  digest: string;
}

const WRITES: ReadonlySet<Action> = new Set<Action>(['created', 'changed', 'ended', 'reinstated', 'deleted']);

/**
 * The row of one decision, or null where nothing is to be done. A protected person's names nobody, and reads the same
 * whether the account has been masked already or is to be: what somebody approves while the municipality is halted stays
 * approved.
 */
export function planRow(input: {
  hsaIdKey: string;
  hsaId: string;
  isProtected: boolean;
  decision: Decision;
  current: AccountAttributes | null;
  knownBeforehand: boolean;
  /** What a hold that this run would open rests on; null when none opens. */
  opensHold: string | null;
}): PlanRow | null {
  const { decision } = input;
  const { action, account } = decision.effects;
  const isWritten = WRITES.has(action) || 'desired' in account; // a protected person is masked while held
  if (!isWritten && input.opensHold === null) return null;
  const current = input.isProtected && input.current ? protectedAccount(input.current) : input.current;
  const [before, after] = sidesOf(account, current);
  const changes = decision.effects.case?.changes ?? [];
  const digest = createHash('sha256')
    .update(JSON.stringify([action, before, after, changes, input.opensHold]))
    .digest('hex');
  return {
    hsaIdKey: input.hsaIdKey,
    hsaId: input.hsaId,
    isProtected: input.isProtected,
    action,
    before,
    after,
    changes,
    knownBeforehand: input.knownBeforehand,
    digest,
  };
}

type Side = Partial<AccountAttributes> | null;

/**
 * | account                      | before          | after           |
 * |------------------------------|-----------------|-----------------|
 * | begins                       | -               | all             |
 * | is deleted                   | all             | -               |
 * | changes, is disabled, opened | what differs    | what differs    |
 * | stays as it is, or frozen    | -               | -               |
 */
function sidesOf(account: AccountEffect, current: AccountAttributes | null): [Side, Side] {
  if (account.kind === 'delete') return [current, null];
  if (!('desired' in account)) return [null, null];
  return current ? difference(current, account.desired) : [null, account.desired];
}

function difference(before: AccountAttributes, after: AccountAttributes): [Side, Side] {
  const changed = diffAccounts(before, after);
  const side = (which: 'before' | 'after'): Side => Object.fromEntries(changed.map((change) => [change.attribute, change[which]]));
  return changed.length === 0 ? [null, null] : [side('before'), side('after')];
}

const COUNTS_AS: Partial<Record<Action, BrakeKind>> = {
  ended: 'removals',
  changed: 'changes',
  created: 'creations',
  reinstated: 'creations',
};

/**
 * What the brake counts a row as. Deleting after retention was decided long ago and does not count; nor does an end
 * that was known beforehand, nor what a person has approved.
 */
export function brakeKindOf(row: PlanRow, approved: ReadonlyMap<string, string>): BrakeKind | null {
  const kind = COUNTS_AS[row.action];
  if (!kind || isApproved(row, approved) || (kind === 'removals' && row.knownBeforehand)) return null;
  return kind;
}

/** Approved are the rows whose before and after are still what somebody looked at. @param approved digest by HSA-id key */
export const isApproved = (row: PlanRow, approved: ReadonlyMap<string, string>): boolean => approved.get(row.hsaIdKey) === row.digest;

/** The same people and the same befores and afters give the same digest, in whatever order they were read. */
export const planDigest = (rows: Iterable<PlanRow>): string =>
  createHash('sha256')
    .update(JSON.stringify(Array.from(rows, ({ hsaIdKey, digest }) => [hsaIdKey, digest]).sort()))
    .digest('hex');

/** The rows of a plan, each made anew at each access where they are many. */
export type PlanRows = Iterable<PlanRow> & { readonly length: number };

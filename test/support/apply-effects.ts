import type { Decision } from '../../src/access/decide';
import type { AccessFacts, AccountFact } from '../../src/access/facts';
import type { Told } from '../../src/service-desk/case-changes';
import type { Instant } from '../../src/platform/time';

/** The facts once a decision's effects are carried out and the AD has taken them; what the settlement does to the database. */
export function applyEffects(
  facts: AccessFacts,
  decision: Decision,
  accountName: string,
  now: Instant,
): { facts: AccessFacts; told: Told | null } {
  return { facts: { ...facts, account: accountAfter(facts.account, decision, accountName, now) }, told: decision.told };
}

function accountAfter(
  before: AccountFact | null,
  { effects: { account: effect } }: Decision,
  accountName: string,
  now: Instant,
): AccountFact | null {
  if (effect.kind === 'none' || effect.kind === 'freeze') return before;
  const desired = 'desired' in effect ? effect.desired : before?.desired;
  if (!desired) throw new Error('Nothing can be deleted before it is created');
  const enabled = effect.kind === 'change' ? (before?.desiredEnabled ?? false) : effect.kind === 'create' || effect.kind === 're-enable';
  const version = (before?.desiredVersion ?? 0) + 1;
  return {
    accountName: before?.accountName ?? accountName,
    createdAt: before?.createdAt ?? now,
    desiredEnabled: enabled,
    desired,
    desiredVersion: version,
    applied: effect.kind === 'delete' ? null : desired,
    appliedVersion: version,
    appliedAt: now,
    refused: null,
    refusedAttributes: [],
    nextAttemptAt: null,
    attempts: 0,
    disabledAt: enabled ? null : effect.kind === 'disable' ? now : (before?.disabledAt ?? null),
    closedAt: enabled ? null : (before?.closedAt ?? null),
    deletedAt: effect.kind === 'delete' ? now : null,
  };
}

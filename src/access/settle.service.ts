import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../audit/actor';
import { AuditService } from '../audit/audit.service';
import type { FactChange, PersonAction } from '../audit/person-action';
import type { AccountEntity } from '../external-ad/account.entity';
import type { AccountAttributes } from '../external-ad/account.types';
import { standingWhenDesired } from '../external-ad/account-queue';
import { diffAccounts } from '../external-ad/diff';
import { accountNameCandidate } from '../external-ad/account-name';
import { AccountsRepository } from '../external-ad/accounts.repository';
import { type Finding, UNIT_UNKNOWN } from '../findings/finding';
import { FindingsService } from '../findings/findings.service';
import { PeopleRepository } from '../people/people.repository';
import { CaseService, type CaseStanding, type CaseToOpen, type CaseToRefresh } from '../service-desk/case.service';
import { cosmicTexts } from '../texts/sv/cosmic';
import { readyButForAccount } from './assess';
import { type Decision, type DecisionContext, decide } from './decide';
import type { Action } from './effects';
import type { AccessFacts } from './facts';
import { FactsRepository, type LoadedFacts } from './facts.repository';
import { nextClockChange } from './next-clock-change';
import { snapshot } from './snapshot';

/** Who or what is behind a settlement, for the audit trail. */
export interface SettleOrigin {
  actor: Actor;
  runId: string | null;
  traceId: string;
  reason: string | null;
}

export interface Settled {
  hsaIdKey: string;
  hsaId: string;
  isProtected: boolean;
  action: Action;
}

/** Facts of one person that changed in this transaction besides what settling changes. */
export interface ChangedFact {
  /** The first of them names the audit row where access itself does not move. */
  what: FactChange[];
  /** Protection came with this change: what was written down before is masked. */
  becameProtected: boolean;
  /** The case in which somebody recorded it. */
  caseNumber?: string;
}

/**
 * After any fact changed, whoever changed it: loads the facts, decides, and writes accounts, cases, mails and audit
 * rows in the caller's transaction. Settling twice changes nothing the second time.
 */
@Injectable()
export class SettleService {
  constructor(
    private readonly facts: FactsRepository,
    private readonly people: PeopleRepository,
    private readonly accounts: AccountsRepository,
    private readonly cases: CaseService,
    private readonly findings: FindingsService,
    private readonly audit: AuditService,
  ) {}

  async settle(
    manager: EntityManager,
    hsaIdKeys: readonly string[],
    changed: ReadonlyMap<string, ChangedFact>,
    context: DecisionContext,
    origin: SettleOrigin,
  ): Promise<Settled[]> {
    const municipality = context.municipality.code;
    const loaded = await this.facts.load(manager, municipality, hsaIdKeys, { forUpdate: true, at: context.now });
    const newcomers = [...loaded].filter(([, { facts }]) => facts.account === null).map(([key]) => key);
    const names = await this.accounts.newNames(manager, newcomers);
    const decided = [...loaded].map(([hsaIdKey, { facts, account, told, remarks }]) => ({
      hsaIdKey,
      facts,
      row: account,
      remarks,
      decision: decide(facts, told, facts.account?.accountName ?? names.get(hsaIdKey) ?? accountNameCandidate(hsaIdKey, 0), context),
    }));

    await this.conceal(manager, municipality, decided, changed);
    const after = new Map(decided.map((one) => [one.hsaIdKey, accountAfter(one, context)]));
    await this.accounts.save(
      manager,
      [...after.values()].filter((row) => row !== null),
    );
    await this.remark(manager, municipality, decided);
    const numbers = await this.cases.open(manager, { municipality, runId: origin.runId, now: context.now }, casesOf(decided));
    await this.cases.remember(manager, municipality, toRemember(decided));
    const refreshed = await this.cases.refresh(manager, { municipality, now: context.now }, staleCasesOf(decided));
    const back = await this.cases.revisit(manager, { municipality, now: context.now }, standingsOf(decided));
    await this.findings.replace(manager, municipality, unitFindings(decided), context.now, ({ kind }) => kind === UNIT_UNKNOWN);
    for (const [hsaIdKey, { facts, nextClockChange: stored }] of loaded) {
      const next = nextClockChange(facts, context.policy, context.now, context.externalAd.retentionDays);
      if (next !== stored) await this.people.setNextClockChange(manager, municipality, hsaIdKey, next);
    }
    await this.writeAudit(manager, decided, { after, numbers, refreshed, back }, changed, context, origin);
    return decided.map(({ hsaIdKey, facts, decision }) => ({
      hsaIdKey,
      hsaId: facts.hsaId,
      isProtected: isProtected(facts),
      action: decision.effects.action,
    }));
  }

  private async conceal(
    manager: EntityManager,
    municipality: string,
    decided: Decided[],
    changed: ReadonlyMap<string, ChangedFact>,
  ): Promise<void> {
    const concealed = decided.filter(({ hsaIdKey }) => changed.get(hsaIdKey)?.becameProtected);
    if (concealed.length === 0) return;
    await this.cases.conceal(
      manager,
      municipality,
      concealed.map(({ hsaIdKey }) => hsaIdKey),
    );
    await this.findings.conceal(
      manager,
      municipality,
      concealed.map(({ facts }) => ({ hsaId: facts.hsaId, dn: null })),
    );
  }

  /** A value that is too long in another way than before, or no longer, leaves the account as it is and its remark wrong. */
  private async remark(manager: EntityManager, municipality: string, decided: Decided[]): Promise<void> {
    for (const { hsaIdKey, facts, remarks, decision } of decided) {
      const stays = facts.account !== null && decision.assessment.entitledToAccount && decision.effects.account.kind === 'none';
      const next = remarksAfter(decision);
      if (stays && !isDeepStrictEqual(remarks, next)) await this.accounts.remark(manager, municipality, hsaIdKey, next);
    }
  }

  private async writeAudit(
    manager: EntityManager,
    decided: Decided[],
    { after, numbers, refreshed, back }: Written,
    changed: ReadonlyMap<string, ChangedFact>,
    { now, municipality }: DecisionContext,
    origin: SettleOrigin,
  ): Promise<void> {
    const touched = decided.filter(
      ({ hsaIdKey }) =>
        changed.has(hsaIdKey) || after.get(hsaIdKey) || numbers.has(hsaIdKey) || refreshed.has(hsaIdKey) || back.has(hsaIdKey),
    );
    await this.audit.append(
      manager,
      touched.map(({ hsaIdKey, facts, decision }) => {
        const { account, case: opened, action } = decision.effects;
        const desired = 'desired' in account ? account.desired : null;
        const stale = refreshed.get(hsaIdKey) ?? null;
        return {
          at: now,
          actor: origin.actor,
          action: auditAction(action, changed.get(hsaIdKey), { refreshes: stale !== null, comesBack: back.has(hsaIdKey) }),
          municipality: municipality.code,
          subject: hsaIdKey,
          caseNumber: numbers.get(hsaIdKey) ?? changed.get(hsaIdKey)?.caseNumber ?? (stale ?? back.get(hsaIdKey))?.at(-1) ?? null,
          runId: origin.runId,
          traceId: origin.traceId,
          reason: origin.reason,
          payload: {
            what: changed.get(hsaIdKey)?.what ?? [],
            facts: snapshot(facts, after.get(hsaIdKey) ?? null),
            account: desired ? { effect: account.kind, changes: accountChanges(facts, desired) } : null,
            case: opened ? { number: numbers.get(hsaIdKey), event: opened.event, changes: opened.changes } : null,
            ...(stale && { casesRefreshed: stale }),
            ...(back.has(hsaIdKey) && { casesBack: back.get(hsaIdKey) }),
          },
        };
      }),
    );
  }
}

interface Decided extends Pick<LoadedFacts, 'facts' | 'remarks'> {
  hsaIdKey: string;
  row: AccountEntity | null;
  decision: Decision;
}

/** What a settlement has written, by HSA-id key. */
interface Written {
  after: ReadonlyMap<string, AccountEntity | null>;
  /** Of the case that was opened or added to. */
  numbers: ReadonlyMap<string, string>;
  /** Of the open cases that show other facts now. */
  refreshed: ReadonlyMap<string, string[]>;
  /** Of the returned cases that came back. */
  back: ReadonlyMap<string, string[]>;
}

/** The account's row after the effect; null when nothing is written. */
function accountAfter(
  { hsaIdKey, facts, row, decision }: Decided,
  { now, municipality, externalAd: { kind } }: DecisionContext,
): AccountEntity | null {
  const { account: effect } = decision.effects;
  if (effect.kind === 'none' || effect.kind === 'freeze') return null;
  const before = facts.account;
  const desired = 'desired' in effect ? effect.desired : before?.desired;
  if (!desired) return null;
  const isDeleted = effect.kind === 'delete';
  const enabled =
    effect.kind === 'create' || effect.kind === 're-enable' || (effect.kind === 'change' && (before?.desiredEnabled ?? false));
  const disabledNow = effect.kind === 'disable' ? now : (before?.disabledAt ?? null);
  return {
    ...standingWhenDesired(row, { kind, desired: isDeleted ? null : desired, isProtected: isProtected(facts), now }),
    municipality: municipality.code,
    hsaIdKey,
    accountName: desired.sAMAccountName,
    userPrincipalName: desired.userPrincipalName,
    desiredEnabled: enabled,
    desired: JSON.stringify(desired),
    remarks: remarksAfter(decision),
    createdAt: before?.createdAt ?? now,
    disabledAt: enabled ? null : disabledNow,
    closedAt: enabled ? null : (before?.closedAt ?? null),
    deletedAt: isDeleted ? now : null,
  };
}

/** What is remarked of an account that is as the decision says; null when every value fits. */
const remarksAfter = ({ remarks }: Decision): AccountEntity['remarks'] => (remarks.shortened.length > 0 ? remarks : null);

const isProtected = (facts: AccessFacts): boolean => facts.hsa?.person?.isProtected ?? false;

const casesOf = (decided: Decided[]): CaseToOpen[] =>
  decided.flatMap(({ hsaIdKey, decision }) => {
    const { case: opened } = decision.effects;
    return opened && decision.told ? [{ hsaIdKey, ...opened, told: decision.told, ready: readyButForAccount(decision.assessment) }] : [];
  });

const toRemember = (decided: Decided[]): CaseToRefresh[] =>
  decided.flatMap(({ hsaIdKey, decision: { remembersTold, told } }) => (remembersTold && told ? [{ hsaIdKey, told }] : []));

const staleCasesOf = (decided: Decided[]): CaseToRefresh[] =>
  decided.flatMap(({ hsaIdKey, decision: { refreshesCases, told } }) => (refreshesCases && told ? [{ hsaIdKey, told }] : []));

/** Somebody without an account before this has no case but the one that has just been opened. */
const standingsOf = (decided: Decided[]): CaseStanding[] =>
  decided
    .filter(({ facts }) => facts.account !== null)
    .map(({ hsaIdKey, decision: { assessment } }) => ({
      hsaIdKey,
      ready: readyButForAccount(assessment),
      owners: new Set(assessment.blockers.map(({ owner }) => owner)),
    }));

/** Looked for only where there is a list of Cosmic's units. Closed by itself when the unit is known, or nobody needs it any more. */
const unitFindings = (decided: Decided[]): Map<string, Finding[]> =>
  new Map(
    decided
      .filter(({ facts }) => facts.unitKnownToCosmic !== null)
      .map(({ facts, decision: { assessment } }) => {
        const isUnknown = assessment.entitledToAccount && facts.unitKnownToCosmic === false;
        return [facts.hsaId, isUnknown ? [{ kind: UNIT_UNKNOWN, hsaId: facts.hsaId, dn: null, detail: cosmicTexts.unitUnknown }] : []];
      }),
  );

/** An account that begins is told whole, later only what differs. */
const accountChanges = (facts: AccessFacts, desired: AccountAttributes) => diffAccounts(facts.account?.desired ?? null, desired);

/** `account-created`, `account-changed`, … where access moved; otherwise the fact that did (`reading`, `hold-opened`, …). */
function auditAction(action: Action, changed: ChangedFact | undefined, cases: { refreshes: boolean; comesBack: boolean }): PersonAction {
  const moved = action === 'created' || action === 'changed' || action === 'ended' || action === 'reinstated' || action === 'deleted';
  if (moved) return `access-${action}`;
  return changed?.what[0] ?? (cases.refreshes ? 'case-refreshed' : cases.comesBack ? 'case-came-back' : 'access-frozen');
}

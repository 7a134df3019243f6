import { desiredAccount, disabledAccount, protectedAccount } from '../external-ad/account';
import { diffAccounts } from '../external-ad/diff';
import { mayBeDeleted } from '../external-ad/retention';
import type { DesiredAccount, ExternalAdKind } from '../external-ad/account.types';
import { type Told, caseFactsOf, changesBetween, type MailWorthy, shownFacts } from '../service-desk/case-changes';
import type { CaseFacts } from '../service-desk/case-facts';
import { endReason } from '../texts/sv/access';
import { type Instant, localDateOf } from '../platform/time';
import { type Assessment, agreementStatus, assess } from './assess';
import { type Effects, effects } from './effects';
import type { AccessFacts, AccessPolicy } from './facts';

/** What a decision depends on besides the facts: configuration and the time. */
export interface DecisionContext {
  municipality: { code: string; name: string };
  policy: AccessPolicy;
  externalAd: { kind: ExternalAdKind; organisationalUnit: string; upnSuffix: string; retentionDays: number };
  notifyOn: readonly MailWorthy[];
  now: Instant;
}

export interface Decision {
  assessment: Assessment;
  effects: Effects;
  /** What Servicecenter will have been told once the effects are carried out; null where nothing is known of the person. */
  told: Told | null;
  /** Open cases show other facts than these, and nobody is mailed about the difference: they are brought up to date as `told.shown` says. */
  refreshesCases: boolean;
  /** What of the person's values did not fit the account. */
  remarks: AccountRemarks;
}

/** See `DesiredAccount`. */
export type AccountRemarks = Omit<DesiredAccount, 'attributes'>;

/**
 * Facts in, effects out: the one decision that a preview, a plan and every write share.
 *
 * @param told what Servicecenter was told last; null before the first case
 * @param accountName the name the account has, or the one it will get
 */
export function decide(facts: AccessFacts, told: Told | null, accountName: string, context: DecisionContext): Decision {
  const { now, municipality, externalAd, policy } = context;
  const assessment = assess(facts, policy, now);
  const person = facts.hsa?.person ?? null;
  if (!person) {
    const nothing = { whenEntitled: null, whenEnded: null, whenMasked: null, differs, changes: [], retentionIsOver: false };
    const result = effects({ assessment, account: facts.account, ...nothing });
    return { assessment, effects: result, told, refreshesCases: false, remarks: { shortened: [] } };
  }
  const { attributes, ...remarks } = desiredAccount({ person, municipality, accountName, enabled: true, now, externalAd });
  const last = facts.account?.desired ?? null;
  const masked = last && (person.isProtected ? protectedAccount(last) : last);
  const toldNow: Told = {
    isProtected: person.isProtected,
    facts: caseFactsOf({
      person,
      municipalityName: municipality.name,
      accountName,
      userPrincipalName: attributes.userPrincipalName,
      agreement: policy.requireAgreement ? agreementStatus(facts.agreement, localDateOf(now)) : 'valid',
      reason: leavingReason(assessment),
    }),
  };
  const result = effects({
    assessment,
    account: facts.account,
    whenEntitled: attributes,
    whenEnded: masked && disabledAccount(masked),
    whenMasked: masked,
    differs,
    changes: told ? changesBetween(told, toldNow, context.notifyOn) : [],
    retentionIsOver:
      facts.account !== null && mayBeDeleted({ ...facts.account, enabled: facts.account.desiredEnabled }, externalAd.retentionDays, now),
  });
  // What a leaver's case says is what was so when access ended, and a hold freezes everything.
  const isGranted = assessment.entitledToAccount && !assessment.held;
  if (result.case || !told || !isGranted || showsTheSame(shownFacts(told), toldNow.facts))
    return { assessment, effects: result, told: result.case ? toldNow : told, refreshesCases: false, remarks };
  return { assessment, effects: result, told: { ...told, shown: toldNow.facts }, refreshesCases: true, remarks };
}

const differs = (before: Parameters<typeof diffAccounts>[0], after: Parameters<typeof diffAccounts>[1]): boolean =>
  diffAccounts(before, after).length > 0;

/** Both are made by `caseFactsOf`: the same facts read the same. */
const showsTheSame = (one: CaseFacts, other: CaseFacts): boolean => JSON.stringify(one) === JSON.stringify(other);

const leavingReason = ({ entitledToAccount, held, blockers }: Assessment): string | null => {
  const first = blockers[0];
  return entitledToAccount || held || !first ? null : endReason(first.reason);
};

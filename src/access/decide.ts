import { desiredAccount, disabledAccount, protectedAccount } from '../external-ad/account';
import { diffAccounts } from '../external-ad/diff';
import { mayBeDeleted } from '../external-ad/retention';
import type { DesiredAccount, ExternalAdKind } from '../external-ad/account.types';
import { type Told, caseFactsOf, changesBetween, type MailWorthy, shownFacts } from '../service-desk/case-changes';
import type { CaseFacts, OrderedAccess } from '../service-desk/case-facts';
import { endReason } from '../texts/sv/access';
import { type Instant, localDateOf } from '../platform/time';
import { agreementStatus, graceEndsAt } from './agreement-status';
import { type Assessment, assess } from './assess';
import { type Effects, effects } from './effects';
import type { AccessFacts, AccessPolicy, OrderFact } from './facts';

/** What a decision depends on besides the facts: configuration and the time. */
export interface DecisionContext {
  municipality: { code: string; name: string };
  policy: AccessPolicy;
  externalAd: { kind: ExternalAdKind; organisationalUnit: string; upnSuffix: string; retentionDays: number };
  notifyOn: readonly MailWorthy[];
  /** Roles in Cosmic by code, as Servicecenter enters them. */
  cosmicRoles: ReadonlyMap<string, CosmicRole>;
  now: Instant;
}

/** A role that can be ordered: see `cosmicRoles` of the configuration. */
export type CosmicRole = OrderedAccess['role'];

export interface Decision {
  assessment: Assessment;
  effects: Effects;
  /** What Servicecenter will have been told once the effects are carried out; null where nothing is known of the person. */
  told: Told | null;
  /** Servicecenter counts as told of `told`, though no case says so: what is granted already needs none. */
  remembersTold: boolean;
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
    const nothing = {
      whenEntitled: null,
      whenEnded: null,
      whenMasked: null,
      differs,
      changes: [],
      alreadyGranted: false,
      retentionIsOver: false,
    };
    const result = effects({ assessment, account: facts.account, ...nothing });
    return { assessment, effects: result, told, remembersTold: false, refreshesCases: false, remarks: { shortened: [] } };
  }
  const { attributes, ...remarks } = desiredAccount({ person, municipality, accountName, enabled: true, now, externalAd });
  const last = facts.account?.desired ?? null;
  const masked = last && (person.isProtected ? protectedAccount(last) : last);
  const toldNow: Told = {
    isProtected: person.isProtected,
    asksWithdrawal: asksWithdrawal(facts, policy, now),
    facts: caseFactsOf({
      person,
      municipalityName: municipality.name,
      accountName,
      userPrincipalName: attributes.userPrincipalName,
      agreement: policy.requireAgreement ? agreementStatus(facts.agreement, localDateOf(now)) : 'valid',
      order: orderedAccess(facts.order, context.cosmicRoles),
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
    alreadyGranted: facts.grants.some(({ source, removedAt }) => source === 'baseline' && removedAt === null),
    changes: told ? changesBetween(told, toldNow, context.notifyOn) : [],
    retentionIsOver:
      facts.account !== null && mayBeDeleted({ ...facts.account, enabled: facts.account.desiredEnabled }, externalAd.retentionDays, now),
  });
  if (result.action === 'created' && !result.case)
    return { assessment, effects: result, told: toldNow, remembersTold: true, refreshesCases: false, remarks };
  // What a leaver's case says is what was so when access ended, and a hold freezes everything.
  const isGranted = assessment.entitledToAccount && !assessment.held;
  if (result.case || !told || !isGranted || showsTheSame(shownFacts(told), toldNow.facts))
    return { assessment, effects: result, told: result.case ? toldNow : told, remembersTold: false, refreshesCases: false, remarks };
  return { assessment, effects: result, told: { ...told, shown: toldNow.facts }, remembersTold: false, refreshesCases: true, remarks };
}

/** Servicecenter is to withdraw the permission. Only where there is something to withdraw: an agreement that held once, and an open grant. */
export function asksWithdrawal({ agreement, grants }: AccessFacts, policy: AccessPolicy, now: Instant): boolean {
  const graceEnd = graceEndsAt(agreement, policy);
  return graceEnd !== null && graceEnd <= now && grants.some(({ removedAt }) => removedAt === null);
}

/** A code that is not in the catalogue any more is shown as it is: what was ordered does not change by itself. */
function orderedAccess(order: OrderFact | null, roles: ReadonlyMap<string, CosmicRole>): OrderedAccess | null {
  if (order?.state !== 'active') return null;
  const { number, cosmicRole: code, from, to } = order;
  return { number, role: roles.get(code) ?? { code, name: code, enter: code }, from, to };
}

const differs = (before: Parameters<typeof diffAccounts>[0], after: Parameters<typeof diffAccounts>[1]): boolean =>
  diffAccounts(before, after).length > 0;

/** Both are made by `caseFactsOf`: the same facts read the same. */
const showsTheSame = (one: CaseFacts, other: CaseFacts): boolean => JSON.stringify(one) === JSON.stringify(other);

const leavingReason = ({ entitledToAccount, held, blockers }: Assessment): string | null => {
  const first = blockers[0];
  return entitledToAccount || held || !first ? null : endReason(first.reason);
};

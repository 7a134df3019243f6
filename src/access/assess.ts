import { type Instant, type LocalDate, dayAfter, localDateOf, startOfDay } from '../platform/time';
import type { HsaReading } from '../people/hsa-reading';
import type { Person } from '../people/person';
import { agreementStatus, graceEndsAt, lapsesOn } from './agreement-status';
import type { AccessFacts, AccessPolicy } from './facts';
import { type BlockerReason, INFORMS, KNOWN_ENDS, OWNERS, type Owner, type Stage } from './stages';

export interface Blocker {
  reason: BlockerReason;
  owner: Owner;
  since: Instant | null;
}

export interface Assessment {
  stage: Stage;
  entitledToAccount: boolean;
  /** A hold freezes the account as it was last applied; evidence of leaving passes through it. */
  held: boolean;
  grantable: boolean;
  /** Everything in the way, what is first in the chain first. */
  blockers: Blocker[];
}

/**
 * Everything that follows from the facts about one person.
 *
 * Entitled to an account, first rule that fails (source: the process in HSA and the region's routine):
 *
 * | # | fact                                    | blocker               | evidence of leaving |
 * |---|-----------------------------------------|-----------------------|---------------------|
 * | 1 | never read, or proven absent            | not-in-directory      | yes                 |
 * | 2 | archived / deleted / test data          | archived, …           | yes                 |
 * | 3 | role value not there (or nearly)        | no-system-role, …     | yes                 |
 * | 4 | end date passed                         | ended                 | yes, known          |
 * | 5 | start date ahead                        | not-started           | yes                 |
 * | 6 | order ended, none newer                 | order-ended           | yes, known          |
 * | 7 | policy demands an order, there is none  | order-missing         | yes                 |
 * | 8 | policy demands an order, it starts later | order-not-started    | yes                 |
 * | 9 | policy disables when agreements lapse, and the grace is over | agreement-lapsed | yes, known |
 * | 10 | entry cannot be trusted                | entry-refused         | no: held            |
 *
 * Held is not "not entitled": every hold, and row 10 for somebody who has had an account, freezes things as they are.
 * Rows 1 to 9 pass through it: also an entry that cannot be trusted is believed when it says archived, deleted, test
 * data or no role.
 */
export function assess(facts: AccessFacts, policy: AccessPolicy, now: Instant): Assessment {
  const today = localDateOf(now);
  const leaving = evidenceOfLeaving(facts, policy, now);
  const refused: Blocker[] = facts.hsa?.state === 'refused' ? [blocker('entry-refused', facts.hsa.since)] : [];
  const holds = facts.holds.map((hold) => blocker(hold.kind, hold.since));
  const entitledToAccount = leaving.length === 0 && refused.length === 0;
  const held = leaving.length === 0 && (holds.length > 0 || (refused.length > 0 && facts.account !== null));

  if (leaving.length > 0 && facts.account) return whenLeaving(facts, [...leaving, ...holds, ...refused]);
  // An account that is not due yet is no obstacle of its own: it comes by itself with what is missing before it.
  const account = entitledToAccount ? blockersOfAccount(facts) : [];
  const chain = [...holds, ...leaving, ...refused, ...account, ...blockersOfGrant(facts, policy, now)];
  const grantable = entitledToAccount && !held && chain.every(({ reason }) => COMES_AFTER.has(reason) || INFORMS.has(reason));
  return { stage: held ? 'held' : stageOf(facts, policy, entitledToAccount, today), entitledToAccount, held, grantable, blockers: chain };
}

/**
 * Whether nothing but the account's own way to the AD is left before it can be granted: worth taking as a case, because
 * the AD may have it by the time that somebody looks.
 */
export const readyButForAccount = ({ entitledToAccount, held, blockers }: Assessment): boolean =>
  entitledToAccount &&
  !held &&
  blockers.every(({ reason }) => COMES_AFTER.has(reason) || INFORMS.has(reason) || COMES_BY_ITSELF.has(reason));

const COMES_BY_ITSELF: ReadonlySet<BlockerReason> = new Set<BlockerReason>(['account-missing', 'account-not-applied']);

/** What Servicecenter's own work takes out of the way. */
const COMES_AFTER: ReadonlySet<BlockerReason> = new Set<BlockerReason>(['not-granted', 'not-informed']);

const blocker = (reason: BlockerReason, since: Instant | null): Blocker => ({ reason, owner: OWNERS[reason], since });

/** True where an end date, an order's end or a lapsed agreement, rows 4, 6 and 9, ends access at this moment by facts that were recorded before. */
export const endsAsKnown = (facts: AccessFacts, policy: AccessPolicy, now: Instant): boolean =>
  evidenceOfLeaving(facts, policy, now).some(({ reason }) => KNOWN_ENDS.has(reason));

/** Rows 1 to 9 of the table: what ends access whatever else holds. */
function evidenceOfLeaving(facts: AccessFacts, policy: AccessPolicy, now: Instant): Blocker[] {
  const today = localDateOf(now);
  return [...leavingByHsa(facts.hsa, today), ...leavingByOrder(facts, policy, today), ...leavingByAgreement(facts, policy, now)];
}

function leavingByHsa(hsa: HsaReading | null, today: LocalDate): Blocker[] {
  if (!hsa || hsa.state === 'absent') return [blocker('not-in-directory', hsa?.since ?? null)];
  const found: Blocker[] = [];
  const { person, since } = hsa;
  if (person?.isArchived) found.push(blocker('archived', since));
  if (person?.isDeleted) found.push(blocker('deleted', since));
  if (person?.isTestData) found.push(blocker('test-data', since));
  if (!hsa.hasSystemRole) found.push(blocker(hsa.nearMiss === null ? 'no-system-role' : 'system-role-near-miss', since));
  if (person?.endDate && person.endDate < today) found.push(blocker('ended', startOfDay(dayAfter(person.endDate))));
  if (person?.startDate && person.startDate > today) found.push(blocker('not-started', since));
  return found;
}

function leavingByOrder({ order }: AccessFacts, policy: AccessPolicy, today: LocalDate): Blocker[] {
  if (!order) return policy.requireOrder ? [blocker('order-missing', null)] : [];
  if (order.state === 'ended') return [blocker('order-ended', order.endedAt)];
  if (order.to && order.to < today) return [blocker('order-ended', startOfDay(dayAfter(order.to)))];
  if (policy.requireOrder && order.from && order.from > today) return [blocker('order-not-started', order.orderedAt)];
  return [];
}

function leavingByAgreement({ agreement }: AccessFacts, policy: AccessPolicy, now: Instant): Blocker[] {
  const graceEnd = policy.disableWhenAgreementLapses ? graceEndsAt(agreement, policy) : null;
  return graceEnd !== null && graceEnd <= now ? [blocker('agreement-lapsed', graceEnd)] : [];
}

function blockersOfAccount({ account }: AccessFacts): Blocker[] {
  if (!account || account.deletedAt) return [blocker('account-missing', null)];
  if (account.refused) return [blocker('account-refused', account.refused.since)];
  const applied = account.desiredEnabled && account.appliedVersion === account.desiredVersion;
  return applied ? [] : [blocker('account-not-applied', account.appliedAt ?? account.createdAt)];
}

function blockersOfGrant(facts: AccessFacts, policy: AccessPolicy, now: Instant): Blocker[] {
  const found = [...blockersOfAgreement(facts, policy, localDateOf(now))];
  if (facts.unitKnownToCosmic === false) found.push(blocker('unit-unknown-to-cosmic', facts.hsa?.since ?? null));
  const open = openGrants(facts);
  const awaitsTestLogin = policy.requireTestLogin && !facts.testLoginPassed && open.length === 0;
  if (awaitsTestLogin) found.push(blocker('test-login-missing', facts.account?.appliedAt ?? null));
  const untold = open.find(({ informedAt }) => informedAt === null);
  if (open.length === 0) found.push(blocker('not-granted', facts.account?.appliedAt ?? null));
  else if (untold) found.push({ ...blocker('not-informed', untold.grantedAt), owner: whoInforms(facts) });
  if (facts.hsa?.person && facts.hsa.hasSystemRole && !hasValidCertificate(facts.hsa.person, now))
    found.push(blocker('certificate-missing', facts.hsa.since));
  return found;
}

function blockersOfAgreement({ agreement, account }: AccessFacts, policy: AccessPolicy, today: LocalDate): Blocker[] {
  const status = policy.requireAgreement ? agreementStatus(agreement, today) : 'valid';
  switch (status) {
    case 'valid':
      return [];
    case 'missing':
      return [blocker('agreement-missing', account?.createdAt ?? null)];
    case 'withdrawn':
      return [blocker('agreement-withdrawn', agreement?.withdrawnAt ?? null)];
    case 'expired':
    case 'replaced': {
      const day = agreement && lapsesOn(agreement);
      return [blocker(`agreement-${status}`, day && startOfDay(day))];
    }
  }
}

/**
 * Who tells somebody that it is done, as long as nobody has:
 *
 * | protected, or no mail in HSA | ordered | who                                            |
 * |------------------------------|---------|------------------------------------------------|
 * | no                           |         | the service desk: a mail goes by itself        |
 * | yes                          | yes     | the manager, who confirms it                   |
 * | yes                          | no      | the service desk, which confirms it            |
 */
const whoInforms = ({ hsa, order }: AccessFacts): Owner => (toldByHand(hsa?.person ?? null) && order ? 'manager' : OWNERS['not-informed']);

/** Whom no mail may name, or reach. */
export const toldByHand = (person: Person | null): boolean => person === null || person.isProtected || person.mail === null;

/** Without one nobody logs in, however much is granted. */
const hasValidCertificate = ({ certificates }: Person, now: Instant): boolean =>
  certificates.some(({ validFrom, validTo }) => validFrom <= now && now < validTo);

const openGrants = ({ grants }: AccessFacts) => grants.filter(({ removedAt }) => removedAt === null);

/**
 * The stage is the last link before the first broken one.
 *
 * | entitled | account applied | agreement | granted | informed | stage              |
 * |----------|-----------------|-----------|---------|----------|--------------------|
 * | no       |                 |           |         |          | ordered, or none   |
 * | yes      | no              |           |         |          | registered         |
 * | yes      | yes             | no        |         |          | account-ready      |
 * | yes      | yes             | yes       | no      |          | agreement-received |
 * | yes      | yes             | yes       | yes     | no       | granted            |
 * | yes      | yes             | yes       | yes     | yes      | informed           |
 */
function stageOf(facts: AccessFacts, policy: AccessPolicy, entitled: boolean, today: LocalDate): Stage {
  if (!entitled) return facts.order?.state === 'active' ? 'ordered' : 'none';
  if (blockersOfAccount(facts).length > 0) return 'registered';
  if (policy.requireAgreement && agreementStatus(facts.agreement, today) !== 'valid') return 'account-ready';
  const open = openGrants(facts);
  if (open.length === 0) return 'agreement-received';
  return open.every(({ informedAt }) => informedAt !== null) ? 'informed' : 'granted';
}

/**
 * | account disabled in AD | removal confirmed (closed) | a grant open | stage  |
 * |------------------------|----------------------------|--------------|--------|
 * | no                     |                            |              | ending |
 * | yes                    | no                         |              | ending |
 * | yes                    | yes                        | yes          | ending |
 * | yes                    | yes                        | no           | ended  |
 */
function whenLeaving(facts: AccessFacts, inTheWay: Blocker[]): Assessment {
  const account = facts.account;
  const disabled = account !== null && !account.desiredEnabled && account.appliedVersion === account.desiredVersion;
  const closed = account?.closedAt != null && openGrants(facts).length === 0;
  const blockers = [...inTheWay];
  if (!disabled && account?.refused) blockers.push(blocker('account-refused', account.refused.since));
  if (!disabled) blockers.push(blocker('account-not-disabled', account?.disabledAt ?? null));
  if (!closed) blockers.push(blocker('removal-not-confirmed', account?.disabledAt ?? null));
  return {
    stage: disabled && closed ? 'ended' : 'ending',
    entitledToAccount: false,
    held: false,
    grantable: false,
    blockers,
  };
}

import { deletableFrom } from '../external-ad/retention';
import { type Instant, dayAfter, startOfDay } from '../platform/time';
import { graceEndsAt } from './agreement-status';
import type { AccessFacts, AccessPolicy } from './facts';

/**
 * The first moment after `now` at which time alone may change what follows from the facts: a first day, the day after
 * a last day, the end of a certificate or of an agreement or of its days of grace, the end of a closed account's retention. Null when only new
 * facts can. Whoever is not touched by new facts need not be looked at before then.
 *
 * @param retentionDays `externalAd.retentionDays`
 */
export function nextClockChange(facts: AccessFacts, policy: AccessPolicy, now: Instant, retentionDays: number): Instant | null {
  const person = facts.hsa?.person ?? null;
  const { account, agreement } = facts;
  const moments: (Instant | null)[] = [
    person?.startDate ? startOfDay(person.startDate) : null,
    person?.endDate ? startOfDay(dayAfter(person.endDate)) : null,
    ...(person?.certificates ?? []).flatMap(({ validFrom, validTo }) => [validFrom, validTo]),
    facts.order?.from ? startOfDay(facts.order.from) : null,
    facts.order?.resumesOn ? startOfDay(facts.order.resumesOn) : null,
    facts.order?.to ? startOfDay(dayAfter(facts.order.to)) : null,
    agreement?.validTo ? startOfDay(dayAfter(agreement.validTo)) : null,
    agreement?.replacedFrom ? startOfDay(agreement.replacedFrom) : null,
    graceEndsAt(agreement, policy),
    account?.closedAt && !account.deletedAt ? deletableFrom(account.closedAt, retentionDays) : null,
  ];
  return moments.reduce<Instant | null>(
    (first, moment) => (moment !== null && moment > now && (first === null || moment < first) ? moment : first),
    null,
  );
}

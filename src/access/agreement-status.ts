import { type Instant, type LocalDate, addDays, dayAfter, localDateOf, startOfDay } from '../platform/time';
import type { AccessPolicy, AgreementFact } from './facts';

export type AgreementStatus = 'missing' | 'valid' | 'expired' | 'withdrawn' | 'replaced';

/**
 * How an agreement stands on a day. Withdrawn goes before expired, and expired before replaced: it says more.
 *
 * | agreement | withdrawn | last day passed | newer version must be signed | status    |
 * |-----------|-----------|-----------------|------------------------------|-----------|
 * | no        |           |                 |                              | missing   |
 * | yes       | yes       |                 |                              | withdrawn |
 * | yes       | no        | yes             |                              | expired   |
 * | yes       | no        | no              | yes, from this day or before | replaced  |
 * | yes       | no        | no              | no, or later                 | valid     |
 */
export function agreementStatus(agreement: AgreementFact | null, today: LocalDate): AgreementStatus {
  if (!agreement) return 'missing';
  if (agreement.withdrawnAt) return 'withdrawn';
  if (agreement.validTo !== null && agreement.validTo < today) return 'expired';
  return agreement.replacedFrom !== null && agreement.replacedFrom <= today ? 'replaced' : 'valid';
}

/** The first day on which an agreement does not hold any more, past or to come; null where nothing ends it. */
export function lapsesOn({ validTo, withdrawnAt, replacedFrom }: AgreementFact): LocalDate | null {
  const days = [validTo === null ? null : dayAfter(validTo), withdrawnAt === null ? null : localDateOf(withdrawnAt), replacedFrom];
  return days.reduce((first, day) => (day !== null && (first === null || day < first) ? day : first), null);
}

/** When a lapsed agreement has had its grace; null where it never lapses, or none is demanded, or there never was one. */
export function graceEndsAt(agreement: AgreementFact | null, policy: AccessPolicy): Instant | null {
  const day = agreement && policy.requireAgreement ? lapsesOn(agreement) : null;
  return day === null ? null : startOfDay(addDays(day, policy.agreementGraceDays));
}

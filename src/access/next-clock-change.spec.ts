import {
  aDisabledAccount,
  anAgreement,
  anOrder,
  aPolicy,
  aReading,
  NOW,
  someFacts,
  TODAY,
  TOMORROW,
  YESTERDAY,
} from '../../test/support/builders/facts';
import type { AccessFacts } from './facts';
import { nextClockChange } from './next-clock-change';

const certificate = (validFrom: string, validTo: string) => ({
  issuer: ['C=SE'],
  serialNumber: '0177',
  subjectKeyIdentifier: null,
  sha1: 'c3'.repeat(20),
  validFrom,
  validTo,
});
const withCertificates = (...certificates: ReturnType<typeof certificate>[]) => ({ hsa: aReading({ person: { certificates } }) });
const dates = (startDate: string | null, endDate: string | null) => ({ hsa: aReading({ person: { startDate, endDate } }) });
const MIDNIGHT = '2026-11-21T23:00:00.000Z';
const closed = aDisabledAccount({ closedAt: '2026-11-20T10:00:00.000Z' });

describe('the next moment that time alone changes something', () => {
  it.each<[string, Partial<AccessFacts>, string | null]>([
    ['nothing known', { hsa: null }, null],
    ['nothing dated', {}, null],
    ['started yesterday', dates(YESTERDAY, null), null],
    ['starts today: that has come', dates(TODAY, null), null],
    ['starts tomorrow', dates(TOMORROW, null), MIDNIGHT],
    ['ended yesterday', dates(null, YESTERDAY), null],
    ['ends today: tomorrow', dates(null, TODAY), MIDNIGHT],
    ['starts and ends later: the first of them', dates('2026-12-01', '2026-12-31'), '2026-11-30T23:00:00.000Z'],
    ['has started, ends later', dates(YESTERDAY, '2026-12-31'), '2026-12-31T23:00:00.000Z'],
    ['ends on the day of winter time', dates(null, '2027-10-31'), '2027-10-31T23:00:00.000Z'],
    ['ends on the day of summer time', dates(null, '2027-03-28'), '2027-03-28T22:00:00.000Z'],
    [
      'a certificate ends',
      withCertificates(certificate('2026-01-01T00:00:00.000Z', '2026-11-21T12:00:00.000Z')),
      '2026-11-21T12:00:00.000Z',
    ],
    [
      'a certificate begins',
      withCertificates(certificate('2026-11-22T00:00:00.000Z', '2028-01-01T00:00:00.000Z')),
      '2026-11-22T00:00:00.000Z',
    ],
    ['a certificate has ended', withCertificates(certificate('2024-01-01T00:00:00.000Z', NOW)), null],
    [
      'two certificates: the first end',
      withCertificates(
        certificate('2024-01-01T00:00:00.000Z', '2027-02-01T00:00:00.000Z'),
        certificate('2024-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'),
      ),
      '2027-01-01T00:00:00.000Z',
    ],
    ['an order that begins', { order: anOrder({ from: TOMORROW }) }, MIDNIGHT],
    ["an order's last day", { order: anOrder({ to: TODAY }) }, MIDNIGHT],
    ["an agreement's last day", { agreement: anAgreement({ validTo: TODAY }) }, MIDNIGHT],
    ['a day from which a newer version is needed', { agreement: anAgreement({ replacedFrom: TOMORROW }) }, MIDNIGHT],
    [
      'the last day of an agreement that has been replaced',
      { agreement: anAgreement({ validTo: TODAY, replacedFrom: YESTERDAY }) },
      MIDNIGHT,
    ],
    ['a closed account: its retention', { account: closed }, '2027-02-17T23:00:00.000Z'],
    ['an account closed long ago', { account: aDisabledAccount({ closedAt: '2026-01-01T10:00:00.000Z' }) }, null],
    ['a deleted account', { account: { ...closed, deletedAt: NOW } }, null],
    ['a disabled account that is not closed', { account: aDisabledAccount() }, null],
    [
      'several: the first',
      { ...dates(null, '2026-11-25'), agreement: anAgreement({ validTo: '2026-11-23' }), account: closed },
      '2026-11-23T23:00:00.000Z',
    ],
  ])('%s', (_what, facts, moment) => {
    expect(nextClockChange(someFacts(facts), aPolicy(), NOW, 90)).toBe(moment);
  });

  it('is past as soon as it has come', () => {
    const facts = someFacts(dates(TOMORROW, null));
    expect(nextClockChange(facts, aPolicy(), '2026-11-21T22:59:59.999Z', 90)).toBe(MIDNIGHT);
    expect(nextClockChange(facts, aPolicy(), MIDNIGHT, 90)).toBeNull();
  });
});

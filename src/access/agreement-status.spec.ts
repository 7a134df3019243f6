import fc from 'fast-check';
import { anAgreement, aPolicy, TODAY, TOMORROW, YESTERDAY } from '../../test/support/builders/facts';
import { addDays, localDateOf, startOfDay } from '../platform/time';
import { type AgreementStatus, agreementStatus, graceEndsAt, lapsesOn } from './agreement-status';
import type { AgreementFact } from './facts';

const WITHDRAWN = '2026-11-20T10:00:00.000Z';

describe('how an agreement stands', () => {
  it.each<[string, Partial<AgreementFact> | null, AgreementStatus]>([
    ['none', null, 'missing'],
    ['withdrawn', { withdrawnAt: WITHDRAWN }, 'withdrawn'],
    ['withdrawn, its last day passed', { withdrawnAt: WITHDRAWN, validTo: YESTERDAY }, 'withdrawn'],
    ['withdrawn, a newer version', { withdrawnAt: WITHDRAWN, replacedFrom: YESTERDAY }, 'withdrawn'],
    ['its last day passed', { validTo: YESTERDAY }, 'expired'],
    ['its last day passed, a newer version', { validTo: YESTERDAY, replacedFrom: YESTERDAY }, 'expired'],
    ['its last day, a newer version from today', { validTo: TODAY, replacedFrom: TODAY }, 'replaced'],
    ['a newer version from yesterday', { replacedFrom: YESTERDAY }, 'replaced'],
    ['a newer version from tomorrow', { replacedFrom: TOMORROW }, 'valid'],
    ['its last day', { validTo: TODAY }, 'valid'],
    ['no last day, no newer version', {}, 'valid'],
  ])('%s', (_what, fact, status) => {
    expect(agreementStatus(fact && anAgreement(fact), TODAY)).toBe(status);
  });

  it.each<[string, Partial<AgreementFact>, string | null]>([
    ['nothing ends it', {}, null],
    ['its last day', { validTo: TODAY }, TOMORROW],
    ['a newer version', { replacedFrom: '2027-01-01' }, '2027-01-01'],
    ['withdrawn after midnight in Sweden, before it in UTC', { withdrawnAt: '2026-11-20T23:30:00.000Z' }, TODAY],
    ['all three: the first', { validTo: '2027-06-30', replacedFrom: '2027-01-01', withdrawnAt: WITHDRAWN }, YESTERDAY],
  ])('lapses: %s', (_what, fact, day) => {
    expect(lapsesOn(anAgreement(fact))).toBe(day);
  });

  const day = fc.integer({ min: -400, max: 400 }).map((days) => addDays(TODAY, days));
  const facts = fc
    .record({ validTo: fc.option(day), replacedFrom: fc.option(day), withdrawnAt: fc.option(day.map((date) => `${date}T10:00:00.000Z`)) })
    .map(anAgreement);

  it('is valid exactly until the day on which it lapses, once it can be known', () => {
    fc.assert(
      fc.property(facts, day, (fact, today) => {
        fc.pre(fact.withdrawnAt === null || localDateOf(fact.withdrawnAt) <= today);
        const lapse = lapsesOn(fact);
        expect(agreementStatus(fact, today) === 'valid').toBe(lapse === null || today < lapse);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the days of grace', () => {
  it.each([
    ['end at midnight in Sweden', { validTo: '2026-11-06' }, 14, '2026-11-20T23:00:00.000Z'],
    ['are none', { validTo: '2026-11-20' }, 0, '2026-11-20T23:00:00.000Z'],
    ['over the change to winter time are as many days', { validTo: '2026-10-20' }, 7, '2026-10-27T23:00:00.000Z'],
    ['that begin on the day of winter time', { validTo: '2026-10-24' }, 1, '2026-10-25T23:00:00.000Z'],
    ['that begin before and end on the day of winter time', { validTo: '2026-10-23' }, 1, '2026-10-24T22:00:00.000Z'],
    ['over the change to summer time are as many days', { validTo: '2027-03-24' }, 7, '2027-03-31T22:00:00.000Z'],
    ['that end on the day of summer time', { validTo: '2027-03-26' }, 1, '2027-03-27T23:00:00.000Z'],
    ['that end the day after the change to summer time', { validTo: '2027-03-27' }, 1, '2027-03-28T22:00:00.000Z'],
    ['of one that nothing ends do not begin', {}, 14, null],
  ])('%s', (_what, fact, agreementGraceDays, moment) => {
    expect(graceEndsAt(anAgreement(fact), aPolicy({ agreementGraceDays }))).toBe(moment);
  });

  it('are nobody’s who never signed, and nobody’s where no agreement is demanded', () => {
    expect(graceEndsAt(null, aPolicy())).toBeNull();
    expect(graceEndsAt(anAgreement({ validTo: YESTERDAY }), aPolicy({ requireAgreement: false }))).toBeNull();
  });

  it('are whole days after the lapse', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 365 }), (after, agreementGraceDays) => {
        const validTo = addDays(TODAY, after);
        const end = graceEndsAt(anAgreement({ validTo }), aPolicy({ agreementGraceDays }))!;
        expect(end).toBe(startOfDay(addDays(validTo, 1 + agreementGraceDays)));
      }),
    );
  });
});

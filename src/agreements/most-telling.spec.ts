import fc from 'fast-check';
import { anAgreement } from '../../test/support/builders/facts';
import { agreementStatus } from '../access/agreement-status';
import type { AgreementFact } from '../access/facts';
import { addDays } from '../platform/time';
import { mostTelling } from './most-telling';

const one = (id: string, more: Partial<AgreementFact> = {}): AgreementFact => anAgreement({ id, ...more });

describe('of several agreements', () => {
  it.each<[string, AgreementFact[], string | null]>([
    ['none', [], null],
    ['the only one', [one('a')], 'a'],
    ['one without an end before one with', [one('a', { validTo: '2099-01-01' }), one('b')], 'b'],
    ['the later end', [one('a', { validTo: '2027-01-01' }), one('b', { validTo: '2026-01-01' })], 'a'],
    [
      'one that holds before one that was withdrawn',
      [one('a', { withdrawnAt: '2026-11-20T10:00:00.000Z' }), one('b', { validTo: '2027-01-01' })],
      'b',
    ],
    ['the one that is not put out of use', [one('a', { replacedFrom: '2027-01-01' }), one('b', { validTo: '2028-01-01' })], 'b'],
    ['the one that was withdrawn last', [one('a', { validTo: '2026-01-01' }), one('b', { withdrawnAt: '2026-11-20T10:00:00.000Z' })], 'b'],
    ['the later signature', [one('a', { signedOn: '2026-11-04' }), one('b')], 'a'],
    ['the later registration', [one('a'), one('b')], 'b'],
  ])('%s', (_what, all, id) => {
    expect(mostTelling(all)?.id ?? null).toBe(id);
    expect(mostTelling([...all].reverse())?.id ?? null).toBe(id);
  });

  const day = fc.integer({ min: -30, max: 30 }).map((days) => addDays('2026-11-21', days));
  const agreements = fc.array(
    fc.record({
      validTo: fc.option(day),
      replacedFrom: fc.option(day),
      withdrawnAt: fc.option(day.map((date) => `${date}T12:00:00.000Z`)),
      signedOn: day,
    }),
    { minLength: 1, maxLength: 4 },
  );

  it('it holds whenever any of them does', () => {
    fc.assert(
      fc.property(agreements, day, (all, today) => {
        const known = all.filter(({ withdrawnAt }) => withdrawnAt === null || withdrawnAt.slice(0, 10) <= today);
        const facts = known.map((fact, index) => one(String(index), fact));
        const holds = facts.some((fact) => agreementStatus(fact, today) === 'valid');
        expect(agreementStatus(mostTelling(facts), today) === 'valid').toBe(holds);
      }),
      { numRuns: 500 },
    );
  });
});

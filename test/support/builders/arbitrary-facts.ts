import fc from 'fast-check';
import type { DecisionContext } from '../../../src/access/decide';
import type { AccessFacts, AccountFact } from '../../../src/access/facts';
import { disabledAccount } from '../../../src/external-ad/account';
import type { Certificate, Person } from '../../../src/people/person';
import { addDays, addMilliseconds, type Instant, type LocalDate, localDateOf } from '../../../src/platform/time';
import { caseFactsOf, type Told } from '../../../src/service-desk/case-changes';
import { ACCOUNT_NAME, aContext, aGrant, aHold, anAccount, anAgreement, anOrder, aReading, someFacts, aPolicy } from './facts';
import { aPerson } from './person';

/** All that one decision is made from. */
export interface ArbitraryCase {
  facts: AccessFacts;
  told: Told | null;
  context: DecisionContext;
}

const HOUR = 3_600_000;
const mostly = <T>(usual: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: other });
const now = fc.integer({ min: 0, max: 40 * 24 * 60 }).map((minutes) => addMilliseconds('2026-10-20T00:00:00.000Z', minutes * 60_000));
const moment = (at: Instant) => fc.integer({ min: -72, max: 72 }).map((hours) => addMilliseconds(at, hours * HOUR));
const day = (at: Instant) =>
  mostly<LocalDate | null>(
    null,
    fc.integer({ min: -3, max: 3 }).map((days) => addDays(localDateOf(at), days)),
  );

const certificate = (at: Instant): fc.Arbitrary<Certificate> =>
  fc.tuple(moment(at), moment(at)).map(([one, other]) => {
    const [validFrom, validTo] = one < other ? [one, other] : [other, one];
    return { issuer: ['C=SE', 'CN=SITHS'], serialNumber: '0177', subjectKeyIdentifier: 'a1b2', sha1: 'c3'.repeat(20), validFrom, validTo };
  });

/** A person in a few variants of everything that a decision looks at; dates stand within three days of the moment. */
const person = (at: Instant): fc.Arbitrary<Person> =>
  fc
    .record({
      surname: fc.constantFrom('Öberg', 'Åberg'),
      title: fc.constantFrom(null, 'Sjuksköterska', 'Undersköterska'),
      prescriberCode: fc.constantFrom(null, '1234567'),
      telephoneNumbers: fc.constantFrom<string[]>([], ['0687-123 45'], ['0687-678 90']),
      startDate: day(at),
      endDate: day(at),
      isProtected: fc.boolean(),
      isArchived: mostly(false, fc.boolean()),
      isTestData: mostly(false, fc.boolean()),
      certificates: fc.array(certificate(at), { maxLength: 2 }),
    })
    .map(aPerson);

const reading = (at: Instant): fc.Arbitrary<AccessFacts['hsa']> =>
  fc
    .record({
      state: mostly<'present' | 'refused' | 'absent'>('present', fc.constantFrom('refused', 'absent')),
      person: person(at),
      isKnown: mostly(true, fc.boolean()),
      hasSystemRole: mostly(true, fc.boolean()),
    })
    .map(({ state, person: known, isKnown, hasSystemRole }) =>
      aReading({ state, person: state === 'present' || isKnown ? known : null, hasSystemRole }),
    );

/** From an account that is still to be written to one that was deleted, as it stood for some earlier variant of the person. */
const account = (at: Instant): fc.Arbitrary<AccountFact | null> =>
  fc
    .record({
      standing: fc.constantFrom('none', 'enabled', 'pending', 'refused', 'disabled', 'closed', 'deleted'),
      was: person(at),
      closedAt: moment(at),
    })
    .map(({ standing, was, closedAt }) => {
      if (standing === 'none') return null;
      const { desired, ...enabled } = anAccount({}, was);
      if (standing === 'enabled') return { ...enabled, desired };
      if (standing === 'pending') return { ...enabled, desired, desiredVersion: 2 };
      if (standing === 'refused') return { ...enabled, desired, desiredVersion: 2, refused: { code: '19', since: at } };
      const disabled = { ...enabled, desired: disabledAccount(desired), desiredEnabled: false, disabledAt: closedAt };
      if (standing === 'disabled') return disabled;
      return { ...disabled, closedAt, deletedAt: standing === 'deleted' ? at : null };
    });

const toldOf = (was: Person): Told => ({
  isProtected: was.isProtected,
  facts: caseFactsOf({
    person: was,
    municipalityName: 'Bergs kommun',
    accountName: ACCOUNT_NAME,
    userPrincipalName: `${was.hsaId}@ext.example.se`,
    agreement: 'missing',
    order: null,
    reason: null,
  }),
});

/** Facts of any kind at any moment of six weeks over the change to winter time, with any policy. */
export const arbitraryCase: fc.Arbitrary<ArbitraryCase> = now.chain((at) =>
  fc
    .record({
      hsa: fc.oneof({ weight: 9, arbitrary: reading(at) }, { weight: 1, arbitrary: fc.constant(null) }),
      order: fc.option(
        fc.record({ state: mostly<'active' | 'ended'>('active', fc.constant('ended')), from: day(at), to: day(at) }).map(anOrder),
      ),
      agreement: fc.option(
        fc
          .record({
            validTo: day(at),
            replacedFrom: mostly<string | null>(null, day(at)),
            withdrawnAt: mostly<Instant | null>(null, moment(at)),
          })
          .map(anAgreement),
      ),
      account: account(at),
      grants: fc.array(
        fc
          .record({
            source: mostly<'case' | 'baseline'>('case', fc.constant('baseline')),
            informedAt: fc.option(moment(at)),
            removedAt: fc.option(moment(at)),
          })
          .map(aGrant),
        { maxLength: 2 },
      ),
      holds: mostly<AccessFacts['holds']>(
        [],
        fc.constantFrom('identity-changed' as const, 'absence-unproven' as const).map((kind) => [aHold(kind, at)]),
      ),
      unitKnownToCosmic: fc.constantFrom(null, true, false),
      told: fc.option(person(at).map(toldOf)),
      requireOrder: mostly(false, fc.boolean()),
      requireAgreement: fc.boolean(),
      requireTestLogin: fc.boolean(),
      testLoginPassed: fc.boolean(),
      agreementGraceDays: fc.constantFrom(0, 1, 14),
      disableWhenAgreementLapses: mostly(false, fc.boolean()),
      retentionDays: fc.constantFrom(0, 1, 2),
      notifyOn: fc.subarray([...aContext().notifyOn]),
    })
    .map(
      ({
        told,
        requireOrder,
        requireAgreement,
        requireTestLogin,
        agreementGraceDays,
        disableWhenAgreementLapses,
        retentionDays,
        notifyOn,
        ...facts
      }) => ({
        facts: someFacts(facts),
        told,
        context: aContext({
          now: at,
          policy: aPolicy({ requireOrder, requireAgreement, requireTestLogin, agreementGraceDays, disableWhenAgreementLapses }),
          notifyOn,
          externalAd: { ...aContext().externalAd, retentionDays },
        }),
      }),
    ),
);

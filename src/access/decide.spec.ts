import fc from 'fast-check';
import { applyEffects } from '../../test/support/apply-effects';
import {
  ACCOUNT_NAME,
  aContext,
  aGrant,
  aHold,
  anAccount,
  anAgreement,
  aPolicy,
  aReading,
  someFacts,
  YESTERDAY,
} from '../../test/support/builders/facts';
import type { Person } from '../people/person';
import type { MailWorthy, Told } from '../service-desk/case-changes';
import { blockerText } from '../texts/sv/access';
import { asksWithdrawal, type Decision, type DecisionContext, decide } from './decide';
import type { AccessFacts } from './facts';

const context = aContext();

/** A life told fact by fact: each step is decided and carried out before the next. */
class Life {
  facts: AccessFacts = someFacts({ hsa: null });
  told: Told | null = null;

  step(change: Partial<AccessFacts>, more: Partial<DecisionContext> = {}): Decision {
    const at = { ...context, ...more };
    const decision = decide({ ...this.facts, ...change }, this.told, ACCOUNT_NAME, at);
    Object.assign(this, applyEffects({ ...this.facts, ...change }, decision, ACCOUNT_NAME, at.now));
    return decision;
  }
}

/** Somebody with an account whom Servicecenter has been told of. */
function employed(person: Partial<Person> = {}): Life {
  const life = new Life();
  life.step({ hsa: aReading({ person }) });
  return life;
}

const withPerson = (person: Partial<Person>) => ({ hsa: aReading({ person }) });
const withoutRole = (person: Partial<Person> = {}) => ({ hsa: aReading({ person, hasSystemRole: false }) });

describe('a decision', () => {
  it('gives a newcomer an account and Servicecenter a case with what to grant from', () => {
    const { effects, told } = new Life().step({ hsa: aReading(), agreement: anAgreement() });
    expect(effects).toMatchObject({
      action: 'created',
      account: { kind: 'create', desired: anAccount().desired },
      case: { event: 'new', changes: [] },
    });
    expect(told).toMatchObject({
      isProtected: false,
      facts: { name: 'Åsa Öberg', agreement: 'valid', accountName: ACCOUNT_NAME, reason: null },
    });
  });

  it.each<[string, Partial<AccessFacts>, object, string]>([
    ['none', {}, {}, 'missing'],
    ['one that has run out', { agreement: anAgreement({ validTo: YESTERDAY }) }, {}, 'expired'],
    ['none where none is demanded', {}, { policy: { requireOrder: false, requireAgreement: false } }, 'valid'],
  ])('tells of the agreement: %s', (_what, facts, more, agreement) => {
    expect(new Life().step({ hsa: aReading(), ...facts }, more).told?.facts.agreement).toBe(agreement);
  });

  it('has nothing to do for somebody nothing is known of', () => {
    const { effects, told } = new Life().step({ hsa: aReading({ state: 'refused', person: null }) });
    expect([effects, told]).toEqual([{ action: 'none', account: { kind: 'none' }, case: null }, null]);
  });

  it('ends with the first reason in words, and keeps what the account was', () => {
    const life = employed();
    const { effects, told } = life.step(withoutRole({ title: 'Chef' }));
    expect(effects).toMatchObject({
      action: 'ended',
      account: { kind: 'disable', desired: { title: 'Undersköterska', memberOf: [], userAccountControl: 262658 } },
      case: { event: 'ended', changes: [] },
    });
    expect(told?.facts.reason).toBe(blockerText['no-system-role']);
  });

  it('gives somebody who comes back the same account, and tells what has changed meanwhile', () => {
    const life = employed();
    life.step(withoutRole());
    const { effects, told } = life.step(withPerson({ surname: 'Åberg' }));
    expect(effects).toMatchObject({
      action: 'reinstated',
      account: { kind: 're-enable', desired: { sAMAccountName: ACCOUNT_NAME, sn: 'Åberg', userAccountControl: 262656 } },
      case: { event: 'reinstated', changes: [{ field: 'name', before: 'Åsa Öberg', after: 'Åsa Åberg' }] },
    });
    expect(told?.facts.reason).toBeNull();
  });

  it('deletes a closed account when its retention is over, and begins anew after that', () => {
    const life = employed();
    life.step(withoutRole());
    const account = life.facts.account && { ...life.facts.account, closedAt: '2026-11-21T10:00:00.000Z' };
    expect(life.step({ account }, { now: '2027-02-18T22:59:59.999Z' }).effects.action).toBe('none');
    expect(life.step({}, { now: '2027-02-18T23:00:00.000Z' }).effects).toEqual({
      action: 'deleted',
      account: { kind: 'delete' },
      case: null,
    });
    expect(life.step(withPerson({}), { now: '2027-03-01T10:00:00.000Z' }).effects).toMatchObject({
      action: 'created',
      case: { event: 'new', changes: [] },
    });
  });

  it('tells of a commission, which no account holds', () => {
    const commissions = [{ hsaId: null, name: 'Hemsjukvård', purpose: 'Vård och behandling', rights: [], unitHsaId: null }];
    const { effects } = employed().step(withPerson({ commissions }));
    expect(effects).toEqual({
      action: 'changed',
      account: { kind: 'none' },
      case: { event: 'changed', changes: [{ field: 'commissions', before: null, after: 'Hemsjukvård, Vård och behandling' }] },
    });
  });

  it('moves somebody to another unit as a change, never as an end', () => {
    const unit = { hsaId: 'SE2120002502-00S1', name: 'Hemtjänst Söder', path: ['Bergs kommun', 'Vård', 'Hemtjänst Söder'], above: [] };
    const { effects } = employed().step(withPerson({ unit, dn: 'cn=Åsa Öberg,ou=Hemtjänst Söder,o=Bergs kommun,c=SE' }));
    expect(effects).toMatchObject({
      action: 'changed',
      account: { kind: 'change', desired: { department: 'Hemtjänst Söder' } },
      case: { event: 'changed' },
    });
  });

  it('lets what was frozen through when the hold closes', () => {
    const life = employed();
    const renamed = withPerson({ surname: 'Åberg' });
    expect(life.step({ ...renamed, holds: [aHold()] }).effects).toEqual({ action: 'held', account: { kind: 'freeze' }, case: null });
    expect(life.step({ holds: [] }).effects).toMatchObject({
      action: 'changed',
      account: { kind: 'change', desired: { sn: 'Åberg' } },
      case: { event: 'changed' },
    });
  });

  it('masks the account of somebody who becomes protected while held, and tells when the hold closes', () => {
    const life = employed();
    const hidden = withPerson({ isProtected: true });
    expect(life.step({ ...hidden, holds: [aHold()] }).effects).toMatchObject({
      action: 'held',
      account: { kind: 'change', desired: { displayName: 'Skyddad person', givenName: null, sn: null, userAccountControl: 262656 } },
      case: null,
    });
    expect(life.step({}).effects.account).toEqual({ kind: 'freeze' });
    expect(life.step({ holds: [] }).effects.case).toEqual({
      event: 'changed',
      changes: [{ field: 'protected', before: 'nej', after: 'ja' }],
    });
  });

  it("masks a leaver's account too, without a case", () => {
    const life = employed();
    life.step(withoutRole());
    expect(life.step(withoutRole({ isProtected: true })).effects).toMatchObject({
      action: 'changed',
      account: { kind: 'change', desired: { displayName: 'Skyddad person', userAccountControl: 262658, memberOf: [] } },
      case: null,
    });
  });

  it('says which values did not fit the account', () => {
    const { remarks } = new Life().step(withPerson({ title: 'x'.repeat(200) }));
    expect(remarks.shortened).toEqual([{ attribute: 'title', length: 200, limit: 128 }]);
  });
});

/** Their agreement's last day is the 21st of October 2026; with seven days of grace over the change to winter time. */
describe('an agreement that lapses', () => {
  const lapsing = { agreement: anAgreement({ validTo: '2026-10-21' }) };
  const LAPSED = '2026-10-21T22:00:00.000Z';
  const GRACE_OVER = '2026-10-28T23:00:00.000Z';
  const at = (now: string, more = {}) => ({ now, policy: aPolicy({ agreementGraceDays: 7, ...more }) });
  const before = (moment: string): string => new Date(Date.parse(moment) - 1).toISOString();
  const ASK = { field: 'agreement', before: 'gäller', after: expect.stringContaining('ta bort behörigheten') as string };

  /** Granted in September. */
  function granted(policy = {}): Life {
    const life = new Life();
    life.step({ hsa: aReading(), ...lapsing }, at('2026-09-01T10:00:00.000Z', policy));
    life.step({ grants: [aGrant({ grantedAt: '2026-09-02T10:00:00.000Z' })] }, at('2026-09-02T10:00:00.000Z', policy));
    Object.assign(life.facts, { grants: [aGrant()], ...lapsing, hsa: aReading() });
    return life;
  }

  it('asks Servicecenter to withdraw the permission when its grace is over, once, and to give it back when a new one is there', () => {
    const life = granted();
    expect(life.step({}, at(before(LAPSED))).effects.case).toBeNull();
    expect(life.step({}, at(LAPSED)).assessment.blockers[0]).toEqual({ reason: 'agreement-expired', owner: 'user', since: LAPSED });
    expect(life.step({}, at(before(GRACE_OVER))).effects.case).toBeNull();
    expect(life.step({}, at(GRACE_OVER)).effects).toMatchObject({ account: { kind: 'none' }, case: { event: 'changed', changes: [ASK] } });
    expect(life.step({}, at('2026-11-10T10:00:00.000Z')).effects.case).toBeNull();
    const renewed = { agreement: anAgreement({ signedOn: '2026-11-11' }) };
    expect(life.step(renewed, at('2026-11-11T10:00:00.000Z')).effects.case).toEqual({
      event: 'changed',
      changes: [{ field: 'agreement', before: ASK.after, after: 'gäller' }],
    });
    expect(life.step(renewed, at('2026-11-12T10:00:00.000Z')).effects.case).toBeNull();
  });

  it('asks for nothing when it is renewed within its grace', () => {
    const life = granted();
    const renewed = { agreement: anAgreement({ signedOn: '2026-10-25' }) };
    expect(life.step(renewed, at('2026-10-25T10:00:00.000Z')).effects.case).toBeNull();
    expect(life.step(renewed, at('2026-12-01T10:00:00.000Z')).effects.case).toBeNull();
  });

  it('disables the account, too, where the policy says so, and enables it again', () => {
    const disabling = { disableWhenAgreementLapses: true };
    const life = granted(disabling);
    expect(life.step({}, at(before(GRACE_OVER), disabling)).effects.account).toEqual({ kind: 'none' });
    expect(life.step({}, at(GRACE_OVER, disabling))).toMatchObject({
      effects: { action: 'ended', account: { kind: 'disable' }, case: { event: 'ended' } },
      told: { facts: { reason: blockerText['agreement-lapsed'] } },
    });
    const renewed = { agreement: anAgreement({ signedOn: '2026-11-11' }) };
    expect(life.step(renewed, at('2026-11-11T10:00:00.000Z', disabling)).effects).toMatchObject({
      action: 'reinstated',
      account: { kind: 're-enable' },
      case: { event: 'reinstated' },
    });
  });

  it('says nothing of it while the person is held, and all of it afterwards', () => {
    const life = granted();
    const holds = [aHold('identity-changed', '2026-10-01T10:00:00.000Z')];
    expect(life.step({ holds }, at(GRACE_OVER)).effects.case).toBeNull();
    expect(life.step({ holds: [] }, at('2026-11-01T10:00:00.000Z')).effects.case?.changes).toEqual([ASK]);
  });

  it.each<[what: string, facts: Partial<AccessFacts>, policy: object, asks: boolean]>([
    ['lapsed, granted', {}, {}, true],
    ['lapsed, not granted', { grants: [] }, {}, false],
    ['lapsed, every grant removed', { grants: [aGrant({ removedAt: GRACE_OVER })] }, {}, false],
    ['lapsed, granted before this service', { grants: [aGrant({ source: 'baseline' })] }, {}, true],
    ['lapsed, where no agreement is demanded', {}, { requireAgreement: false }, false],
    ['never signed, granted', { agreement: null }, {}, false],
    ['holds for ever', { agreement: anAgreement() }, {}, false],
    ['withdrawn, grace over', { agreement: anAgreement({ withdrawnAt: '2026-10-21T10:00:00.000Z' }) }, {}, true],
    ['withdrawn, within its grace', { agreement: anAgreement({ withdrawnAt: '2026-10-23T10:00:00.000Z' }) }, {}, false],
    ['put out of use by a newer version, grace over', { agreement: anAgreement({ replacedFrom: '2026-10-22' }) }, {}, true],
    ['to be put out of use', { agreement: anAgreement({ replacedFrom: '2026-11-22' }) }, {}, false],
  ])('asks that the permission be withdrawn: %s', (_what, facts, policy, asks) => {
    const all = someFacts({ ...lapsing, grants: [aGrant()], ...facts });
    expect(asksWithdrawal(all, at(GRACE_OVER, policy).policy, GRACE_OVER)).toBe(asks);
  });
});

describe('a silent change', () => {
  const silent: fc.Arbitrary<Partial<Person>> = fc.record(
    {
      telephoneNumbers: fc.array(fc.stringMatching(/^06\d-\d{6}$/), { maxLength: 2 }),
      mobileNumbers: fc.array(fc.stringMatching(/^07\d-\d{6}$/), { maxLength: 2 }),
      mail: fc.constantFrom(null, 'asa@berg.example.se', 'o.asa@berg.example.se'),
      dn: fc.constantFrom('cn=Åsa Öberg,o=Bergs kommun,c=SE', 'cn=Öberg Åsa,o=Bergs kommun,c=SE'),
      stamp: fc.string(),
      entryUuid: fc.uuid(),
      personalNumberHash: fc.constantFrom(null, 'a'.repeat(64)),
      paTitleCodes: fc.array(fc.string(), { maxLength: 2 }),
      prescriberCode: fc.constantFrom(null, '1234567'),
      certificates: fc.constantFrom(
        [],
        [
          {
            issuer: ['C=SE'],
            serialNumber: '0177',
            subjectKeyIdentifier: null,
            sha1: 'c3'.repeat(20),
            validFrom: '2026-01-01T00:00:00.000Z',
            validTo: '2028-01-01T00:00:00.000Z',
          },
        ],
      ),
    },
    { requiredKeys: [] },
  );

  it('never opens a case', () => {
    fc.assert(
      fc.property(silent, silent, (before, after) => {
        const { effects } = employed(before).step(withPerson(after));
        expect(effects.case).toBeNull();
        expect(['changed', 'unchanged']).toContain(effects.action);
      }),
      { numRuns: 200 },
    );
  });

  const LOUD: [MailWorthy, Partial<Person>][] = [
    ['name', { surname: 'Åberg' }],
    ['unit', { unit: null }],
    ['title', { hsaTitles: ['Fysioterapeut'] }],
    ['prescriberCode', { title: 'Läkare', prescriberCode: '1234567' }],
    ['commissions', { commissions: [{ hsaId: null, name: 'Vård', purpose: null, rights: [], unitHsaId: null }] }],
    ['dates', { endDate: '2027-06-30' }],
    ['protected', { isProtected: true }],
  ];

  it.each(LOUD)('is any that Servicecenter has not asked for: %s', (field, change) => {
    const others = context.notifyOn.filter((one) => one !== field && !(field === 'prescriberCode' && one === 'title'));
    expect(employed().step(withPerson(change), { notifyOn: others }).effects.case).toBeNull();
    expect(employed().step(withPerson(change), { notifyOn: [field] }).effects.case?.changes).toHaveLength(1);
  });

  it('is told with the next that is not', () => {
    const life = employed();
    const dates: DecisionContext['notifyOn'] = ['dates'];
    life.step(withPerson({ surname: 'Åberg' }), { notifyOn: dates });
    life.step(withPerson({ surname: 'Åberg', endDate: '2027-06-30' }), { notifyOn: dates });
    expect(life.told?.facts).toMatchObject({ name: 'Åsa Åberg', endDate: '2027-06-30' });
  });
});

describe('what open cases show', () => {
  const NEW_SUFFIX = { externalAd: { ...context.externalAd, upnSuffix: 'nya.example.se' } };
  const NOBODY_ASKED = { notifyOn: [] };
  const upnIn = (life: Life): string | undefined => life.told?.shown?.userPrincipalName;

  it.each<[what: string, before: Partial<AccessFacts>, after: Partial<AccessFacts>, more: Partial<DecisionContext>, refreshes: boolean]>([
    ['nothing has changed', {}, {}, {}, false],
    ['a field that is never told', {}, {}, NEW_SUFFIX, true],
    ['the agreement has come in', {}, { agreement: anAgreement() }, {}, true],
    ['a field that nobody asked to be told of', {}, withPerson({ surname: 'Åberg' }), NOBODY_ASKED, true],
    ['a field that is told: the case event does it', {}, withPerson({ surname: 'Åberg' }), NEW_SUFFIX, false],
    ['a field that no case shows', {}, withPerson({ mail: null }), {}, false],
    ['held', {}, { holds: [aHold()] }, NEW_SUFFIX, false],
    ['access ends', {}, withoutRole(), NEW_SUFFIX, false],
    ['access has ended', withoutRole(), withoutRole(), NEW_SUFFIX, false],
  ])('%s', (_what, before, after, more, refreshes) => {
    const life = employed();
    life.step(before);
    expect(life.step(after, more).refreshesCases).toBe(refreshes);
    expect(life.step(after, more)).toMatchObject({ refreshesCases: false, effects: { case: null, account: {} } });
  });

  it('is brought up to date, and what was told stays what was told', () => {
    const life = employed();
    life.step(withPerson({ surname: 'Åberg' }), { ...NEW_SUFFIX, ...NOBODY_ASKED });
    expect(life.told?.facts).toMatchObject({ name: 'Åsa Öberg', userPrincipalName: 'SE2120002502-1A2B@ext.example.se' });
    expect(life.told?.shown).toMatchObject({ name: 'Åsa Åberg', userPrincipalName: 'SE2120002502-1A2B@nya.example.se' });
    const { effects } = life.step(withPerson({ surname: 'Åberg' }), NEW_SUFFIX);
    expect(effects.case?.changes).toEqual([{ field: 'name', before: 'Åsa Öberg', after: 'Åsa Åberg' }]);
    expect(upnIn(life)).toBeUndefined();
  });

  it('is nothing of somebody whom Servicecenter has not been told of', () => {
    const facts = { ...withPerson({}), account: anAccount() };
    expect(decide(someFacts(facts), null, ACCOUNT_NAME, context).refreshesCases).toBe(false);
  });
});

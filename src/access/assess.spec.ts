import {
  aHold,
  aReading,
  anAccount,
  anAgreement,
  anOrder,
  aPolicy,
  NOW,
  READ,
  someFacts,
  TODAY,
  TOMORROW,
  YESTERDAY,
} from '../../test/support/builders/facts';
import type { Person } from '../people/person';
import { type Assessment, assess, endsAsKnown } from './assess';
import type { AccessFacts, AccessPolicy, HoldKind } from './facts';
import { type BlockerReason, OWNERS } from './stages';

const policy: AccessPolicy = aPolicy();
const demanding: AccessPolicy = { ...policy, requireOrder: true };
const disabling: AccessPolicy = { ...policy, disableWhenAgreementLapses: true };
const HOLDS: HoldKind[] = ['identity-changed', 'absence-unproven'];

const reasons = ({ blockers }: Assessment): BlockerReason[] => blockers.map(({ reason }) => reason);

/** Rows 1 to 9 of the table above `assess`. */
const LEAVING: [row: string, reason: BlockerReason, since: string | null, facts: Partial<AccessFacts>, policy?: AccessPolicy][] = [
  ['1: never read', 'not-in-directory', null, { hsa: null }],
  ['1: proven absent', 'not-in-directory', READ, { hsa: aReading({ state: 'absent', hasSystemRole: false }) }],
  ['2: archived', 'archived', READ, { hsa: aReading({ person: { isArchived: true } }) }],
  ['2: deleted', 'deleted', READ, { hsa: aReading({ person: { isDeleted: true } }) }],
  ['2: test data', 'test-data', READ, { hsa: aReading({ person: { isTestData: true } }) }],
  ['3: no role', 'no-system-role', READ, { hsa: aReading({ hasSystemRole: false }) }],
  ['3: the role nearly', 'system-role-near-miss', READ, { hsa: aReading({ hasSystemRole: false, nearMiss: 'rjh;link' }) }],
  ['4: end date passed', 'ended', '2026-11-20T23:00:00.000Z', { hsa: aReading({ person: { endDate: YESTERDAY } }) }],
  ['5: start date ahead', 'not-started', READ, { hsa: aReading({ person: { startDate: TOMORROW } }) }],
  [
    '6: order ended',
    'order-ended',
    '2026-11-19T13:00:00.000Z',
    { order: anOrder({ state: 'ended', endedAt: '2026-11-19T13:00:00.000Z' }) },
  ],
  ["6: the order's last day passed", 'order-ended', '2026-11-20T23:00:00.000Z', { order: anOrder({ to: YESTERDAY }) }],
  ['7: no order where one is demanded', 'order-missing', null, {}, demanding],
  [
    '8: an order that starts later, where one is demanded',
    'order-not-started',
    '2026-11-01T09:00:00.000Z',
    { order: anOrder({ from: TOMORROW }) },
    demanding,
  ],
  [
    "9: an agreement's days of grace are over",
    'agreement-lapsed',
    '2026-11-20T23:00:00.000Z',
    { agreement: anAgreement({ validTo: '2026-11-06' }) },
    disabling,
  ],
  [
    '9: the days of grace of one that was withdrawn are over',
    'agreement-lapsed',
    '2026-11-14T23:00:00.000Z',
    { agreement: anAgreement({ withdrawnAt: '2026-11-01T10:00:00.000Z' }) },
    disabling,
  ],
  [
    '9: the days of grace after a newer version are over',
    'agreement-lapsed',
    '2026-11-20T23:00:00.000Z',
    { agreement: anAgreement({ replacedFrom: '2026-11-07' }) },
    disabling,
  ],
];

describe('entitled to an account', () => {
  it.each(LEAVING)('row %s: %s', (_row, reason, since, facts, rules = policy) => {
    const assessment = assess(someFacts(facts), rules, NOW);
    expect(assessment).toMatchObject({ entitledToAccount: false, held: false, grantable: false });
    expect(assessment.blockers[0]).toEqual({ reason, owner: OWNERS[reason], since });
  });

  it.each(LEAVING)('row %s is evidence of leaving: an account ends', (_row, reason, since, facts, rules = policy) => {
    const assessment = assess(someFacts({ account: anAccount(), ...facts }), rules, NOW);
    expect(assessment).toMatchObject({ stage: 'ending', entitledToAccount: false, held: false, grantable: false });
    expect(assessment.blockers[0]).toEqual({ reason, owner: OWNERS[reason], since });
  });

  it.each(LEAVING.flatMap(([row, reason, , facts, rules = policy]) => HOLDS.map((hold) => ({ row, reason, facts, rules, hold }))))(
    'row $row passes through the hold $hold',
    ({ reason, facts, rules, hold }) => {
      const assessment = assess(someFacts({ account: anAccount(), holds: [aHold(hold)], ...facts }), rules, NOW);
      expect(assessment).toMatchObject({ stage: 'ending', entitledToAccount: false, held: false });
      expect(reasons(assessment)).toEqual([reason, hold, 'account-not-disabled', 'removal-not-confirmed']);
      const withoutAccount = assess(someFacts({ holds: [aHold(hold)], ...facts }), rules, NOW);
      expect(withoutAccount).toMatchObject({ entitledToAccount: false, held: false });
      expect(withoutAccount.stage).not.toBe('held');
      expect(reasons(withoutAccount).slice(0, 2)).toEqual([hold, reason]);
    },
  );

  it.each(LEAVING)('row %s is an end known beforehand only where the table says so', (_row, reason, _since, facts, rules = policy) => {
    expect(endsAsKnown(someFacts(facts), rules, NOW)).toBe(['ended', 'order-ended', 'agreement-lapsed'].includes(reason));
  });

  it('row 10: an entry that cannot be trusted gives nobody an account', () => {
    const assessment = assess(someFacts({ hsa: aReading({ state: 'refused', person: null }) }), policy, NOW);
    expect(assessment).toMatchObject({ stage: 'none', entitledToAccount: false, held: false, grantable: false });
    expect(assessment.blockers[0]).toEqual({ reason: 'entry-refused', owner: 'hsa-administrator', since: READ });
  });

  it('row 10: an entry that cannot be trusted is no evidence of leaving: an account stands still', () => {
    const facts = someFacts({ hsa: aReading({ state: 'refused' }), account: anAccount() });
    expect(assess(facts, policy, NOW)).toMatchObject({ stage: 'held', entitledToAccount: false, held: true, grantable: false });
    expect(endsAsKnown(facts, policy, NOW)).toBe(false);
  });

  it.each<[string, Partial<Person>]>([
    ['archived', { isArchived: true }],
    ['deleted', { isDeleted: true }],
    ['test-data', { isTestData: true }],
  ])('row 10 does not hide row 2: %s', (reason, person) => {
    const assessment = assess(someFacts({ hsa: aReading({ state: 'refused', person }), account: anAccount() }), policy, NOW);
    expect(assessment).toMatchObject({ stage: 'ending', held: false });
    expect(reasons(assessment).slice(0, 2)).toEqual([reason, 'entry-refused']);
  });

  it('row 10 does not hide that the role is gone, nor an end date that was known', () => {
    const gone = someFacts({ hsa: aReading({ state: 'refused', hasSystemRole: false }), account: anAccount() });
    expect(reasons(assess(gone, policy, NOW)).slice(0, 2)).toEqual(['no-system-role', 'entry-refused']);
    const ended = someFacts({ hsa: aReading({ state: 'refused', person: { endDate: YESTERDAY } }), account: anAccount() });
    expect(assess(ended, policy, NOW)).toMatchObject({ stage: 'ending', held: false });
  });

  it('several reasons are all told, in the order of the table', () => {
    const hsa = aReading({ person: { isArchived: true, isTestData: true, endDate: YESTERDAY }, hasSystemRole: false });
    const assessment = assess(someFacts({ hsa, order: anOrder({ state: 'ended' }) }), policy, NOW);
    expect(reasons(assessment).slice(0, 5)).toEqual(['archived', 'test-data', 'no-system-role', 'ended', 'order-ended']);
  });

  it.each<[string, Partial<AccessFacts>, AccessPolicy?]>([
    ['the role and nothing against it', {}],
    ['the end date is today', { hsa: aReading({ person: { endDate: TODAY } }) }],
    ['the start date is today', { hsa: aReading({ person: { startDate: TODAY } }) }],
    ['starts and ends today', { hsa: aReading({ person: { startDate: TODAY, endDate: TODAY } }) }],
    ['an order where one is demanded', { order: anOrder() }, demanding],
    ['an order that starts today', { order: anOrder({ from: TODAY }) }, demanding],
    ['an order whose last day is today', { order: anOrder({ to: TODAY }) }, demanding],
    ['an order that starts later, where none is demanded', { order: anOrder({ from: TOMORROW }) }],
    ['a near miss beside the role itself', { hsa: aReading({ nearMiss: 'rjh;link' }) }],
    ['an agreement in its last day of grace', { agreement: anAgreement({ validTo: '2026-11-07' }) }, disabling],
    ['an agreement that lapsed long ago, where that disables nobody', { agreement: anAgreement({ validTo: '2026-01-01' }) }],
    [
      'an agreement that lapsed long ago, where none is demanded',
      { agreement: anAgreement({ validTo: '2026-01-01' }) },
      { ...disabling, requireAgreement: false },
    ],
    ['no agreement at all, where lapsed ones disable', {}, disabling],
    ['problems that only inform', { hsa: aReading({ problems: [{ kind: 'mail-missing' }] }) }],
  ])('whoever has %s is', (_what, facts, rules = policy) => {
    expect(assess(someFacts(facts), rules, NOW)).toMatchObject({ entitledToAccount: true, held: false, stage: 'registered' });
    expect(endsAsKnown(someFacts(facts), rules, NOW)).toBe(false);
  });
});

describe('a hold', () => {
  it.each(HOLDS)('%s freezes whoever would be entitled, who still is', (kind) => {
    const assessment = assess(someFacts({ account: anAccount(), holds: [aHold(kind)] }), policy, NOW);
    expect(assessment).toMatchObject({ stage: 'held', entitledToAccount: true, held: true, grantable: false });
    expect(assessment.blockers[0]).toEqual({ reason: kind, owner: OWNERS[kind], since: '2026-11-20T09:00:00.000Z' });
  });

  it.each(HOLDS)('%s freezes also whoever has no account yet', (kind) => {
    expect(assess(someFacts({ holds: [aHold(kind)] }), policy, NOW)).toMatchObject({ stage: 'held', held: true });
  });
});

/** First moment of the day after, in UTC: 23 in winter, 22 in summer, and each side of both changes. */
const DAYS: [what: string, day: string, over: string][] = [
  ['a winter day', '2026-11-21', '2026-11-21T23:00:00.000Z'],
  ['a summer day', '2026-07-01', '2026-07-01T22:00:00.000Z'],
  ['the day before summer time', '2026-03-28', '2026-03-28T23:00:00.000Z'],
  ['the day of summer time, 23 hours', '2026-03-29', '2026-03-29T22:00:00.000Z'],
  ['the day before winter time', '2026-10-24', '2026-10-24T22:00:00.000Z'],
  ['the day of winter time, 25 hours', '2026-10-25', '2026-10-25T23:00:00.000Z'],
  ["New Year's Eve", '2026-12-31', '2026-12-31T23:00:00.000Z'],
  ['a leap day', '2028-02-29', '2028-02-29T23:00:00.000Z'],
];
const momentBefore = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString();

describe('whole days in Sweden', () => {
  it.each(DAYS)('%s as end date counts to its last moment', (_what, day, over) => {
    const facts = someFacts({ hsa: aReading({ person: { endDate: day } }) });
    expect(assess(facts, policy, momentBefore(over)).entitledToAccount).toBe(true);
    expect(assess(facts, policy, over).blockers[0]).toEqual({ reason: 'ended', owner: 'hsa-administrator', since: over });
  });

  it.each(DAYS)("%s as an order's last day counts to its last moment", (_what, day, over) => {
    const facts = someFacts({ order: anOrder({ to: day }) });
    expect(assess(facts, demanding, momentBefore(over)).entitledToAccount).toBe(true);
    expect(assess(facts, demanding, over).blockers[0]).toEqual({ reason: 'order-ended', owner: 'manager', since: over });
  });

  it.each(DAYS)("%s as an agreement's last day of grace counts to its last moment", (_what, day, over) => {
    const facts = someFacts({ agreement: anAgreement({ validTo: day }) });
    const rules = { ...disabling, agreementGraceDays: 0 };
    expect(assess(facts, rules, momentBefore(over)).entitledToAccount).toBe(true);
    expect(assess(facts, rules, over).blockers[0]).toEqual({ reason: 'agreement-lapsed', owner: 'user', since: over });
  });

  it.each(DAYS)('the day after %s as start date counts from its first moment', (_what, day, over) => {
    const startDate = new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    const facts = someFacts({ hsa: aReading({ person: { startDate } }) });
    expect(reasons(assess(facts, policy, momentBefore(over)))).toContain('not-started');
    expect(assess(facts, policy, over).entitledToAccount).toBe(true);
    const order = someFacts({ order: anOrder({ from: startDate }) });
    expect(assess(order, demanding, momentBefore(over)).entitledToAccount).toBe(false);
    expect(assess(order, demanding, over).entitledToAccount).toBe(true);
  });
});

import {
  aDisabledAccount,
  aGrant,
  aHold,
  aReading,
  anAccount,
  anAgreement,
  anOrder,
  aPolicy,
  DISABLED_AT,
  NOW,
  READ,
  someFacts,
  TODAY,
  TOMORROW,
  YESTERDAY,
} from '../../test/support/builders/facts';
import { agreementStatus } from './agreement-status';
import { assess } from './assess';
import type { AccessFacts, AccessPolicy, AgreementFact } from './facts';
import { type BlockerReason, INFORMS, OWNERS, type Owner, type Stage, STAGES } from './stages';

const policy: AccessPolicy = aPolicy();
const informed = aGrant({ informedAt: '2026-11-07T10:00:00.000Z' });
const removed = aGrant({ removedAt: '2026-11-12T10:00:00.000Z' });
const pending = { desiredVersion: 2, appliedVersion: 1 };
const refused = { ...pending, refused: { code: '19', since: '2026-11-20T09:00:00.000Z' } };
const all = { account: anAccount(), agreement: anAgreement(), grants: [informed] };
const gone = { hsa: aReading({ hasSystemRole: false }) };
const closed = { closedAt: '2026-11-13T10:00:00.000Z' };

/** Every cell of the two tables of stages; what is after the first broken link does not matter. */
const CHAIN: [what: string, facts: Partial<AccessFacts>, stage: Stage, grantable: boolean, inTheWay: BlockerReason[]][] = [
  ['not entitled, no order', gone, 'none', false, ['no-system-role', 'agreement-missing', 'not-granted']],
  ['not entitled, an order', { ...gone, order: anOrder() }, 'ordered', false, ['no-system-role', 'agreement-missing', 'not-granted']],
  [
    'not entitled, an ended order',
    { ...gone, order: anOrder({ state: 'ended' }) },
    'none',
    false,
    ['no-system-role', 'order-ended', 'agreement-missing', 'not-granted'],
  ],
  ['entitled, no account', {}, 'registered', false, ['account-missing', 'agreement-missing', 'not-granted']],
  [
    'entitled, an account deleted long ago',
    { ...all, account: aDisabledAccount({ ...closed, deletedAt: NOW }) },
    'registered',
    false,
    ['account-missing'],
  ],
  ['entitled, account not applied', { ...all, account: anAccount(pending) }, 'registered', false, ['account-not-applied']],
  [
    'entitled, account never applied',
    { ...all, account: anAccount({ appliedVersion: 0, appliedAt: null }) },
    'registered',
    false,
    ['account-not-applied'],
  ],
  ['entitled, account refused', { ...all, account: anAccount(refused) }, 'registered', false, ['account-refused']],
  ['entitled, account still disabled', { ...all, account: aDisabledAccount() }, 'registered', false, ['account-not-applied']],
  ['no agreement', { ...all, agreement: null }, 'account-ready', false, ['agreement-missing']],
  ['expired agreement', { ...all, agreement: anAgreement({ validTo: YESTERDAY }) }, 'account-ready', false, ['agreement-expired']],
  ['withdrawn agreement', { ...all, agreement: anAgreement({ withdrawnAt: NOW }) }, 'account-ready', false, ['agreement-withdrawn']],
  [
    'an agreement that a newer version has replaced',
    { ...all, agreement: anAgreement({ replacedFrom: TODAY }) },
    'account-ready',
    false,
    ['agreement-replaced'],
  ],
  [
    'an agreement that a newer version replaces tomorrow',
    { ...all, agreement: anAgreement({ replacedFrom: TOMORROW }) },
    'informed',
    true,
    [],
  ],
  ['no grant', { ...all, grants: [] }, 'agreement-received', true, ['not-granted']],
  ['every grant removed', { ...all, grants: [removed] }, 'agreement-received', true, ['not-granted']],
  [
    'unit unknown to Cosmic',
    { ...all, grants: [], unitKnownToCosmic: false },
    'agreement-received',
    false,
    ['unit-unknown-to-cosmic', 'not-granted'],
  ],
  ['unit known to Cosmic', { ...all, grants: [], unitKnownToCosmic: true }, 'agreement-received', true, ['not-granted']],
  ['granted, not told', { ...all, grants: [aGrant()] }, 'granted', true, ['not-informed']],
  [
    'granted at two units, told of one',
    { ...all, grants: [informed, aGrant({ unitHsaId: 'SE2120002502-00S1' })] },
    'granted',
    true,
    ['not-informed'],
  ],
  ['told', all, 'informed', true, []],
  ['told, another grant removed', { ...all, grants: [informed, removed] }, 'informed', true, []],
  ['held', { ...all, holds: [aHold()] }, 'held', false, ['identity-changed']],
  ['leaving, account enabled', { ...all, ...gone }, 'ending', false, ['no-system-role', 'account-not-disabled', 'removal-not-confirmed']],
  [
    'leaving, disabling not applied',
    { ...gone, account: aDisabledAccount({ appliedVersion: 1, ...closed }) },
    'ending',
    false,
    ['no-system-role', 'account-not-disabled'],
  ],
  ['leaving, account disabled', { ...gone, account: aDisabledAccount() }, 'ending', false, ['no-system-role', 'removal-not-confirmed']],
  [
    'leaving, closed but a grant still open',
    { ...gone, account: aDisabledAccount(closed), grants: [removed, informed] },
    'ending',
    false,
    ['no-system-role', 'removal-not-confirmed'],
  ],
  [
    'left: disabled, closed, grants removed',
    { ...gone, account: aDisabledAccount(closed), grants: [removed] },
    'ended',
    false,
    ['no-system-role'],
  ],
  ['left, never granted', { ...gone, account: aDisabledAccount(closed) }, 'ended', false, ['no-system-role']],
  ['left, account deleted', { ...gone, account: aDisabledAccount({ ...closed, deletedAt: NOW }) }, 'ended', false, ['no-system-role']],
];

describe('the stage', () => {
  it.each(CHAIN)('%s', (_what, facts, stage, grantable, inTheWay) => {
    const assessment = assess(someFacts(facts), policy, NOW);
    expect(assessment).toMatchObject({ stage, grantable });
    expect(assessment.blockers.map(({ reason }) => reason).filter((reason) => !INFORMS.has(reason))).toEqual(inTheWay);
  });

  it('each is reached by some row', () => {
    expect(new Set(CHAIN.map(([, , stage]) => stage))).toEqual(new Set(STAGES));
  });
});

describe('an agreement', () => {
  it.each<[string, AgreementFact | null, string]>([
    ['none', null, 'missing'],
    ['without an end', anAgreement(), 'valid'],
    ['to tomorrow', anAgreement({ validTo: TOMORROW }), 'valid'],
    ['to today', anAgreement({ validTo: TODAY }), 'valid'],
    ['to yesterday', anAgreement({ validTo: YESTERDAY }), 'expired'],
    ['withdrawn', anAgreement({ withdrawnAt: NOW }), 'withdrawn'],
    ['withdrawn and expired', anAgreement({ validTo: YESTERDAY, withdrawnAt: NOW }), 'withdrawn'],
  ])('%s', (_what, agreement, status) => {
    expect(agreementStatus(agreement, TODAY)).toBe(status);
  });

  it.each([null, anAgreement({ validTo: YESTERDAY }), anAgreement({ withdrawnAt: NOW })])(
    'is not asked for where policy demands none',
    (agreement) => {
      const facts = someFacts({ ...all, agreement, grants: [] });
      expect(assess(facts, { ...policy, requireAgreement: false }, NOW)).toMatchObject({ stage: 'agreement-received', grantable: true });
    },
  );
});

/** One way to meet each reason, with who can mend it and since when. */
const REASONS: Record<BlockerReason, [Partial<AccessFacts>, Owner, since: string | null, Partial<AccessPolicy>?]> = {
  'identity-changed': [{ holds: [aHold('identity-changed')] }, 'operations', '2026-11-20T09:00:00.000Z'],
  'absence-unproven': [{ holds: [aHold('absence-unproven')] }, 'hsa-administrator', '2026-11-20T09:00:00.000Z'],
  'entry-refused': [{ hsa: aReading({ state: 'refused' }) }, 'hsa-administrator', '2026-11-02T08:00:00.000Z'],
  'not-in-directory': [{ hsa: null }, 'hsa-administrator', null],
  archived: [{ hsa: aReading({ person: { isArchived: true } }) }, 'hsa-administrator', '2026-11-02T08:00:00.000Z'],
  deleted: [{ hsa: aReading({ person: { isDeleted: true } }) }, 'hsa-administrator', '2026-11-02T08:00:00.000Z'],
  'test-data': [{ hsa: aReading({ person: { isTestData: true } }) }, 'hsa-administrator', '2026-11-02T08:00:00.000Z'],
  'no-system-role': [gone, 'hsa-administrator', '2026-11-02T08:00:00.000Z'],
  'system-role-near-miss': [
    { hsa: aReading({ hasSystemRole: false, nearMiss: 'RJH;LINK2' }) },
    'hsa-administrator',
    '2026-11-02T08:00:00.000Z',
  ],
  'not-started': [{ hsa: aReading({ person: { startDate: TOMORROW } }) }, 'hsa-administrator', '2026-11-02T08:00:00.000Z'],
  ended: [{ hsa: aReading({ person: { endDate: YESTERDAY } }) }, 'hsa-administrator', '2026-11-20T23:00:00.000Z'],
  'order-missing': [{}, 'manager', null, { requireOrder: true }],
  'order-not-started': [{ order: anOrder({ from: TOMORROW }) }, 'manager', '2026-11-01T09:00:00.000Z', { requireOrder: true }],
  'order-ended': [{ order: anOrder({ to: YESTERDAY }) }, 'manager', '2026-11-20T23:00:00.000Z'],
  'account-missing': [{}, 'operations', null],
  'account-not-applied': [{ account: anAccount(pending) }, 'operations', '2026-11-02T08:15:00.000Z'],
  'account-refused': [{ account: anAccount(refused) }, 'operations', '2026-11-20T09:00:00.000Z'],
  'account-not-disabled': [{ ...gone, account: aDisabledAccount({ appliedVersion: 1 }) }, 'operations', DISABLED_AT],
  'agreement-missing': [{ account: anAccount() }, 'user', '2026-11-02T08:15:00.000Z'],
  'agreement-expired': [{ agreement: anAgreement({ validTo: YESTERDAY }) }, 'user', '2026-11-20T23:00:00.000Z'],
  'agreement-withdrawn': [{ agreement: anAgreement({ withdrawnAt: '2026-11-15T10:00:00.000Z' }) }, 'user', '2026-11-15T10:00:00.000Z'],
  'agreement-replaced': [{ agreement: anAgreement({ replacedFrom: TODAY }) }, 'user', '2026-11-20T23:00:00.000Z'],
  'agreement-lapsed': [
    { agreement: anAgreement({ validTo: '2026-11-06' }) },
    'user',
    '2026-11-20T23:00:00.000Z',
    { disableWhenAgreementLapses: true },
  ],
  'unit-unknown-to-cosmic': [{ unitKnownToCosmic: false }, 'hsa-administrator', '2026-11-02T08:00:00.000Z'],
  'test-login-missing': [{ account: anAccount() }, 'service-desk', '2026-11-02T08:15:00.000Z', { requireTestLogin: true }],
  'certificate-missing': [{ hsa: aReading({ person: { certificates: [] } }) }, 'user', READ],
  'not-granted': [{ account: anAccount(), agreement: anAgreement() }, 'service-desk', '2026-11-02T08:15:00.000Z'],
  'not-informed': [
    { ...all, grants: [informed, aGrant({ grantedAt: '2026-11-09T10:00:00.000Z' })] },
    'service-desk',
    '2026-11-09T10:00:00.000Z',
  ],
  'removal-not-confirmed': [{ ...gone, account: aDisabledAccount() }, 'service-desk', DISABLED_AT],
};

describe('what is in the way', () => {
  it.each(Object.keys(OWNERS) as BlockerReason[])('%s says who can mend it, and since when', (reason) => {
    const [facts, owner, since, rules] = REASONS[reason];
    const { blockers } = assess(someFacts(facts), { ...policy, ...rules }, NOW);
    expect(blockers).toContainEqual({ reason, owner, since });
  });
});

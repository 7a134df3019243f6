import type { DecisionContext } from '../../../src/access/decide';
import type { AccessFacts, AccessPolicy, AccountFact, AgreementFact, GrantFact, HoldFact, OrderFact } from '../../../src/access/facts';
import { desiredAccount } from '../../../src/external-ad/account';
import type { HsaReading } from '../../../src/people/hsa-reading';
import type { Person } from '../../../src/people/person';
import type { Instant, LocalDate } from '../../../src/platform/time';
import { aPerson } from './person';

/** Just after four o'clock in Sweden on the day of these facts. */
export const NOW: Instant = '2026-11-21T03:05:00.000Z';
export const YESTERDAY: LocalDate = '2026-11-20';
export const TODAY: LocalDate = '2026-11-21';
export const TOMORROW: LocalDate = '2026-11-22';

/** When HSA began to say what it says. */
export const READ: Instant = '2026-11-02T08:00:00.000Z';

/** HSA says that the person is there and has the role. */
export const aReading = ({
  person,
  ...rest
}: Partial<Omit<HsaReading, 'person'>> & { person?: Partial<Person> | null } = {}): HsaReading => ({
  state: 'present',
  since: READ,
  person: person === null ? null : aPerson(person),
  problems: [],
  hasSystemRole: true,
  nearMiss: null,
  ...rest,
});

export const anOrder = (overrides: Partial<OrderFact> = {}): OrderFact => ({
  number: 'B2026-00001',
  state: 'active',
  cosmicRole: 'SSK',
  orderedAt: '2026-11-01T09:00:00.000Z',
  from: null,
  to: null,
  endedAt: null,
  ...overrides,
});

export const anAgreement = (overrides: Partial<AgreementFact> = {}): AgreementFact => ({
  id: 'agreement-1',
  version: '3',
  source: 'paper',
  signedOn: '2026-11-03',
  receivedOn: '2026-11-05',
  validTo: null,
  withdrawnAt: null,
  replacedFrom: null,
  ...overrides,
});

export const aGrant = (overrides: Partial<GrantFact> = {}): GrantFact => ({
  unitHsaId: 'SE2120002502-00N1',
  source: 'case',
  grantedAt: '2026-11-06T10:00:00.000Z',
  grantedBy: 'Servicecenter',
  informedAt: null,
  removedAt: null,
  ...overrides,
});

export const aHold = (kind: HoldFact['kind'] = 'identity-changed', since: Instant = '2026-11-20T09:00:00.000Z'): HoldFact => ({
  kind,
  since,
  detail: 'Utreds.',
});

export const ACCOUNT_NAME = 'extex26snyr3p';
const CREATED: Instant = '2026-11-02T08:15:00.000Z';

/** As it is when nothing is said, but that no test login is waited for. */
export const aPolicy = (overrides: Partial<AccessPolicy> = {}): AccessPolicy => ({
  requireOrder: false,
  requireAgreement: true,
  requireTestLogin: false,
  agreementGraceDays: 14,
  disableWhenAgreementLapses: false,
  ...overrides,
});

/** What the decisions depend on besides facts, in Bergs kommun with the settings that hold when nothing is said. */
export const aContext = (overrides: Partial<DecisionContext> = {}): DecisionContext => ({
  municipality: { code: 'berg', name: 'Bergs kommun' },
  policy: aPolicy(),
  externalAd: { kind: 'model', organisationalUnit: 'OU=Externa,DC=ad,DC=example,DC=se', upnSuffix: 'ext.example.se', retentionDays: 90 },
  notifyOn: ['name', 'unit', 'title', 'prescriberCode', 'commissions', 'dates', 'protected'],
  cosmicRoles: new Map([['SSK', { code: 'SSK', name: 'Sjuksköterska kommun', enter: 'Sjuksköterska kommun, läsa och skriva' }]]),
  now: NOW,
  ...overrides,
});

/** The account of somebody, enabled and applied. */
export function anAccount(overrides: Partial<AccountFact> = {}, person: Partial<Person> = {}): AccountFact {
  const enabled = overrides.desiredEnabled ?? true;
  const { attributes } = desiredAccount({ person: aPerson(person), accountName: ACCOUNT_NAME, enabled, ...aContext() });
  return {
    accountName: ACCOUNT_NAME,
    createdAt: CREATED,
    desiredEnabled: enabled,
    desired: attributes,
    desiredVersion: 1,
    applied: attributes,
    appliedVersion: 1,
    appliedAt: CREATED,
    refused: null,
    refusedAttributes: [],
    nextAttemptAt: null,
    attempts: 0,
    disabledAt: null,
    closedAt: null,
    deletedAt: null,
    ...overrides,
  };
}

export const DISABLED_AT: Instant = '2026-11-10T23:00:00.000Z';

/** A leaver's account, applied. */
export const aDisabledAccount = (overrides: Partial<AccountFact> = {}, person: Partial<Person> = {}): AccountFact =>
  anAccount(
    { desiredEnabled: false, desiredVersion: 2, appliedVersion: 2, appliedAt: DISABLED_AT, disabledAt: DISABLED_AT, ...overrides },
    person,
  );

/** Somebody with the role whom nothing else is recorded about: entitled, without an account yet. */
export const someFacts = (overrides: Partial<AccessFacts> = {}): AccessFacts => ({
  hsaId: 'SE2120002502-1A2B',
  municipality: 'berg',
  hsa: aReading(),
  order: null,
  agreement: null,
  account: null,
  grants: [],
  holds: [],
  unitKnownToCosmic: null,
  testLoginPassed: false,
  ...overrides,
});

import type { AccountAttributes, RefusedAttribute } from '../external-ad/account.types';
import type { HsaReading } from '../people/hsa-reading';
import type { Instant, LocalDate } from '../platform/time';

/*
 * Facts are recorded, status is not. These are all the facts about one person in one municipality; `assess` says
 * what follows from them.
 */

/** What a manager asked for: the newest order of the person that still counts, else the last that did. */
export interface OrderFact {
  number: string;
  /** `active`: placed, or already granted. `ended`: ended or withdrawn. */
  state: 'active' | 'ended';
  /** Code of the role in Cosmic. */
  cosmicRole: string;
  orderedAt: Instant;
  from: LocalDate | null;
  to: LocalDate | null;
  endedAt: Instant | null;
  /** First day of the next one, where this one is over and another is placed that begins later. */
  resumesOn?: LocalDate;
}

/** A signed ansvars- och sekretessförbindelse: of several the one that says most for the person. */
export interface AgreementFact {
  id: string;
  version: string;
  /** `baseline`: taken over from before this service. */
  source: 'paper' | 'on-screen' | 'baseline';
  signedOn: LocalDate;
  receivedOn: LocalDate;
  validTo: LocalDate | null;
  withdrawnAt: Instant | null;
  /** The day from which a newer version must have been signed; null while this version will do. */
  replacedFrom: LocalDate | null;
}

/** The account in the external AD: what it should be and what it is known to be. */
export interface AccountFact {
  accountName: string;
  createdAt: Instant;
  desiredEnabled: boolean;
  desired: AccountAttributes;
  desiredVersion: number;
  /** What was last confirmed in the AD; null before the first write. */
  applied: AccountAttributes | null;
  appliedVersion: number;
  appliedAt: Instant | null;
  /** Why the account is held: what the AD, or a rule here, says no to. */
  refused: { code: string; since: Instant } | null;
  /** What the AD refused while it took the rest. */
  refusedAttributes: readonly RefusedAttribute[];
  /** When it is tried next; null where nothing waits. */
  nextAttemptAt: Instant | null;
  /** Tries in a row that did not come to an end. */
  attempts: number;
  disabledAt: Instant | null;
  closedAt: Instant | null;
  deletedAt: Instant | null;
}

/** Servicecenter's grant in Cosmic, one per unit. */
export interface GrantFact {
  unitHsaId: string | null;
  /** `baseline`: taken over from before this service. */
  source: 'case' | 'baseline';
  grantedAt: Instant;
  grantedBy: string;
  informedAt: Instant | null;
  removedAt: Instant | null;
}

/** A person frozen as last applied until the data agrees again or somebody accepts. */
export interface HoldFact {
  kind: HoldKind;
  since: Instant;
  /** Says which identifier differs, never its value. */
  detail: string;
}

/**
 * - `identity-changed`: a known HSA-id shows another human (promise 2).
 * - `absence-unproven`: not in the complete read, but a look-up of the HSA-id still finds something.
 */
export type HoldKind = 'identity-changed' | 'absence-unproven';

export interface AccessFacts {
  hsaId: string;
  municipality: string;
  hsa: HsaReading | null;
  order: OrderFact | null;
  agreement: AgreementFact | null;
  account: AccountFact | null;
  grants: GrantFact[];
  holds: HoldFact[];
  /** Whether Cosmic knows the unit; null while no list of Cosmic's units is loaded. */
  unitKnownToCosmic: boolean | null;
  /** Whether somebody of the municipality has logged in to Cosmic Link on trial and it was written down that it worked. */
  testLoginPassed: boolean;
}

export interface AccessPolicy {
  requireOrder: boolean;
  requireAgreement: boolean;
  /** The municipality's first grants wait for a test login. */
  requireTestLogin: boolean;
  /** Days after an agreement lapsed before the permission in Cosmic is asked to be withdrawn. */
  agreementGraceDays: number;
  /** Whether the account is disabled then, too. */
  disableWhenAgreementLapses: boolean;
}

/** The facts about somebody of whom nothing is recorded. */
export const nothingKnown = (hsaId: string, municipality: string): AccessFacts => ({
  hsaId,
  municipality,
  hsa: null,
  order: null,
  agreement: null,
  account: null,
  grants: [],
  holds: [],
  unitKnownToCosmic: null,
  testLoginPassed: false,
});

import type { AccountDrift, AccountMemory } from './drift';
import type { GroupMemory } from './group-drift';

/** As much of an account as a comparison holds of everybody. */
export interface ComparedAccount extends AccountMemory {
  municipality: string;
  hsaIdKey: string;
  accountName: string;
}

/** An account that differs. */
export interface DriftingAccount {
  account: ComparedAccount;
  drifts: AccountDrift[];
  /** Where it was found; null where it was not. */
  dn: string | null;
}

/** An account that was read and found to be as it was confirmed. */
export interface AgreeingAccount {
  account: ComparedAccount;
  usnChanged: string;
}

/** An object below our OU that no account was linked to when the comparison began. */
export interface StrangeObject {
  kind: 'user' | 'group';
  objectGuid: string;
  dn: string;
  hsaId: string | null;
  isMarked: boolean;
}

/** A member of one of our groups that is no account of ours. */
export interface StrangeMember {
  /** Null where it is of another domain, or cannot be read. */
  objectGuid: string | null;
  groupDn: string;
}

/** What a comparison that came to its end found. */
export interface CompleteComparison {
  outcome: 'complete';
  server: string;
  controller: string;
  /** Accounts that could be held against the AD. */
  compared: number;
  /** Objects of which more than the stamp was read. */
  read: number;
  drifting: DriftingAccount[];
  agreeing: AgreeingAccount[];
  /** Accounts that were held as missing, and are there. */
  back: ComparedAccount[];
  objects: StrangeObject[];
  members: StrangeMember[];
  groups: GroupMemory;
}

/** Nothing follows from it: what was not seen may be there. */
export interface IncompleteComparison {
  outcome: 'incomplete';
  /** A Swedish sentence without personal data. */
  reason: string;
}

export type Comparison = CompleteComparison | IncompleteComparison;

/** The row of an account, as far as a comparison must know that nobody has worked with it meanwhile. */
type Row = Omit<
  ComparedAccount,
  'municipality' | 'hsaIdKey' | 'accountName' | 'appliedIn' | 'controller' | 'refusedCode' | 'refusedDetail'
>;

/**
 * Whether nobody has worked with an account since a comparison began: then what was found is drift, and not the work of
 * the queue or something that it is about to do.
 */
export const isUntouched = <R extends Row>(account: ComparedAccount, row: R | undefined): row is R =>
  row?.nextAttemptAt === account.nextAttemptAt &&
  row.desiredVersion === account.desiredVersion &&
  row.objectGuid === account.objectGuid &&
  row.appliedVersion === account.appliedVersion &&
  row.appliedAt === account.appliedAt &&
  row.seenOn === account.seenOn &&
  row.seenUsn === account.seenUsn;

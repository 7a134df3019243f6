import type { AccountAttributes } from './account.types';
import type { AttributeChange } from './diff';

/** What an object in the AD says, by our names; empty where it says nothing (a foreign object may have no HSA-id). */
export type ObservedAttributes = { [K in keyof AccountAttributes]: AccountAttributes[K] | null } & Pick<
  AccountAttributes,
  'cn' | 'altSecurityIdentities' | 'memberOf' | 'organisationalUnit'
>;

/** One object as the AD has it. */
export interface AdObject {
  /** Lower-case UUID text, in AD's own order (`Guid.ToString()`). What a link is made of: it outlives every rename and move. */
  objectGuid: string;
  dn: string;
  /** Under the configured OU. */
  isUnderOurUnit: boolean;
  /** Bears the configured mark. */
  isMarked: boolean;
  /** `memberOf` holds only groups below the configured OU, marked or not. */
  attributes: ObservedAttributes;
  /** `uSNChanged`, decimal text: it grows with each write, and means something on this controller only. */
  usnChanged: string;
}

/** The little that proves presence and tells whether anything moved. */
export interface AdStamp {
  objectGuid: string;
  dn: string;
  usnChanged: string;
  kind: 'user' | 'group' | 'unit' | 'other';
}

/**
 * One connection to one domain controller, bound as the configured identity from first to last. Whoever uses it checks
 * base, mark and GUID before writing; it refuses by itself what lies outside the configured OU. Every method throws
 * `AdRefusal`.
 */
export interface AdSession {
  /** `host:port`, for messages. */
  readonly server: string;
  /** The controller's `invocationId`, lower-case UUID text. */
  readonly controller: string;

  /** Anywhere in the domain; null where this controller has no such object. */
  byGuid(objectGuid: string): Promise<AdObject | null>;
  /** Users below the configured OU whose HSA-id is this, compared without case. */
  byHsaId(hsaId: string): Promise<AdObject[]>;
  /** What stands where the account is to stand; null where nothing does. */
  inPlace(account: Pick<AccountAttributes, 'cn' | 'organisationalUnit'>): Promise<AdObject | null>;
  /** Whatever in the domain has this account name or this UPN, or stands where the account is to stand. */
  occupants(account: Pick<AccountAttributes, 'sAMAccountName' | 'userPrincipalName' | 'cn' | 'organisationalUnit'>): Promise<AdObject[]>;

  /** Creates the OU where it is missing; the one above it must be there. */
  ensureUnit(dn: string): Promise<void>;
  /**
   * Creates the global security group, marked, and the OU it lies in. One that is there without the mark, or has its name
   * elsewhere in the domain: `group-not-ours`.
   */
  ensureGroup(dn: string): Promise<void>;
  /** Creates the user: disabled, marked, smart card required, a random password that nobody keeps, in no group. */
  create(account: AccountAttributes): Promise<void>;
  /** Writes these and nothing else; not `cn`, `organisationalUnit` or `memberOf`, which have their own ways. */
  modify(account: AdObject, changes: readonly AttributeChange[]): Promise<void>;
  /** A random password that nobody keeps, as `create` sets one. */
  setRandomPassword(account: AdObject): Promise<void>;
  /** Renames and moves in one step. */
  move(account: AdObject, to: Pick<AccountAttributes, 'cn' | 'organisationalUnit'>): Promise<void>;
  /** One who is a member already: no error. A group without the mark: `group-not-ours`. */
  join(account: AdObject, groupDn: string): Promise<void>;
  /** One who is no member: no error. A group without the mark: `group-not-ours`. */
  leave(account: AdObject, groupDn: string): Promise<void>;
  /** Puts our mark on an object that somebody else made. */
  mark(object: Pick<AdObject, 'dn' | 'objectGuid'>): Promise<void>;
  remove(account: AdObject): Promise<void>;

  /** Everything below the configured OU, each page handed over as it comes; proven to have come to its end. */
  stamps(onPage: (page: readonly AdStamp[]) => void | Promise<void>): Promise<void>;
  /** DNs of a group's direct members, however many. Empty where the group is not there. */
  members(groupDn: string): Promise<string[]>;
  /** GUID of what bears this name; null where this controller shows no such thing in the domain. */
  guidOf(dn: string): Promise<string | null>;

  close(): void;
}

export interface ActiveDirectory {
  /** The first controller of the list that answers. @throws AdRefusal */
  open(signal?: AbortSignal): Promise<AdSession>;
}

/** The configured `ActiveDirectory`; null where the external AD is the model in the database. */
export const ACTIVE_DIRECTORY = Symbol('active directory');

/**
 * - `transient`: nothing was written, and another time it may go: a server that is down, busy, read-only.
 * - `unknown`: the answer never came: it may have been written. Read before it is tried again.
 * - `permanent`: refused for what it is; the same again would be refused again.
 */
export type AdRefusalKind = 'transient' | 'unknown' | 'permanent';

/** What the AD, or the way to it, refused. Holds no name, no DN, no value and no secret. */
export class AdRefusal extends Error {
  constructor(
    readonly kind: AdRefusalKind,
    /** A word: `name-taken`, `unit-missing`, `no-rights`, `password-policy`, …; see `ad-refusal.ts`. */
    readonly code: string,
    readonly server: string,
    readonly detail: {
      /** LDAP's, RFC 4511. */
      resultCode?: number;
      /** AD's own, eight hexadecimal digits (a Win32 error), from its diagnostic message. */
      subCode?: string;
      /** The AD attribute that the diagnostic message names. */
      attribute?: string;
    } = {},
  ) {
    super(`AD: ${code}`);
    this.name = 'AdRefusal';
  }
}

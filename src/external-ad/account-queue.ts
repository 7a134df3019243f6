import { backoffMs } from '../platform/backoff';
import { type Instant, addMilliseconds } from '../platform/time';
import { protectedAccount } from './account';
import type { AccountAttributes, ExternalAdKind, RefusedAttribute } from './account.types';

/** What of an account's row a try at the AD moves. `applied` is `AccountAttributes` as JSON. */
export interface AccountStanding {
  desiredVersion: number;
  applied: string | null;
  appliedVersion: number;
  appliedAt: Instant | null;
  objectGuid: string | null;
  seenOn: string | null;
  seenUsn: string | null;
  refusedCode: string | null;
  refusedSince: Instant | null;
  refusedDetail: RefusedAttribute[] | null;
  appliedIn: ExternalAdKind;
  controller: string | null;
  attempts: number;
  nextAttemptAt: Instant | null;
}

/** Of an account that nobody has written anywhere. */
const NOT_WRITTEN: Omit<AccountStanding, 'desiredVersion' | 'appliedIn'> = {
  applied: null,
  appliedVersion: 0,
  appliedAt: null,
  objectGuid: null,
  controller: null,
  seenOn: null,
  seenUsn: null,
  refusedCode: null,
  refusedSince: null,
  refusedDetail: null,
  attempts: 0,
  nextAttemptAt: null,
};

/** One more version of what an account should be. */
export interface DesiredAnew {
  kind: ExternalAdKind;
  /** Null: it is to be deleted. */
  desired: AccountAttributes | null;
  /** What is known of the account in the AD must name nobody, from now on. */
  isProtected: boolean;
  now: Instant;
}

/**
 * Where an account stands once something else is desired. A refusal was of what was desired before.
 *
 * | external AD | desired    | applied         | applied version | link, controller | waits | refusal |
 * |-------------|------------|-----------------|-----------------|------------------|-------|---------|
 * | model       | an account | what is desired | the new one     | stay             | no    | none    |
 * | model       | deleted    | nothing         | the new one     | stay             | no    | none    |
 * | ldap        | any        | stays; a protected person's without names | stays | stay | now | none |
 */
export function standingWhenDesired(before: AccountStanding | null, { kind, desired, isProtected, now }: DesiredAnew): AccountStanding {
  const desiredVersion = (before?.desiredVersion ?? 0) + 1;
  const anew = {
    ...NOT_WRITTEN,
    appliedIn: kind,
    ...before,
    desiredVersion,
    refusedCode: null,
    refusedSince: null,
    refusedDetail: null,
    attempts: 0,
  };
  if (kind === 'ldap') return { ...anew, applied: isProtected ? withoutNames(anew.applied) : anew.applied, nextAttemptAt: now };
  const applied = desired && JSON.stringify(desired);
  return { ...anew, applied, appliedVersion: desiredVersion, appliedAt: now, appliedIn: 'model', nextAttemptAt: null };
}

const withoutNames = (applied: string | null): string | null =>
  applied && JSON.stringify(protectedAccount(JSON.parse(applied) as AccountAttributes));

/** The account's object as it was read last in a try. */
export interface FoundAccount {
  objectGuid: string;
  usnChanged: string;
  /** `invocationId` of the controller it was read on. */
  controller: string;
  attributes: AccountAttributes;
}

/**
 * What a try came to.
 * - `applied`: read back and as desired, but for the attributes that the AD refused.
 * - `refused`: the AD, or a rule here, says no for what it is.
 * - `waits`: another time it may go.
 *
 * `found`: null where there is no such object (any more); absent where nobody knows, because it was not read to the end.
 */
export type Tried =
  | { kind: 'applied'; found: FoundAccount | null; refused: readonly RefusedAttribute[] }
  | { kind: 'refused'; code: string; found?: FoundAccount | null; refused: readonly RefusedAttribute[] }
  | { kind: 'waits'; code: string; found?: FoundAccount | null };

/** What was refused is tried again after this long, if nothing changes before. */
export const RETRY_REFUSED_MS = 24 * 60 * 60 * 1000;

/** Of an account that is to be disabled or deleted: nobody waits a day to see whether a leaver is out. */
export const RETRY_REFUSED_LEAVER_MS = 60 * 60 * 1000;

/** Whoever is to be disabled has what they should not have: after a passing trouble nothing of that waits longer than this for another try. */
export const LEAVERS_WAIT_MS = 5 * 60 * 1000;

/**
 * What becomes of an account when a try has ended. What was seen in the AD is true whatever else has changed; whether it
 * is as it should be can be said only of the version that was tried.
 *
 * | came to                          | newer version meanwhile | applied      | applied version | refused code  | refused attributes | tries | waits            |
 * |----------------------------------|-------------------------|--------------|-----------------|---------------|--------------------|-------|------------------|
 * | applied                          | no                      | as read      | the tried one   | none          | none               | 0     | no               |
 * | applied, some attributes refused | no                      | as read      | the tried one   | none          | these              | 0     | 24 h             |
 * | refused                          | no                      | as read      | stays           | this, its date kept while it is the same | these | 0 | 24 h; 1 h where it is to be disabled |
 * | waits                            | no                      | as read      | stays           | stays         | stays              | 1 more | 30 s and upwards, to 1 h; where it is to be disabled to 5 min |
 * | any                              | yes                     | as read      | stays           | stays         | stays              | stays | stays            |
 *
 * "As read": as the object was found last; nothing where it is gone; as it was where it was not read.
 *
 * @param triedVersion the desired version that the try worked towards
 * @param jitter from 0 (the whole wait) up to 1
 */
export function afterTry<S extends AccountStanding & { desiredEnabled: boolean }>(
  before: S,
  triedVersion: number,
  tried: Tried,
  { now, jitter, isToBeEnabled }: { now: Instant; jitter: number; isToBeEnabled: boolean },
): S {
  const after = { ...before, ...seen(before, tried.found, now) };
  if (before.desiredVersion !== triedVersion) return after;
  switch (tried.kind) {
    case 'applied': {
      const isWhole = tried.refused.length === 0;
      return {
        ...after,
        appliedVersion: triedVersion,
        appliedAt: now,
        refusedCode: null,
        refusedSince: null,
        refusedDetail: isWhole ? null : [...tried.refused],
        attempts: 0,
        nextAttemptAt: isWhole ? null : addMilliseconds(now, RETRY_REFUSED_MS),
      };
    }
    case 'refused':
      return {
        ...after,
        refusedCode: tried.code,
        refusedSince: before.refusedCode === tried.code ? (before.refusedSince ?? now) : now,
        refusedDetail: tried.refused.length === 0 ? null : [...tried.refused],
        attempts: 0,
        nextAttemptAt: addMilliseconds(now, before.desiredEnabled ? RETRY_REFUSED_MS : RETRY_REFUSED_LEAVER_MS),
      };
    case 'waits': {
      const attempts = before.attempts + 1;
      return {
        ...after,
        attempts,
        nextAttemptAt: addMilliseconds(now, backoffMs(attempts, jitter, isToBeEnabled ? undefined : LEAVERS_WAIT_MS)),
      };
    }
  }
}

type Seen = Pick<AccountStanding, 'applied' | 'appliedAt' | 'objectGuid' | 'seenOn' | 'seenUsn'>;

function seen(before: AccountStanding, found: FoundAccount | null | undefined, now: Instant): Partial<Seen> {
  if (found === undefined) return {};
  const applied = found && JSON.stringify(found.attributes);
  return {
    applied,
    appliedAt: applied === before.applied ? before.appliedAt : now,
    objectGuid: found?.objectGuid ?? null,
    seenOn: found?.controller ?? null,
    seenUsn: found?.usnChanged ?? null,
  };
}

import { type Instant, addMilliseconds } from '../platform/time';
import type { AccountAttributes } from './account.types';
import type { AdObject, AdStamp } from './active-directory';
import type { AccountAttribute } from './diff';
import { differences, isEnabled, isSamePlace } from './observed-account';

/*
 * What the AD has, held against what was last confirmed there. What is desired but not written yet is the queue's
 * business, not drift.
 */

export type DriftKind = AccountDrift['kind'] | StrangeKind;

/** What a user or a group is that no account is linked to. */
export type StrangeKind = 'unknown' | 'unlinked-duplicate' | 'returned';

/** An attribute that somebody has changed, by our name; `mark` for the mark of what is ours. */
export type ChangedAttribute = AccountAttribute | 'mark';

/** What is wrong with one account that we know. */
export type AccountDrift =
  | { kind: 'enabled' }
  | { kind: 'moved'; isOutside: boolean }
  | { kind: 'changed'; attributes: ChangedAttribute[] }
  | { kind: 'missing' }
  | { kind: 'unconfirmed' }
  | { kind: 'group-added' | 'group-removed'; groupDn: string };

/** What the model remembers of how an account was last written and seen. */
export interface AccountMemory {
  objectGuid: string | null;
  desiredEnabled: boolean;
  appliedIn: 'model' | 'ldap';
  nextAttemptAt: Instant | null;
  desiredVersion: number;
  appliedVersion: number;
  /** Why it is held; null where it is not. */
  refusedCode: string | null;
  /** Null where the AD took every attribute. */
  refusedDetail: unknown;
  appliedAt: Instant | null;
  /** Controller that a write was last sent to; null where nothing was ever written. */
  controller: string | null;
  seenOn: string | null;
  seenUsn: string | null;
}

/**
 * Whether nothing is about to be written.
 *
 * | waits      | held as missing | confirmed as desired, but for what the AD refused | rests                              |
 * |------------|-----------------|---------------------------------------------------|------------------------------------|
 * | no         |                 |                                                   | yes                                |
 * | until then | yes             |                                                   | yes: it is only a comparison that has it made anew |
 * | until then | no              | yes                                               | yes: what was refused is only tried again |
 * | until then | no              | no                                                | no                                 |
 * | and is due |                 |                                                   | no                                 |
 */
export const isResting = (
  {
    nextAttemptAt,
    desiredVersion,
    appliedVersion,
    refusedCode,
    refusedDetail,
  }: Pick<AccountMemory, 'nextAttemptAt' | 'desiredVersion' | 'appliedVersion' | 'refusedCode' | 'refusedDetail'>,
  now: Instant,
): boolean =>
  nextAttemptAt === null ||
  (nextAttemptAt > now && (refusedCode === 'missing' || (refusedDetail !== null && appliedVersion === desiredVersion)));

/**
 * Whether the AD can be held against an account.
 *
 * | confirmed in | rests | linked | compared                                  |
 * |--------------|-------|--------|-------------------------------------------|
 * | the model    |       |        | no: it has never been written to this AD  |
 * | the AD       | no    |        | no: it is about to be written             |
 * | the AD       | yes   | no     | no: gone, or held before its first link   |
 * | the AD       | yes   | yes    | yes                                       |
 */
export const isCompared = (memory: AccountMemory, now: Instant): boolean =>
  memory.appliedIn === 'ldap' && memory.objectGuid !== null && isResting(memory, now);

/**
 * Whether an account that is not compared is looked at all the same, for nothing but that it is disabled: held for something
 * else, it may wait a day, and somebody may enable it meanwhile.
 *
 * | confirmed in | linked | is to be | waits            | watched                         |
 * |--------------|--------|----------|------------------|---------------------------------|
 * | the AD       | yes    | disabled | for a later time | yes, unless it rests: compared  |
 * | the AD       | yes    | disabled | and is due       | no: it is about to be written   |
 * | otherwise    |        |          |                  | no                              |
 */
export const isWatched = (memory: Omit<AccountMemory, 'seenOn' | 'seenUsn'>, now: Instant): boolean =>
  memory.appliedIn === 'ldap' &&
  memory.objectGuid !== null &&
  !memory.desiredEnabled &&
  memory.nextAttemptAt !== null &&
  memory.nextAttemptAt > now &&
  !isResting(memory, now);

/**
 * Whether an object that is there must be read in full.
 *
 * | last seen as applied    | `uSNChanged` | place                              | read |
 * |-------------------------|--------------|------------------------------------|------|
 * | on another one, never   |              |                                    | yes  |
 * | on this controller      | another      |                                    | yes  |
 * | on this controller      | the same     | another: an OU above was renamed   | yes  |
 * | on this controller      | the same     | as applied                         | no   |
 */
export const isToBeRead = (
  { seenOn, seenUsn }: Pick<AccountMemory, 'seenOn' | 'seenUsn'>,
  place: string,
  { dn, usnChanged }: AdStamp,
  controller: string,
): boolean => seenOn !== controller || seenUsn !== usnChanged || !(dn.toLowerCase() === place.toLowerCase() || isSamePlace(dn, place));

/**
 * What it means that an account is not below our OU.
 *
 * | by GUID in the domain | last write went to       | seen last on    | it is                       |
 * |-----------------------|--------------------------|-----------------|-----------------------------|
 * | found                 |                          |                 | moved out of our OU         |
 * | not found             | this controller          |                 | missing                     |
 * | not found             | another                  |                 | unconfirmed: not here yet?  |
 * | not found             | none (adopted unchanged) | this controller | missing                     |
 * | not found             | none                     | another, never  | unconfirmed                 |
 */
export function absence(isInDomain: boolean, { controller: written, seenOn }: AccountMemory, controller: string): AccountDrift {
  if (isInDomain) return { kind: 'moved', isOutside: true };
  return (written ?? seenOn) === controller ? { kind: 'missing' } : { kind: 'unconfirmed' };
}

/** Active Directory replicates between sites every three hours unless told otherwise (Microsoft, "Site link properties"). */
const REPLICATION_MS = 3 * 3600 * 1000;

/**
 * Whether what a controller shows may be older than the last write.
 *
 * | last write went to    | seen as applied on this one since | written        | may be old |
 * |-----------------------|-----------------------------------|----------------|------------|
 * | this controller, none |                                   |                | no         |
 * | another               | yes                               |                | no         |
 * | another               | no                                | 3 h ago, more  | no         |
 * | another               | no                                | less than 3 h  | yes        |
 */
export function mayBeOld({ controller: written, seenOn, appliedAt }: AccountMemory, controller: string, now: Instant): boolean {
  if (written === null || written === controller || seenOn === controller || appliedAt === null) return false;
  return now < addMilliseconds(appliedAt, REPLICATION_MS);
}

/** They have kinds of their own, and a membership stamps the group: see `group-drift.ts`. */
const ELSEWHERE: ReadonlySet<AccountAttribute> = new Set<AccountAttribute>(['cn', 'organisationalUnit', 'memberOf']);

/**
 * What differs in an object that is below our OU; several rows may hold at once.
 *
 * | the object                                                 | drift                          |
 * |------------------------------------------------------------|--------------------------------|
 * | is enabled, and should be disabled                         | enabled, and nothing of its state |
 * | has another name or lies in another OU than was confirmed  | moved                          |
 * | has other values than were confirmed                       | changed, these                 |
 * | bears our mark no more                                     | changed, `mark`                |
 * | otherwise                                                  | none                           |
 *
 * @param applied as it was last confirmed
 */
export function driftOf(applied: AccountAttributes, desiredEnabled: boolean, found: AdObject): AccountDrift[] {
  const enabled = !desiredEnabled && isEnabled(found.attributes);
  const differing = differences(found.attributes, applied).map(({ attribute }) => attribute);
  const attributes: ChangedAttribute[] = [
    ...differing.filter((attribute) => !ELSEWHERE.has(attribute) && !(enabled && attribute === 'userAccountControl')),
    ...(found.isMarked ? [] : ['mark' as const]),
  ];
  return [
    ...(enabled ? [{ kind: 'enabled' as const }] : []),
    ...(differing.includes('cn') || differing.includes('organisationalUnit') ? [{ kind: 'moved' as const, isOutside: false }] : []),
    ...(attributes.length > 0 ? [{ kind: 'changed' as const, attributes }] : []),
  ];
}

/**
 * What an object below our OU is that no account is linked to.
 *
 * | object | marked | its HSA-id is of an account that | it is                                                        |
 * |--------|--------|----------------------------------|--------------------------------------------------------------|
 * | user   |        | is linked to another             | unlinked-duplicate                                           |
 * | user   |        | has no link, and waits           | none: the queue's first link tells of it                     |
 * | user   |        | has no link, and rests           | returned: it was gone when the account was to be disabled    |
 * | user   | yes    | was deleted, and rests           | returned: it was gone when it was to be deleted, or restored |
 * | user   | no     | was deleted, and rests           | unknown                                                      |
 * | user   |        | nobody has, or it has none       | unknown                                                      |
 * | group  |        |                                  | unknown                                                      |
 *
 * @param owner the account with that HSA-id
 */
export function strange(
  { kind, isMarked }: { kind: 'user' | 'group'; isMarked: boolean },
  owner: { isLinked: boolean; isWaiting: boolean; isDeleted: boolean } | null,
): StrangeKind | null {
  if (kind === 'group' || owner === null) return 'unknown';
  if (owner.isLinked) return 'unlinked-duplicate';
  if (owner.isWaiting) return null;
  return owner.isDeleted && !isMarked ? 'unknown' : 'returned';
}

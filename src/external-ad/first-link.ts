import { hsaIdKey } from '../people/hsa-id';
import type { AccountAttributes } from './account.types';
import type { AdObject } from './active-directory';
import { isSamePlace } from './observed-account';

/** Why an object in the AD, or its absence, holds an account; a sentence for each is in the texts. */
export type HeldCode = 'not-ours' | 'outside-unit' | 'guid-changed' | 'hsa-id-twice' | 'upn-taken' | 'missing' | 'linked-elsewhere';

/** What is to be done, going by what is in the AD. */
export type Link =
  | { kind: 'this'; object: AdObject }
  /** There is none, and none stands in the way of one. */
  | { kind: 'none' }
  /** The one it was linked to is gone. */
  | { kind: 'gone' }
  /** Not here, and it may be on the controller that was written to. */
  | { kind: 'elsewhere' }
  /** The account name is another's: before the first link the next one does. */
  | { kind: 'name-taken' }
  | { kind: 'held'; code: HeldCode };

/** `invocationId` of the controller that an account was last written to; of a linked one that was never written, where it was seen. */
export const writtenOn = ({
  objectGuid,
  controller,
  seenOn,
}: Record<'objectGuid' | 'controller' | 'seenOn', string | null>): string | null => controller ?? (objectGuid === null ? null : seenOn);

/**
 * The object of an account that is linked to one. Every read and write goes by GUID: names, places and values may change.
 *
 * | by GUID | lies     | marked | last written (else seen) | another has its HSA-id | then              |
 * |---------|----------|--------|--------------------------|------------------------|-------------------|
 * | found   | outside  |        |                          |                        | held outside-unit |
 * | found   | under us | no     |                          |                        | held not-ours     |
 * | found   | under us | yes    |                          |                        | this              |
 * | none    |          |        |                          | yes                    | held guid-changed |
 * | none    |          |        | on another controller    | no                     | elsewhere         |
 * | none    |          |        | on this one              | no                     | gone              |
 */
export function linkedTo(byGuid: AdObject | null, byHsaId: readonly AdObject[], wasWrittenHere: boolean): Link {
  if (byGuid) {
    if (!byGuid.isUnderOurUnit) return { kind: 'held', code: 'outside-unit' };
    return byGuid.isMarked ? { kind: 'this', object: byGuid } : { kind: 'held', code: 'not-ours' };
  }
  if (byHsaId.length > 0) return { kind: 'held', code: 'guid-changed' };
  return wasWrittenHere ? { kind: 'gone' } : { kind: 'elsewhere' };
}

export interface FirstLookUp {
  /** Users under our OU with the account's HSA-id. */
  byHsaId: readonly AdObject[];
  /** Whatever in the domain has the account's name or UPN, or stands in its place. */
  occupants: readonly AdObject[];
  /** False where a write for it was last sent to another controller. */
  wasWrittenHere: boolean;
}

/**
 * The object of an account that has never been linked. An object is taken over only when it bears our mark: we made it, or
 * an operator adopted it.
 *
 * | under us with its HSA-id | written last          | of others: UPN | account name, place                                | then              |
 * |--------------------------|-----------------------|----------------|----------------------------------------------------|-------------------|
 * | two or more              |                       |                |                                                    | held hsa-id-twice |
 * | one, unmarked            |                       |                |                                                    | held not-ours     |
 * | one, marked              |                       | taken          |                                                    | held upn-taken    |
 * | one, marked              |                       | free           | taken                                              | name-taken        |
 * | one, marked              |                       | free           | free                                               | this              |
 * | none                     | on another controller |                |                                                    | elsewhere         |
 * | none                     | here, or never        | taken          |                                                    | held upn-taken    |
 * | none                     | here, or never        | free           | taken by an unmarked one under us, without HSA-id  | held not-ours     |
 * | none                     | here, or never        | free           | taken by any other                                 | name-taken        |
 * | none                     | here, or never        | free           | free                                               | none              |
 *
 * Of an account that is to be disabled or deleted nothing is created: what others have does not stand in its way.
 */
export function firstLink(account: AccountAttributes, isToBeEnabled: boolean, { byHsaId, occupants, wasWrittenHere }: FirstLookUp): Link {
  const [own, ...more] = byHsaId;
  if (more.length > 0) return { kind: 'held', code: 'hsa-id-twice' };
  if (own && !own.isMarked) return { kind: 'held', code: 'not-ours' };
  if (!own && !wasWrittenHere) return { kind: 'elsewhere' };
  const others = isToBeEnabled ? occupants.filter(({ objectGuid }) => objectGuid !== own?.objectGuid) : [];
  if (others.some(({ attributes }) => isSameName(attributes.userPrincipalName, account.userPrincipalName)))
    return { kind: 'held', code: 'upn-taken' };
  if (!own && others.some(isNobodys)) return { kind: 'held', code: 'not-ours' };
  if (others.length > 0) return { kind: 'name-taken' };
  return own ? { kind: 'this', object: own } : { kind: 'none' };
}

const isNobodys = ({ isUnderOurUnit, isMarked, attributes }: AdObject): boolean => isUnderOurUnit && !isMarked && attributes.hsaId === null;

/** As AD compares names: case and accents make no difference (`Åsa` is `asa`). */
const isSameName = (one: string | null, other: string): boolean => one !== null && folded(one) === folded(other);

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** True for what was created just now: it stands where it was put, with its HSA-id and our mark. */
export const isCreated = ({ isUnderOurUnit, isMarked, attributes }: AdObject, account: AccountAttributes): boolean =>
  isUnderOurUnit &&
  isMarked &&
  attributes.hsaId !== null &&
  hsaIdKey(attributes.hsaId) === hsaIdKey(account.hsaId) &&
  isSamePlace(attributes.organisationalUnit, account.organisationalUnit);

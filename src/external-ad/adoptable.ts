import { hsaIdKey } from '../people/hsa-id';
import { maskPersonalNumbers } from '../people/personal-number-in-text';
import type { Instant } from '../platform/time';
import type { AdObject } from './active-directory';
import { writtenOn } from './first-link';

/** Why an object cannot be adopted as it is. */
export type AdoptionHindrance = 'hsa-id-twice' | 'linked' | 'elsewhere' | 'to-be-deleted';

/** An account of ours, as far as adoption goes. */
export interface KnownAccount {
  municipality: string;
  hsaIdKey: string;
  accountName: string;
  objectGuid: string | null;
  /** `invocationId` of the controller that it was written to last. */
  controller: string | null;
  seenOn: string | null;
  desiredEnabled: boolean;
  deletedAt: Instant | null;
  /** Why it is held; null where it is not. */
  refusedCode: string | null;
}

/** An object below our OU that somebody else made for a person who has, or should have, an account. */
export interface AdoptableAccount {
  hsaId: string;
  municipality: string;
  /** The name that the account gets. */
  accountName: string;
  objectGuid: string;
  /** As it may be shown: somebody else gave the name. Null for a protected person. */
  dn: string | null;
  /** What the object becomes once it is adopted. */
  becomes: 'enabled' | 'disabled';
  hindrance: AdoptionHindrance | null;
}

export interface Candidate {
  account: KnownAccount;
  object: AdObject;
  /** Of the account, which is another one; `none` where it is this, without our mark. */
  ownObject: OwnObject;
}

/** Whether an account's link is in doubt: its own object has lost our mark, and may be adopted as any other. */
export const hasLostItsMark = ({ refusedCode }: Pick<KnownAccount, 'refusedCode'>): boolean => refusedCode === 'not-ours';

/** `elsewhere`: not here, and it may be on the controller that was written to. */
export type OwnObject = 'none' | 'there' | 'gone' | 'elsewhere';

/**
 * The object that an account has already, as the queue looks for it.
 *
 * | linked | by its GUID | last written (else seen, where it is linked) | its own object |
 * |--------|-------------|----------------------------------------------|----------------|
 * | yes    | found       |                                              | there          |
 * | yes    | none        | on this controller                           | gone           |
 * | yes    | none        | on another                                   | elsewhere      |
 * | no     |             | on this controller, or never                 | none           |
 * | no     |             | on another                                   | elsewhere      |
 */
export function ownObjectOf(
  account: Pick<KnownAccount, 'objectGuid' | 'controller' | 'seenOn'>,
  isFound: boolean,
  controller: string,
): OwnObject {
  const last = writtenOn(account);
  if (account.objectGuid === null) return [null, controller].includes(last) ? 'none' : 'elsewhere';
  if (isFound) return 'there';
  return last === controller ? 'gone' : 'elsewhere';
}

/**
 * What may be adopted, in the order of their HSA-ids.
 *
 * An object counts as linked to no account where it has lost our mark, and its account is held for that.
 *
 * | object below our OU, linked to no account | account with its HSA-id | its own object | others with that HSA-id | adoptable                      |
 * |-------------------------------------------|-------------------------|----------------|-------------------------|--------------------------------|
 * | unmarked                                  | none                    |                |                         | not listed                     |
 * | unmarked                                  | to be deleted           |                |                         | no: to-be-deleted              |
 * | unmarked                                  | to be there             | there          |                         | no: linked                     |
 * | unmarked                                  | to be there             | elsewhere      |                         | no: elsewhere                  |
 * | unmarked                                  | to be there             | none, gone     | some                    | no: hsa-id-twice               |
 * | unmarked                                  | to be there             | none, gone     | none                    | yes                            |
 * | marked                                    | not linked              |                |                         | not listed: the queue links it |
 * | marked                                    | linked                  | as if it were unmarked |                 | as if it were                  |
 *
 * What our mark is put on for an account that is to be deleted would be deleted.
 */
export function adoptable(candidates: readonly Candidate[], isProtected: (account: KnownAccount) => boolean): AdoptableAccount[] {
  const perPerson = Map.groupBy(candidates, ({ account }) => account.hsaIdKey);
  const listed = candidates.filter(({ object, account }) => !object.isMarked || account.objectGuid !== null);
  return listed
    .map((candidate): AdoptableAccount => {
      const { account, object } = candidate;
      const isAlone = perPerson.get(account.hsaIdKey)?.length === 1;
      return {
        hsaId: object.attributes.hsaId ?? account.hsaIdKey,
        municipality: account.municipality,
        accountName: account.accountName,
        objectGuid: object.objectGuid,
        dn: isProtected(account) ? null : maskPersonalNumbers(object.dn),
        becomes: account.desiredEnabled ? 'enabled' : 'disabled',
        hindrance: hindranceOf(candidate, isAlone),
      };
    })
    .sort((one, other) => (hsaIdKey(one.hsaId) < hsaIdKey(other.hsaId) ? -1 : 1));
}

function hindranceOf({ account, ownObject }: Candidate, isAlone: boolean): AdoptionHindrance | null {
  if (account.deletedAt !== null) return 'to-be-deleted';
  if (ownObject === 'there') return 'linked';
  if (ownObject === 'elsewhere') return 'elsewhere';
  return isAlone ? null : 'hsa-id-twice';
}

import { dnKey } from '../people/distinguished-name';
import { NEVER_EXPIRES } from './account-expires';
import type { AccountAttributes } from './account.types';
import type { ObservedAttributes } from './active-directory';
import { type AttributeChange, diffAccounts } from './diff';

const DISABLED_BIT = 0x2;

/** What does not say that it is disabled counts as enabled. */
export const isEnabled = ({ userAccountControl }: Pick<ObservedAttributes, 'userAccountControl'>): boolean =>
  userAccountControl === null || (userAccountControl & DISABLED_BIT) === 0;

/** Disabled, and otherwise as it is; null where nothing is known of it. */
export const disabledAsItIs = ({ userAccountControl }: Pick<ObservedAttributes, 'userAccountControl'>): number | null =>
  userAccountControl === null ? null : userAccountControl | DISABLED_BIT;

/** Equal for names that mean the same place, however the AD spells them. */
export function placeKey(dn: string): string {
  try {
    return dnKey(dn);
  } catch {
    return dn.toLowerCase();
  }
}

export const isSamePlace = (one: string, other: string): boolean => one === other || placeKey(one) === placeKey(other);

/**
 * What the AD holds, spelt as the account is wherever it means the same.
 *
 * | attribute                | means the same                                           |
 * |--------------------------|----------------------------------------------------------|
 * | organisationalUnit       | the same place                                           |
 * | memberOf                 | the same places, in any order                            |
 * | accountExpires           | empty, `0` and `9223372036854775807`: never              |
 * | any other                | the same text, letter for letter                         |
 */
export function inOurSpelling(observed: ObservedAttributes, account: AccountAttributes): ObservedAttributes {
  const groups = new Map(account.memberOf.map((dn) => [placeKey(dn), dn]));
  return {
    ...observed,
    organisationalUnit: isSamePlace(observed.organisationalUnit, account.organisationalUnit)
      ? account.organisationalUnit
      : observed.organisationalUnit,
    memberOf: observed.memberOf.map((dn) => groups.get(placeKey(dn)) ?? dn).sort(),
    accountExpires: observed.accountExpires === null || observed.accountExpires === '0' ? NEVER_EXPIRES : observed.accountExpires,
  };
}

/** Where an object is not what the account should be, from what it is to what it should be. */
export const differences = (observed: ObservedAttributes | null, account: AccountAttributes): AttributeChange[] =>
  diffAccounts(observed && inOurSpelling(observed, account), account);

/** What was read back, as what is known to be applied. What must not be empty and is, is the empty text. */
export function appliedAs(observed: ObservedAttributes, account: AccountAttributes): AccountAttributes {
  const own = inOurSpelling(observed, account);
  return {
    sAMAccountName: own.sAMAccountName ?? '',
    userPrincipalName: own.userPrincipalName ?? '',
    cn: own.cn,
    displayName: own.displayName ?? '',
    givenName: own.givenName,
    sn: own.sn,
    mail: own.mail,
    telephoneNumber: own.telephoneNumber,
    mobile: own.mobile,
    title: own.title,
    company: own.company,
    department: own.department,
    hsaId: own.hsaId ?? '',
    userAccountControl: own.userAccountControl ?? 0,
    accountExpires: own.accountExpires ?? NEVER_EXPIRES,
    altSecurityIdentities: [...own.altSecurityIdentities].sort(),
    memberOf: own.memberOf,
    organisationalUnit: own.organisationalUnit,
  };
}

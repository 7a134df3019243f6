import type { Person } from '../people/person';
import type { Instant } from '../platform/time';
import { externalAdTexts } from '../texts/sv/external-ad';
import { accountExpires } from './account-expires';
import type { AccountAttributes, DesiredAccount } from './account.types';
import { altSecurityIdentities } from './alt-security-identities';
import { type PersonalValues, personalValues } from './personal-values';
import { type MunicipalityInAd, groupsFor, organisationalUnitFor } from './placement';
import { userPrincipalName } from './user-principal-name';

/** `userAccountControl`: normal account (0x200), smart card required (0x40000), disabled (0x2). */
export const ENABLED = 0x200 + 0x40000;
export const DISABLED = ENABLED + 0x2;

export interface DesiredAccountInput {
  person: Person;
  municipality: MunicipalityInAd;
  /** The name given once and for all (`accountNameCandidate`). */
  accountName: string;
  enabled: boolean;
  now: Instant;
  externalAd: { organisationalUnit: string; upnSuffix: string };
}

/**
 * The account a person should have in the external AD.
 *
 * | person    | enabled | name, contact, title, unit, employer | log-in (UPN, certificates) | groups | userAccountControl |
 * |-----------|---------|--------------------------------------|----------------------------|--------|--------------------|
 * | open      | yes     | from HSA                             | yes                        | both   | 262656             |
 * | open      | no      | from HSA                             | yes                        | none   | 262658             |
 * | protected | yes     | none; a neutral display name         | yes                        | both   | 262656             |
 * | protected | no      | none; a neutral display name         | yes                        | none   | 262658             |
 *
 * The common name is the account name: it is the RDN, so a person's new name would otherwise move the DN, two people of
 * one name would clash within an OU, and a DN is shown and logged where a name must not be.
 *
 * No personnummer and no hash of one is ever in it: everybody who can log in can read AD.
 */
export function desiredAccount(input: DesiredAccountInput): DesiredAccount {
  const { person, municipality, accountName, now, externalAd } = input;
  const { values, ...remarks } = personalValues(person, municipality.name);
  const attributes: AccountAttributes = {
    sAMAccountName: accountName,
    userPrincipalName: userPrincipalName(person.hsaId, externalAd.upnSuffix),
    cn: accountName,
    ...values,
    hsaId: person.hsaId,
    userAccountControl: ENABLED,
    accountExpires: accountExpires(person.endDate),
    altSecurityIdentities: altSecurityIdentities(person.certificates, now),
    memberOf: groupsFor(municipality, externalAd.organisationalUnit),
    organisationalUnit: organisationalUnitFor(municipality, externalAd.organisationalUnit),
  };
  const standing = input.enabled ? attributes : disabledAccount(attributes);
  if (!person.isProtected) return { attributes: standing, ...remarks };
  return { attributes: protectedAccount(standing), shortened: [] };
}

/** A leaver's account: what it was last, disabled and out of its groups. Doing it twice changes nothing. */
export const disabledAccount = (last: AccountAttributes): AccountAttributes => ({ ...last, userAccountControl: DISABLED, memberOf: [] });

const NOTHING_PERSONAL: PersonalValues = {
  displayName: externalAdTexts.protectedDisplayName,
  givenName: null,
  sn: null,
  mail: null,
  telephoneNumber: null,
  mobile: null,
  title: null,
  company: null,
  department: null,
};

/**
 * An account as a protected person has it, also a leaver's when protection comes afterwards. What stays names nobody:
 * HSA-id, account name, UPN, the certificates' issuer and serial number (without them the person cannot log in), the
 * end, and the OU and groups of the municipality, which the HSA-id points out already. Doing it twice changes nothing.
 */
export const protectedAccount = (account: AccountAttributes): AccountAttributes => ({ ...account, ...NOTHING_PERSONAL });

/** Whether it names nobody, as a protected person's. */
export const isMasked = (account: AccountAttributes): boolean =>
  Object.entries(NOTHING_PERSONAL).every(([attribute, value]) => account[attribute as keyof PersonalValues] === value);

/**
 * What may be known here of an account as the AD has it. Whatever the AD still says of a protected person, and whatever name
 * somebody has given the object there, is known nowhere else.
 *
 * | is to be  | known                                                                                     |
 * |-----------|-------------------------------------------------------------------------------------------|
 * | open      | as it is                                                                                  |
 * | protected | nothing personal; account name, UPN and common name as they should be; otherwise as it is |
 */
export const knownAs = (found: AccountAttributes, desired: AccountAttributes): AccountAttributes => {
  if (!isMasked(desired)) return found;
  const { sAMAccountName, userPrincipalName, cn } = desired;
  return { ...protectedAccount(found), sAMAccountName, userPrincipalName, cn };
};

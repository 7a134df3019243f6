import type { AttributeChange, AttributeValue } from './diff';
import type { PersonalAttribute } from './personal-values';

/** Without these nobody can log in with the account, or it is somebody else's, or it does not end: refused, they hold it. */
const ESSENTIAL: ReadonlySet<string> = new Set([
  ...['sAMAccountName', 'userPrincipalName', 'hsaId', 'altSecurityIdentities', 'accountExpires', 'userAccountControl'],
]);

/**
 * | attribute refused                                   | then                                        |
 * |-----------------------------------------------------|---------------------------------------------|
 * | account name, UPN, HSA-id, certificates, end, state | the account is held, and not enabled        |
 * | any other                                           | the rest is applied, and a finding names it |
 */
export const isEssential = (attribute: string): boolean => ESSENTIAL.has(attribute);

/** What says something about a human: an account can do without. */
const PERSONAL: ReadonlySet<string> = new Set<PersonalAttribute>([
  ...(['displayName', 'givenName', 'sn', 'mail', 'telephoneNumber', 'mobile', 'title', 'company', 'department'] as const),
]);

export const isPersonal = (attribute: string): boolean => PERSONAL.has(attribute);

/** Codes of `ad-refusal.ts` that say that a name is another's: in the domain, or in the same place. */
const ABOUT_NAMES: ReadonlySet<string> = new Set(['account-name-taken', 'name-taken', 'entry-exists']);

export const isAboutName = (code: string): boolean => ABOUT_NAMES.has(code);

/** Codes that say that the object is gone, or may not be touched: no value is to blame. */
const ABOUT_OBJECTS: ReadonlySet<string> = new Set(['no-such-object', 'not-ours', 'outside-base']);

export const isAboutObject = (code: string): boolean => ABOUT_OBJECTS.has(code);

/** Codes of a creation that it does not help to leave values out for. */
const NOT_ABOUT_VALUES: ReadonlySet<string> = new Set([
  ...ABOUT_NAMES,
  ...ABOUT_OBJECTS,
  ...['upn-taken', 'bad-account-name', 'password-policy', 'encryption-required', 'unit-missing'],
  ...['reference', 'size-limit', 'admin-limit'],
]);

/** Whether a creation that was refused may go without what is not essential. */
export const isAboutValue = (code: string): boolean => !NOT_ABOUT_VALUES.has(code);

/**
 * What is tried apart where several values were refused together. A log-in that is revoked goes, whatever the AD says of a
 * new one.
 *
 * | change of                                   | tried apart                                  |
 * |---------------------------------------------|----------------------------------------------|
 * | certificates, some taken away and some new  | those taken away, and then the new ones      |
 * | certificates, only taken away or only new   | all of them                                  |
 * | any other                                   | all of it                                    |
 */
export function partsOf(change: AttributeChange): AttributeChange[] {
  if (change.attribute !== 'altSecurityIdentities') return [change];
  const [before, after] = [valuesOf(change.before), valuesOf(change.after)];
  const kept = before.filter((value) => after.includes(value));
  if (kept.length === before.length || kept.length === after.length) return [change];
  return [
    { ...change, after: kept },
    { ...change, before: kept },
  ];
}

const valuesOf = (value: AttributeValue): string[] => (Array.isArray(value) ? value : []);

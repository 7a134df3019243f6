import type { AccountAttributes } from './account.types';

export type AccountAttribute = keyof AccountAttributes;
export type AttributeValue = string | number | string[] | null;

export interface AttributeChange {
  attribute: AccountAttribute;
  /** Null where AD holds nothing. Several values are sorted and without doubles. */
  before: AttributeValue;
  after: AttributeValue;
}

/** An account's attributes as anybody may have written them. */
export type AnyAttributes = Readonly<Record<AccountAttribute, AttributeValue>>;

/** Every attribute, in the order changes are listed. The compiler holds it complete. */
const ATTRIBUTES = Object.keys({
  sAMAccountName: true,
  userPrincipalName: true,
  cn: true,
  displayName: true,
  givenName: true,
  sn: true,
  mail: true,
  telephoneNumber: true,
  mobile: true,
  title: true,
  company: true,
  department: true,
  hsaId: true,
  userAccountControl: true,
  accountExpires: true,
  altSecurityIdentities: true,
  memberOf: true,
  organisationalUnit: true,
} satisfies Record<AccountAttribute, true>) as AccountAttribute[];

/**
 * The attributes that differ, and no others, always in the same order.
 *
 * | before                  | after           | change |
 * |-------------------------|-----------------|--------|
 * | no account              | a value         | yes    |
 * | no account              | empty           | no     |
 * | empty (null, '', none)  | empty, any kind | no     |
 * | a value                 | the same        | no     |
 * | a value                 | another, or the same in another case | yes |
 * | several values          | the same in another order, or twice  | no  |
 * | several values          | one more, one less                   | yes |
 *
 * @param before null where there is no account yet.
 */
export function diffAccounts(before: AnyAttributes | null, after: AccountAttributes): AttributeChange[] {
  return ATTRIBUTES.flatMap((attribute) => {
    const change = { attribute, before: canonical(before?.[attribute]), after: canonical(after[attribute]) };
    return same(change.before, change.after) ? [] : [change];
  });
}

function canonical(value: AttributeValue | undefined): AttributeValue {
  if (!Array.isArray(value)) return value === undefined || value === '' ? null : value;
  return value.length === 0 ? null : [...new Set(value)].sort();
}

function same(one: AttributeValue, other: AttributeValue): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

import type { LdapAdConfiguration } from '../../platform/config/schema';
import { NEVER_EXPIRES } from '../account-expires';
import { DISABLED } from '../account';
import type { AccountAttributes } from '../account.types';
import type { AdObject } from '../active-directory';
import type { AccountAttribute, AttributeChange } from '../diff';

export type AttributeNames = Pick<LdapAdConfiguration, 'hsaIdAttribute' | 'markAttribute'>;

/** Where an object stands and who is in which group are written by requests of their own. */
type WrittenAttributes = Omit<AccountAttributes, 'cn' | 'organisationalUnit' | 'memberOf'>;

/** What is written, in the order it is written. The compiler holds it complete. */
const WRITTEN = Object.keys({
  sAMAccountName: true,
  userPrincipalName: true,
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
} satisfies Record<keyof WrittenAttributes, true>) as (keyof WrittenAttributes)[];

const isWritten = (attribute: AccountAttribute): attribute is keyof WrittenAttributes => (WRITTEN as string[]).includes(attribute);

/** What an attribute of ours is called in this AD. */
export const adName = (attribute: AccountAttribute, { hsaIdAttribute }: Pick<AttributeNames, 'hsaIdAttribute'>): string =>
  attribute === 'hsaId' ? hsaIdAttribute : attribute;

/** What the service writes on an account, by AD's names. */
export const writtenNames = (names: AttributeNames): string[] => WRITTEN.map((attribute) => adName(attribute, names));

/** What is read of an object. */
export const readAttributes = ({ hsaIdAttribute, markAttribute }: AttributeNames): string[] => [
  ...['objectGUID', 'uSNChanged', 'cn', 'memberOf', markAttribute],
  ...writtenNames({ hsaIdAttribute, markAttribute }),
];

export interface TextAttribute {
  type: string;
  values: string[];
}

/** Whatever the account says, it is created disabled; what is empty is left out, because AD refuses an empty text. */
export const newAccountAttributes = (account: AccountAttributes, names: AttributeNames): TextAttribute[] =>
  WRITTEN.flatMap((attribute) => {
    const values = attribute === 'userAccountControl' ? [String(DISABLED)] : texts(account[attribute]);
    return values.length === 0 ? [] : [{ type: adName(attribute, names), values }];
  });

export interface TextChange extends TextAttribute {
  operation: 'add' | 'delete' | 'replace';
}

/**
 * The least that makes an object what it should be.
 *
 * | attribute             | after       | change                                                        |
 * |-----------------------|-------------|---------------------------------------------------------------|
 * | of one value          | a value     | replaced                                                      |
 * | of one value          | empty       | replaced by nothing: gone, and no error where it was gone     |
 * | altSecurityIdentities | any         | values that are gone deleted, new ones added; no others named |
 *
 * @throws TypeError for what has a way of its own: `cn`, `organisationalUnit`, `memberOf`
 */
export function changesOf(account: Pick<AdObject, 'attributes'>, changes: readonly AttributeChange[], names: AttributeNames): TextChange[] {
  return changes.flatMap(({ attribute, after }): TextChange[] => {
    if (!isWritten(attribute)) throw new TypeError(`${attribute} is not written like this`);
    const type = adName(attribute, names);
    const wanted = texts(after);
    if (attribute !== 'altSecurityIdentities') return [{ operation: 'replace', type, values: wanted }];
    const held = account.attributes.altSecurityIdentities;
    const gone = held.filter((value) => !wanted.includes(value));
    const added = wanted.filter((value) => !held.includes(value));
    return [
      ...(gone.length > 0 ? [{ operation: 'delete' as const, type, values: gone }] : []),
      ...(added.length > 0 ? [{ operation: 'add' as const, type, values: added }] : []),
    ];
  });
}

function texts(value: string | number | readonly string[] | null): string[] {
  if (value === null || value === '') return [];
  return Array.isArray(value) ? [...new Set(value as readonly string[])] : [String(value)];
}

/** 0 means never too: AD's own tools write it. */
export const readAccountExpires = (ticks: string | null): string | null => (ticks === '0' ? NEVER_EXPIRES : ticks);

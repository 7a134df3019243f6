import type { Rdn } from '../people/distinguished-name';
import type { AttributeName } from '../platform/config/schema';

export type RawValue = string | Buffer;

/** An entry as a source gives it: LDIF or LDAP, nothing judged yet. */
export interface RawEntry {
  /** As written. */
  dn: string;
  /** `dn` parsed. */
  rdns: Rdn[];
  /** Values by attribute description in lower case, options included: `sn`, `sn;lang-en`, `usercertificate;binary`. */
  attributes: Map<string, RawValue[]>;
}

/** What one catalogue calls an attribute: as people know it, and as it is looked up. */
export interface CatalogueAttribute {
  name: string;
  key: string;
}

/** Attributes that are never renamed, beside those that configuration may rename. */
const FIXED_NAMES = ['objectClass', 'ou', 'o'] as const;

const RENAMABLE: Record<AttributeName, true> = {
  hsaIdentity: true,
  personalIdentityNumber: true,
  givenName: true,
  middleName: true,
  sn: true,
  fullName: true,
  cn: true,
  mail: true,
  telephoneNumber: true,
  mobile: true,
  title: true,
  hsaTitle: true,
  paTitleName: true,
  paTitleCode: true,
  personalPrescriptionCode: true,
  hsaSystemRole: true,
  startDate: true,
  endDate: true,
  userCertificate: true,
  entryUUID: true,
  entryCSN: true,
  modifyTimestamp: true,
  hsaProtectedPerson: true,
  hsaCommissionPurpose: true,
  hsaCommissionRight: true,
  hsaCommissionMember: true,
  hsaCommissionUnit: true,
};

export type UsedAttribute = AttributeName | (typeof FIXED_NAMES)[number];

/** How each attribute that is used is named in one catalogue. Nothing else of an entry is ever read (`nickName`, say). */
export type AttributeNames = Readonly<Record<UsedAttribute, CatalogueAttribute>>;

export function attributeNames(renamed: Partial<Record<AttributeName, string>>): AttributeNames {
  const used = [...FIXED_NAMES, ...(Object.keys(RENAMABLE) as AttributeName[])];
  const entries = used.map((attribute): [UsedAttribute, CatalogueAttribute] => {
    const name = (renamed as Partial<Record<UsedAttribute, string>>)[attribute] ?? attribute;
    return [attribute, { name, key: baseName(name) }];
  });
  return Object.fromEntries(entries) as AttributeNames;
}

/** Keys of the attributes that hold text; only these must be decodable. */
export const textKeys = (names: AttributeNames): Set<string> =>
  new Set(Object.values(names).flatMap(({ key }) => (key === names.userCertificate.key ? [] : [key])));

/** The attribute's name in lower case, without options. */
export const baseName = (description: string): string => description.toLowerCase().split(';', 1)[0] ?? '';

import type { EntryAttributes } from './entry-attributes';

/** What an entry is to this service. */
export type EntryKind = 'person' | 'unit' | 'commission' | 'other';

const COMMISSION = ['hsacommission', '1.2.752.29.6.12'];
const PERSON = ['person', 'organizationalperson', 'inetorgperson', 'hsapersonextension', '2.5.6.6', '2.5.6.7', '2.16.840.1.113730.3.2.2'];
/** What a search for units asks for. */
export const UNIT_CLASSES: readonly string[] = ['organizationalUnit', 'organization', 'hsaHealthCareUnit', 'hsaHealthCareProvider'];
const UNIT = [...UNIT_CLASSES.map((name) => name.toLowerCase()), '2.5.6.5', '2.5.6.4', '1.2.752.29.6.13', '1.2.752.29.6.10'];
const CONFIDENTIAL = ['hsaconfidentialperson', '1.2.752.29.6.9'];
const ARCHIVED = ['hsaarchivedobject', '1.2.752.29.6.20'];
const DELETED = ['hsadeletedpersonwithvalidcertificates', '1.2.752.29.6.28'];
const FEIGNED = ['hsafeigneddataobject', '1.2.752.29.6.25'];

const classesOf = (attributes: EntryAttributes): Set<string> =>
  new Set(attributes.underAnyOption('objectClass').map((name) => name.trim().toLowerCase()));

const hasAny = (classes: Set<string>, names: string[]): boolean => names.some((name) => classes.has(name));

/**
 * Classes by name or OID, the first row that fits:
 *
 * | classes | kind |
 * |---|---|
 * | hsaCommission | commission |
 * | person, organizationalPerson, inetOrgPerson, hsaPersonExtension | person |
 * | organizationalUnit, organization, hsaHealthCareUnit, hsaHealthCareProvider | unit |
 * | any other, with a value of hsaSystemRole | person |
 * | any other | other |
 */
export function kindOf(attributes: EntryAttributes): EntryKind {
  const classes = classesOf(attributes);
  if (hasAny(classes, COMMISSION)) return 'commission';
  if (hasAny(classes, PERSON)) return 'person';
  if (hasAny(classes, UNIT)) return 'unit';
  return attributes.underAnyOption('hsaSystemRole').length > 0 ? 'person' : 'other';
}

/** What else the classes say of a person. */
export interface PersonFlags {
  isProtected: boolean;
  isArchived: boolean;
  isDeleted: boolean;
  isTestData: boolean;
}

/**
 * Protected: the class `hsaConfidentialPerson`, or `hsaProtectedPerson` with any value that does not deny it. Some
 * sources write `TRUE`, `true` or `1`; a value nobody has thought of protects, for the other mistake cannot be undone.
 */
export function flagsOf(attributes: EntryAttributes): PersonFlags {
  const classes = classesOf(attributes);
  const marks = attributes.underAnyOption('hsaProtectedPerson').map((value) => value.trim().toLowerCase());
  return {
    isProtected: hasAny(classes, CONFIDENTIAL) || marks.some((mark) => !['', 'false', '0'].includes(mark)),
    isArchived: hasAny(classes, ARCHIVED),
    isDeleted: hasAny(classes, DELETED),
    isTestData: hasAny(classes, FEIGNED),
  };
}

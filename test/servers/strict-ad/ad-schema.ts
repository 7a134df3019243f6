/* The part of AD's schema that anything here writes or reads (Microsoft, "Active Directory schema attributes"). */

export type Syntax = 'text' | 'integer' | 'octets' | 'dn' | 'boolean' | 'time';

export interface AttributeSchema {
  name: string;
  /** Hexadecimal, as diagnostic messages name it. */
  id: string;
  syntax: Syntax;
  isSingle: boolean;
  /** `rangeUpper`, in UTF-16 units for text; null without one. */
  longest: number | null;
  /** `system`: nobody writes it; `sam`: AD keeps it by other attributes. */
  ownedBy: 'system' | 'sam' | null;
  /** Worked out when it is asked for, and given only by name. */
  isConstructed: boolean;
}

type Trait = 'many' | 'system' | 'sam' | 'constructed' | Syntax;
type Row = readonly [id: string, longest: number | null, ...traits: Trait[]];

const ROWS: Readonly<Record<string, Row>> = {
  objectClass: ['0', null, 'many'],
  cn: ['3', 64],
  sn: ['4', 64],
  l: ['7', 128],
  ou: ['b', 64, 'many'],
  title: ['c', 128],
  description: ['d', 1024],
  telephoneNumber: ['14', 64],
  member: ['1f', null, 'many', 'dn'],
  givenName: ['2a', 64],
  initials: ['2b', 6],
  distinguishedName: ['31', null, 'dn', 'system'],
  info: ['20051', 1024],
  memberOf: ['20066', null, 'many', 'dn', 'sam'],
  uSNCreated: ['20013', null, 'integer', 'system'],
  uSNChanged: ['20078', null, 'integer', 'system'],
  whenCreated: ['20002', null, 'time', 'system'],
  whenChanged: ['20003', null, 'time', 'system'],
  displayName: ['2000d', 256],
  department: ['2008d', 64],
  company: ['20092', 64],
  adminDescription: ['200e2', 1024],
  adminDisplayName: ['200c2', 256],
  employeeNumber: ['20262', 512],
  employeeType: ['20265', 256],
  employeeID: ['90023', 16],
  name: ['90001', 255, 'system'],
  objectGUID: ['90002', null, 'octets', 'system'],
  userAccountControl: ['90008', null, 'integer'],
  unicodePwd: ['9005a', null, 'octets'],
  pwdLastSet: ['90060', null, 'integer'],
  objectSid: ['90092', null, 'octets', 'system'],
  accountExpires: ['9009f', null, 'integer'],
  sAMAccountName: ['900dd', 256],
  sAMAccountType: ['9012e', null, 'integer', 'system'],
  userPrincipalName: ['90290', 1024],
  groupType: ['902ee', null, 'integer'],
  objectCategory: ['9030e', null, 'dn'],
  altSecurityIdentities: ['90363', null, 'many'],
  lockoutTime: ['90296', null, 'integer'],
  mail: ['150003', 256],
  manager: ['15000a', null, 'dn'],
  mobile: ['150029', 64],
  allowedAttributesEffective: ['90398', null, 'many', 'constructed', 'system'],
  allowedChildClassesEffective: ['90390', null, 'many', 'constructed', 'system'],
  ...Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [`extensionAttribute${index + 1}`, [`${index + 0xa0000}`, 1024]] as const),
  ),
};

function schemaOf(name: string, [id, longest, ...traits]: Row): AttributeSchema {
  const syntaxes = ['integer', 'octets', 'dn', 'boolean', 'time'] as const;
  return {
    name,
    id,
    syntax: syntaxes.find((one) => traits.includes(one)) ?? 'text',
    isSingle: !traits.includes('many'),
    longest,
    ownedBy: traits.includes('sam') ? 'sam' : traits.includes('system') ? 'system' : null,
    isConstructed: traits.includes('constructed'),
  };
}

/** By lower-case name. */
export const ATTRIBUTES: ReadonlyMap<string, AttributeSchema> = new Map(
  Object.entries(ROWS).map(([name, row]) => [name.toLowerCase(), schemaOf(name, row)]),
);

export interface ClassSchema {
  /** From `top` down to itself. */
  line: readonly string[];
  /** Type of its RDN, as AD writes it. */
  named: 'CN' | 'OU' | 'DC';
  /** Lower case. */
  attributes: ReadonlySet<string>;
}

const ANY = ['objectClass', 'description', 'displayName', 'adminDescription', 'adminDisplayName', 'objectCategory', 'name', 'memberOf'];
const PERSON = [
  ...['cn', 'sn', 'givenName', 'initials', 'title', 'telephoneNumber', 'mobile', 'mail', 'info', 'department', 'company', 'manager', 'l'],
  ...['employeeID', 'employeeNumber', 'employeeType', ...Array.from({ length: 10 }, (_, index) => `extensionAttribute${index + 1}`)],
];
const LOG_IN = [
  ...['userAccountControl', 'unicodePwd', 'pwdLastSet', 'accountExpires', 'sAMAccountName', 'userPrincipalName'],
  ...['altSecurityIdentities', 'lockoutTime'],
];

const classOf = (line: readonly string[], named: ClassSchema['named'], attributes: readonly string[]): ClassSchema => ({
  line,
  named,
  attributes: new Set([...ANY, ...attributes].map((name) => name.toLowerCase())),
});

const GROUP = ['cn', 'member', 'groupType', 'sAMAccountName', 'mail', 'info', 'extensionAttribute1'];

/** By lower-case name. */
export const CLASSES: ReadonlyMap<string, ClassSchema> = new Map([
  ['user', classOf(['top', 'person', 'organizationalPerson', 'user'], 'CN', [...PERSON, ...LOG_IN])],
  ['contact', classOf(['top', 'person', 'organizationalPerson', 'contact'], 'CN', PERSON)],
  ['group', classOf(['top', 'group'], 'CN', GROUP)],
  ['organizationalunit', classOf(['top', 'organizationalUnit'], 'OU', ['ou', 'l'])],
  ['container', classOf(['top', 'container'], 'CN', ['cn'])],
  ['domaindns', classOf(['top', 'domain', 'domainDNS'], 'DC', [])],
]);

/** What may be created below an organisational unit. */
export const CHILD_CLASSES = ['user', 'contact', 'group', 'organizationalUnit', 'container'] as const;

/**
 * How AD compares text: without case, accents or width. So `Åsa` is `asa`.
 */
export const folded = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '');

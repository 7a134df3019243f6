import type { Person } from '../people/person';
import { configurationSchema } from '../platform/config/schema';
import { type DesiredAccountInput, desiredAccount } from './account';
import type { AccountAttribute, AttributeValue } from './diff';

/*
 * What Cosmic, who reads its users from this AD, can rely on. Made by asking the mapping itself about people who differ in
 * everything they can, so that the table cannot say anything else than what is written.
 */

export interface CosmicRow {
  /** As AD names it. */
  attribute: string;
  use: string;
  isAlwaysThere: boolean;
  ofProtected: 'as anybody' | 'neutral' | 'empty';
  isForLife: boolean;
}

const hsaIdAttribute = (): string => {
  const kinds = configurationSchema.shape.externalAd.options;
  const [, ldap] = kinds;
  return ldap.shape.hsaIdAttribute.parse(undefined);
};

/** What each is for. The compiler holds it complete. */
const USES: Record<AccountAttribute, string> = {
  sAMAccountName: 'Account name. Nothing personal is in it, and it is never given to another.',
  userPrincipalName: 'Log-in name: the HSA-id in upper case, `@`, the suffix.',
  cn: 'Name of the object: the account name.',
  displayName: 'Name to show.',
  givenName: 'Given name.',
  sn: 'Surname.',
  mail: 'Address to write to.',
  telephoneNumber: 'Telephone.',
  mobile: 'Mobile telephone.',
  title: 'Title as HSA has it, free text: never a proof of an occupation.',
  company: "The municipality's name, to show. To tell municipalities apart, take `memberOf`.",
  department: "The unit's name, to show; two units may share one.",
  hsaId: 'HSA-id: who it is. Compare without case. Set another attribute with `externalAd.hsaIdAttribute`.',
  userAccountControl: '0x2 set: the account is disabled and nobody may log in with it.',
  accountExpires: 'When the last day ends, in ticks since 1601; 9223372036854775807 is never.',
  altSecurityIdentities: 'The SITHS cards that the account opens to.',
  memberOf: 'May use Cosmic Link: a member of the group of all, and of the municipality. A disabled account is in neither.',
  organisationalUnit: 'Where the object lies: one OU per municipality.',
};

/** What is not called in AD as it is here. */
const adName = (attribute: AccountAttribute): string =>
  attribute === 'hsaId' ? hsaIdAttribute() : attribute === 'organisationalUnit' ? 'distinguishedName' : attribute;

const NOW = '2026-11-21T03:05:00.000Z';
const HSA_ID = 'SE2120002502-1A2B';

const NOTHING = {
  entryUuid: null,
  stamp: null,
  personalNumberHash: null,
  middleName: null,
  hsaTitles: [],
  paTitleNames: [],
  paTitleCodes: [],
  prescriberCode: null,
  hasSystemRole: true,
  startDate: null,
  commissions: [],
  isArchived: false,
  isDeleted: false,
  isTestData: false,
};

/** The least that HSA may say of somebody with an account. */
const bare: Person = {
  ...NOTHING,
  hsaId: HSA_ID,
  dn: 'cn=1',
  surname: 'Berg',
  givenName: null,
  fullName: 'Berg',
  mail: null,
  telephoneNumbers: [],
  mobileNumbers: [],
  title: null,
  endDate: null,
  unit: null,
  isProtected: false,
  certificates: [],
};

/** Somebody of whom HSA says everything; all of it ends with the number. */
const whole = (number: number): Person => ({
  ...bare,
  surname: `Berg ${number}`,
  givenName: `Kim ${number}`,
  fullName: `Berg ${number}, Kim`,
  mail: `kim.${number}@example.se`,
  telephoneNumbers: [`063-${number}`],
  mobileNumbers: [`070-${number}`],
  title: `Titel ${number}`,
  endDate: `2027-01-0${number}`,
  unit: { hsaId: null, name: `Enhet ${number}`, path: [], above: [] },
  certificates: [certificate(number)],
});

const certificate = (number: number): Person['certificates'][number] => ({
  issuer: ['C=SE', 'O=Utfärdare'],
  serialNumber: `0${number}`,
  subjectKeyIdentifier: null,
  sha1: '',
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2028-01-01T00:00:00.000Z',
});

const attributesOf = (person: Person, change: Partial<DesiredAccountInput> = {}): Record<AccountAttribute, AttributeValue> =>
  desiredAccount({
    person,
    municipality: { code: 'berg', name: 'Bergs kommun' },
    accountName: 'ext0000000000',
    enabled: true,
    now: NOW,
    externalAd: { organisationalUnit: 'OU=Externa,DC=example,DC=se', upnSuffix: 'example.se' },
    ...change,
  }).attributes;

const same = (one: AttributeValue, other: AttributeValue): boolean => JSON.stringify(one) === JSON.stringify(other);
const isEmpty = (value: AttributeValue): boolean => value === null || (Array.isArray(value) && value.length === 0);

/** One row an attribute, the lasting keys first. */
export function cosmicRows(): CosmicRow[] {
  const least = [attributesOf(bare), attributesOf(bare, { enabled: false })];
  const before = attributesOf(whole(1));
  const protectedNow = attributesOf({ ...whole(1), isProtected: true });
  const after = [attributesOf(whole(2)), attributesOf(whole(1), { enabled: false })];
  after.push(attributesOf(whole(1), { municipality: { code: 'berg', name: 'Östra Bergs kommun' } }));
  const rows = (Object.keys(USES) as AccountAttribute[]).map((attribute): CosmicRow => {
    const shown = protectedNow[attribute];
    return {
      attribute: adName(attribute),
      use: USES[attribute],
      isAlwaysThere: least.every((one) => !isEmpty(one[attribute])),
      ofProtected: same(shown, before[attribute]) ? 'as anybody' : isEmpty(shown) ? 'empty' : 'neutral',
      isForLife: after.every((one) => same(one[attribute], before[attribute])),
    };
  });
  return [...rows.filter(({ isForLife }) => isForLife), ...rows.filter(({ isForLife }) => !isForLife)];
}

/** The README's table, Markdown. */
export function cosmicTable(): string {
  const lines = cosmicRows().map(({ attribute, use, isAlwaysThere, ofProtected, isForLife }) =>
    [`\`${attribute}\``, use, isAlwaysThere ? 'always' : 'may be empty', ofProtected, isForLife ? 'for life' : 'may change'].join(' | '),
  );
  const head = ['Attribute', 'For what', 'There', 'Of a protected person', 'Stays'];
  return [head.join(' | '), head.map(() => '---').join(' | '), ...lines].map((line) => `| ${line} |`).join('\n');
}

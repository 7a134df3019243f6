import { Attribute, Change, type Client, Control, EqualityFilter } from 'ldapts';
import type { AdRefusalCode, Attempt } from '../../src/external-ad/ad-refusal';
import { PERMISSIVE_MODIFY } from '../servers/strict-ad/ad-root';

/* The table "Samba 4.17 | real AD", row by row: what is asked of each, and what each answers. */

export interface Server {
  /** Bound as the administrator: these are not rules of who may. */
  client: Client;
  /** One more, not bound. */
  connect: (isEncrypted: boolean) => Client;
  login: { dn: string; password: string };
}

/** What was found; nothing where it was a write. Or the code, a part of the message, and the service's name for it. */
export type Outcome = { found?: unknown } | readonly [code: number, message: string, decoded: AdRefusalCode];

export interface Row {
  what: string;
  deed: (on: Server) => Promise<unknown>;
  attempt?: Attempt;
  samba: Outcome;
  ad: Outcome;
}

const UNIT = 'OU=Externa,DC=ad,DC=example,DC=se';
const DISABLED = '514';
const ENABLED = '512';
const DONE = {};

const dn = (name: string): string => `CN=${name},${UNIT}`;
const addUser = ({ client }: Server, name: string, values: Record<string, string> = {}, unit = UNIT): Promise<void> =>
  client.add(`CN=${name},${unit}`, { objectClass: 'user', sAMAccountName: name, userAccountControl: DISABLED, ...values });
const addGroup = ({ client }: Server, name: string): Promise<void> => client.add(dn(name), { objectClass: 'group', sAMAccountName: name });
const modify = (
  { client }: Server,
  name: string,
  operation: 'add' | 'delete' | 'replace',
  type: string,
  values: readonly (string | Buffer)[],
  controls: Control[] = [],
): Promise<void> =>
  client.modify(dn(name), new Change({ operation, modification: new Attribute({ type, values: values as string[] }) }), controls);
const permissive = (): Control[] => [new Control(PERMISSIVE_MODIFY, { critical: true })];

/** A group, and its only member. */
async function withMember(on: Server, group: string): Promise<string> {
  await addGroup(on, group);
  await addUser(on, `${group}-member`);
  await modify(on, group, 'add', 'member', [dn(`${group}-member`)]);
  return dn(`${group}-member`);
}

/** More than AD gives of an attribute, or of a search, at once. */
const MANY = Array.from({ length: 1502 }, (_, number) => `many${number}`);
const isMany = new EqualityFilter({ attribute: 'title', value: 'many' });

export async function addMany(on: Server): Promise<void> {
  for (const name of MANY) await addUser(on, name, { title: 'many' });
  await addGroup(on, 'manifold');
  await modify(on, 'manifold', 'add', 'member', MANY.map(dn));
}

async function pagesOf({ client }: Server, pageSize: number): Promise<number[]> {
  const sizes: number[] = [];
  const pages = client.searchPaginated(UNIT, { filter: isMany, attributes: ['cn'], paged: { pageSize } });
  for await (const { searchEntries } of pages) sizes.push(searchEntries.length);
  return sizes;
}

async function namesOfMembers({ client }: Server): Promise<string[]> {
  const { searchEntries } = await client.search(dn('manifold'), { scope: 'base', attributes: ['member'] });
  return Object.keys(searchEntries[0]!).filter((name) => name.startsWith('member'));
}

const added: Attempt = { operation: 'add', writes: ['sAMAccountName', 'userPrincipalName', 'userAccountControl', 'unicodePwd'] };
const modified = (...writes: string[]): Attempt => ({ operation: 'modify', writes });

export const ROWS: Row[] = [
  {
    what: 'a name that is taken',
    deed: (on) => addUser(on, 'cn').then(() => addUser(on, 'cn', { sAMAccountName: 'cn2' })),
    attempt: added,
    samba: [68, 'already exists', 'name-taken'],
    ad: [68, '00002071: UpdErr', 'name-taken'],
  },
  {
    what: 'an account name that is taken',
    deed: (on) => addUser(on, 'sam').then(() => addUser(on, 'sam2', { sAMAccountName: 'SAM' })),
    attempt: added,
    samba: [68, '00002071: samldb', 'account-name-taken'],
    ad: [68, '00000524: UpdErr', 'account-name-taken'],
  },
  {
    what: 'a UPN that is taken',
    deed: (on) => addUser(on, 'upn', { userPrincipalName: 'upn@x.se' }).then(() => addUser(on, 'upn2', { userPrincipalName: 'UPN@x.se' })),
    attempt: added,
    samba: [19, '0000202F: samldb', 'upn-taken'],
    ad: [19, '000021C8: AtrErr', 'upn-taken'],
  },
  {
    what: 'an account name of 21 characters',
    deed: (on) => addUser(on, 'x'.repeat(21)),
    attempt: added,
    samba: DONE,
    ad: [80, '00000523: SysErr', 'bad-account-name'],
  },
  {
    what: 'a CN of 65 characters',
    deed: (on) => addUser(on, 'y'.repeat(65), { sAMAccountName: 'y' }),
    attempt: added,
    samba: DONE,
    ad: [19, '00002082: AtrErr', 'value-too-long'],
  },
  {
    what: 'an OU that is missing',
    deed: (on) => addUser(on, 'm', {}, `OU=missing,${UNIT}`),
    attempt: added,
    samba: [32, '00002030: objectclass', 'unit-missing'],
    ad: [32, '0000208D: NameErr', 'unit-missing'],
  },
  {
    what: 'a weak password',
    deed: (on) => addUser(on, 'weak').then(() => modify(on, 'weak', 'replace', 'unicodePwd', [Buffer.from('"short"', 'utf16le')])),
    attempt: modified('unicodePwd'),
    samba: [19, '0000052D', 'password-policy'],
    ad: [53, '0000052D: SvcErr', 'password-policy'],
  },
  {
    what: 'to enable one without a password',
    deed: (on) => addUser(on, 'bare').then(() => modify(on, 'bare', 'replace', 'userAccountControl', [ENABLED])),
    attempt: modified('userAccountControl'),
    samba: DONE,
    ad: [53, '0000052D: SvcErr', 'enabling-without-password'],
  },
  {
    what: 'an employeeID of 17 characters',
    deed: (on) => addUser(on, 'id').then(() => modify(on, 'id', 'replace', 'employeeID', ['1'.repeat(17)])),
    attempt: modified('employeeID'),
    samba: [21, '0000200B: objectclass_attrs', 'bad-value'],
    ad: [19, '00002082: AtrErr', 'value-too-long'],
  },
  {
    what: 'a member twice',
    deed: (on) => withMember(on, 'g1').then((member) => modify(on, 'g1', 'add', 'member', [member])),
    attempt: modified('member'),
    samba: [68, 'already exists', 'already-member'],
    ad: [68, '00000562: UpdErr', 'already-member'],
  },
  {
    what: 'a member twice, permissively',
    deed: (on) => withMember(on, 'g2').then((member) => modify(on, 'g2', 'add', 'member', [member], permissive())),
    attempt: modified('member'),
    samba: [68, 'already exists', 'already-member'],
    ad: DONE,
  },
  {
    what: 'to remove one who is no member',
    deed: (on) => withMember(on, 'g3').then(() => modify(on, 'g3', 'delete', 'member', [on.login.dn])),
    attempt: modified('member'),
    samba: [53, 'member', 'not-member'],
    ad: [53, '00000561: SvcErr', 'not-member'],
  },
  {
    what: 'an account name that is taken but for an accent',
    deed: (on) => addUser(on, 'asa').then(() => addUser(on, 'other', { sAMAccountName: 'åsa' })),
    attempt: added,
    samba: DONE,
    ad: [68, '00000524: UpdErr', 'account-name-taken'],
  },
  {
    what: 'more than 1000 at once',
    deed: ({ client }) => client.search(UNIT, { filter: isMany, attributes: ['cn'] }).then(({ searchEntries }) => searchEntries.length),
    samba: { found: 1502 },
    ad: [4, '', 'size-limit'],
  },
  { what: 'a page of 5000', deed: (on) => pagesOf(on, 5000), samba: { found: [1502] }, ad: { found: [1000, 502] } },
  {
    what: 'a group of more than 1500',
    deed: namesOfMembers,
    samba: { found: ['member'] },
    ad: { found: ['member', 'member;range=0-1499'] },
  },
  {
    what: 'a DN with an empty password',
    deed: ({ connect, login }) => connect(true).bind(login.dn, ''),
    samba: [49, 'data 52e', 'bad-credentials'],
    ad: DONE,
  },
  {
    what: 'a log-in without encryption',
    deed: ({ connect, login }) => connect(false).bind(login.dn, login.password),
    samba: [8, 'Transport encryption required', 'encryption-required'],
    ad: [8, '00002028: LdapErr', 'encryption-required'],
  },
];

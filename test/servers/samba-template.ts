import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sambaConfiguration } from './samba-configuration';

const run = promisify(execFile);

export const DOMAIN = 'DC=ad,DC=example,DC=se';
/** What we may write in. */
export const OUR_UNIT = `OU=Externa,${DOMAIN}`;
/** Somebody else's. */
export const OTHER_UNIT = `OU=Andra,${DOMAIN}`;

/** Who may ask: each is bound as `name@ad.example.se`. */
export const AD_ACCOUNTS = {
  administrator: { name: 'Administrator', password: 'Passw0rd-Admin' },
  /** May write in our OU only, as the README tells an operator to delegate. */
  delegated: { name: 'tilltrade', password: 'Passw0rd-Tilltrade' },
  /** May read, like everybody. */
  powerless: { name: 'tilltrade-las', password: 'Passw0rd-Las' },
} as const;
export type AdAccountName = keyof typeof AD_ACCOUNTS;

/** What the README delegates on the users below our OU, and on the groups. */
const WRITTEN = {
  user: [
    ...['name', 'cn', 'sAMAccountName', 'userPrincipalName', 'displayName', 'givenName', 'sn', 'mail', 'telephoneNumber', 'mobile'],
    ...['title', 'company', 'department', 'employeeNumber', 'adminDescription', 'userAccountControl', 'accountExpires'],
    'altSecurityIdentities',
  ],
  group: ['member', 'adminDescription'],
} as const;

/** User-Force-Change-Password: "Reset Password". */
const RESET_PASSWORD = '00299570-246d-11d0-a768-00aa006e0529';

/** What the README's `dsacls` writes, as SDDL. @param guids of classes and attributes, by name */
function delegation(sid: string, guids: Readonly<Record<string, string>>): string {
  const guid = (name: string): string => guids[name] ?? '';
  const writes = (of: keyof typeof WRITTEN): string[] => WRITTEN[of].map((name) => `(OA;CIIO;WP;${guid(name)};${guid(of)};${sid})`);
  return [
    `(OA;CI;CCDC;${guid('user')};;${sid})`,
    `(OA;CI;CC;${guid('group')};;${sid})`,
    `(OA;CI;CC;${guid('organizationalUnit')};;${sid})`,
    `(OA;CIIO;CR;${RESET_PASSWORD};${guid('user')};${sid})`,
    ...writes('user'),
    ...writes('group'),
  ].join('');
}

/**
 * Provisions a domain, with our OU, somebody else's, and the accounts above, in a directory of its own; nothing is started.
 * @returns the directory: to be copied, and removed when nobody copies it any more
 */
export async function provisionSamba(): Promise<string> {
  if (!existsSync('/usr/bin/samba-tool')) throw new Error('No Samba: install the Debian packages samba-ad-dc and samba-ad-provision');
  const directory = await mkdtemp(join(tmpdir(), 'tilltrade-samba-'));
  try {
    await mkdir(join(directory, 'private'));
    await writeFile(join(directory, 'empty.conf'), ''); // else Debian's own settings would be merged in
    // Extended attributes in a file of their own: not every file system has them.
    const attributes = `--option=posix:eadb=${directory}/private/eadb.tdb`;
    await tool('domain', 'provision', `--configfile=${directory}/empty.conf`, `--targetdir=${directory}`, attributes, ...PROVISION);
    await writeFile(join(directory, 'offline.conf'), sambaConfiguration(directory, '127.0.0.1'));
    const offline = ['-H', join(directory, 'private', 'sam.ldb'), `--configfile=${directory}/offline.conf`];
    // As the README asks of an operator: to look for an HSA-id must not read every user.
    const mayChangeSchema = '--option=dsdb:schema update allowed=true';
    await tool('schema', 'attribute', 'modify', 'Employee-Number', '--searchflags=fATTINDEX', mayChangeSchema, ...offline);
    for (const unit of [OUR_UNIT, OTHER_UNIT]) await tool('ou', 'create', unit, ...offline);
    for (const { name, password } of [AD_ACCOUNTS.delegated, AD_ACCOUNTS.powerless])
      await tool('user', 'create', name, password, ...offline);
    const shown = await tool('user', 'show', AD_ACCOUNTS.delegated.name, '--attributes=objectSid', ...offline);
    const sid = /^objectSid: (S-[\d-]+)$/m.exec(shown)?.[1];
    if (sid === undefined) throw new Error('samba-tool shows no SID');
    const sddl = delegation(sid, await schemaGuids(directory));
    await tool('dsacl', 'set', `--objectdn=${OUR_UNIT}`, '--action=allow', `--sddl=${sddl}`, ...offline);
    return directory;
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

const PROVISION = [
  ...['--realm=AD.EXAMPLE.SE', '--domain=ADTEST', '--server-role=dc', '--host-name=dc1', '--host-ip=127.0.0.1', '--dns-backend=NONE'],
  ...[`--adminpass=${AD_ACCOUNTS.administrator.password}`, '--backend-store=mdb', '--backend-store-size=1Gb'],
];

async function tool(...words: string[]): Promise<string> {
  const { stdout } = await run('/usr/bin/samba-tool', words, { maxBuffer: 1 << 24 });
  return stdout;
}

/** `schemaIDGUID` of every class and attribute, by name. */
async function schemaGuids(directory: string): Promise<Record<string, string>> {
  const { stdout } = await run('/usr/bin/python3', ['-c', SCHEMA_GUIDS, directory], { maxBuffer: 1 << 24 });
  return JSON.parse(stdout) as Record<string, string>;
}

const SCHEMA_GUIDS = `
import json, ldb, sys, uuid
partition = 'CN=SCHEMA,CN=CONFIGURATION,DC=AD,DC=EXAMPLE,DC=SE.ldb'
database = ldb.Ldb('mdb://%s/private/sam.ldb.d/%s' % (sys.argv[1], partition), options=['modules:'])
found = database.search(expression='(schemaIDGUID=*)', attrs=['lDAPDisplayName', 'schemaIDGUID'])
print(json.dumps({str(one['lDAPDisplayName'][0]): str(uuid.UUID(bytes_le=bytes(one['schemaIDGUID'][0]))) for one in found}))
`;

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AccountAttributes } from '../../src/external-ad/account.types';
import { AD_ACCOUNTS, loginOf, OUR_UNIT, Samba } from '../servers/samba';
import { adOn } from '../support/builders/ad-configuration';
import { type CatalogueEntry, ldif } from '../support/builders/ldif';

/** Where ldapadd's accounts lie: below our OU, as the service's own, and seen by no comparison of theirs. */
const BARE_UNIT = `OU=bare,${OUR_UNIT}`;

/** A real Active Directory, and what OpenLDAP's tools take to do the same on it. */
export class BenchAd {
  private constructor(private readonly samba: Samba) {}

  static async start(): Promise<BenchAd> {
    return new BenchAd(await Samba.start());
  }

  /** `externalAd` of the configuration. */
  get configuration(): object {
    return adOn(this.samba);
  }

  /** What ldapsearch needs to list every user's and group's GUID and stamp, to nowhere, in milliseconds. */
  ldapsearch(): Promise<number> {
    const filter = '(|(objectClass=user)(objectClass=group)(objectClass=organizationalUnit))';
    return this.run(
      'ldapsearch',
      ['-LLL', '-b', OUR_UNIT, '-E', 'pr=500/noprompt', filter, 'objectGUID', 'uSNChanged', 'objectClass'],
      null,
    );
  }

  /** What ldapadd and ldapmodify need to add so many accounts like these, and make them members of their groups, in milliseconds. */
  async ldapadd(accounts: readonly AccountAttributes[]): Promise<number> {
    await this.run('ldapmodify', [], `dn: ${BARE_UNIT}\nchangetype: add\nobjectClass: organizationalUnit\n`);
    const groups = [...new Set(accounts.flatMap(({ memberOf }) => memberOf))].map((_dn, index) => `CN=bare ${index},${BARE_UNIT}`);
    for (const dn of groups) await this.run('ldapmodify', [], `dn: ${dn}\nchangetype: add\nobjectClass: group\n`);
    return this.run('ldapmodify', [], accounts.map((account) => addition(account, groups)).join('\n'));
  }

  remove(): Promise<void> {
    return this.samba.remove();
  }

  private async run(program: string, words: readonly string[], input: string | null): Promise<number> {
    const login = ['-x', '-H', this.samba.url, '-D', loginOf('delegated'), '-w', AD_ACCOUNTS.delegated.password];
    const env = { ...process.env, LDAPTLS_CACERT: this.samba.certificates.caFile };
    const started = performance.now();
    const process_ = spawn(program, [...login, ...words], { env, stdio: ['pipe', 'ignore', 'inherit'] });
    process_.stdin.end(input ?? '');
    const [status] = (await once(process_, 'close')) as [number];
    if (status !== 0) throw new Error(`${program} ended with ${status}`);
    return performance.now() - started;
  }
}

/** An account that says what another does, by names of its own: added with a password and enabled, and put in the groups. */
function addition(account: AccountAttributes, groups: readonly string[]): string {
  const { memberOf: _groups, organisationalUnit: _unit, hsaId, altSecurityIdentities, ...values } = account;
  const name = account.cn.replace(/^ext/, 'bar');
  const dn = `CN=${name},${BARE_UNIT}`;
  const texts = Object.entries(values).flatMap(([attribute, value]) => (value === null ? [] : [[attribute, String(value)] as const]));
  const entry: CatalogueEntry = {
    dn,
    attributes: {
      objectClass: 'user',
      ...Object.fromEntries(texts),
      altSecurityIdentities,
      cn: name,
      sAMAccountName: name,
      userPrincipalName: account.userPrincipalName.replace('@', '@bare.'),
      employeeNumber: hsaId,
      adminDescription: 'bench',
      unicodePwd: Buffer.from('"Bench-Passw0rd-1"', 'utf16le'),
    },
  };
  const added = ldif([entry], { version: false, fold: null }).toString().replace('\n', '\nchangetype: add\n');
  return [added, ...groups.map((group) => `dn: ${group}\nchangetype: modify\nadd: member\nmember: ${dn}\n`)].join('\n');
}

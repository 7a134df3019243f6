import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Attribute, Change, Client, EqualityFilter, NoSuchObjectError } from 'ldapts';
import { parentDn } from '../../src/people/distinguished-name';
import { asList, type AttributeValue, type CatalogueEntry, ldif } from '../support/builders/ldif';
import { temporaryDirectory } from '../support/temporary-directory';
import { freePort } from './free-port';
import { makeSlapdCertificates, type ServerCertificateOptions, type SlapdCertificates } from './slapd-certificates';
import { ServerProcess } from './server-process';
import { slapdConfiguration } from './slapd-configuration';

export const SUFFIX = 'c=SE';
const ADMIN = { dn: `cn=admin,${SUFFIX}`, password: 'admin' };

/** Who may ask: the one who sees all, and others with something in their way. */
export const ACCOUNTS = {
  reader: { dn: 'cn=tilltrade,ou=Tjänster,l=Jämtlands län,c=SE', password: 'läsa' },
  /** At most 20 entries per request, 60 per search over all pages. */
  limited: { dn: 'cn=limited,ou=Tjänster,l=Jämtlands län,c=SE', password: 'läsa' },
  /** Sees no stamps. */
  unstamped: { dn: 'cn=unstamped,ou=Tjänster,l=Jämtlands län,c=SE', password: 'läsa' },
  /** Sees modifyTimestamp but not entryCSN. */
  seconds: { dn: 'cn=seconds,ou=Tjänster,l=Jämtlands län,c=SE', password: 'läsa' },
  /** Sees nobody who is protected. */
  partial: { dn: 'cn=partial,ou=Tjänster,l=Jämtlands län,c=SE', password: 'läsa' },
} as const;
export type AccountName = keyof typeof ACCOUNTS;

export interface SlapdOptions extends ServerCertificateOptions {
  /** Loaded before it starts. */
  entries?: readonly CatalogueEntry[];
  /** LDIF of entries under `l=Jämtlands län,c=SE`, parents first, loaded as it is: a catalogue too large to be held. */
  file?: string;
}

/** A real slapd in a directory of its own, on free ports of this machine, as whoever runs the tests. */
export class Slapd {
  readonly #directory = temporaryDirectory();
  readonly certificates: SlapdCertificates;
  readonly #process: ServerProcess;
  #admin: Client | null = null;

  private constructor(
    options: SlapdOptions,
    readonly port: number,
    readonly tlsPort: number,
  ) {
    this.certificates = makeSlapdCertificates(join(this.#directory.path, 'tls'), options);
    for (const folder of ['conf', 'db']) mkdirSync(join(this.#directory.path, folder));
    this.slapadd(0, slapdConfiguration({ directory: this.#directory.path, suffix: SUFFIX, admin: ADMIN, certificates: this.certificates }));
    this.slapadd(1, ldif(withParents([...accountEntries, ...(options.entries ?? [])]).map(loose), { version: false }).toString());
    if (options.file !== undefined) this.load(1, options.file);
    const words = ['-d', 'stats', '-F', join(this.#directory.path, 'conf'), '-h', `${this.url}/ ${this.tlsUrl}/`];
    this.#process = new ServerProcess('/usr/sbin/slapd', words, this.logFile);
  }

  static async start(options: SlapdOptions = {}): Promise<Slapd> {
    const slapd = new Slapd(options, await freePort(), await freePort());
    await slapd.run();
    return slapd;
  }

  get url(): string {
    return `ldap://127.0.0.1:${String(this.port)}`;
  }

  get tlsUrl(): string {
    return `ldaps://127.0.0.1:${String(this.tlsPort)}`;
  }

  /** A file with an account's password. */
  passwordFile(account: AccountName): string {
    return this.#directory.write(`${account}.password`, `${ACCOUNTS[account].password}\n`);
  }

  /** Every request, as `-d stats` tells it. */
  get log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  private get logFile(): string {
    return join(this.#directory.path, 'log');
  }

  async run(): Promise<void> {
    this.#process.start();
    await this.untilReady();
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    await this.stop('SIGKILL');
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.#admin?.unbind().catch(() => undefined);
    this.#admin = null;
    await this.#process.stop(signal);
  }

  async remove(): Promise<void> {
    await this.stop();
    this.#directory.remove();
  }

  /** The catalogue becomes this and nothing else. What an entry lies under is made where it is missing. */
  async replace(entries: readonly CatalogueEntry[]): Promise<void> {
    const admin = await this.admin();
    const { searchEntries } = await admin.search(SUFFIX, { attributes: ['1.1'], paged: { pageSize: 1000 } });
    const kept = new Set(withParents(accountEntries).map(({ dn }) => dn.toLowerCase()));
    const old = searchEntries.map(({ dn }) => dn).filter((dn) => !kept.has(dn.toLowerCase()));
    for (const dn of old.sort((one, other) => other.length - one.length)) await admin.del(dn);
    for (const entry of withParents(entries)) if (!kept.has(entry.dn.toLowerCase())) await this.add(entry);
  }

  async add(entry: CatalogueEntry): Promise<void> {
    const { dn, attributes } = loose(entry);
    const all = Object.entries(attributes).map(([type, values]) => new Attribute({ type, values: asList(values).map(String) }));
    await (
      await this.admin()
    ).add(
      dn,
      all.filter(({ values }) => values.length > 0),
    );
  }

  /** An empty list removes the attribute. */
  async modify(dn: string, attributes: Record<string, AttributeValue | readonly AttributeValue[]>): Promise<void> {
    const changes = Object.entries(attributes).map(
      ([type, values]) => new Change({ operation: 'replace', modification: new Attribute({ type, values: asList(values).map(String) }) }),
    );
    await (await this.admin()).modify(dn, changes);
  }

  /** @param name a new first step of the name, or a whole new name elsewhere; what lies under it comes along */
  async rename(dn: string, name: string): Promise<void> {
    await (await this.admin()).modifyDN(dn, name);
  }

  /** The name of the only entry with this value; null where there is none. */
  async dnOf(attribute: string, value: string): Promise<string | null> {
    const { searchEntries } = await (
      await this.admin()
    ).search(SUFFIX, { filter: new EqualityFilter({ attribute, value }), attributes: ['1.1'] });
    return searchEntries[0]?.dn ?? null;
  }

  async delete(dn: string): Promise<void> {
    await (await this.admin()).del(dn);
  }

  private async admin(): Promise<Client> {
    if (this.#admin?.isBound) return this.#admin;
    this.#admin = new Client({ url: this.url, timeout: 30_000 });
    await this.#admin.bind(ADMIN.dn, ADMIN.password);
    return this.#admin;
  }

  private slapadd(database: 0 | 1, text: string): void {
    const file = join(this.#directory.path, `${String(database)}.ldif`);
    writeFileSync(file, text);
    this.load(database, file);
  }

  private load(database: 0 | 1, file: string): void {
    const args = ['-q', '-n', String(database), '-F', join(this.#directory.path, 'conf'), '-l', file];
    execFileSync('/usr/sbin/slapadd', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  }

  /** Until it answers. A slapd that cannot start ends, and its log says why. */
  private async untilReady(): Promise<void> {
    for (;;) {
      if (this.#process.hasEnded) throw new Error(`slapd ended: ${this.log}`);
      const client = new Client({ url: this.url, connectTimeout: 1000, timeout: 5000 });
      try {
        await client.bind(ADMIN.dn, ADMIN.password);
        return;
      } catch (error) {
        if (error instanceof NoSuchObjectError) throw error;
        await new Promise(setImmediate);
      } finally {
        await client.unbind().catch(() => undefined);
      }
    }
  }
}

const accountEntries: CatalogueEntry[] = Object.values(ACCOUNTS).map(({ dn, password }) => ({
  dn,
  attributes: {
    objectClass: ['organizationalRole', 'simpleSecurityObject'],
    cn: /^cn=([^,]+)/.exec(dn)?.[1] ?? '',
    userPassword: password,
  },
}));

/** Any attribute may stand in any entry, as in a catalogue that has grown for decades. */
const loose = ({ dn, attributes }: CatalogueEntry): CatalogueEntry => ({
  dn,
  attributes: { ...attributes, objectClass: [...asList(attributes.objectClass), 'extensibleObject'] },
});

const STRUCTURAL: Record<string, string> = { c: 'country', l: 'locality', o: 'organization', ou: 'organizationalUnit' };

/** What an entry lies under must be there. Parents come first. */
function withParents(entries: readonly CatalogueEntry[]): CatalogueEntry[] {
  const byDn = new Map(entries.map((entry) => [entry.dn.toLowerCase(), entry]));
  for (const { dn } of entries)
    for (let above = parentDn(dn); above; above = parentDn(above)) {
      const [, type = '', value = ''] = /^(\w+)=([^,]+)/.exec(above) ?? [];
      if (!byDn.has(above.toLowerCase()))
        byDn.set(above.toLowerCase(), { dn: above, attributes: { objectClass: ['top', STRUCTURAL[type] ?? ''], [type]: value } });
    }
  const depth = ({ dn }: CatalogueEntry): number => dn.split(',').length;
  return [...byDn.values()].sort((one, other) => depth(one) - depth(other));
}

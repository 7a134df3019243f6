import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { LdapAttributes } from '../../src/directory/ldap/ldap.entries';
import { attributeNames } from '../../src/directory/raw-entry';
import { ACCOUNTS, Slapd } from '../servers/slapd';
import { ldif, type CatalogueEntry } from '../support/builders/ldif';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory';
import type { BenchOptions } from './options';
import { BASE_DN, changedTitle, population, SENTINEL } from './population';

/** All that the service asks for of a person's entry. */
const ATTRIBUTES = new LdapAttributes(attributeNames({})).people;
const ENTRIES_AT_A_TIME = 1000;

/** The same people in slapd and in a file, whichever the service reads. */
export class BenchCatalogue {
  /** `municipalities[].source` of the configuration. */
  readonly source: object;
  #round = 0;

  private constructor(
    private readonly people: number,
    private readonly kind: BenchOptions['source'],
    private readonly directory: TemporaryDirectory,
    private readonly slapd: Slapd,
  ) {
    this.source = kind === 'ldif' ? { kind, file: this.file, sentinel: SENTINEL } : this.ldapSource();
  }

  static async make(people: number, kind: BenchOptions['source']): Promise<BenchCatalogue> {
    const directory = temporaryDirectory();
    const file = fileIn(directory);
    writeEntries(file, population({ people }));
    const slapd = await Slapd.start({ file });
    return new BenchCatalogue(people, kind, directory, slapd);
  }

  /** What ldapsearch needs to read all role holders over TLS, to nowhere, in milliseconds. */
  async ldapsearch(): Promise<number> {
    const { dn, password } = ACCOUNTS.reader;
    const where = ['-H', this.slapd.tlsUrl, '-D', dn, '-w', password, '-b', BASE_DN];
    const words = ['-x', '-LLL', ...where, '-E', 'pr=1000/noprompt', '(hsaSystemRole=RJH;LINK)', ...ATTRIBUTES];
    const env = { ...process.env, LDAPTLS_CACERT: this.slapd.certificates.caFile };
    const started = performance.now();
    const [status] = (await once(spawn('ldapsearch', words, { env, stdio: ['ignore', 'ignore', 'inherit'] }), 'close')) as [number];
    if (status !== 0) throw new Error(`ldapsearch ended with ${status}`);
    return performance.now() - started;
  }

  /** Gives so many people another title than they had. */
  async change(people: number): Promise<void> {
    const round = ++this.#round;
    const changed = { people: this.people, changed: { people, round } };
    if (this.kind === 'ldif') return writeEntries(this.file, population(changed));
    for (const { dn, attributes } of population(changed)) {
      if (attributes.title === changedTitle(round)) await this.slapd.modify(dn, { title: changedTitle(round) });
    }
  }

  async remove(): Promise<void> {
    await this.slapd.remove();
    this.directory.remove();
  }

  private get file(): string {
    return fileIn(this.directory);
  }

  private ldapSource(): object {
    return {
      kind: 'ldap',
      url: this.slapd.tlsUrl,
      caFile: this.slapd.certificates.caFile,
      bind: { dn: ACCOUNTS.reader.dn, passwordFile: this.slapd.passwordFile('reader') },
      baseDn: BASE_DN,
      sentinel: SENTINEL,
    };
  }
}

const fileIn = ({ path }: TemporaryDirectory): string => join(path, 'catalogue.ldif');

/** As a stream: a million people need not fit in memory. */
function writeEntries(file: string, entries: Iterable<CatalogueEntry>): void {
  const to = openSync(file, 'w');
  try {
    let batch: CatalogueEntry[] = [];
    const flush = (): void => {
      writeSync(to, ldif(batch, { version: false }));
      batch = [];
    };
    for (const entry of entries) if (batch.push(entry) === ENTRIES_AT_A_TIME) flush();
    flush();
  } finally {
    closeSync(to);
  }
}

import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { psql, queryPostgres } from '../servers/postgres';
import { type CatalogueEntry, ldif } from './builders/ldif';
import { hsaIdPrefix, type TestMunicipality } from './builders/municipality';
import type { EmptyDatabase } from './databases';
import { databaseOfThisTest } from './each-database';
import { type Finished, type RunningProcess, type StartOptions, endLeftovers, start } from './process';

export interface Settings {
  municipalities: readonly TestMunicipality[];
  /** Laid over the configuration's top level. */
  more?: Record<string, unknown>;
  /** Laid over each municipality, or over each as the function says. */
  perMunicipality?: Record<string, unknown> | ((municipality: TestMunicipality) => Record<string, unknown>);
}

/** One installation of the program in a directory of its own: configuration, catalogues, database, key and mail. */
export class Installation {
  readonly config: string;
  /** Only where the database is SQLite. */
  readonly databaseFile: string;
  readonly databaseUrl: string;
  readonly mailDirectory: string;
  readonly keyFile: string;

  private constructor(
    readonly path: string,
    private readonly settings: Settings,
    private readonly database: EmptyDatabase | null,
  ) {
    this.config = join(path, 'tilltrade.yaml');
    this.databaseFile = join(path, 'data', 'tilltrade.sqlite');
    this.databaseUrl = database?.url ?? `sqlite:${this.databaseFile}`;
    this.mailDirectory = join(path, 'data', 'mail');
    this.keyFile = join(path, 'data', 'identity-hash.key');
    this.configure();
  }

  static make(settings: Settings): Installation {
    return new Installation(mkdtempSync(join(tmpdir(), 'tilltrade-')), settings, databaseOfThisTest());
  }

  /** A copy of everything, to be used while nothing runs on this one; of a SQLite database only. */
  copy(more: Record<string, unknown> = {}): Installation {
    if (this.database) throw new Error('Only an installation on SQLite can be copied');
    const path = mkdtempSync(join(tmpdir(), 'tilltrade-'));
    cpSync(this.path, path, { recursive: true });
    return new Installation(path, { ...this.settings, more: { ...this.settings.more, ...more } }, null);
  }

  /** Writes the configuration file; JSON is YAML. */
  configure(more: Record<string, unknown> = {}): void {
    const { municipalities, perMunicipality } = this.settings;
    const configuration = {
      database: { url: this.databaseUrl },
      identityHashKeyFile: this.keyFile,
      server: { port: 0 },
      municipalities: municipalities.map((municipality) => ({
        ...municipality,
        hsaIdPrefixes: [hsaIdPrefix(municipality)],
        source: { kind: 'ldif', file: this.catalogueFile(municipality), sentinel: `${hsaIdPrefix(municipality)}0001` },
        ...(typeof perMunicipality === 'function' ? perMunicipality(municipality) : perMunicipality),
      })),
      externalAd: { organisationalUnit: 'OU=Externa,DC=ad,DC=example,DC=se', upnSuffix: 'ext.example.se' },
      mail: { kind: 'file', directory: this.mailDirectory, from: 'tilltrade@example.se' },
      operations: { address: 'drift@example.se' },
      serviceDesk: { address: 'servicecenter@example.se' },
      ...this.settings.more,
      ...more,
    };
    writeFileSync(this.config, JSON.stringify(configuration));
  }

  catalogueFile({ code }: TestMunicipality): string {
    return join(this.path, `${code}.ldif`);
  }

  writeCatalogue(municipality: TestMunicipality, entries: readonly CatalogueEntry[]): void {
    writeFileSync(this.catalogueFile(municipality), ldif(entries));
  }

  /** @param command words, in one text where none of them holds a space */
  start(command: string | readonly string[], options: StartOptions = {}): RunningProcess {
    return start([...(typeof command === 'string' ? command.split(' ') : command), '--config', this.config], options);
  }

  /** Runs a command to its end, whatever that is. */
  run(command: string | readonly string[], options: StartOptions = {}): Promise<Finished> {
    return this.start(command, options).ended;
  }

  /** Runs a command that must do well and gives its JSON document. */
  async json<T>(command: string): Promise<T> {
    const { status, stdout, stderr } = await this.run(`${command} --json`);
    if (status !== 0) throw new Error(`${command} ended with ${String(status)}:\n${stdout}\n${stderr}`);
    return JSON.parse(stdout) as T;
  }

  /** Reads the database past the program. */
  rows<T>(sql: string): T[] {
    if (this.database) return queryPostgres<T>(this.databaseUrl, sql);
    const database = new Database(this.databaseFile, { readonly: true, timeout: 10_000 });
    try {
      return database.prepare(sql).all() as T[];
    } finally {
      database.close();
    }
  }

  /** Changes the database past the program. */
  exec(sql: string): void {
    if (this.database) {
      psql(this.databaseUrl, sql);
      return;
    }
    const database = new Database(this.databaseFile, { timeout: 10_000 });
    database.exec(sql);
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.close();
  }

  /** How many rows a query gives. */
  count(sql: string): number {
    return this.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM (${sql}) AS counted`)[0]?.n ?? -1;
  }

  /** Every row of every table but those named, as text that can be compared. */
  dump({ except = [] }: { except?: readonly string[] } = {}): string {
    const tables = this.rows<{ name: string }>(
      this.database
        ? 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY table_name'
        : "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
    ).map(({ name }) => name);
    return JSON.stringify(
      tables.filter((name) => !except.includes(name)).map((name) => [name, this.rows(`SELECT * FROM "${name}" ORDER BY 1, 2`)]),
      null,
      1,
    );
  }

  /** Names of everything in the mail directory, none when it is not there. */
  mailFiles(): string[] {
    try {
      return readdirSync(this.mailDirectory).sort();
    } catch {
      return [];
    }
  }

  /** Message-ID of each mail file. */
  messageIds(): string[] {
    return this.mailFiles().map((name) => messageIdOf(readFileSync(join(this.mailDirectory, name), 'utf8')));
  }

  async remove(): Promise<void> {
    await endLeftovers();
    await this.database?.remove();
    rmSync(this.path, { recursive: true, force: true });
  }
}

export const messageIdOf = (mail: string): string => /^Message-ID: *(<\S+>)/im.exec(mail)?.[1] ?? '';

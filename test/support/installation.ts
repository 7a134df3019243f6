import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type CatalogueEntry, ldif } from './builders/ldif';
import { hsaIdPrefix, type TestMunicipality } from './builders/municipality';
import { type Finished, type RunningProcess, type StartOptions, endLeftovers, start } from './process';

export interface Settings {
  municipalities: readonly TestMunicipality[];
  /** Laid over the configuration's top level. */
  more?: Record<string, unknown>;
  /** Laid over each municipality. */
  perMunicipality?: Record<string, unknown>;
}

/** One installation of the program in a directory of its own: configuration, catalogues, database, key and mail. */
export class Installation {
  readonly config: string;
  readonly databaseFile: string;
  readonly mailDirectory: string;
  readonly keyFile: string;

  private constructor(
    readonly path: string,
    private readonly settings: Settings,
  ) {
    this.config = join(path, 'tilltrade.yaml');
    this.databaseFile = join(path, 'data', 'tilltrade.sqlite');
    this.mailDirectory = join(path, 'data', 'mail');
    this.keyFile = join(path, 'data', 'identity-hash.key');
    this.configure();
  }

  static make(settings: Settings): Installation {
    return new Installation(mkdtempSync(join(tmpdir(), 'tilltrade-')), settings);
  }

  /** A copy of everything, to be used while nothing runs on this one. */
  copy(more: Record<string, unknown> = {}): Installation {
    const path = mkdtempSync(join(tmpdir(), 'tilltrade-'));
    cpSync(this.path, path, { recursive: true });
    return new Installation(path, { ...this.settings, more: { ...this.settings.more, ...more } });
  }

  /** Writes the configuration file; JSON is YAML. */
  configure(more: Record<string, unknown> = {}): void {
    const { municipalities, perMunicipality } = this.settings;
    const configuration = {
      database: { url: `sqlite:${this.databaseFile}` },
      identityHashKeyFile: this.keyFile,
      server: { port: 0 },
      municipalities: municipalities.map((municipality) => ({
        ...municipality,
        hsaIdPrefixes: [hsaIdPrefix(municipality)],
        source: { kind: 'ldif', file: this.catalogueFile(municipality), sentinel: `${hsaIdPrefix(municipality)}0001` },
        ...perMunicipality,
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
  rows<T>(sql: string, ...parameters: unknown[]): T[] {
    const database = new Database(this.databaseFile, { readonly: true, timeout: 10_000 });
    try {
      return database.prepare(sql).all(...parameters) as T[];
    } finally {
      database.close();
    }
  }

  /** Every row of every table but those named, as text that can be compared. */
  dump({ except = [] }: { except?: readonly string[] } = {}): string {
    const tables = this.rows<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").map(({ name }) => name);
    return JSON.stringify(
      tables.filter((name) => !except.includes(name)).map((name) => [name, this.rows(`SELECT * FROM "${name}"`)]),
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
    rmSync(this.path, { recursive: true, force: true });
  }
}

export const messageIdOf = (mail: string): string => /^Message-ID: *(<\S+>)/im.exec(mail)?.[1] ?? '';

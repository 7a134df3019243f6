/**
 * TypeORM's SQLite drivers share ONE query runner between all callers: when transaction A rolls back, what B
 * "committed" meanwhile is gone. Here each transaction has a connection of its own, one writer is let in at a
 * time (SQLite has one writer anyway), and a transaction takes the write lock when it begins, so that a
 * read-modify-write cannot fail half-way with SQLITE_BUSY because of another process.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { QueryFailedError } from 'typeorm';
import { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js';
import type { IsolationLevel } from 'typeorm/driver/types/IsolationLevel.js';
import { Mutex } from './mutex';

const READS = /^\s*(SELECT|PRAGMA|EXPLAIN|ATTACH)/i;

/** Prepared statements that a connection keeps. Those that read are small and of many kinds; those that write hold their rows. */
const READING_STATEMENTS = 500;
const WRITING_STATEMENTS = 100;

/** How long another process's transaction is waited for. */
export const BUSY_TIMEOUT_MS = 15_000;
const BUSY_RETRY_MS = 10;

/**
 * Durable (a commit survives a power cut) and clean (deleted text is overwritten: a name that becomes protected
 * must not linger in free pages).
 */
export function prepareConnection(connection: Database.Database): void {
  connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  connection.pragma('page_size = 8192'); // of a new file; people and what is told of them are some kilobytes each
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('secure_delete = ON');
  connection.pragma('wal_autocheckpoint = 2000'); // 16 MB: a bulk job writes the same pages many times between checkpoints
}

export class OwnConnectionQueryRunner extends BetterSqlite3QueryRunner {
  #connection: Database.Database | undefined;
  #unlock: (() => void) | undefined;
  /** False: its commits are on the disk no later than the next one's that waits. See `transactionAheadOfDisk`. */
  waitsForDisk = true;

  constructor(private readonly owner: OneWriterDriver) {
    super(owner);
    this.readByAll();
  }

  override connect(): Promise<Database.Database> {
    return Promise.resolve(this.#connection ?? (this.owner.databaseConnection as Database.Database));
  }

  override async startTransaction(level?: IsolationLevel): Promise<void> {
    if (this.#unlock) return super.startTransaction(level); // a savepoint in the transaction that is open
    this.#unlock = await this.owner.writer.acquire();
    try {
      this.#connection = this.owner.take(this.waitsForDisk);
      this.statements = this.owner.statementsOf(this.#connection);
      this.statementsKept = WRITING_STATEMENTS;
      await super.startTransaction(level);
    } catch (error) {
      this.giveBack();
      throw error;
    }
  }

  override commitTransaction(): Promise<void> {
    return this.finish(() => super.commitTransaction());
  }

  override rollbackTransaction(): Promise<void> {
    return this.finish(() => super.rollbackTransaction());
  }

  /** Whatever went wrong, the next writer is let in. */
  override async release(): Promise<void> {
    try {
      if (this.#unlock) await this.rollbackTransaction();
    } finally {
      this.giveBack();
      await super.release();
    }
  }

  /**
   * A migration that changes a table makes a new one, copies and drops the old: with foreign keys checked, the drop
   * would delete what refers to it. The setting belongs to a connection, so that of the migration's own must know.
   */
  override beforeMigration(): Promise<void> {
    return Promise.resolve(this.owner.checkForeignKeys(false));
  }

  override afterMigration(): Promise<void> {
    return Promise.resolve(this.owner.checkForeignKeys(true));
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the base class overloads on any
  override async query(sql: string, parameters?: any[], structured?: boolean): Promise<any> {
    if (sql === 'BEGIN TRANSACTION') return this.whenFree(() => super.query('BEGIN IMMEDIATE', parameters, structured));
    if (this.#unlock || READS.test(sql)) return super.query(sql, parameters, structured);
    const unlock = await this.owner.writer.acquire();
    try {
      return await this.whenFree(() => super.query(sql, parameters, structured));
    } finally {
      unlock();
    }
  }

  /** SQLite's own waiting for another process stops everything else in this one: so it is asked again and again instead. */
  private async whenFree<T>(ask: () => Promise<T>): Promise<T> {
    const connection = await this.connect();
    const patience = performance.now() + this.owner.busyTimeoutMs;
    connection.pragma('busy_timeout = 0');
    try {
      for (;;) {
        try {
          return await ask();
        } catch (error) {
          if (!isBusy(error) || performance.now() >= patience) throw error;
        }
        await pause(BUSY_RETRY_MS);
      }
    } finally {
      connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    }
  }

  /** Prepared statements belong to a connection, and outlive its transactions: each weighs as much as the rows it was made for. */
  private set statements(statements: Map<string, unknown>) {
    (this as unknown as { stmtCache: Map<string, unknown> }).stmtCache = statements;
  }

  /** Outside a transaction all read on one connection: what was prepared for one of them is there for the next. */
  private readByAll(): void {
    const connection = this.owner.databaseConnection as Database.Database | undefined;
    this.statements = connection ? this.owner.statementsOf(connection) : new Map<string, unknown>();
    this.statementsKept = READING_STATEMENTS;
  }

  private set statementsKept(count: number) {
    (this as unknown as { cacheSize: number }).cacheSize = count;
  }

  /** Some errors (a full disk, say) make SQLite itself roll back: then there is nothing left to end. */
  private async finish(end: () => Promise<void>): Promise<void> {
    try {
      await end();
    } finally {
      if (!this.isTransactionActive || this.#connection?.inTransaction === false) this.giveBack();
    }
  }

  private giveBack(): void {
    if (!this.#unlock) return;
    this.isTransactionActive = false;
    this.transactionDepth = 0;
    if (this.#connection) this.owner.give(this.#connection);
    this.#connection = undefined;
    this.readByAll();
    this.#unlock();
    this.#unlock = undefined;
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof QueryFailedError && (error.driverError as { code?: unknown }).code === 'SQLITE_BUSY';

export class OneWriterDriver extends BetterSqlite3Driver {
  readonly writer = new Mutex();
  busyTimeoutMs = BUSY_TIMEOUT_MS;
  readonly #idle = new Set<Database.Database>();
  readonly #all = new Set<Database.Database>();
  readonly #statements = new WeakMap<Database.Database, Map<string, unknown>>();
  #foreignKeys = true;

  override createQueryRunner(): OwnConnectionQueryRunner {
    return new OwnConnectionQueryRunner(this);
  }

  take(waitsForDisk: boolean): Database.Database {
    const connection = this.#idle.values().next().value ?? this.open();
    this.#idle.delete(connection);
    connection.pragma(`foreign_keys = ${this.#foreignKeys ? 'ON' : 'OFF'}`);
    connection.pragma(`synchronous = ${waitsForDisk ? 'FULL' : 'NORMAL'}`);
    return connection;
  }

  /** Those that were prepared on a connection, by their SQL. */
  statementsOf(connection: Database.Database): Map<string, unknown> {
    const statements = this.#statements.get(connection) ?? new Map<string, unknown>();
    this.#statements.set(connection, statements);
    return statements;
  }

  /** A connection whose transaction could not be ended is not used again. */
  give(connection: Database.Database): void {
    if (!connection.inTransaction) {
      this.#idle.add(connection);
      return;
    }
    this.#all.delete(connection);
    connection.close();
  }

  /** For the transactions that begin from now on. */
  checkForeignKeys(check: boolean): void {
    this.#foreignKeys = check;
  }

  override async disconnect(): Promise<void> {
    for (const connection of this.#all) connection.close();
    this.#all.clear();
    this.#idle.clear();
    await super.disconnect();
  }

  private open(): Database.Database {
    const Connection = this.sqlite as new (file: string, options: object) => Database.Database;
    const connection = new Connection(this.options.database, { timeout: BUSY_TIMEOUT_MS });
    prepareConnection(connection);
    this.#all.add(connection);
    return connection;
  }
}

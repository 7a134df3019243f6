import type { DataSource, EntityManager, EntityMetadata } from 'typeorm';
import { databaseTexts } from '../../texts/sv/database';
import { ServiceError } from '../errors';
import { type TableSum, rowsOf, TableDigest, writeRows } from './table-rows';

/** How long a writer of the source is waited for. */
const LOCK_TIMEOUT_MS = 15_000;

export interface CopyOptions {
  /** Asked when nobody can write to the source any more: a reason not to go on, null where there is none. */
  hindrance(source: EntityManager): Promise<string | null>;
  /** Asked when everything is written and equal, before it counts: what is wrong with the copy, null where nothing is. */
  flaw(target: EntityManager): Promise<string | null>;
  onRows?: (rowsSoFar: number) => void;
  signal?: AbortSignal;
}

/**
 * Copies every row of every table into a database that has none, in one transaction of the target, while nobody writes to
 * the source; reads all of it back and compares. The target is what the source is, or as empty as it was.
 *
 * @param target its schema is up to date
 * @throws ServiceError where it was not done, saying why; then the target is empty
 */
export async function copyDatabase(source: DataSource, target: DataSource, options: CopyOptions): Promise<TableSum[]> {
  const tables = source.entityMetadatas.toSorted((one, other) => (one.tableName < other.tableName ? -1 : 1));
  return source.transaction(async (from) => {
    await keepWritersOut(from, tables);
    const hindrance = await options.hindrance(from);
    if (hindrance !== null) throw new ServiceError('copy-refused', hindrance);
    return target.transaction(async (to) => {
      await patiently(to);
      const written = await copyTables(from, to, tables, options);
      for (const sum of written) await expectEqual(to, tables, sum, options.signal);
      const flaw = await options.flaw(to);
      if (flaw !== null) throw new ServiceError('copy-flawed', flaw);
      return written;
    });
  });
}

/** On SQLite a transaction is the one writer already. */
async function keepWritersOut(from: EntityManager, tables: readonly EntityMetadata[]): Promise<void> {
  if (from.dataSource.options.type !== 'postgres') return;
  await patiently(from);
  await from.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
  try {
    await from.query(`LOCK TABLE ${tables.map(({ tableName }) => `"${tableName}"`).join(', ')} IN SHARE MODE`);
  } catch (error) {
    throw new ServiceError('copy-refused', databaseTexts.sourceIsBusy, { cause: error });
  }
}

/** One of the two transactions is idle while the other works, however long that takes. */
async function patiently(manager: EntityManager): Promise<void> {
  if (manager.dataSource.options.type === 'postgres') await manager.query('SET LOCAL idle_in_transaction_session_timeout = 0');
}

async function copyTables(
  from: EntityManager,
  to: EntityManager,
  tables: readonly EntityMetadata[],
  { onRows, signal }: CopyOptions,
): Promise<TableSum[]> {
  const sums: TableSum[] = [];
  let copied = 0;
  for (const table of tables) {
    const digest = new TableDigest(table);
    for await (const rows of rowsOf(from, table)) {
      stopIfAsked(signal);
      await writeRows(to, table, rows);
      digest.add(rows);
      onRows?.((copied += rows.length));
    }
    sums.push(digest.sum());
  }
  return sums;
}

async function expectEqual(to: EntityManager, tables: readonly EntityMetadata[], expected: TableSum, signal?: AbortSignal): Promise<void> {
  const table = tables.find(({ tableName }) => tableName === expected.table);
  if (!table) throw new Error(`${expected.table} was copied and is no table`);
  const digest = new TableDigest(table);
  for await (const rows of rowsOf(to, table)) {
    stopIfAsked(signal);
    digest.add(rows);
  }
  const found = digest.sum();
  if (found.rows !== expected.rows || found.digest !== expected.digest)
    throw new ServiceError('copy-differs', databaseTexts.differs(expected.table, expected.rows, found.rows));
}

function stopIfAsked(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ServiceError('stopped', databaseTexts.stopped);
}

/**
 * Why a database cannot be copied into; null where it can: it has no tables, or the service's own without a row, as a copy
 * that was broken off leaves them.
 */
export async function occupied(target: DataSource): Promise<string | null> {
  const own = new Set(target.entityMetadatas.map(({ tableName }) => tableName));
  for (const name of await tableNames(target)) {
    if (name === 'migration') continue;
    if (!own.has(name)) return databaseTexts.foreignTable;
    const rows: unknown[] = await target.query(`SELECT 1 FROM "${name}" LIMIT 1`);
    if (rows.length > 0) return databaseTexts.notEmpty;
  }
  return null;
}

async function tableNames(source: DataSource): Promise<string[]> {
  const rows: { name: string }[] = await source.query(
    source.options.type === 'postgres'
      ? `SELECT "table_name" AS "name" FROM "information_schema"."tables" WHERE "table_schema" = current_schema()`
      : `SELECT "name" FROM "sqlite_master" WHERE "type" = 'table' AND "name" NOT LIKE 'sqlite_%'`,
  );
  return rows.map(({ name }) => name);
}

import { setImmediate as breathe } from 'node:timers/promises';
import type { EntityManager, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';

/** Rows per statement: well under both databases' limit on parameters, and the fastest that was measured. */
const CHUNK = 100;

/** Runs a query per chunk of keys and joins the answers. */
export async function inChunks<K, T>(keys: readonly K[], query: (chunk: K[]) => Promise<T[]>): Promise<T[]> {
  const all: T[] = [];
  for (let start = 0; start < keys.length; start += CHUNK) {
    if (start > 0) await breathe();
    all.push(...(await query(keys.slice(start, start + CHUNK))));
  }
  return all;
}

/** Inserts rows that are whole, or overwrites those whose key (database column names) exists. */
export async function saveAll<E extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
  keyColumns: readonly string[],
): Promise<void> {
  const quoted = (name: string): string => manager.dataSource.driver.escape(name);
  const { columns } = manager.dataSource.getMetadata(entity);
  const others = columns.map(({ databaseName }) => databaseName).filter((name) => !keyColumns.includes(name));
  const overwrite = others.map((name) => `${quoted(name)} = EXCLUDED.${quoted(name)}`).join(', ');
  const conflict = `ON CONFLICT (${keyColumns.map(quoted).join(', ')}) DO ${others.length > 0 ? `UPDATE SET ${overwrite}` : 'NOTHING'}`;
  await insert(manager, entity, rows, conflict);
}

/** Inserts rows that are whole and that are not there yet. */
export async function insertAll<E extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
): Promise<void> {
  await insert(manager, entity, rows, '');
}

/**
 * Writes the statement itself: TypeORM's builder takes four times as long to make it as the database to carry it out.
 * Other work of the process gets its turn between statements.
 */
async function insert<E extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
  conflict: string,
): Promise<void> {
  const metadata = manager.dataSource.getMetadata(entity);
  for (let start = 0; start < rows.length; start += CHUNK) {
    if (start > 0) await breathe();
    const chunk = rows.slice(start, start + CHUNK);
    await manager.query(statement(manager, metadata, chunk.length, conflict), values(manager, metadata, chunk));
  }
}

function statement(
  { dataSource: { driver } }: EntityManager,
  { tableName, columns }: EntityMetadata,
  rows: number,
  conflict: string,
): string {
  const names = columns.map(({ databaseName }) => driver.escape(databaseName)).join(', ');
  const places = Array.from({ length: rows }, (_, row) => {
    const one = columns.map((_column, index) => driver.createParameter('', row * columns.length + index));
    return `(${one.join(', ')})`;
  });
  return `INSERT INTO ${driver.escape(tableName)} (${names}) VALUES ${places.join(', ')} ${conflict}`.trimEnd();
}

function values<E extends ObjectLiteral>(
  { dataSource: { driver } }: EntityManager,
  { columns }: EntityMetadata,
  rows: readonly E[],
): unknown[] {
  const all: unknown[] = [];
  for (const row of rows) for (const column of columns) all.push(driver.preparePersistentValue(column.getEntityValue(row) ?? null, column));
  return all;
}

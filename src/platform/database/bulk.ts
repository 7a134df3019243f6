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

/**
 * The rows whose columns say this, and whose key is one of these. TypeORM's builder takes several times as long to
 * make objects of an answer as the database to give it.
 *
 * @param where texts by property name
 * @param key property name
 * @param forUpdate the caller will change what it reads: PostgreSQL keeps others away from it until then, SQLite does anyway.
 * Rows are taken in the order of their keys, so that of two who want the same ones neither waits for the other for ever.
 * @param select property names; whole rows where it is absent
 */
export async function rowsOf<E extends ObjectLiteral, K extends keyof E & string = keyof E & string>(
  manager: EntityManager,
  entity: EntityTarget<E>,
  where: Partial<Record<keyof E & string, string>>,
  key: keyof E & string,
  keys: readonly string[],
  { forUpdate = false, select }: { forUpdate?: boolean; select?: readonly K[] } = {},
): Promise<Pick<E, K>[]> {
  const { driver, options } = manager.dataSource;
  const { tableName, columns } = manager.dataSource.getMetadata(entity);
  const wanted = columns.filter(({ propertyName }) => select === undefined || (select as readonly string[]).includes(propertyName));
  const databaseName = (property: string) =>
    driver.escape(columns.find(({ propertyName }) => propertyName === property)?.databaseName ?? property);
  const conditions = Object.keys(where).map((property, index) => `${databaseName(property)} = ${driver.createParameter('', index)}`);
  const selected = `SELECT ${wanted.map(({ databaseName: name }) => driver.escape(name)).join(', ')} FROM ${driver.escape(tableName)}`;
  const lock = forUpdate && options.type === 'postgres' ? ` ORDER BY ${databaseName(key)} FOR UPDATE` : '';
  return inChunks(forUpdate ? [...keys].sort() : keys, async (some) => {
    const chunk = filledUp(some);
    const places = chunk.map((_key, index) => driver.createParameter('', conditions.length + index)).join(', ');
    const sql = `${selected} WHERE ${[...conditions, `${databaseName(key)} IN (${places})`].join(' AND ')}${lock}`;
    const answer: ObjectLiteral[] = await manager.query(sql, [...Object.values(where), ...chunk]);
    return answer.map((raw) => {
      const row: Record<string, unknown> = {};
      for (const column of wanted) row[column.propertyName] = driver.prepareHydratedValue(raw[column.databaseName], column);
      return row as Pick<E, K>;
    });
  });
}

/**
 * The last one again and again, up to the next power of two: what is meant is the same, and there are few statements
 * to prepare, whatever the number.
 */
function filledUp<T>(all: readonly T[]): readonly T[] {
  const last = all.at(-1);
  const room = Math.min(CHUNK, 2 ** Math.ceil(Math.log2(all.length)));
  return last === undefined ? all : [...all, ...Array<T>(Math.max(0, room - all.length)).fill(last)];
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

/** Inserts rows that are whole, but for those whose key (database column names) exists: they are left as they are. */
export async function insertMissing<E extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly E[],
  keyColumns: readonly string[],
): Promise<void> {
  const key = keyColumns.map((name) => manager.dataSource.driver.escape(name)).join(', ');
  const rest = rows.length % CHUNK;
  const filled = [...rows.slice(0, rows.length - rest), ...filledUp(rows.slice(rows.length - rest))];
  await insert(manager, entity, filled, `ON CONFLICT (${key}) DO NOTHING`);
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

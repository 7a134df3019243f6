import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';

/** Rows per statement: well under both databases' limit on parameters, and the fastest that was measured. */
const CHUNK = 100;

/** Runs a query per chunk of keys and joins the answers. */
export async function inChunks<K, T>(keys: readonly K[], query: (chunk: K[]) => Promise<T[]>): Promise<T[]> {
  const all: T[] = [];
  for (let start = 0; start < keys.length; start += CHUNK) all.push(...(await query(keys.slice(start, start + CHUNK))));
  return all;
}

/** Inserts rows, or overwrites those whose key (database column names) exists. */
export async function saveAll<E extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<E>,
  rows: readonly QueryDeepPartialEntity<E>[],
  keyColumns: string[],
): Promise<void> {
  const columns = manager.dataSource
    .getMetadata(entity)
    .columns.map(({ databaseName }) => databaseName)
    .filter((name) => !keyColumns.includes(name));
  for (let start = 0; start < rows.length; start += CHUNK) {
    const insert = manager
      .createQueryBuilder()
      .insert()
      .into(entity)
      .values(rows.slice(start, start + CHUNK))
      .updateEntity(false);
    await (columns.length === 0 ? insert.orIgnore() : insert.orUpdate(columns, keyColumns)).execute();
  }
}

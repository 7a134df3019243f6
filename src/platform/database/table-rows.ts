import { createHash, type Hash } from 'node:crypto';
import type { EntityManager, EntityMetadata } from 'typeorm';

/** Rows per statement: with the widest table still under either database's limit on parameters (SQLite: 32 766). */
const CHUNK = 500;

/** As both databases have it: a boolean is one also where it is stored as a number. */
export type CopiedValue = string | number | boolean | null;
export type CopiedRow = readonly CopiedValue[];

/** How many rows a table has and a digest over all of them, in the order of their key. */
export interface TableSum {
  table: string;
  rows: number;
  /** SHA-256, hexadecimal. */
  digest: string;
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
const keyOf = ({ primaryColumns }: EntityMetadata): string[] => primaryColumns.map(({ databaseName }) => databaseName);
const namesOf = ({ columns }: EntityMetadata): string[] => columns.map(({ databaseName }) => databaseName);

/** `$1, $2` or `?, ?`, as the database wants it. */
function places({ dataSource }: EntityManager, count: number, from = 0): string {
  return Array.from({ length: count }, (_, index) => dataSource.driver.createParameter('', from + index)).join(', ');
}

/** All rows of a table a chunk at a time, sorted by key (by octets on both databases), values in the order of the columns. */
export async function* rowsOf(manager: EntityManager, table: EntityMetadata): AsyncGenerator<CopiedRow[]> {
  const [key, names] = [keyOf(table), namesOf(table)];
  const at = key.map((name) => names.indexOf(name));
  const isFlag = table.columns.map(({ type }) => type === 'boolean');
  for (let after: CopiedValue[] | undefined; ;) {
    const where = after ? `WHERE (${quoted(key)}) > (${places(manager, key.length)})` : '';
    const found: Record<string, CopiedValue>[] = await manager.query(
      `SELECT ${quoted(names)} FROM "${table.tableName}" ${where} ORDER BY ${quoted(key)} LIMIT ${CHUNK}`,
      after,
    );
    if (found.length === 0) return;
    const rows = found.map((row) =>
      names.map((name, index) => (isFlag[index] && row[name] !== null ? Boolean(row[name]) : (row[name] ?? null))),
    );
    yield rows;
    after = at.map((index) => rows.at(-1)?.[index] ?? null);
  }
}

/** Writes rows that `rowsOf` gave, of this database or the other. */
export async function writeRows(manager: EntityManager, table: EntityMetadata, rows: readonly CopiedRow[]): Promise<void> {
  const names = namesOf(table);
  const isSqlite = manager.dataSource.options.type === 'better-sqlite3';
  const values = rows.flat().map((value) => (isSqlite && typeof value === 'boolean' ? Number(value) : value));
  const tuples = rows.map((_, index) => `(${places(manager, names.length, index * names.length)})`);
  await manager.query(`INSERT INTO "${table.tableName}" (${quoted(names)}) VALUES ${tuples.join(', ')}`, values);
}

/** Sums up rows as they come. */
export class TableDigest {
  readonly #hash: Hash = createHash('sha256');
  #rows = 0;

  constructor(private readonly table: EntityMetadata) {}

  add(rows: readonly CopiedRow[]): void {
    for (const row of rows) this.#hash.update(`${JSON.stringify(row)}\n`);
    this.#rows += rows.length;
  }

  sum(): TableSum {
    return { table: this.table.tableName, rows: this.#rows, digest: this.#hash.digest('hex') };
  }
}

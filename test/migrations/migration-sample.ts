import type { DataSource } from 'typeorm';

type Value = string | number | boolean | null;
export type SampleRow = Readonly<Record<string, Value>>;
export type SampleRows = Readonly<Record<string, readonly SampleRow[]>>;

/** Rows as a database had them when a migration had just been run: at least one in each table that the migration makes or changes. */
export interface MigrationSample {
  /** Name of the migration's class. */
  migration: string;
  /** By table and column name, JSON as its text. Each table's first column tells its rows apart and gives their order. */
  rows: SampleRows;
  /** The same rows as the newest schema has them; only the tables that a later migration changes. */
  inNewestSchema?: SampleRows;
}

/** Writes rows past the entities: a sample of an old state must not follow the newest code. */
export async function insertRows(source: DataSource, rows: SampleRows): Promise<void> {
  for (const [table, all] of Object.entries(rows)) {
    for (const row of all) {
      const columns = Object.keys(row).map((name) => `"${name}"`);
      const places = columns.map((_, index) => source.driver.createParameter('', index));
      const values = Object.values(row).map((value) => (typeof value === 'boolean' && isSqlite(source) ? Number(value) : value));
      await source.query(`INSERT INTO "${table}" (${columns.join(', ')}) VALUES (${places.join(', ')})`, values);
    }
  }
}

/** What the tables of a sample hold, written as the sample is: its columns and no others. */
export async function readRows(source: DataSource, like: SampleRows): Promise<SampleRows> {
  const found: Record<string, SampleRow[]> = {};
  for (const [table, [first = {}]] of Object.entries(like)) {
    const columns = Object.keys(first);
    const rows: SampleRow[] = await source.query(
      `SELECT ${columns.map((name) => `"${name}"`).join(', ')} FROM "${table}" ORDER BY "${columns[0]}"`,
    );
    found[table] = rows.map((row) =>
      Object.fromEntries(columns.map((name) => [name, typeof first[name] === 'boolean' ? Boolean(row[name]) : (row[name] ?? null)])),
    );
  }
  return found;
}

/** Tables of the service, sorted; not the migrations' own. */
export async function tableNames(source: DataSource): Promise<string[]> {
  const sql = isSqlite(source)
    ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()';
  const rows: { name: string }[] = await source.query(sql);
  return rows
    .map(({ name }) => name)
    .filter((name) => name !== 'migration')
    .sort();
}

const isSqlite = (source: DataSource): boolean => source.options.type === 'better-sqlite3';

import type { DataSource } from 'typeorm';

/**
 * After a name was overwritten it still stands in SQLite's log, and in the database's own file until the log is brought
 * into it: this does that and empties the log. A process that reads just then only puts it off until the next time.
 * PostgreSQL has its own ways (vacuum, its log's retention), which are the operator's.
 */
export async function forgetOverwritten(dataSource: DataSource): Promise<void> {
  if (dataSource.options.type === 'better-sqlite3') await dataSource.query('PRAGMA wal_checkpoint(TRUNCATE)');
}

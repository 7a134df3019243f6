import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { BUSY_TIMEOUT_MS } from './sqlite-driver';

const TRIES = 20;
const PAUSE_MS = 100;

/**
 * After a name was overwritten it still stands in SQLite's log, and in the database's own file until the log is brought
 * into it: this does that and empties the log. A process that reads just then is waited for a little, without stopping
 * this one; if it goes on reading, the log is emptied the next time or when the last process closes the database.
 * PostgreSQL has its own ways (vacuum, its log's retention), which are the operator's.
 */
export async function forgetOverwritten(dataSource: DataSource): Promise<void> {
  if (dataSource.options.type !== 'better-sqlite3') return;
  for (let tried = 1; !(await emptyLog(dataSource)) && tried < TRIES; tried += 1) await pause(PAUSE_MS);
}

/** SQLite waits inside the call and nothing else runs meanwhile, so it is told not to. */
async function emptyLog(dataSource: DataSource): Promise<boolean> {
  await dataSource.query('PRAGMA busy_timeout = 0');
  try {
    const [row] = await dataSource.query<{ busy: number }[]>('PRAGMA wal_checkpoint(TRUNCATE)');
    return row?.busy === 0;
  } finally {
    await dataSource.query(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

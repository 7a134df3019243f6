import type { DataSource } from 'typeorm';
import { FAMILY, LOCKS } from './row-locks';

/** Names of the migrations that this database has not seen, in their order. Asks without making the table that tells: nothing is written. */
export async function pendingMigrations(dataSource: DataSource): Promise<string[]> {
  const all = dataSource.migrations.map(({ name, constructor }) => name ?? constructor.name);
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await runner.hasTable('migration'))) return all;
    const done = (await runner.query('SELECT name FROM migration')) as { name: string }[];
    return all.filter((name) => !done.some((row) => row.name === name));
  } finally {
    await runner.release();
  }
}

/** How often a loser of a race looks whether the winner is done. */
const TRIES = 5;

/**
 * Brings the schema up to date, all or nothing. Two processes that start at once both try; the one that comes second
 * finds the work done.
 *
 * @returns the names of the migrations run now
 */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  if (dataSource.options.type !== 'postgres') return runMissing(dataSource);
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1, $2)', [FAMILY, LOCKS.migrations]);
    try {
      return await runMissing(dataSource);
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1, $2)', [FAMILY, LOCKS.migrations]);
    }
  } finally {
    await runner.release();
  }
}

async function runMissing(dataSource: DataSource): Promise<string[]> {
  for (let tried = 1; ; tried += 1) {
    try {
      if (!(await dataSource.showMigrations())) return [];
      return (await dataSource.runMigrations({ transaction: 'all' })).map(({ name }) => name);
    } catch (error) {
      if (tried === TRIES) throw error;
    }
  }
}

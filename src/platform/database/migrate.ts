import type { DataSource } from 'typeorm';

/** How often a loser of a race looks whether the winner is done. */
const TRIES = 5;

/**
 * Brings the schema up to date, all or nothing. Two processes that start at once both try; the one that comes second
 * finds the work done.
 *
 * @returns the names of the migrations run now
 */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  for (let tried = 1; ; tried += 1) {
    try {
      if (!(await dataSource.showMigrations())) return [];
      return (await dataSource.runMigrations({ transaction: 'all' })).map(({ name }) => name);
    } catch (error) {
      if (tried === TRIES) throw error;
    }
  }
}

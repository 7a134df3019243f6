import { Offered } from './offered';
import { type PostgresCluster, startPostgres } from './postgres';

/** One PostgreSQL for a whole run of the tests. */
const postgres = new Offered<PostgresCluster>('postgres', () => startPostgres());

/** Before all tests. */
export const offerPostgres = (): Promise<void> => postgres.offer();

/** After all tests, also failed ones. */
export async function endPostgres(): Promise<void> {
  await (await postgres.end())?.stop();
}

/** In a test: the server's URL, without a database. */
export const sharedPostgres = async (): Promise<string> => (await postgres.ask()).url;

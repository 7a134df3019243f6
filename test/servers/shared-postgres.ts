/**
 * One PostgreSQL for a whole run of the tests, started when the first test asks for it. Jest's own process holds it; the
 * tests, in their processes, ask over a socket.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type PostgresCluster, startPostgres } from './postgres';

const VARIABLE = 'TILLTRADE_TEST_POSTGRES_SOCKET';

let directory: string;
let server: Server;
let cluster: Promise<PostgresCluster> | undefined;

/** Before all tests. */
export async function offerPostgres(): Promise<void> {
  directory = mkdtempSync(join(tmpdir(), 'tilltrade-tests-'));
  server = createServer((asking) => {
    asking.on('error', () => undefined);
    cluster ??= startPostgres();
    cluster.then(
      ({ url }) => asking.end(JSON.stringify({ url })),
      (error: unknown) => asking.end(JSON.stringify({ error: String(error) })),
    );
  });
  server.listen(join(directory, 'postgres')).unref();
  await once(server, 'listening');
  process.env[VARIABLE] = join(directory, 'postgres');
}

/** After all tests, also failed ones. */
export async function endPostgres(): Promise<void> {
  server.close();
  rmSync(directory, { recursive: true, force: true });
  const started = await cluster?.catch(() => undefined);
  await started?.stop();
}

/** In a test: the server's URL, without a database. */
export async function sharedPostgres(): Promise<string> {
  const socket = connect(process.env[VARIABLE] ?? '');
  const answer = JSON.parse(await text(socket)) as { url: string } | { error: string };
  if ('error' in answer) throw new Error(answer.error);
  return answer.url;
}

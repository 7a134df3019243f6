/**
 * A real PostgreSQL for the tests: a cluster of its own in a temporary directory, on a free port of the loopback address.
 * It sorts text as Swedish dictionaries do (ICU), so that nothing rests on a friendlier order by chance. Nothing is flushed
 * to the disk: what a power cut does to PostgreSQL is PostgreSQL's own test.
 */
import { execFileSync, spawn, type SpawnOptions, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Debian puts the programs of each version. */
const DEBIAN = '/usr/lib/postgresql';
const SUPERUSER = 'tilltrade';
const STARTS = 5;

export interface PostgresCluster {
  /** `postgres://user@host:port`, to be followed by a database. */
  url: string;
  /** Ends the server and takes its directory away. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Lines like those of `postgresql.conf`, laid over the harness's own. */
  settings?: Record<string, string>;
  /** Files of the data directory by name, where relative names in settings count from: `pg_hba.conf`, `server.key`, … */
  files?: Record<string, string | Buffer>;
}

/** Starts a server that ends with this process, however this process ends. */
export async function startPostgres({ settings = {}, files = {} }: PostgresOptions = {}): Promise<PostgresCluster> {
  const programs = programFolder();
  const user = unprivileged();
  const directory = mkdtempSync(join(tmpdir(), 'tilltrade-postgres-'));
  chmodSync(directory, 0o700);
  if (user) chownSync(directory, user.uid, user.gid);
  const as: SpawnOptions = { cwd: directory, ...user };
  const data = join(directory, 'data');
  try {
    execFileSync(join(programs, 'initdb'), [...INITDB, '-D', data], { ...as, stdio: ['ignore', 'ignore', 'pipe'] });
    for (const [name, contents] of Object.entries(files)) {
      writeFileSync(join(data, name), contents, { mode: 0o600 });
      if (user) chownSync(join(data, name), user.uid, user.gid);
    }
    for (let tried = 1; ; tried += 1) {
      const cluster = await startOn(await freePort(), { programs, directory, data, as, settings });
      if (cluster) return cluster;
      if (tried === STARTS) throw new Error('PostgreSQL does not start: each port that was free was taken meanwhile, or its log says why');
    }
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

const INITDB = [
  ...['-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions'],
  ...['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=sv-SE'],
];

const FAST = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '200',
  shared_buffers: '64MB',
  logging_collector: 'off',
};

interface Installed {
  programs: string;
  directory: string;
  data: string;
  as: SpawnOptions;
  settings: Record<string, string>;
}

/** Runs a server until standard input ends, which the kernel sees to also when this process is killed; then takes away what it wrote. */
const UNTIL_STANDARD_INPUT_ENDS = `
  set -m
  exec 3<&0
  "$@" & server=$!
  { cat >/dev/null; : >stopping; kill -INT $server; } <&3 &
  wait $server
  kill %2 2>/dev/null
  [ -e stopping ] && rm -rf "$PWD"
  exit 0`;

/** Null when the server ended at once. */
async function startOn(port: number, { programs, directory, data, as, settings }: Installed): Promise<PostgresCluster | null> {
  const all = { ...FAST, ...settings, listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: directory };
  const words = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = [join(programs, 'postgres'), '-D', data, ...words];
  const shell = spawn('/bin/bash', ['-c', UNTIL_STANDARD_INPUT_ENDS, 'postgres', ...command], {
    ...as,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(shell, 'close');
  const url = `postgres://${SUPERUSER}@127.0.0.1:${port}`;
  while (!answers(programs, port)) {
    if (shell.exitCode !== null) return null;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url,
    stop: async () => {
      shell.stdin.end();
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function answers(programs: string, port: number): boolean {
  return spawnSync(join(programs, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]).status === 0;
}

/**
 * Asks past the program, in an instant and without a promise. Text and numbers become what JSON makes of them.
 * @param sql one query that gives rows
 */
export function queryPostgres<T>(url: string, sql: string): T[] {
  const wrapped = `SELECT coalesce(json_agg("row"), '[]') FROM (${sql}) AS "row"`;
  return JSON.parse(psql(url, wrapped)) as T[];
}

/** Runs statements; what they print comes back. */
export function psql(url: string, sql: string): string {
  return execFileSync(join(programFolder(), 'psql'), ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', url], {
    input: sql,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, PGOPTIONS: '-c client_min_messages=warning' },
  });
}

/** All that the database holds, as the statements that would write it. */
export function dumpPostgres(url: string): string {
  return execFileSync(join(programFolder(), 'pg_dump'), [url], { encoding: 'utf8', maxBuffer: 1 << 30 });
}

/** The newest version that is installed. */
function programFolder(): string {
  const versions = readdirSync(DEBIAN)
    .map(Number)
    .filter((version) => version >= 13)
    .sort((one, other) => other - one);
  if (versions[0] === undefined) throw new Error(`No PostgreSQL in ${DEBIAN}: install the Debian package postgresql`);
  return join(DEBIAN, String(versions[0]), 'bin');
}

/** PostgreSQL refuses to run as root: then its Debian user runs it. */
function unprivileged(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (what: string): number => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

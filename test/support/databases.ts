import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource, MigrationInterface } from 'typeorm';
import { ENTITIES, MIGRATIONS } from '../../src/database-schema';
import { createDataSource, dataSourceOptions } from '../../src/platform/database/data-source';
import { migrate } from '../../src/platform/database/migrate';
import { dumpPostgres, psql } from '../servers/postgres';
import { sharedPostgres } from '../servers/shared-postgres';

type Migrations = (new () => MigrationInterface)[];

/** A database of its own for one test, without tables at first. */
export interface EmptyDatabase {
  /** As `database.url` in the configuration. */
  url: string;
  /** Connects as one more process would. @param migrations those that it knows; all where none are named */
  connect(migrations?: Migrations): Promise<DataSource>;
  /** Everything that is kept, the log too where it lies in a file of this database's own. */
  stored(): string;
  /** Closes every connection and takes the database away. */
  remove(): Promise<void>;
}

export interface DatabaseKind {
  name: string;
  /** Sees to it that databases can be made, and says how. */
  prepare(): Promise<() => EmptyDatabase>;
}

export const SQLITE: DatabaseKind = {
  name: 'SQLite',
  prepare: () => Promise.resolve(newSqlite),
};

function newSqlite(): EmptyDatabase {
  const directory = mkdtempSync(join(tmpdir(), 'tilltrade-'));
  const url = `sqlite:${join(directory, 'test.sqlite')}`;
  return withConnections(url, {
    stored: () =>
      readdirSync(directory)
        .map((name) => readFileSync(join(directory, name), 'utf8'))
        .join('\n'),
    takeAway: () => rmSync(directory, { recursive: true, force: true }),
  });
}

/** Databases of this test file that no test uses now: to empty one is much cheaper than to make one. */
const emptied: string[] = [];

export const POSTGRES: DatabaseKind = {
  name: 'PostgreSQL',
  prepare: async () => {
    const server = await sharedPostgres();
    return () => {
      const url = emptied.pop() ?? newPostgresDatabase(server);
      return withConnections(url, {
        stored: () => dumpPostgres(url),
        takeAway: () => {
          psql(url, EMPTY);
          emptied.push(url);
        },
      });
    };
  },
};

function newPostgresDatabase(server: string): string {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  psql(`${server}/postgres`, `CREATE DATABASE ${name}`);
  return `${server}/${name}`;
}

const EMPTY = `
  SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
  DROP SCHEMA public CASCADE;
  CREATE SCHEMA public;`;

/** What the storage contracts and the flows where the database matters run on; each says the same of each of them. */
export const DATABASES: readonly DatabaseKind[] = [SQLITE, POSTGRES];

function withConnections(url: string, { stored, takeAway }: { stored: () => string; takeAway: () => void }): EmptyDatabase {
  const connections: DataSource[] = [];
  return {
    url,
    stored,
    connect: async (migrations = MIGRATIONS) => {
      const source = createDataSource(dataSourceOptions({ url, root: tmpdir(), entities: ENTITIES, migrations }));
      connections.push(await source.initialize());
      return source;
    },
    remove: async () => {
      for (const source of connections) if (source.isInitialized) await source.destroy();
      takeAway();
    },
  };
}

/** A database for one test. */
export const emptyDatabase = async (kind: DatabaseKind): Promise<EmptyDatabase> => (await kind.prepare())();

export interface MigratedDatabase extends EmptyDatabase {
  source: DataSource;
}

/** With the schema that the migrations make, as the service has it. */
export async function migratedDatabase(kind: DatabaseKind): Promise<MigratedDatabase> {
  const database = await emptyDatabase(kind);
  const source = await database.connect();
  await migrate(source);
  return { ...database, source };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource, MigrationInterface } from 'typeorm';
import { ENTITIES, MIGRATIONS } from '../../src/database-schema';
import { createDataSource, dataSourceOptions } from '../../src/platform/database/data-source';
import { migrate } from '../../src/platform/database/migrate';

type Migrations = (new () => MigrationInterface)[];

/** A database of its own for one test, without tables at first. */
export interface EmptyDatabase {
  /** As `database.url` in the configuration. */
  url: string;
  /** Connects as one more process would. @param migrations those that it knows; all where none are named */
  connect(migrations?: Migrations): Promise<DataSource>;
  /** Closes every connection and takes the database away. */
  remove(): Promise<void>;
}

export interface DatabaseKind {
  name: string;
  create(): Promise<EmptyDatabase>;
}

const sqlite: DatabaseKind = {
  name: 'SQLite',
  create: () => {
    const directory = mkdtempSync(join(tmpdir(), 'tilltrade-'));
    const url = `sqlite:${join(directory, 'test.sqlite')}`;
    return Promise.resolve(withConnections(url, () => Promise.resolve(rmSync(directory, { recursive: true, force: true }))));
  },
};

/** What the storage contracts run on; each says the same of each of them. */
export const DATABASES: readonly DatabaseKind[] = [sqlite];

function withConnections(url: string, takeAway: () => Promise<void>): EmptyDatabase {
  const connections: DataSource[] = [];
  return {
    url,
    connect: async (migrations = MIGRATIONS) => {
      const source = createDataSource(dataSourceOptions({ url, root: tmpdir(), entities: ENTITIES, migrations }));
      connections.push(await source.initialize());
      return source;
    },
    remove: async () => {
      for (const source of connections) if (source.isInitialized) await source.destroy();
      await takeAway();
    },
  };
}

export interface MigratedDatabase extends EmptyDatabase {
  source: DataSource;
}

/** With the schema that the migrations make, as the service has it. */
export async function migratedDatabase(kind: DatabaseKind): Promise<MigratedDatabase> {
  const database = await kind.create();
  const source = await database.connect();
  await migrate(source);
  return { ...database, source };
}

import { isAbsolute, join } from 'node:path';
import type Database from 'better-sqlite3';
import { DataSource, type DataSourceOptions, type Logger, type MixedList } from 'typeorm';
import { OneWriterDriver, prepareConnection } from './sqlite-driver';

type ClassList = MixedList<new (...args: never[]) => object>;

export interface DatabaseOptions {
  /** `sqlite:FILE` (a relative file counts from `root`) or `postgres://user@host:5432/name`. */
  url: string;
  root: string;
  entities: ClassList;
  migrations: ClassList;
}

/**
 * A process that is paused in the midst of a transaction keeps its locks, the lease's row among them. PostgreSQL ends such a
 * transaction after this long, well before a lease runs out (60 s), so that another process can take over.
 */
const IDLE_TRANSACTION_MS = 30_000;
const CONNECT_MS = 10_000;

const nothing = (): void => undefined;

/** TypeORM prints a migration that failed, its SQL too, on standard output whatever `logging` says. Errors are thrown as well: nothing is lost. */
const silent: Logger = {
  logQuery: nothing,
  logQueryError: nothing,
  logQuerySlow: nothing,
  logSchemaBuild: nothing,
  logMigration: nothing,
  log: nothing,
};

/** Options of TypeORM for either database. Nothing is synchronised behind our back and no query is logged: parameters hold people. */
export function dataSourceOptions({ url, root, entities, migrations }: DatabaseOptions): DataSourceOptions {
  const common = {
    entities,
    migrations,
    migrationsTableName: 'migration',
    synchronize: false,
    migrationsRun: false,
    logging: false,
    logger: silent,
  } as unknown as {
    entities: Function[]; // eslint-disable-line @typescript-eslint/no-unsafe-function-type -- TypeORM's own type
  };
  if (url.startsWith('sqlite:')) {
    const file = url.slice('sqlite:'.length);
    const database = isAbsolute(file) ? file : join(root, file);
    return {
      ...common,
      type: 'better-sqlite3',
      database,
      statementCacheSize: 40, // on each connection; the largest statements weigh half a megabyte
      prepareDatabase: (connection) => prepareConnection(connection as Database.Database),
    };
  }
  return {
    ...common,
    type: 'postgres',
    url,
    applicationName: 'tilltrade',
    connectTimeoutMS: CONNECT_MS,
    isolationLevel: 'READ COMMITTED', // whatever the database's own default: locks and fencing rest on it
    installExtensions: false,
    extra: { idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS },
  };
}

/** A data source for either database; SQLite gets a driver of our own (see its head). */
export function createDataSource(options: DataSourceOptions): DataSource {
  const source = new DataSource(options);
  if (options.type === 'better-sqlite3') source.driver = new OneWriterDriver(source);
  return source;
}

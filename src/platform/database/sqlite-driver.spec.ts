import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { DataSource, EntityManager } from 'typeorm';
import { temporaryDatabase } from '../../../test/support/database';
import { finished, spawnTypeScript } from '../../../test/support/typescript-process';
import { createDataSource, dataSourceOptions } from './data-source';
import type { OneWriterDriver } from './sqlite-driver';

// Real: SQLite on a file, TypeORM's transactions, other processes. Nothing is faked.

let source: DataSource;
let file: string;
let close: () => Promise<void>;
beforeEach(async () => {
  ({ source, file, close } = await temporaryDatabase([]));
  await source.query('CREATE TABLE "note" ("id" integer PRIMARY KEY, "text" text NOT NULL)');
});
afterEach(() => close());

const insert = (on: DataSource | EntityManager, id: number, text = `note ${id}`) =>
  on.query('INSERT INTO "note" ("id", "text") VALUES (?, ?)', [id, text]);
const ids = async (on: DataSource | EntityManager = source): Promise<number[]> =>
  (await on.query<{ id: number }[]>('SELECT "id" FROM "note" ORDER BY "id"')).map(({ id }) => id);

describe('transactions', () => {
  it('keeps what two committed when a third, begun between them, rolls back', async () => {
    const begun: number[] = [];
    const work = (id: number, outcome: 'commit' | 'roll back') =>
      source
        .transaction(async (manager) => {
          begun.push(id);
          await insert(manager, id);
          await new Promise(setImmediate);
          await insert(manager, id + 10);
          if (outcome === 'roll back') throw new Error('rolled back');
        })
        .catch((error: Error) => error.message);
    const outcomes = await Promise.all([work(1, 'commit'), work(2, 'roll back'), work(3, 'commit')]);
    expect(outcomes).toEqual([undefined, 'rolled back', undefined]);
    expect(begun).toEqual([1, 2, 3]);
    expect(await ids()).toEqual([1, 3, 11, 13]);
  });

  it('shows no one what is not committed', async () => {
    await source.transaction(async (manager) => {
      await insert(manager, 1);
      expect([await ids(manager), await ids()]).toEqual([[1], []]);
    });
    expect(await ids()).toEqual([1]);
  });

  it('lets a single statement wait for the transaction that is open', async () => {
    let alone!: Promise<unknown>;
    await expect(
      source.transaction(async (manager) => {
        alone = insert(source, 2);
        await insert(manager, 1);
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    await alone;
    expect(await ids()).toEqual([2]);
  });

  it('rolls back to a savepoint and goes on', async () => {
    await source.transaction(async (manager) => {
      await insert(manager, 1);
      await manager
        .transaction(async (inner) => {
          await insert(inner, 2);
          throw new Error('inner');
        })
        .catch(() => undefined);
      await insert(manager, 3);
    });
    expect(await ids()).toEqual([1, 3]);
  });

  it('waits for another process without stopping this one', async () => {
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    const waiting = [source.transaction((manager) => insert(manager, 1)), insert(source, 2)];
    setImmediate(() => {
      other.exec(`INSERT INTO "note" ("id", "text") VALUES (0, 'first')`);
      other.exec('COMMIT');
      other.close();
    });
    await Promise.all(waiting);
    expect(await ids()).toEqual([0, 1, 2]);
  });

  it('loses no count between two processes', async () => {
    await source.query('CREATE TABLE "counter" ("value" integer NOT NULL)');
    await source.query('INSERT INTO "counter" ("value") VALUES (0)');
    const script = join(__dirname, '../../../test/support/processes/count-up.ts');
    const ends = await Promise.all([1, 2].map(() => finished(spawnTypeScript(script, [file, '150']))));
    expect(ends).toEqual(ends.map(() => ({ code: 0, stdout: '', stderr: '' })));
    expect(await source.query('SELECT "value" FROM "counter"')).toEqual([{ value: 300 }]);
  });
});

describe('the next writer is let in', () => {
  const next = () => source.transaction((manager) => insert(manager, 9));

  it('when BEGIN fails because another process holds the file', async () => {
    (source.driver as OneWriterDriver).busyTimeoutMs = 1;
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    try {
      await expect(next()).rejects.toThrow('database is locked');
    } finally {
      other.close();
    }
    await next();
    expect(await ids()).toEqual([9]);
  });

  it('when COMMIT fails', async () => {
    await source.query('CREATE TABLE "reply" ("note_id" integer NOT NULL REFERENCES "note" ("id") DEFERRABLE INITIALLY DEFERRED)');
    await expect(source.transaction((manager) => manager.query('INSERT INTO "reply" ("note_id") VALUES (404)'))).rejects.toThrow(
      'FOREIGN KEY',
    );
    await next();
    expect(await source.query('SELECT * FROM "reply"')).toEqual([]);
  });

  it('when SQLite itself rolled back', async () => {
    await insert(source, 1);
    const failing = source.transaction(async (manager) => {
      await insert(manager, 2);
      await manager.query(`INSERT OR ROLLBACK INTO "note" ("id", "text") VALUES (1, 'again')`);
    });
    await expect(failing).rejects.toThrow('UNIQUE');
    await next();
    expect(await ids()).toEqual([1, 9]);
  });

  it('when a query runner is released in the midst of a transaction', async () => {
    const runner = source.createQueryRunner();
    await runner.startTransaction();
    await insert(runner.manager, 1);
    await runner.release();
    await next();
    expect(await ids()).toEqual([9]);
  });
});

describe('connections', () => {
  it('are durable, wait for others, check references and overwrite what is deleted', () => {
    const driver = source.driver as OneWriterDriver;
    const connection = driver.take(true);
    const settings = ['journal_mode', 'synchronous', 'foreign_keys', 'secure_delete', 'busy_timeout'].map((name) =>
      connection.pragma(name, { simple: true }),
    );
    driver.give(connection);
    expect(settings).toEqual(['wal', 2, 1, 1, 15_000]);
  });

  it('prepare a statement once for all who read outside a transaction', async () => {
    const { databaseConnection } = source.driver as OneWriterDriver;
    const prepare = jest.spyOn(databaseConnection as Database.Database, 'prepare');
    await ids();
    await Promise.all([ids(), ids()]);
    await source.transaction((manager) => insert(manager, 1));
    expect(await ids()).toEqual([1]);
    expect(prepare).toHaveBeenCalledTimes(1);
    prepare.mockRestore();
  });

  it('do not grow in number with the transactions', async () => {
    const driver = source.driver as OneWriterDriver;
    const first = driver.take(true);
    driver.give(first);
    for (let id = 1; id <= 5; id += 1) await source.transaction((manager) => insert(manager, id));
    expect(driver.take(true)).toBe(first);
    driver.give(first);
  });
});

it('leaves no deleted text in the file', async () => {
  const texts = Array.from({ length: 200 }, (_, id) => `Hemlig Testsson ${id} `.repeat(20));
  await source.transaction(async (manager) => {
    for (const [id, text] of texts.entries()) await insert(manager, id, text);
  });
  await source.query('PRAGMA wal_checkpoint(TRUNCATE)');
  expect(readFileSync(file).includes('Hemlig Testsson')).toBe(true);
  await source.query('DELETE FROM "note"');
  await source.destroy();
  expect(readdirSync(dirname(file))).toEqual(['test.sqlite']);
  expect(readFileSync(file).includes('Testsson')).toBe(false);
  await source.initialize(); // for afterEach
});

it('keeps what refers to a table that a migration makes anew', async () => {
  class NewNote1700000000000 {
    name = 'NewNote1700000000000';
    async up(runner: { query: (sql: string) => Promise<unknown> }): Promise<void> {
      await runner.query('CREATE TABLE "note_new" ("id" integer PRIMARY KEY, "text" text NOT NULL, "more" text)');
      await runner.query('INSERT INTO "note_new" ("id", "text") SELECT "id", "text" FROM "note"');
      await runner.query('DROP TABLE "note"');
      await runner.query('ALTER TABLE "note_new" RENAME TO "note"');
    }
    async down(): Promise<void> {}
  }
  await source.query('CREATE TABLE "reply" ("note_id" integer NOT NULL REFERENCES "note" ("id") ON DELETE CASCADE)');
  await insert(source, 1);
  await source.query('INSERT INTO "reply" ("note_id") VALUES (1)');
  const migrating = createDataSource(
    dataSourceOptions({ url: `sqlite:${file}`, root: '/', entities: [], migrations: [NewNote1700000000000] }),
  );
  await migrating.initialize();
  try {
    await migrating.runMigrations({ transaction: 'all' });
    expect(await migrating.query('SELECT * FROM "reply"')).toEqual([{ note_id: 1 }]);
    await expect(migrating.transaction((manager) => manager.query('INSERT INTO "reply" ("note_id") VALUES (404)'))).rejects.toThrow(
      'FOREIGN KEY',
    );
  } finally {
    await migrating.destroy();
  }
});

import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { ENTITIES, MIGRATIONS } from '../../src/database-schema';
import { sortByOctets } from '../../src/platform/database/byte-order';
import { migrate } from '../../src/platform/database/migrate';
import { schemaDrift } from '../../src/platform/database/schema-drift';
import { DATABASES, type EmptyDatabase, emptyDatabase } from '../support/databases';
import { finished, spawnTypeScript } from '../support/typescript-process';
import { accountQueue } from './data/account-queue';
import { agreements } from './data/agreements';
import { byteOrder } from './data/byte-order';
import { catalogueMarks } from './data/catalogue-marks';
import { followUp } from './data/follow-up';
import { idempotency } from './data/idempotency';
import { initialSchema } from './data/initial-schema';
import { oneOpenFinding } from './data/one-open-finding';
import { rolesAndSessions } from './data/roles-and-sessions';
import { orders } from './data/orders';
import { serviceDesk } from './data/service-desk';
import { twoWhoRelease } from './data/two-who-release';
import { insertRows, type MigrationSample, readRows, tableNames } from './migration-sample';

// Real: the databases, the migrations, the processes. Nothing is faked.

/** In the order the migrations run. */
const SAMPLES: readonly MigrationSample[] = [
  initialSchema,
  byteOrder,
  oneOpenFinding,
  catalogueMarks,
  accountQueue,
  idempotency,
  twoWhoRelease,
  rolesAndSessions,
  orders,
  agreements,
  serviceDesk,
  followUp,
];

const names = MIGRATIONS.map(({ name }) => name);

it('has sample data for each migration', () => {
  expect(SAMPLES.map(({ migration }) => migration)).toEqual(names);
});

describe.each(DATABASES)('migrations on $name', (kind) => {
  let database: EmptyDatabase;
  beforeEach(async () => {
    database = await emptyDatabase(kind);
  });
  afterEach(() => database.remove());

  /** A connection that knows the migrations up to this one and has run them. */
  const upTo = async (count: number): Promise<DataSource> => {
    const source = await database.connect(MIGRATIONS.slice(0, count));
    expect(await migrate(source)).toEqual(names.slice(0, count));
    return source;
  };

  it('make of nothing the tables that the entities describe', async () => {
    const source = await upTo(MIGRATIONS.length);
    expect(await schemaDrift(source)).toEqual([]);
    expect(await tableNames(source)).toEqual(source.entityMetadatas.map(({ tableName }) => tableName).sort());
  });

  it('change nothing the second time', async () => {
    const source = await upTo(MIGRATIONS.length);
    await insertRows(source, oneOpenFinding.rows);
    expect(await migrate(source)).toEqual([]);
    expect(await readRows(source, oneOpenFinding.rows)).toEqual(oneOpenFinding.rows);
  });

  it('make tables that are sorted by octets, whatever the database was made for', async () => {
    const source = await upTo(MIGRATIONS.length);
    await source.query('CREATE TABLE "made_later" ("name" varchar(20) NOT NULL)');
    await insertRows(source, { made_later: ['å', 'a', 'B'].map((name) => ({ name })) });
    const runner = source.createQueryRunner();
    await sortByOctets(runner);
    await runner.release();
    expect(await source.query('SELECT "name" FROM "made_later" ORDER BY "name"')).toEqual(['B', 'a', 'å'].map((name) => ({ name })));
  });

  it('are noticed where a table differs from its entity', async () => {
    const source = await upTo(MIGRATIONS.length);
    await source.query('ALTER TABLE "finding" DROP COLUMN "detail"');
    expect((await schemaDrift(source)).join('\n')).toContain('detail');
  });

  describe.each(SAMPLES.map((sample, index) => ({ ...sample, count: index + 1 })))('$migration', ({ count, rows, inNewestSchema }) => {
    it('has a sample with a row in each table that it makes', async () => {
      const before = await tableNames(await upTo(count - 1));
      const source = await database.connect(MIGRATIONS.slice(0, count));
      await migrate(source);
      const made = (await tableNames(source)).filter((name) => !before.includes(name));
      expect(Object.keys(rows)).toEqual(expect.arrayContaining(made));
    });

    it('keeps its data through all that come later', async () => {
      await insertRows(await upTo(count), rows);
      const source = await database.connect();
      expect(await migrate(source)).toEqual(names.slice(count));
      const expected = { ...rows, ...inNewestSchema };
      expect(await readRows(source, expected)).toEqual(expected);
    });

    it('leaves data that the entities of today can read', async () => {
      await insertRows(await upTo(count), rows);
      const source = await database.connect();
      await migrate(source);
      for (const entity of ENTITIES) {
        const { tableName } = source.getMetadata(entity);
        expect(await source.getRepository<object>(entity).find()).toHaveLength({ ...rows, ...inNewestSchema }[tableName]?.length ?? 0);
      }
    });

    it('can be taken back, and run again', async () => {
      const before = await tableNames(await upTo(count - 1));
      const source = await database.connect(MIGRATIONS.slice(0, count));
      await migrate(source);
      const after = await tableNames(source);
      await insertRows(source, rows);
      await source.undoLastMigration({ transaction: 'all' });
      expect(await tableNames(source)).toEqual(before);
      expect(await migrate(source)).toEqual([names[count - 1]]);
      expect(await tableNames(source)).toEqual(after);
    });
  });

  it('run once where four processes start at once', async () => {
    const script = join(__dirname, '..', 'support', 'processes', 'migrate.ts');
    const ends = await Promise.all(Array.from({ length: 4 }, () => finished(spawnTypeScript(script, [database.url]))));
    expect(ends.map(({ code, stderr }) => [code, stderr])).toEqual(Array(4).fill([0, '']));
    const ran = ends.map(({ stdout }) => JSON.parse(stdout) as string[]).filter((list) => list.length > 0);
    expect(ran).toEqual([names]);
    expect(await schemaDrift(await database.connect())).toEqual([]);
  });

  it('leave nothing behind where one of them fails', async () => {
    class Failing1799999999999 {
      up(): Promise<void> {
        return Promise.reject(new Error('no room'));
      }
      down(): Promise<void> {
        return Promise.resolve();
      }
    }
    const source = await database.connect([...MIGRATIONS, Failing1799999999999]);
    await expect(migrate(source)).rejects.toThrow('no room');
    expect(await tableNames(source)).toEqual([]);
  });
});

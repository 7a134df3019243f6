import { dirname } from 'node:path';
import { type DataSource, Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { temporaryDatabase } from '../../../test/support/database';
import { flag, instant, json, longText, optional, whole, word } from './columns';
import { createDataSource, dataSourceOptions } from './data-source';
import { migrate } from './migrate';
import { schemaDrift } from './schema-drift';

@Entity('everything')
class Everything {
  @PrimaryColumn(word('id', 36))
  id: string;
  @Column(instant('at'))
  at: string;
  @Column(longText('text', optional))
  text: string | null;
  @Column(json('data'))
  data: unknown;
  @Column(whole('count'))
  count: number;
  @Column(flag('is_on'))
  isOn: boolean;
  @Column(flag('is_told', { default: false }))
  isTold: boolean;
}

const TABLE =
  'CREATE TABLE "everything" ("id" varchar(36) PRIMARY KEY NOT NULL, "at" varchar(24) NOT NULL, "text" text, "data" text NOT NULL, "count" integer NOT NULL, "is_on" boolean NOT NULL, "is_told" boolean NOT NULL DEFAULT (false))';

const migration = (name: string, up: (runner: QueryRunner) => Promise<unknown>) =>
  class implements MigrationInterface {
    name = name;
    async up(runner: QueryRunner): Promise<void> {
      await up(runner);
    }
    async down(): Promise<void> {}
  };
const makeTable = migration('MakeTable1700000000001', (runner) => runner.query(TABLE));

let file: string;
let close: () => Promise<void>;
let opened: DataSource[];
beforeEach(async () => {
  ({ file, close } = await temporaryDatabase([]));
  opened = [];
});
afterEach(async () => {
  for (const source of opened) await source.destroy();
  await close();
});

async function open(migrations: (new () => MigrationInterface)[]): Promise<DataSource> {
  const source = createDataSource(
    dataSourceOptions({ url: 'sqlite:test.sqlite', root: dirname(file), entities: [Everything], migrations }),
  );
  await source.initialize();
  opened.push(source);
  return source;
}

describe('columns', () => {
  it('keep each kind of value', async () => {
    const source = await open([makeTable]);
    await migrate(source);
    const row = { id: 'a', at: '2026-11-21T03:05:00.000Z', text: null, data: { å: [1, null] }, count: -5, isOn: true };
    await source.getRepository(Everything).insert(row);
    expect(await source.getRepository(Everything).find()).toEqual([{ ...row, isTold: false }]);
  });
});

describe('migrate', () => {
  it('runs what is missing, and nothing the second time', async () => {
    const source = await open([makeTable]);
    expect([await migrate(source), await migrate(source)]).toEqual([['MakeTable1700000000001'], []]);
  });

  it('does the work once when two start at once', async () => {
    const [one, two] = [await open([makeTable]), await open([makeTable])];
    const done = await Promise.all([migrate(one), migrate(two)]);
    expect(done.flat()).toEqual(['MakeTable1700000000001']);
  });

  it('leaves nothing half done', async () => {
    const failing = migration('Fails1700000000002', (runner) => runner.query('INSERT INTO "nowhere" VALUES (1)'));
    const source = await open([makeTable, failing]);
    await expect(migrate(source)).rejects.toThrow('nowhere');
    expect(await source.query(`SELECT "name" FROM "sqlite_master" WHERE "name" = 'everything'`)).toEqual([]);
  });
});

describe('schemaDrift', () => {
  it('finds none where the migrations made what the entities describe', async () => {
    const source = await open([makeTable]);
    await migrate(source);
    expect(await schemaDrift(source)).toEqual([]);
  });

  it.each([
    ['a missing table', 'DROP TABLE "everything"'],
    ['a missing column', 'ALTER TABLE "everything" DROP COLUMN "count"'],
    [
      'another type',
      `${TABLE.replace('"everything"', '"new"').replace('integer', 'text')}; DROP TABLE "everything"; ALTER TABLE "new" RENAME TO "everything"`,
    ],
  ])('finds %s', async (_case, change) => {
    const source = await open([makeTable]);
    await migrate(source);
    for (const statement of change.split('; ')) await source.query(statement);
    expect(await schemaDrift(source)).not.toEqual([]);
  });
});

describe('dataSourceOptions', () => {
  it.each([
    ['sqlite:data/x.sqlite', { type: 'better-sqlite3', database: '/srv/data/x.sqlite' }],
    ['sqlite:/var/x.sqlite', { type: 'better-sqlite3', database: '/var/x.sqlite' }],
    ['postgres://tilltrade@db:5432/tilltrade', { type: 'postgres', url: 'postgres://tilltrade@db:5432/tilltrade' }],
  ])('for %s', (url, options) => {
    expect(dataSourceOptions({ url, root: '/srv', entities: [], migrations: [] })).toMatchObject({
      ...options,
      synchronize: false,
      logging: false,
    });
  });
});

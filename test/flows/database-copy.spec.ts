/*
 * Moving from one database to the other. Real: the built program, its processes, SIGKILL, both databases, files. Faked: a
 * row that becomes another on its way, by a trigger.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ARE, BERG, crowd } from '../support/builders/municipality';
import { type EmptyDatabase, POSTGRES, emptyDatabase } from '../support/databases';
import { killPoints, killedAt, listDeeds } from '../support/deeds';
import { Installation } from '../support/installation';
import { psql, queryPostgres } from '../servers/postgres';

jest.setTimeout(120_000);

const PEOPLE = 600;
/** What a run that changes nothing writes all the same. */
const RECORDS_OF_RUNS = ['run', 'lease', 'audit_row', 'audit_payload', 'audit_head', 'municipality_state'];

interface Copied {
  equal: boolean;
  rows: number;
  auditRows: number;
  tables: { table: string; rows: number; digest: string }[];
}

let installation: Installation;
let postgres: EmptyDatabase;

beforeEach(async () => {
  installation = Installation.make({ municipalities: [BERG, ARE] });
  installation.writeCatalogue(BERG, crowd(BERG, PEOPLE));
  installation.writeCatalogue(ARE, crowd(ARE, 4));
  postgres = await emptyDatabase(POSTGRES);
  await installation.json('sync');
  await installation.json('dispatch');
});

afterEach(async () => {
  await installation.remove();
  await postgres.remove();
});

const copyTo = (url: string) => installation.run(['database', 'copy', '--to', url]);
/** None also where there is no such table yet. */
const peopleThere = (): number => {
  const [there] = queryPostgres<{ person: string | null }>(postgres.url, "SELECT to_regclass('person') AS person");
  return there?.person === null ? 0 : (queryPostgres<{ n: number }>(postgres.url, 'SELECT COUNT(*) AS n FROM person')[0]?.n ?? -1);
};
const tablesThere = (): number =>
  queryPostgres(postgres.url, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'").length;

describe('database copy', () => {
  it('moves to PostgreSQL and back: both hold the same, and the next run changes nothing', async () => {
    const accounts = await installation.run('accounts --json');
    const there = await installation.json<Copied>(`database copy --to ${postgres.url}`);
    expect(there).toMatchObject({ equal: true });
    expect(there.tables.find(({ table }) => table === 'person')).toMatchObject({ rows: PEOPLE + 4 });

    installation.configure({ database: { url: postgres.url } });
    expect((await installation.run('accounts --json')).stdout).toBe(accounts.stdout);
    expect(await installation.json('audit verify')).toMatchObject({ ok: true, rows: there.auditRows });
    const { runs } = await installation.json<{ runs: object[] }>('sync');
    expect(runs).toMatchObject([
      { created: 0, changed: 0, ended: 0, unchanged: PEOPLE },
      { created: 0, changed: 0, ended: 0, unchanged: 4 },
    ]);
    expect(await installation.json('dispatch')).toMatchObject({ mail: { sent: 0, waiting: 0 } });

    const file = join(installation.path, 'back', 'again.sqlite');
    const back = await installation.json<Copied>(`database copy --to sqlite:${file}`);
    const same = ({ tables }: Copied) => tables.filter(({ table }) => !RECORDS_OF_RUNS.includes(table));
    expect(same(back)).toEqual(same(there));
    installation.configure({ database: { url: `sqlite:${file}` } });
    expect((await installation.run('accounts --json')).stdout).toBe(accounts.stdout);
    expect(await installation.json('audit verify')).toMatchObject({ ok: true, rows: back.auditRows });
  });

  it('shows each table and says how to go over, without a word about anybody', async () => {
    const { status, stdout, stderr } = await copyTo(postgres.url);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^person +${PEOPLE + 4} +[0-9a-f]{16}$`, 'm'));
    expect(stdout).toContain('database.url');
    expect(stdout).toContain('identityHashKeyFile');
    expect(stdout).not.toMatch(/SE2120002/);
  });

  it('leaves a target alone that is not empty', async () => {
    await copyTo(postgres.url);
    psql(postgres.url, `DELETE FROM person WHERE municipality = '${BERG.code}'`);
    const again = await copyTo(postgres.url);
    expect([again.status, again.stdout]).toEqual([1, '']);
    expect(again.stderr).toContain('inte tom');
    expect(peopleThere()).toBe(4);
  });

  it('leaves a target alone that has tables of another program', async () => {
    psql(postgres.url, 'CREATE TABLE other (id integer)');
    const { status, stderr } = await copyTo(postgres.url);
    expect(status).toBe(1);
    expect(stderr).toContain('inte är tjänstens');
    expect(tablesThere()).toBe(1);
  });

  it('says that a target cannot be reached, not where it is', async () => {
    const { status, stderr } = await copyTo('postgres://hemlig@127.0.0.1:1/tilltrade');
    expect(status).toBe(1);
    expect(stderr).toContain('ECONNREFUSED');
    expect(stderr).not.toMatch(/hemlig|127\.0\.0\.1/);
  });

  it.each([
    ['no target', ['database', 'copy']],
    ['another kind of database', ['database', 'copy', '--to', 'mysql://u@127.0.0.1/x']],
    ['a password', ['database', 'copy', '--to', 'postgres://u:hemlig@127.0.0.1:1/x']],
    ['a password beside a socket', ['database', 'copy', '--to', 'postgres://u:hemlig@/x?host=/tmp']],
    ['a password as a parameter', ['database', 'copy', '--to', 'postgres://u@127.0.0.1:1/x?password=hemlig']],
  ])('is wrongly used with %s', async (_case, words) => {
    const { status, stdout, stderr } = await installation.run(words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--to');
    expect(stderr).not.toContain('hemlig');
  });

  it('does not begin while somebody works in the database', async () => {
    const database = new Database(installation.databaseFile);
    database.exec("UPDATE lease SET until = '2999-01-01T00:00:00.000Z', holder = 'annan|b|1|1|1' WHERE name = 'municipality:berg'");
    database.close();
    const { status, stderr } = await copyTo(postgres.url);
    expect(status).toBe(1);
    expect(stderr).toContain('Stoppa tjänsten');
    expect(peopleThere()).toBe(0);
  });

  it('notices a row that became another, and takes the copy away', async () => {
    await (await postgres.connect()).runMigrations({ transaction: 'all' });
    psql(
      postgres.url,
      `CREATE FUNCTION alter_one() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN IF NEW.number = '2026-00300' THEN NEW.state := 'closed'; END IF; RETURN NEW; END $$;
       CREATE TRIGGER alter_one BEFORE INSERT ON service_case FOR EACH ROW EXECUTE FUNCTION alter_one();`,
    );
    const { status, stdout, stderr } = await copyTo(postgres.url);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('service_case');
    expect(stderr).toContain('målet är tomt');
    expect(peopleThere()).toBe(0);
  });

  it('notices that the audit chain is broken, and takes the copy away', async () => {
    const database = new Database(installation.databaseFile);
    database.exec("UPDATE audit_row SET actor_name = 'någon annan' WHERE seq = 10");
    database.close();
    const { status, stderr } = await copyTo(postgres.url);
    expect(status).toBe(1);
    expect(stderr).toContain('audit verify');
    expect(peopleThere()).toBe(0);
  });
});

describe('a copy that is killed', () => {
  it('leaves a target that is empty, and can be made again', async () => {
    const { finished, deeds } = await listDeeds(installation, ['database', 'copy', '--to', postgres.url]);
    expect(finished.status).toBe(0);
    const before = installation.dump();
    for (const point of killPoints(deeds.slice(0, deeds.lastIndexOf('COMMIT')), 6)) {
      psql(postgres.url, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
      const killed = await installation.run(['database', 'copy', '--to', postgres.url], killedAt(point));
      expect({ point, signal: killed.signal }).toEqual({ point, signal: 'SIGKILL' });
      expect(peopleThere()).toBe(0);
    }
    expect(await installation.json<Copied>(`database copy --to ${postgres.url}`)).toMatchObject({ equal: true });
    expect(peopleThere()).toBe(PEOPLE + 4);
    expect(installation.dump()).toBe(before);
    expect(existsSync(`${installation.databaseFile}-journal`)).toBe(false);
  });
});

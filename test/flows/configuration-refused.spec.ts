/*
 * A configuration or a key that cannot be used ends every command with 2, says where and never what stood there, and
 * touches nothing. Real: the built program and its processes, the database, files. Faked: nothing.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BERG, crowd } from '../support/builders/municipality';
import { Installation } from '../support/installation';
import { start } from '../support/process';

jest.setTimeout(120_000);

const SECRET = 'Hemligt-Varde-17';

let installation: Installation;

beforeEach(() => {
  installation = Installation.make({ municipalities: [BERG] });
  installation.writeCatalogue(BERG, crowd(BERG, 3));
});

afterEach(() => installation.remove());

describe('configuration', () => {
  it('must be named', async () => {
    const { status, stdout, stderr } = await start(['sync', '--json']).ended;
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/--config.*TILLTRADE_CONFIG/);
  });

  it('is named by the environment too', async () => {
    const { status } = await start(['accounts'], { env: { TILLTRADE_CONFIG: installation.config } }).ended;
    expect(status).toBe(0);
  });

  it('is named before the command too', async () => {
    const { status, stdout } = await start(['--config', installation.config, '--json', 'accounts']).ended;
    expect([status, JSON.parse(stdout)]).toEqual([0, []]);
  });

  it('must exist', async () => {
    const { status, stderr } = await start(['sync', '--config', join(installation.path, 'nowhere.yaml')]).ended;
    expect(status).toBe(2);
    expect(stderr).toContain('nowhere.yaml');
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an unknown key', { server: { port: 0, pasword: SECRET } }, 'server.pasword'],
    ['a bad value', { server: { port: SECRET } }, 'server.port'],
    ['a bad schedule', { schedule: { sync: SECRET } }, 'schedule.sync'],
    ['a secret in a URL', { database: { url: `postgres://user:${SECRET}@localhost/tilltrade` } }, 'database.url'],
    ['a missing key', { serviceDesk: undefined }, 'serviceDesk'],
  ])('with %s is refused by its path', async (_what, more, path) => {
    installation.configure(more);
    const { status, stdout, stderr } = await installation.run('sync --json');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(path);
    expect(stderr).not.toContain(SECRET);
    expect(existsSync(installation.databaseFile)).toBe(false);
  });
});

describe('the identity key', () => {
  it.each<[string, (file: string) => void]>([
    ['another', (file) => writeFileSync(file, `${SECRET}-another-key-of-the-same-length\n`)],
    ['missing', (file) => rmSync(file)],
    ['too short', (file) => writeFileSync(file, SECRET)],
  ])('%s beside a database that was made with one: refused', async (_what, change) => {
    await installation.json('sync');
    const before = installation.dump();
    const key = readFileSync(installation.keyFile);
    change(installation.keyFile);
    for (const command of ['sync --json', 'serve']) {
      const { status, stdout, stderr } = await installation.run(command);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain('identityHashKeyFile');
      expect(stderr).not.toContain(SECRET);
    }
    expect(installation.dump()).toBe(before);
    writeFileSync(installation.keyFile, key);
    expect(await installation.json('accounts')).toHaveLength(3);
  });
});

describe('the database', () => {
  it('that is no database is named with its code, and left as it is', async () => {
    mkdirSync(dirname(installation.databaseFile), { recursive: true });
    writeFileSync(installation.databaseFile, SECRET.repeat(100));
    const { status, stdout, stderr } = await installation.run('sync --json');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/database\.url.*SQLITE_NOTADB/);
    expect(stderr).not.toContain(SECRET);
    expect(readFileSync(installation.databaseFile, 'utf8')).toBe(SECRET.repeat(100));
  });

  it('that cannot be reached is named with its code, without its address', async () => {
    installation.configure({ database: { url: 'postgres://nobody@127.0.0.1:1/hemlig' } });
    const { status, stdout, stderr } = await installation.run('sync --json');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/database\.url.*ECONNREFUSED/);
    expect(stderr).not.toMatch(/nobody|hemlig/);
  });
});

/*
 * How the service gets to PostgreSQL: TLS with a verified certificate, a password that is not in the configuration, and what
 * `doctor` says. Real: the built program, PostgreSQL with TLS and passwords, openssl's certificates. Faked: nothing.
 */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BERG, crowd } from '../support/builders/municipality';
import { makeCertificate, type ServerCertificate } from '../support/certificates';
import { Installation } from '../support/installation';
import { type PostgresCluster, psql, startPostgres } from '../servers/postgres';

jest.setTimeout(120_000);

const PASSWORD = 'hemligt-lösenord';
/** Whoever is not the harness needs TLS and a password. */
const HBA = `
host    all tilltrade 127.0.0.1/32 trust
hostssl all service   127.0.0.1/32 scram-sha-256
`;

let certificate: ServerCertificate;
let cluster: PostgresCluster;
let installation: Installation;
let address: string;

beforeAll(async () => {
  certificate = makeCertificate('IP:127.0.0.1');
  const files = { 'pg_hba.conf': HBA, 'server.key': certificate.key, 'server.crt': certificate.cert };
  cluster = await startPostgres({ settings: { ssl: 'on' }, files });
  psql(`${cluster.url}/postgres`, `CREATE ROLE service LOGIN PASSWORD '${PASSWORD}'`);
  psql(`${cluster.url}/postgres`, 'CREATE DATABASE service OWNER service');
  address = `${cluster.url.replace('tilltrade@', 'service@')}/service`;
});

afterAll(async () => {
  await cluster.stop();
  certificate.remove();
});

beforeEach(() => {
  psql(`${cluster.url}/service`, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION service');
  installation = Installation.make({ municipalities: [BERG] });
  installation.writeCatalogue(BERG, crowd(BERG, 3));
});

afterEach(() => installation.remove());

const doctor = async (url: string, env: Record<string, string | undefined>) => {
  installation.configure({ database: { url } });
  const { status, stdout, stderr } = await installation.run('doctor --json', {
    env: { PGPASSWORD: undefined, PGPASSFILE: undefined, ...env },
  });
  const checks =
    stdout === '' ? [] : (JSON.parse(stdout) as { checks: { name: string; ok: boolean | 'warning'; detail: string }[] }).checks;
  return { status, stderr, database: checks.filter(({ name }) => name === 'Databas') };
};

const verified = () => `${address}?sslmode=verify-full&sslrootcert=${certificate.caFile}`;
const good = [{ name: 'Databas', ok: true, detail: expect.stringContaining('schemat är aktuellt') as string }];

/** A file like those that PGPASSFILE names. */
const passwordFile = (): string => {
  const file = join(installation.path, 'pgpass');
  writeFileSync(file, `127.0.0.1:*:service:service:${PASSWORD}\n`);
  chmodSync(file, 0o600);
  return file;
};

it('with a password in the environment, over TLS', async () => {
  const { status, database } = await doctor(verified(), { PGPASSWORD: PASSWORD });
  expect({ status, database }).toEqual({ status: 0, database: good });
});

it('with a password in a file, over TLS', async () => {
  const { status, database } = await doctor(verified(), { PGPASSFILE: passwordFile() });
  expect({ status, database }).toEqual({ status: 0, database: good });
});

it.each<[string, () => string, Record<string, string>]>([
  ['the wrong password', verified, { PGPASSWORD: 'fel-lösenord' }],
  ['no password', verified, {}],
  ['no TLS', () => address, { PGPASSWORD: PASSWORD }],
  ['a certificate that nobody known has signed', () => `${address}?sslmode=verify-full`, { PGPASSWORD: PASSWORD }],
])('not with %s, and tells no secret', async (_case, url, env) => {
  const { status, stderr, database } = await doctor(url(), env);
  expect({ status, database, stderr }).toMatchObject({ status: 1, database: [] });
  expect(stderr).toContain('database.url');
  expect(stderr).not.toMatch(/lösenord|service@|127\.0\.0\.1/);
});

it('not where the certificate is another server’s', async () => {
  const { status, stderr } = await doctor(verified().replace('127.0.0.1', 'localhost'), { PGPASSWORD: PASSWORD });
  expect(status).toBe(1);
  expect(stderr).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
});

it('doctor warns of a database that differs from what the service was made for', async () => {
  psql(`${cluster.url}/postgres`, `CREATE DATABASE odd OWNER service ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0`);
  psql(`${cluster.url}/postgres`, `ALTER DATABASE odd SET default_transaction_isolation = 'serializable'`);
  const { status, database } = await doctor(`${cluster.url}/odd`, {});
  expect(status).toBe(1);
  expect(database.map(({ ok, detail }) => [ok, detail.split(' ')[0]])).toEqual([
    [false, 'lagrar'],
    ['warning', 'default_transaction_isolation'],
  ]);
});

/*
 * What goes wrong is told without a personnummer, without anybody's name and without a secret, whatever the failing
 * thing was given. Real: the built program and its processes, the database, SMTP dialogues. Faked: triggers make the
 * database quote what it is given, and the mail server answers with what it was told.
 */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { stringify } from 'yaml';
import { loadConfiguration } from '../../src/platform/config/load-configuration';
import { canaryPerson, numberCarriers } from '../support/builders/canary-people';
import { ldif } from '../support/builders/ldif';
import { BERG, crowd } from '../support/builders/municipality';
import { testPersonalNumber } from '../support/builders/personal-number';
import { type Canary, type Haystack, nameCanary, personalNumberCanary, secretCanary, traces } from '../support/canaries';
import { Installation } from '../support/installation';
import { type Finished, ROOT, start } from '../support/process';
import { TestSmtpServer } from '../support/smtp';

jest.setTimeout(120_000);

const person = canaryPerson('xa');
const hidden = canaryPerson('xb');
const NUMBER = testPersonalNumber('19770707');
const SECRET = 'Blåmesens-lösen-4711';
const WORD = 'Nötskrikanxc';
const CANARIES: Canary[] = [
  ...person.canaries,
  ...hidden.canaries,
  ...nameCanary(WORD),
  personalNumberCanary(NUMBER),
  secretCanary('the password', SECRET),
  ...numberCarriers().map(({ canary }) => canary),
];

let installation: Installation;
beforeEach(() => {
  installation = Installation.make({ municipalities: [BERG] });
});
afterEach(() => installation.remove());

const catalogue = () => [
  ...crowd(BERG, 3),
  person.unit,
  hidden.unit,
  person.entry({ attributes: { personalIdentityNumber: NUMBER } }),
  hidden.entry({ isProtected: true }),
];

const run = (...args: string[]): Promise<Finished> =>
  start([...args, '--config', installation.config], { env: { TILLTRADE_LOG: 'trace' } }).ended;
const outputs = ({ stdout, stderr }: Finished): Haystack[] => [
  ['stdout', stdout],
  ['stderr', stderr],
];
/** What was kept of it too. */
const kept = (): Haystack => [
  'runs and findings',
  JSON.stringify(['run', 'finding', 'audit_row'].map((table) => installation.rows(`SELECT * FROM ${table}`))),
];

describe('a catalogue that cannot be read', () => {
  const good = ldif(catalogue()).toString('utf8');
  const at = good.indexOf('\n\n', good.indexOf('Kornknarrxa')) + 1;
  const withLine = (line: string): Buffer =>
    Buffer.concat([Buffer.from(good.slice(0, at)), Buffer.from(line, 'latin1'), Buffer.from(good.slice(at))]);

  it.each<[string, string]>([
    ['no colon', `sn ${WORD} ${NUMBER}\n`],
    ['no attribute’s name', `sn ${WORD}; ${NUMBER}: x\n`],
    ['letters that are no UTF-8', `sn: ${WORD} \xe5 ${NUMBER}\n`],
    ['base64 that is none', `sn:: ${WORD}%%${NUMBER}\n`],
    ['a place to fetch the value from', `sn:< file:///home/${WORD}/${NUMBER}\n`],
    ['another entry’s dn', `dn: cn=${WORD} ${NUMBER},c=SE\n`],
    ['a dn that is none', `\ndn: ${WORD},,${NUMBER}\n`],
    ['an end within a line', `\ndn: cn=${WORD} ${NUMBER},c=SE\nsn: ${WORD}`],
  ])('with %s', async (what, line) => {
    writeFileSync(installation.catalogueFile(BERG), what === 'an end within a line' ? Buffer.from(good + line) : withLine(line));
    const finished = await run('sync', '--json');
    const { runs } = JSON.parse(finished.stdout) as { runs: { status: string; reason: string }[] };
    expect(runs).toEqual([
      expect.objectContaining({ status: expect.stringMatching(/^(failed|incomplete)$/), reason: expect.stringContaining('rad ') }),
    ]);
    expect(traces(CANARIES, [...outputs(finished), kept()])).toEqual([]);
  });
});

describe('a database that refuses', () => {
  /** SQLite then says in its message what it was given. */
  const quote = (table: string, value: string): void => {
    const database = new Database(installation.databaseFile);
    database.exec(`CREATE TRIGGER quoting BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'no room for ' || ${value}); END`);
    database.close();
  };

  it.each([
    ['person', 'NEW.facts'],
    ['account', 'NEW.desired'],
    ['finding', "NEW.dn || NEW.detail || 'x'"],
    ['mail', 'NEW.subject || NEW.hsa_id'],
  ])('a row of %s, and quotes it', async (table, value) => {
    await installation.run('migrate');
    installation.writeCatalogue(BERG, [
      ...catalogue(),
      person.entry({ hsaId: `${person.hsaId}2`, cn: 'Kornknarrxa', attributes: { mail: undefined } }),
    ]);
    quote(table, value);
    const finished = await run('sync', '--json');
    expect(finished.status).toBe(1);
    expect(finished.stderr).toMatch(/"msg":"run failed"/);
    expect(finished.stderr).not.toMatch(/no room/);
    expect(traces(CANARIES, [...outputs(finished), kept()])).toEqual([]);
  });

  it('everything, for it is no database', async () => {
    await installation.run('migrate');
    writeFileSync(installation.databaseFile, `${WORD} ${NUMBER} `.repeat(500));
    for (const command of ['accounts', 'doctor']) {
      const finished = await run(command, '--json');
      expect([finished.status, finished.stdout]).toEqual([1, '']);
      expect(traces(CANARIES, outputs(finished))).toEqual([]);
    }
  });

  it('to grow, for the disk is full', async () => {
    await installation.run('migrate');
    installation.writeCatalogue(BERG, [...catalogue(), ...crowd(BERG, 900).slice(7)]);
    const command = `ulimit -f 700; exec "${process.execPath}" dist/cli.js sync --json --config "${installation.config}"`;
    const failed: unknown = await promisify(execFile)('bash', ['-c', command], {
      cwd: ROOT,
      env: { ...process.env, TILLTRADE_LOG: 'trace' },
    }).catch((error: unknown) => error);
    const { code, stdout, stderr } = failed as { code: number; stdout: string; stderr: string };
    expect(code).toBe(1);
    expect(`${stdout}${stderr}`).toMatch(/SQLITE_(FULL|IOERR)/);
    expect(
      traces(CANARIES, [
        ['stdout', stdout],
        ['stderr', stderr],
      ]),
    ).toEqual([]);
  });
});

describe('a mail server', () => {
  const queue = async (): Promise<void> => {
    installation.writeCatalogue(BERG, catalogue());
    await installation.json('sync');
  };
  const smtp = (url: string, more: object = {}): void =>
    installation.configure({ mail: { kind: 'smtp', url, from: 'tilltrade@example.se', timeoutSeconds: 5, ...more } });

  it('that has seen the text and answers with what stands in it has it in no log, no answer and no row', async () => {
    await queue();
    const server = await TestSmtpServer.start({ tls: 'none' });
    try {
      smtp(server.url);
      server.fault = { at: 'text', does: { reply: [451, `4.2.0 ${WORD} ${NUMBER} of ${person.canaries[0]?.name ?? ''} is busy`] } };
      const [dispatched, listed] = [await run('dispatch', '--json'), await run('outbox', '--json')];
      expect(listed.stdout).toContain('"attempts": 1');
      const rows: Haystack = [
        'mails',
        JSON.stringify(['mail', 'mail_attempt'].map((table) => installation.rows(`SELECT * FROM ${table}`))),
      ];
      expect(traces(CANARIES, [...outputs(dispatched), ...outputs(listed), rows])).toEqual([]);
    } finally {
      await server.close();
    }
  });

  it('that refuses the login repeats no password', async () => {
    await queue();
    const passwordFile = join(installation.path, 'smtp-password');
    writeFileSync(passwordFile, `${SECRET}\n`);
    const server = await TestSmtpServer.start({ tls: 'none', login: { user: 'tilltrade', password: 'another' } });
    try {
      smtp(server.url.replace('127.0.0.1', 'localhost'), { user: 'tilltrade', passwordFile });
      const told = [await run('dispatch', '--json'), await run('doctor', '--json'), await run('outbox')];
      expect(told.map(({ status }) => status)).toEqual([1, 1, 0]);
      expect(traces(CANARIES, told.flatMap(outputs))).toEqual([]);
    } finally {
      await server.close();
    }
  });
});

it('a database server that cannot be reached repeats no password', async () => {
  installation.configure({ database: { url: 'postgres://tilltrade@127.0.0.1:1/tilltrade' } });
  const finished = await start(['sync', '--config', installation.config], { env: { PGPASSWORD: SECRET, TILLTRADE_LOG: 'trace' } }).ended;
  expect(finished.status).toBe(1);
  expect(traces(CANARIES, outputs(finished))).toEqual([]);
});

describe('a secret in the configuration file', () => {
  const written = (): Record<string, unknown> => JSON.parse(readFileSync(installation.config, 'utf8')) as Record<string, unknown>;
  const withMail = (mail: object): string => stringify({ ...written(), mail: { from: 'tilltrade@example.se', ...mail } });
  const smtp = { kind: 'smtp', url: 'smtps://mail.example.se:465', user: 'tilltrade' };

  it.each<[string, () => string]>([
    ['as a key of its own', () => withMail({ ...smtp, password: SECRET })],
    ['in the mail server’s URL', () => withMail({ ...smtp, url: `smtps://tilltrade:${encodeURIComponent(SECRET)}@mail.example.se:465` })],
    ['in a mail server’s URL that is none', () => withMail({ ...smtp, url: `smtps//tilltrade:${SECRET}@mail` })],
    [
      'in the database’s URL',
      () => stringify({ ...written(), database: { url: `postgres://tilltrade:${encodeURIComponent(SECRET)}@db:5432/tilltrade` } }),
    ],
    [
      'in the database’s URL, as a parameter',
      () => stringify({ ...written(), database: { url: `postgres://db/tilltrade?password=${SECRET}` } }),
    ],
    ['in a database’s URL that is none', () => stringify({ ...written(), database: { url: `mysql://tilltrade:${SECRET}@db` } })],
    ['as the name of its environment variable', () => withMail({ ...smtp, passwordFile: 'x', passwordEnv: SECRET })],
    ['where a number is expected', () => stringify({ ...written(), server: { port: SECRET } })],
    ['where a choice is expected', () => withMail({ kind: SECRET })],
    ['as an HSA-id’s prefix', () => stringify({ ...written(), municipalities: [{ hsaIdPrefixes: [SECRET], code: SECRET }] })],
    ['in a line that is no YAML', () => `${stringify(written())}\nmail: [ password: "${SECRET}\n`],
    ['in a key that stands twice', () => `${stringify(written())}\n"${SECRET}": 1\n"${SECRET}": 2\n`],
    ['under an anchor that is none', () => `${stringify(written())}\nextra: *${SECRET}\n`],
  ])('%s is told by its path', (_, text) => {
    writeFileSync(installation.config, text());
    let told = '';
    try {
      loadConfiguration(installation.config);
    } catch (error) {
      const { message, stack, cause } = error as Error;
      told = [message, stack, JSON.stringify(error), String(cause)].join('\n');
    }
    expect(told).toContain(installation.config);
    expect(traces(CANARIES, [['the error', told]])).toEqual([]);
  });
});

describe('words on the command line', () => {
  it.each([
    ['explain', NUMBER],
    ['explain', `SE${NUMBER.slice(0, 8)} ${NUMBER.slice(8)}`],
    ['case', 'show', NUMBER],
    ['hold', 'accept', NUMBER, '--by', 'Dana Drift', '--reason', 'x'],
    ['sync', '--municipality', NUMBER],
    ['explain', 'SE2120002502-1A2B', '--at', NUMBER],
    ['explain', 'SE2120002502-1A2B', NUMBER],
    [NUMBER],
  ])('that are a personnummer are not repeated: %s', async (...words) => {
    const finished = await run(...words);
    expect(finished.status).not.toBe(0);
    expect(traces(CANARIES, outputs(finished))).toEqual([]);
  });
});

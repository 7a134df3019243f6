/*
 * What a preview promises: it writes nothing, and the run after it applies exactly what it listed. Real: the built program
 * and its processes, the database, files. Faked: nothing.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { ARE, BERG, crowd, hsaIdOf } from '../support/builders/municipality';
import { Installation } from '../support/installation';

jest.setTimeout(120_000);

type Attributes = Record<string, unknown>;

interface Account {
  hsaId: string;
  enabled: boolean;
  desired: Attributes;
}

interface Change {
  hsaId: string;
  action: string;
  before: Attributes | null;
  after: Attributes | null;
}

interface Run {
  status: string;
  changes?: Change[];
}

const COUNTS = ['read', 'created', 'changed', 'ended', 'reinstated', 'unchanged', 'held'] as const;

let installation: Installation;

beforeEach(async () => {
  installation = Installation.make({ municipalities: [BERG, ARE] });
  installation.writeCatalogue(BERG, crowd(BERG, 20));
  installation.writeCatalogue(ARE, crowd(ARE, 6));
  await installation.json('sync');
});

afterEach(() => installation.remove());

/** The next day in Berg: one is new, one has moved, one has a new telephone, one has lost the role and one is gone. */
const nextDay = (): void => {
  const entries = crowd(BERG, 21).filter(({ attributes }) => attributes.hsaIdentity !== hsaIdOf(BERG, 5));
  for (const entry of entries) {
    const { hsaIdentity } = entry.attributes;
    if (hsaIdentity === hsaIdOf(BERG, 1)) entry.dn = entry.dn.replace(/ou=[^,]*/, 'ou=Hemtjänst Norr');
    if (hsaIdentity === hsaIdOf(BERG, 2)) entry.attributes.telephoneNumber = '0687-99 999';
    if (hsaIdentity === hsaIdOf(BERG, 4)) entry.attributes.hsaSystemRole = ['INTYG;Rehab'];
  }
  installation.writeCatalogue(BERG, entries);
};

const everything = () => ({
  database: createHash('sha256').update(readFileSync(installation.databaseFile)).digest('hex'),
  rows: installation.dump(),
  mails: installation.mailFiles(),
});

const accounts = async (): Promise<Map<string, Account>> =>
  new Map((await installation.json<Account[]>('accounts')).map((account) => [account.hsaId, account]));

const pick = (attributes: Attributes, names: Attributes): Attributes =>
  Object.fromEntries(Object.keys(names).map((name) => [name, attributes[name]]));

/** An attribute without values is no attribute. */
const withoutEmpty = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, Array.isArray(value) && value.length === 0 ? null : value]));

it('a preview writes nothing, and the run after it applies exactly what was listed', async () => {
  nextDay();
  const before = everything();
  const { runs: previewed } = await installation.json<{ runs: Run[] }>('sync --dry-run');
  expect(everything()).toEqual(before);
  expect(previewed.map(({ status }) => status)).toEqual(['previewed', 'previewed']);

  const was = await accounts();
  const { runs: applied } = await installation.json<{ runs: Run[] }>('sync');
  const is = await accounts();
  const counts = (runs: Run[]) =>
    runs.map((run) => pick(run as unknown as Attributes, Object.fromEntries(COUNTS.map((name) => [name, 0]))));
  expect(counts(previewed)).toEqual(counts(applied));
  expect(applied.map(({ changes }) => changes)).toEqual([undefined, undefined]);

  const changes = previewed.flatMap((run) => run.changes ?? []);
  expect(Object.fromEntries(changes.map(({ hsaId, action }) => [hsaId, action]))).toEqual({
    [hsaIdOf(BERG, 1)]: 'changed',
    [hsaIdOf(BERG, 2)]: 'changed',
    [hsaIdOf(BERG, 4)]: 'ended',
    [hsaIdOf(BERG, 5)]: 'ended',
    [hsaIdOf(BERG, 20)]: 'created',
  });
  for (const { hsaId, before: from, after: to, action } of changes) {
    if (from) expect(withoutEmpty(pick(was.get(hsaId)!.desired, from))).toEqual(withoutEmpty(from));
    if (to) expect(withoutEmpty(pick(is.get(hsaId)!.desired, to))).toEqual(withoutEmpty(to));
    expect(is.get(hsaId)?.enabled).toBe(action !== 'ended');
  }
  const listed = new Set(changes.map(({ hsaId }) => hsaId));
  for (const [hsaId, account] of is) if (!listed.has(hsaId)) expect(account).toEqual(was.get(hsaId));
});

it('a preview of what the brake would halt, and of a catalogue that cannot be read, writes nothing either', async () => {
  installation.writeCatalogue(BERG, crowd(BERG, 10));
  installation.writeCatalogue(ARE, []);
  const before = everything();
  const { status, stdout } = await installation.run('sync --dry-run --json');
  expect(status).toBe(3);
  expect(everything()).toEqual(before);
  const [berg, are] = (JSON.parse(stdout) as { runs: Run[] }).runs;
  expect([berg?.status, berg?.changes?.length]).toEqual(['halted', 10]);
  expect(are?.status).toBe('incomplete');
});

it('a preview where there is no database yet tells what a first run would do, and leaves nothing behind', async () => {
  const fresh = Installation.make({ municipalities: [BERG] });
  try {
    fresh.writeCatalogue(BERG, crowd(BERG, 4));
    const files = () => readdirSync(fresh.path, { recursive: true }).sort();
    const before = files();
    const { runs } = await fresh.json<{ runs: Run[] }>('sync --dry-run');
    expect(runs).toMatchObject([{ status: 'previewed', created: 4 }]);
    expect(runs[0]?.changes?.map(({ action }) => action)).toEqual(Array(4).fill('created'));
    expect(files()).toEqual(before);
    const applied = await fresh.json<{ runs: Run[] }>('sync');
    expect(applied.runs).toMatchObject([{ status: 'completed', created: 4 }]);
  } finally {
    await fresh.remove();
  }
});

it('a preview on tables older than the program says so and changes no table', async () => {
  installation.exec('DELETE FROM migration WHERE id = (SELECT MAX(id) FROM migration)');
  const before = everything();
  const { status, stderr } = await installation.run('sync --dry-run');
  expect([status, stderr]).toEqual([1, expect.stringContaining('scripts/tilltrade migrate')]);
  expect(everything()).toEqual(before);
});

it('accounts gives the same bytes while nothing changed', async () => {
  const { stdout } = await installation.run('accounts --json');
  await installation.json('sync');
  await installation.json('sync --full');
  expect((await installation.run('accounts --json')).stdout).toBe(stdout);
  nextDay();
  await installation.json('sync');
  expect((await installation.run('accounts --json')).stdout).not.toBe(stdout);
  expect((await installation.run('accounts --municipality are --json')).stdout).toBe(
    `${JSON.stringify(
      (JSON.parse(stdout) as { municipality: string }[]).filter(({ municipality }) => municipality === 'are'),
      null,
      2,
    )}\n`,
  );
});

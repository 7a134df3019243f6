/*
 * The contract of the command line: what stands on standard output, and the exit statuses. Real: the built program and its
 * processes, the database, files. Faked: nothing.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { type TestMunicipality, ARE, BERG, crowd, hsaIdOf } from '../support/builders/municipality';
import { Installation } from '../support/installation';
import { type Finished, start } from '../support/process';

jest.setTimeout(120_000);

const PEOPLE = 30;
const municipalities = [BERG, ARE];

/** Two municipalities of 30 people each, imported; only looked at. */
let imported: Installation;

beforeAll(async () => {
  imported = Installation.make({ municipalities });
  for (const municipality of municipalities) imported.writeCatalogue(municipality, crowd(municipality, PEOPLE));
  await imported.json('sync');
});

afterAll(() => imported.remove());

/** An installation of the test's own, with the imported people in it. */
async function withCopy<T>(work: (installation: Installation) => Promise<T>): Promise<T> {
  const copy = imported.copy();
  try {
    return await work(copy);
  } finally {
    await copy.remove();
  }
}

/** So many people that the brake trips. */
const loseHalf = (installation: Installation, municipality: TestMunicipality): void =>
  installation.writeCatalogue(municipality, crowd(municipality, PEOPLE / 2));

const cutOff = (installation: Installation, municipality: TestMunicipality): void => {
  const file = installation.catalogueFile(municipality);
  writeFileSync(file, readFileSync(file).subarray(0, -30));
};

/** The one JSON document that makes up standard output. */
function document({ stdout, stderr }: Finished): unknown {
  expect(stderr).not.toContain('Error');
  const parsed = JSON.parse(stdout) as unknown;
  expect(stdout).toBe(`${JSON.stringify(parsed, null, 2)}\n`);
  return parsed;
}

describe('--json prints one document on standard output and nothing else', () => {
  const changing = ['sync', 'sync --full --municipality berg', 'dispatch', 'dispatch --mail', 'dispatch --ad'];
  const looking = [
    'sync --dry-run',
    'accounts',
    `explain ${hsaIdOf(BERG, 0)}`,
    'explain SE2120002502-NOBODY',
    'outbox',
    'case show 2026-00001',
    'findings',
  ];

  it.each(looking.concat('audit verify', 'doctor', 'migrate'))('%s', async (command) => {
    const year = new Date().getFullYear();
    const finished = await imported.run(`${command.replace('2026', String(year))} --json`);
    expect(finished.status).toBe(0);
    document(finished);
  });

  it.each(changing)('%s', async (command) => {
    await withCopy(async (installation) => {
      const finished = await installation.run(`${command} --json`);
      expect(finished.status).toBe(0);
      document(finished);
    });
  });

  it('release, of a plan that the brake halted', async () => {
    await withCopy(async (installation) => {
      loseHalf(installation, BERG);
      const halted = await installation.run('sync --json');
      expect(halted.status).toBe(3);
      const { runs } = document(halted) as { runs: { municipality: string; runId: string; status: string; reason?: string }[] };
      expect(runs.map(({ municipality, status }) => [municipality, status])).toEqual([
        ['berg', 'halted'],
        ['are', 'completed'],
      ]);
      expect(installation.rows('SELECT * FROM account WHERE desired_enabled = 1')).toHaveLength(2 * PEOPLE);
      const released = await installation.run([
        'release',
        runs[0]!.runId,
        '--by',
        'Dana Drift',
        '--reason',
        'Verksamheten läggs ner',
        '--json',
      ]);
      expect(released.status).toBe(0);
      expect(document(released)).toMatchObject({ runs: [{ municipality: 'berg', status: 'completed', ended: PEOPLE / 2 }] });
      expect(installation.rows('SELECT * FROM account WHERE desired_enabled = 1')).toHaveLength(1.5 * PEOPLE);
    });
  });

  it('hold accept, of a changed identity', async () => {
    await withCopy(async (installation) => {
      const [organisation, ...others] = crowd(BERG, PEOPLE);
      const entries = others.map((entry) =>
        entry.attributes.hsaIdentity === hsaIdOf(BERG, 3)
          ? { dn: entry.dn.replace(/^cn=[^,]*/, 'cn=Någon Annan'), attributes: { ...entry.attributes, sn: 'Annan' } }
          : entry,
      );
      installation.writeCatalogue(BERG, [organisation!, ...entries]);
      expect(await installation.json('sync --municipality berg')).toMatchObject({ runs: [{ status: 'completed', held: 1 }] });
      const accepted = await installation.run(['hold', 'accept', hsaIdOf(BERG, 3), '--by', 'Dana Drift', '--reason', 'Gift', '--json']);
      expect(accepted.status).toBe(0);
      expect(document(accepted)).toEqual({ hsaId: hsaIdOf(BERG, 3), municipality: 'berg', action: 'changed' });
    });
  });
});

describe('exit status', () => {
  it.each<[string, 0 | 1 | 3, (installation: Installation) => void]>([
    ['0: everything completed', 0, () => undefined],
    ['3: one halted', 3, (installation) => loseHalf(installation, BERG)],
    ['3: one incomplete', 3, (installation) => cutOff(installation, BERG)],
    ['1: one failed', 1, (installation) => rmSync(installation.catalogueFile(BERG))],
    [
      '1: one failed and one halted',
      1,
      (installation) => {
        rmSync(installation.catalogueFile(BERG));
        loseHalf(installation, ARE);
      },
    ],
  ])('of sync is %s', async (_what, status, happens) => {
    await withCopy(async (installation) => {
      happens(installation);
      expect((await installation.run('sync')).status).toBe(status);
      expect((await installation.run('sync --dry-run --json')).status).toBe(status);
    });
  });

  it('of dispatch is 1 where a mail cannot be delivered, and 0 when it is mended', async () => {
    await withCopy(async (installation) => {
      rmSync(installation.mailDirectory, { recursive: true, force: true });
      writeFileSync(installation.mailDirectory, 'in the way');
      const failed = await installation.run('dispatch --json');
      expect(failed.status).toBe(1);
      expect(document(failed)).toMatchObject({ mail: { sent: 0, waiting: 2 } });
      rmSync(installation.mailDirectory);
      expect(await installation.json('dispatch')).toMatchObject({ mail: { sent: 2, waiting: 0 } });
    });
  });

  it('of audit verify is 1 where the chain is broken', async () => {
    await withCopy(async (installation) => {
      const database = new Database(installation.databaseFile);
      database.prepare("UPDATE audit_row SET subject = 'se2120002502-other' WHERE seq = 7").run();
      database.close();
      const broken = await installation.run('audit verify --json');
      expect(broken.status).toBe(1);
      expect(document(broken)).toMatchObject({ ok: false, problems: [{ seq: 7 }] });
    });
  });

  it('of doctor is 1 where a catalogue is missing', async () => {
    await withCopy(async (installation) => {
      rmSync(installation.catalogueFile(BERG));
      const ill = await installation.run('doctor --json');
      expect(ill.status).toBe(1);
      expect(document(ill)).toMatchObject({ ok: false });
    });
  });

  it('of case show is 1 for a case that does not exist', async () => {
    const missing = await imported.run('case show 2026-99999 --json');
    expect(missing.status).toBe(1);
    document(missing);
  });
});

describe('wrong usage', () => {
  it.each<[string, string[], RegExp]>([
    ['an unknown command', ['synk'], /Det finns inget kommando synk. Menade du sync\?/],
    ['no command', [], /^Så här: tilltrade/],
    ['half a command', ['case'], /show/],
    ['an unknown option', ['sync', '--all'], /--all/],
    ['a missing argument', ['explain'], /<HSA-id> saknas/],
    ['too many arguments', ['accounts', 'berg'], /accounts/],
    ['an unknown municipality', ['sync', '--municipality', 'krokom'], /krokom.*berg, are/],
    ['an unknown municipality', ['accounts', '--municipality', 'krokom'], /krokom.*berg, are/],
    ['a date that does not exist', ['explain', hsaIdOf(BERG, 0), '--at', '2026-02-30'], /2026-02-30/],
    ['a date in words', ['explain', hsaIdOf(BERG, 0), '--at', 'igår'], /igår/],
    ['a day to come', ['explain', hsaIdOf(BERG, 0), '--at', '2999-01-01'], /2999-01-01/],
    ['release without --by', ['release', 'berg-1', '--reason', 'x'], /--by/],
    ['release without --reason', ['release', 'berg-1', '--by', 'x'], /--reason/],
    ['release with an empty reason', ['release', 'berg-1', '--by', 'x', '--reason', ' '], /--reason/],
    ['release of a run that is not', ['release', 'berg-1', '--by', 'x', '--reason', 'y'], /berg-1/],
    ['hold accept without --by', ['hold', 'accept', hsaIdOf(BERG, 0), '--reason', 'x'], /--by/],
    ['hold accept without --reason', ['hold', 'accept', hsaIdOf(BERG, 0), '--by', 'x'], /--reason/],
    ['hold accept of somebody who is not held', ['hold', 'accept', hsaIdOf(BERG, 0), '--by', 'x', '--reason', 'y'], /P1000/],
    ['--reveal without --reason', ['case', 'show', '2026-00001', '--reveal'], /--reason/],
  ])('%s ends with 2 and says what', async (_what, words, says) => {
    const { status, stdout, stderr } = words.length < 2 && words[0] !== 'explain' ? await start(words).ended : await imported.run(words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/error|usage|option|argument|command/i);
  });

  it('help is no failure', async () => {
    const { status, stdout } = await start(['--help']).ended;
    expect(status).toBe(0);
    for (const command of [
      'serve',
      'sync',
      'dispatch',
      'accounts',
      'explain',
      'outbox',
      'case',
      'release',
      'hold',
      'findings',
      'audit',
      'doctor',
      'migrate',
    ]) {
      expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    }
  });
});

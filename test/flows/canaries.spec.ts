import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { everyAnswer } from '../support/asking';
import { isHsaId } from '../../src/people/hsa-id';
import { canaryPerson, numberCarriers } from '../support/builders/canary-people';
import { BERG, crowd } from '../support/builders/municipality';
import type { CatalogueEntry } from '../support/builders/ldif';
import { testPersonalNumber } from '../support/builders/personal-number';
import { type Haystack, personalNumberCanary, secretCanary, traces } from '../support/canaries';
import { Installation } from '../support/installation';
import { type Finished, start } from '../support/process';
import type { RunJson } from '../support/service.types';

// Real: the built program, its processes, database file and mails. Nothing is faked.

const CROWD = 12;

/** Protected from the first day, each in a way of its own. */
const FROM_THE_START = {
  byClass: canaryPerson('qa'),
  byAttribute: canaryPerson('qb'),
  refused: canaryPerson('qc'),
  nearMiss: canaryPerson('qd'),
  duplicate: canaryPerson('qe'),
  nameAsHsaId: canaryPerson('qf'),
  blankInHsaId: canaryPerson('qg'),
  withoutHsaId: canaryPerson('qh'),
  controlCharacter: canaryPerson('qi'),
};

/** Becomes protected on the second day, after everything there is about a person has come to be. */
const LATER = {
  mailed: canaryPerson('ra'),
  mailWaits: canaryPerson('rb'),
  withFinding: canaryPerson('rc'),
  refused: canaryPerson('rd'),
  nearMiss: canaryPerson('re'),
  left: canaryPerson('rf'),
  held: canaryPerson('rg'),
  duplicate: canaryPerson('rh'),
  withoutHsaId: canaryPerson('ri'),
};

/** Never protected; held on the second day, and somebody writes a personnummer in the reason for letting go. */
const OPEN = canaryPerson('za');
const IN_REASON = personalNumberCanary(testPersonalNumber('19890411'));

const OTHER_UUID = { entryUUID: '22222222-7a53-4a53-9f0e-6d1a2b3c4d5e' };
const carriers = numberCarriers();

const protectedFromTheStart = (): CatalogueEntry[] => {
  const { byClass, byAttribute, refused, nearMiss, duplicate, nameAsHsaId, blankInHsaId, withoutHsaId, controlCharacter } = FROM_THE_START;
  return [
    byClass.entry({ isProtected: true }),
    byAttribute.entry({ attributes: { hsaProtectedPerson: '1' } }),
    refused.entry({ isProtected: true, attributes: { startDate: 'Ärtsångareqc', endDate: 'Göktytaqc' } }),
    nearMiss.entry({ isProtected: true, roles: ['RJH;LINK-Ärtsångareqd'] }),
    duplicate.entry({ isProtected: true }),
    duplicate.entry({ cn: 'Kornknarrqe', attributes: { startDate: 'Näktergalqe' } }),
    nameAsHsaId.entry({ isProtected: true, hsaId: 'Göktytaqf Ärtsångareqf' }),
    blankInHsaId.entry({ isProtected: true, hsaId: `${blankInHsaId.hsaId} ` }),
    withoutHsaId.entry({ isProtected: true, attributes: { hsaIdentity: undefined } }),
    controlCharacter.entry({ isProtected: true, attributes: { title: 'Kornknarrqi\u0007' } }),
  ];
};

/** The later ones on a day: before their protection, or with it. */
const later = (isProtected: boolean): CatalogueEntry[] => [
  LATER.mailed.entry({ isProtected }),
  LATER.withFinding.entry({ isProtected, attributes: { mail: undefined } }),
  LATER.refused.entry({ isProtected, attributes: { startDate: 'Näktergalrd' } }),
  LATER.nearMiss.entry({ isProtected, roles: ['RJH;LINK-Ärtsångarere'] }),
  LATER.duplicate.entry({ isProtected }),
  LATER.duplicate.entry({ isProtected, cn: 'Kornknarrrh' }),
  LATER.withoutHsaId.entry({ isProtected, attributes: { hsaIdentity: undefined } }),
];

const base = (): CatalogueEntry[] => [
  ...[...Object.values(FROM_THE_START), ...Object.values(LATER), OPEN].map(({ unit }) => unit),
  ...carriers.flatMap(({ entries }) => entries),
  ...protectedFromTheStart(),
];

const dayOne = () => [...crowd(BERG, CROWD), ...base(), ...later(false), LATER.left.entry(), LATER.held.entry(), OPEN.entry()];
const dayTwo = () => [
  ...crowd(BERG, CROWD),
  ...base(),
  ...later(false),
  LATER.left.entry({ roles: [] }),
  LATER.held.entry({ attributes: OTHER_UUID }),
  OPEN.entry({ attributes: OTHER_UUID }),
  LATER.mailWaits.entry(),
];
/** Everybody later is protected now; most of the crowd is gone, which the brake stops. */
const dayThree = () => [
  ...crowd(BERG, 2),
  ...base(),
  ...later(true),
  LATER.left.entry({ isProtected: true, roles: [] }),
  LATER.held.entry({ isProtected: true, attributes: OTHER_UUID }),
  OPEN.entry({ attributes: OTHER_UUID }),
  LATER.mailWaits.entry({ isProtected: true }),
];

/** What a stage of the story gave: before the later ones were protected, or after. */
const before: Haystack[] = [];
const after: Haystack[] = [];
let installation: Installation;
let statuses: Record<string, number | null>;
let revealed: Finished;

const tell = async (to: Haystack[], command: string, args: string[] = command.split(' ')): Promise<string> => {
  const { status, stdout, stderr } = await start([...args, '--config', installation.config], { env: { TILLTRADE_LOG: 'trace' } }).ended;
  to.push([`${command}, stdout`, stdout], [`${command}, stderr`, stderr]);
  statuses[command] = status;
  return stdout;
};
const run = (to: Haystack[], command: string): Promise<string> => tell(to, `${command} --json`);
const runOf = (stdout: string): RunJson => {
  const [first] = (JSON.parse(stdout) as { runs: RunJson[] }).runs;
  if (!first) throw new Error('Nothing was run');
  return first;
};

/** Every question that may be asked, about everybody. */
async function askEverything(to: Haystack[]): Promise<void> {
  const people = [...Object.values(FROM_THE_START), ...Object.values(LATER), OPEN].map(({ hsaId }) => hsaId);
  const carried = carriers.flatMap(({ entries }) => entries.map(({ attributes }) => String(attributes.hsaIdentity))).filter(isHsaId);
  const today = new Date().toISOString().slice(0, 10);
  to.push(...(await everyAnswer(installation.config, [...people, ...carried], today)));
}

beforeAll(async () => {
  statuses = {};
  installation = Installation.make({ municipalities: [BERG], more: { notifications: { digestFrom: 1000 } } });

  installation.writeCatalogue(BERG, dayOne());
  await run(before, 'sync --dry-run');
  await run(before, 'sync');
  await run(before, 'dispatch');
  for (const name of installation.mailFiles()) before.push([`mail ${name}`, readFileSync(join(installation.mailDirectory, name))]);
  const mailsBefore = new Set(installation.mailFiles());

  installation.writeCatalogue(BERG, dayTwo());
  await run(before, 'sync');
  installation.configure({ mail: { kind: 'smtp', url: 'smtp://127.0.0.1:1', from: 'tilltrade@example.se' } });
  await run(before, 'dispatch');
  await askEverything(before);

  installation.writeCatalogue(BERG, dayThree());
  await tell(after, 'sync --dry-run');
  await run(after, 'sync --dry-run');
  const halted = runOf(await run(after, 'sync'));
  if (halted.status !== 'halted') throw new Error(`The run was to halt: ${halted.status}`);
  await askEverything(after);
  installation.configure();
  await run(after, 'dispatch');
  const reason = `Rätt, enligt ${IN_REASON.texts[0] ?? ''}`;
  await tell(after, 'release', ['release', halted.runId, '--by', reason, '--reason', reason, '--json']);
  for (const { hsaId } of [LATER.held, OPEN]) {
    await tell(after, `hold accept ${hsaId}`, ['hold', 'accept', hsaId, '--by', 'Dana Drift', '--reason', reason, '--json']);
  }
  const [secret] = installation.rows<{ number: string }>('SELECT number FROM service_case WHERE is_protected ORDER BY number');
  const reveal = ['case', 'show', secret?.number ?? '', '--reveal', '--reason', 'Lägger upp i Cosmic', '--config', installation.config];
  revealed = await start(reveal, { env: { TILLTRADE_LOG: 'trace' } }).ended;
  after.push(['case show --reveal, stderr', revealed.stderr]);
  await run(after, 'sync');
  await run(after, 'dispatch');
  for (const name of installation.mailFiles().filter((file) => !mailsBefore.has(file))) {
    after.push([`mail ${name}`, readFileSync(join(installation.mailDirectory, name))]);
  }
  await askEverything(after);
  // As processes too, for what they log.
  for (const question of ['accounts', 'findings', 'outbox', 'audit verify', 'doctor', `explain ${LATER.held.hsaId}`])
    await tell(after, question);

  for (const name of readdirSync(installation.path, { recursive: true })) after.push(['a file’s name', String(name)]);
  for (const name of readdirSync(join(installation.path, 'data')).filter((file) => file.startsWith('tilltrade.sqlite'))) {
    after.push([`bytes of ${name}`, readFileSync(join(installation.path, 'data', name))]);
  }
  after.push(['text in the database', installation.dump()]);
}, 180_000);
afterAll(() => installation.remove());

it('the story went as it was to go', () => {
  expect(statuses).toMatchObject({
    'sync --json': 0,
    release: 0,
    'audit verify': 0,
    'dispatch --json': 0,
  });
  expect([statuses[`hold accept ${LATER.held.hsaId}`], statuses[`hold accept ${OPEN.hsaId}`]]).toEqual([0, 0]);
  expect(installation.rows<{ count: number }>('SELECT COUNT(*) AS count FROM account')[0]?.count).toBeGreaterThan(30);
  expect(after.filter(([name]) => name.startsWith('mail ')).length).toBeGreaterThan(5);
  const everybody = [...Object.values(FROM_THE_START), ...Object.values(LATER)].flatMap(({ canaries }) => canaries);
  expect(traces(everybody, [['revealed', revealed.stdout]])).not.toEqual([]);
  const named = traces(LATER.mailed.canaries.slice(0, 1), before).filter((trace) => trace.startsWith('mail '));
  expect(named).toHaveLength(1);
});

it.each(carriers.map(({ what, canary }) => [what, canary] as const))('a personnummer in %s is nowhere', (_, canary) => {
  expect(traces([canary], [...before, ...after])).toEqual([]);
});

it('a personnummer in the words of whoever decided is nowhere, and the rest of them is', () => {
  expect(traces([IN_REASON], after)).toEqual([]);
  const told = after.findLast(([name]) => name === `explain ${OPEN.hsaId}`)?.[1];
  expect(told).toContain('Rätt, enligt [personnummer]');
});

it.each(Object.entries(FROM_THE_START))('somebody protected from the start (%s) is named nowhere', (_, { canaries }) => {
  expect(traces(canaries, [...before, ...after])).toEqual([]);
});

it.each(Object.entries(LATER))('somebody protected later (%s) is named nowhere from then on', (_, { canaries }) => {
  expect(traces(canaries, after)).toEqual([]);
});

it('no mail holds the HSA-id of a protected person', () => {
  const ids = [...Object.values(FROM_THE_START), ...Object.values(LATER)].map(({ hsaId }) => secretCanary(hsaId, hsaId));
  expect(
    traces(
      ids,
      after.filter(([name]) => name.startsWith('mail ')),
    ),
  ).toEqual([]);
});

it('the key is in nothing that was told', () => {
  const key = readFileSync(installation.keyFile);
  const canaries = ['latin1', 'hex', 'base64'].map((encoding) =>
    secretCanary(`the key, ${encoding}`, key.toString(encoding as BufferEncoding)),
  );
  expect(traces(canaries, [...before, ...after])).toEqual([]);
});

it('everybody’s data is used all the same', () => {
  const hashes = installation.rows<{ count: number }>('SELECT COUNT(*) AS count FROM person WHERE personal_number_hash IS NOT NULL');
  expect(hashes[0]?.count).toBeGreaterThanOrEqual(4);
});

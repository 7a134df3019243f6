import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BERG, crowd } from '../support/builders/municipality';
import { aPdf } from '../support/builders/scans';
import { traces } from '../support/canaries';
import { Installation } from '../support/installation';
import { pdfText } from '../support/pdf-text';
import { verifyChain } from '../support/verify-chain';

// Real: the built program, its processes, files and database. Faked: nothing.

jest.setTimeout(120_000);

let installation: Installation;
let hsaId: string;
const file = (name: string): string => join(installation.path, name);
const run = (...words: string[]) => installation.run(['agreement', ...words]);
const json = async <T>(...words: string[]): Promise<T> => {
  const { status, stdout, stderr } = await run(...words, '--json');
  expect([stderr, status]).toEqual(['', 0]);
  return JSON.parse(stdout) as T;
};
const ADD = ['template', 'add', '1', '--file', 'config/agreements/1.txt', '--effective', '2026-01-01', '--by', 'Dana Drift'];
const REGISTER = ['--template', '1', '--signed', '2026-02-03', '--received', '2026-02-05', '--by', 'Dana Drift'];

beforeAll(async () => {
  installation = Installation.make({ municipalities: [BERG] });
  installation.configure({ agreements: { scanKeyFile: file('scans.key') } });
  installation.writeCatalogue(BERG, crowd(BERG, 3));
  await installation.json('sync');
  [{ hsaId }] = await installation.json<[{ hsaId: string }]>('accounts');
}, 60_000);
afterAll(() => installation.remove());

it('a text is added, a paper registered with its scan, shown, printed, corrected and withdrawn', async () => {
  expect((await run('template', 'list')).stdout).toContain('agreement template add 1');
  expect(await json(...ADD)).toMatchObject({ version: '1', isCurrent: true, concerned: 0 });
  expect((await run(...ADD)).stdout).toContain('finns redan');
  expect((await run('template', 'show', '1')).stdout).toContain('Tystnadsplikten gäller alltid');

  writeFileSync(file('scan.exe'), aPdf()); // its name says nothing
  const registered = await json<{ id: string }>(
    'register',
    hsaId,
    ...REGISTER,
    '--registry-number',
    'SC 2026/17',
    '--scan',
    file('scan.exe'),
  );
  expect(registered).toMatchObject({
    hsaId,
    status: 'valid',
    registryNumber: 'SC 2026/17',
    receiver: 'Dana Drift',
    scan: { mediaType: 'application/pdf' },
  });
  expect((await run('show', registered.id)).stdout).toContain('Diarienummer: SC 2026/17');
  expect((await installation.run(['explain', hsaId])).stdout).not.toContain('inte inlämnad');

  await json('scan', registered.id, '--to', file('copy.pdf'), '--by', 'Dana Drift');
  expect(readFileSync(file('copy.pdf')).equals(aPdf())).toBe(true);
  await json('pdf', hsaId, '--to', file('print.pdf'));
  expect(pdfText(readFileSync(file('print.pdf'))).join()).toContain(hsaId);
  expect([statSync(file('copy.pdf')).mode & 0o777, statSync(file('print.pdf')).mode & 0o777]).toEqual([0o600, 0o600]);
  expect((await run('pdf', hsaId, '--to', file('print.pdf'))).stderr).toContain('skrivs inte över');

  const corrected = await json<{ id: string }>('correct', registered.id, ...REGISTER, '--reason', 'Fel diarienummer');
  expect(corrected).toMatchObject({ replaces: registered.id, registryNumber: null, correctionReason: 'Fel diarienummer' });
  expect(await json('withdraw', hsaId, '--by', 'Dana Drift', '--reason', 'Har slutat')).toMatchObject({ status: 'withdrawn' });
  expect((await json<{ status: string }[]>('list', hsaId)).map(({ status }) => status)).toEqual(['withdrawn', 'corrected']);
  expect(await verifyChain(installation)).toMatchObject({ ok: true });
});

it.each<[string, string[], number, RegExp]>([
  ['no such person', ['register', 'SE2120002502-NOBODY', ...REGISTER], 1, /inget som du får se/],
  ['a personnummer', ['register', '20170101-2393', ...REGISTER], 2, /HSA-id/],
  ['neither a person nor a case', ['register', ...REGISTER], 2, /--case/],
  [
    'a day to come',
    ['register', 'ID', '--template', '1', '--signed', '2999-01-01', '--received', '2999-01-01', '--by', 'Dana'],
    2,
    /inte kommit än/,
  ],
  ['a file that is not there', ['register', 'ID', ...REGISTER, '--scan', '/nowhere/scan.pdf'], 1, /gick inte att läsa \(ENOENT\)/],
  ['nobody who decides', ['withdraw', 'ID', '--reason', 'x'], 2, /--by/],
  ['an empty reason', ['withdraw', 'ID', '--by', 'Dana', '--reason', ' '], 2, /tomt/],
  ['no such registration', ['show', 'nothing'], 1, /inget som du får se/],
  ['no such version', ['template', 'show', '9'], 1, /ingen sådan version/],
  ['a text that is no text', ['template', 'add', '2', '--file', 'EXE', '--effective', '2099-01-01', '--by', 'Dana'], 1, /UTF-8/],
])('is refused with a clear sentence: %s', async (_what, words, status, sentence) => {
  writeFileSync(file('text.exe'), Buffer.from([0x4d, 0x5a, 0x90, 0xff]));
  const ended = await run(...words.map((word) => (word === 'ID' ? hsaId : word === 'EXE' ? file('text.exe') : word)));
  expect([ended.status, ended.stderr]).toEqual([status, expect.stringMatching(sentence)]);
  expect(traces([{ name: 'the number', texts: ['201701012393'], isNumber: true }], [['the answer', ended.stdout + ended.stderr]])).toEqual(
    [],
  );
});

it('a database that is copied has its scans, under the same key', async () => {
  const registered = await json<{ id: string }>('register', hsaId, ...REGISTER, '--scan', file('scan.exe')).catch(() => null);
  const [{ id } = { id: '' }] = installation.rows<{ id: string }>('SELECT id FROM agreement WHERE scan_id IS NOT NULL LIMIT 1');
  expect(registered).toBeNull(); // signed before it was withdrawn
  const copy = file('copy.sqlite');
  expect((await installation.run(['database', 'copy', '--to', `sqlite:${copy}`])).status).toBe(0);
  installation.configure({ database: { url: `sqlite:${copy}` }, agreements: { scanKeyFile: file('scans.key') } });
  await json('scan', id, '--to', file('from-copy.pdf'), '--by', 'Dana Drift');
  expect(readFileSync(file('from-copy.pdf')).equals(aPdf())).toBe(true);
});

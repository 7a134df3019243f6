/*
 * While the service runs: what it answers, what it logs, and what its database files hold in the moment somebody has
 * become protected. Real: the built program and its processes, HTTP, the database's files. Faked: nothing.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canaryPerson } from '../support/builders/canary-people';
import { BERG, crowd } from '../support/builders/municipality';
import { testPersonalNumber } from '../support/builders/personal-number';
import { type Haystack, nameCanary, personalNumberCanary, traces } from '../support/canaries';
import { Installation } from '../support/installation';
import type { RunningProcess } from '../support/process';

jest.setTimeout(120_000);

/** Far from now: nothing happens by itself. */
const NEVER = { sync: '0 0 29 2 *', nearMisses: '0 0 29 2 *' };
const person = canaryPerson('va');
const other = canaryPerson('vc');
const ASKED = 'Nötskrikanvb';
const NUMBER = testPersonalNumber('19660606');
const HYPHENATED = `${NUMBER.slice(0, 8)}-${NUMBER.slice(8)}`;
const CANARIES = [...person.canaries, ...nameCanary(ASKED), personalNumberCanary(NUMBER)];

let installation: Installation;
let service: RunningProcess;
let url: string;
beforeAll(async () => {
  installation = Installation.make({ municipalities: [BERG], more: { schedule: NEVER } });
  installation.writeCatalogue(BERG, [...crowd(BERG, 4), person.unit, person.entry(), other.unit, other.entry()]);
  await installation.json('sync');
  service = installation.start('serve', { env: { TILLTRADE_LOG: 'trace' } });
  [, url = ''] = await service.writes(/"url":"(http:[^"]+)","msg":"listening"/);
}, 60_000);
afterAll(() => installation.remove());

const json = { 'content-type': 'application/json' };

describe('a request', () => {
  it.each<[string, RequestInit]>([
    ['/cases/2026-00005', {}],
    [`/cases/${encodeURIComponent(ASKED)}`, {}],
    [`/cases/${NUMBER}`, {}],
    [`/cases/${HYPHENATED}`, {}],
    [`/runs/${encodeURIComponent(ASKED)}-20261121T000000-abcd`, {}],
    [`/people/${HYPHENATED}/${encodeURIComponent(ASKED)}`, {}],
    [`/?personnummer=${HYPHENATED}&namn=${encodeURIComponent(ASKED)}`, {}],
    [`/health/ready?${NUMBER}`, {}],
    [`/${encodeURIComponent(`${ASKED}/${NUMBER}`)}`, {}],
    [`/%E5${NUMBER}`, {}],
    ['/cases/2026-00005', { headers: { 'user-agent': `x ${NUMBER}`, referer: `https://example.se/${NUMBER}`, cookie: `who=${NUMBER}` } }],
    ['/cases/2026-00005', { method: 'POST', body: JSON.stringify({ namn: ASKED, nummer: NUMBER }), headers: json }],
    ['/cases/2026-00005', { method: 'POST', body: `{"namn": "${ASKED}`, headers: json }],
  ])('%s is answered without what was asked with', async (path, init) => {
    const response = await fetch(url + path, { redirect: 'manual', ...init });
    const answer = `${JSON.stringify([...response.headers])}\n${await response.text()}`;
    expect(traces(CANARIES, [['the answer', answer]])).toEqual([]);
  });
});

it.each([
  { what: 'a name that is protected now', who: person, left: 4, status: 0, unprotected: other },
  { what: 'a name that is protected with a read that halts', who: other, left: 1, status: 3, unprotected: null },
])('$what stands in none of the database’s files, while the service has them open', async ({ who, left, status, unprotected }) => {
  const folder = join(installation.path, 'data');
  const files = (): Haystack[] =>
    readdirSync(folder)
      .filter((name) => name.startsWith('tilltrade.sqlite'))
      .sort()
      .map((name) => [name, readFileSync(join(folder, name))]);
  expect(traces(who.canaries.slice(0, 1), files())).not.toEqual([]);
  const entries = [person, other].flatMap((one) => [one.unit, one.entry({ isProtected: one !== unprotected })]);
  installation.writeCatalogue(BERG, [...crowd(BERG, left), ...entries]);
  expect((await installation.run('sync')).status).toBe(status);
  expect(files().map(([name]) => name)).toEqual(['tilltrade.sqlite', 'tilltrade.sqlite-shm', 'tilltrade.sqlite-wal']);
  expect(traces(who.canaries, files())).toEqual([]);
});

it('each request is logged, but neither of whom nor with what was asked', async () => {
  const { stdout, stderr } = await service.stop();
  expect(stderr.match(/"msg":"request /g)?.length).toBeGreaterThanOrEqual(10);
  expect(stderr).toContain('"path":"/cases/2026-00005"');
  expect(
    traces(CANARIES, [
      ['stdout', stdout],
      ['stderr', stderr],
    ]),
  ).toEqual([]);
});

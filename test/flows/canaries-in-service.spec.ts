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

jest.setTimeout(60_000);

/** Far from now: nothing happens by itself. */
const NEVER = { sync: '0 0 29 2 *', nearMisses: '0 0 29 2 *' };
const person = canaryPerson('va');
const ASKED = 'Nötskrikanvb';
const NUMBER = testPersonalNumber('19660606');
const HYPHENATED = `${NUMBER.slice(0, 8)}-${NUMBER.slice(8)}`;

let installation: Installation;
let service: RunningProcess;
let url: string;
beforeAll(async () => {
  installation = Installation.make({ municipalities: [BERG], more: { schedule: NEVER } });
  installation.writeCatalogue(BERG, [...crowd(BERG, 4), person.unit, person.entry()]);
  await installation.json('sync');
  service = installation.start('serve', { env: { TILLTRADE_LOG: 'trace' } });
  [, url = ''] = await service.writes(/"url":"(http:[^"]+)","msg":"listening"/);
}, 60_000);
afterAll(() => installation.remove());

const ask = async (path: string, init: RequestInit = {}): Promise<Haystack> => {
  const response = await fetch(url + path, { redirect: 'manual', ...init });
  return [`${init.method ?? 'GET'} ${path}`, `${JSON.stringify([...response.headers])}\n${await response.text()}`];
};

describe('a request', () => {
  it.each<[string, RequestInit?]>([
    ['/cases/2026-00005'],
    [`/cases/${encodeURIComponent(ASKED)}`],
    [`/cases/${NUMBER}`],
    [`/cases/${HYPHENATED}`],
    [`/runs/${encodeURIComponent(ASKED)}-20261121T000000-abcd`],
    [`/people/${HYPHENATED}/${encodeURIComponent(ASKED)}`],
    [`/?personnummer=${HYPHENATED}&namn=${encodeURIComponent(ASKED)}`],
    [`/health/ready?${NUMBER}`],
    [`/${encodeURIComponent(`${ASKED}/${NUMBER}`)}`],
    [`/%E5${NUMBER}`],
    ['/cases/2026-00005', { headers: { 'user-agent': `x ${NUMBER}`, referer: `https://example.se/${NUMBER}`, cookie: `who=${NUMBER}` } }],
    [
      '/cases/2026-00005',
      { method: 'POST', body: JSON.stringify({ namn: ASKED, nummer: NUMBER }), headers: { 'content-type': 'application/json' } },
    ],
    ['/cases/2026-00005', { method: 'POST', body: `{"namn": "${ASKED}`, headers: { 'content-type': 'application/json' } }],
  ])('%s is answered and logged without what was asked with', async (path, init) => {
    const logged = service.stderr.length;
    const answer = await ask(path, init);
    await service.writes(new RegExp(`(?<=^[^]{${logged}})"statusCode":|health`));
    expect(
      traces([...person.canaries, ...nameCanary(ASKED), personalNumberCanary(NUMBER)], [answer, ['log', service.stderr.slice(logged)]]),
    ).toEqual([]);
  });
});

it('a name that is protected now stands in none of the database’s files, while the service has them open', async () => {
  const files = (): Haystack[] =>
    readdirSync(join(installation.path, 'data'))
      .filter((name) => name.startsWith('tilltrade.sqlite'))
      .map((name) => [name, readFileSync(join(installation.path, 'data', name))]);
  expect(traces(person.canaries.slice(0, 1), files())).not.toEqual([]);
  installation.writeCatalogue(BERG, [...crowd(BERG, 4), person.unit, person.entry({ isProtected: true })]);
  await installation.json('sync');
  expect(
    files()
      .map(([name]) => name)
      .sort(),
  ).toEqual(['tilltrade.sqlite', 'tilltrade.sqlite-shm', 'tilltrade.sqlite-wal']);
  expect(traces(person.canaries, files())).toEqual([]);
});

it('the service has named nobody when it stops', async () => {
  const { stdout, stderr } = await service.stop();
  expect(
    traces(
      [...person.canaries, personalNumberCanary(NUMBER)],
      [
        ['stdout', stdout],
        ['stderr', stderr],
      ],
    ),
  ).toEqual([]);
});

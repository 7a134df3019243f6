/*
 * What somebody sees who starts the service for the first time, and again. Real: scripts/start, the demonstration's
 * configuration and catalogues, HTTP, signals. Faked: where its data lie and which port it takes.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findingKindText } from '../../src/texts/sv/finding-kinds';
import { Browser } from '../support/browser';
import { type RunningProcess, ROOT, endLeftovers, start } from '../support/process';

jest.setTimeout(120_000);

let directory: string;
let config: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tilltrade-'));
  config = join(directory, 'demo.yaml');
  const demo = readFileSync(join(ROOT, 'config', 'demo.yaml'), 'utf8');
  const moved = demo.replaceAll('data/demo', directory).replace('port: 8080', 'port: 0');
  expect(moved).not.toBe(demo);
  writeFileSync(config, moved);
});

afterEach(async () => {
  await endLeftovers();
  rmSync(directory, { recursive: true, force: true });
});

const startScript = (): RunningProcess => start([], { script: 'scripts/start', env: { TILLTRADE_CONFIG: config } });

const mails = (): string[] => readdirSync(join(directory, 'mail')).sort();

const read = async (command: string): Promise<unknown> => JSON.parse((await start([command, '--json', '--config', config]).ended).stdout);

it('reads the samples, says what happened and serves; stopped and started again it loses nothing', async () => {
  const service = startScript();
  const [, url = ''] = await service.writes(/svarar på (http:\S+)/, 'stdout');
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  const accounts = (await read('accounts')) as { enabled: boolean }[];
  const findings = (await read('findings')) as { kind: string }[];
  for (const name of ['Bergs kommun', 'Åre kommun', 'Östersunds kommun', 'Ragunda kommun', 'Krokoms kommun']) {
    expect(service.stdout).toMatch(new RegExp(`^${name}: klar\\. \\d+ lästa, \\d+ nya`, 'm'));
  }
  expect(service.stdout).toContain(`${accounts.filter(({ enabled }) => enabled).length} konton i externt AD`);
  expect(service.stdout).toContain(`${mails().length} mejl skickade`);
  expect(service.stdout).toContain(`${findings.length} avvikelser att titta på`);
  for (const { kind } of findings) {
    expect(service.stdout).toContain(` ${findingKindText(kind)}: `);
    expect(findingKindText(kind)).not.toBe(kind);
  }

  expect(service.stdout).toContain(`Logga in på ${url}/login`);
  expect(service.stdout).toContain('SE2120002502-CH3F  Annika Berglund, chef berg');
  const browser = new Browser();
  const form = { hsaId: 'SE2321000214-SC01', to: '/health/live' };
  expect((await browser.open(`${url}/login`, { form, headers: { origin: url } })).status).toBe(200);
  expect((await browser.open(`${url}/logout`)).text).toContain('Mona Sundin');

  const templates = (await start(['agreement', 'template', 'list', '--json', '--config', config]).ended).stdout;
  expect(JSON.parse(templates)).toMatchObject([{ version: '1', isCurrent: true }]);

  const sent = mails();
  expect(await service.stop()).toMatchObject({ status: 0, signal: null });

  const again = startScript();
  await again.writes(/svarar på (http:\S+)/, 'stdout');
  expect(again.stdout).toContain('0 mejl skickade');
  expect(await read('accounts')).toEqual(accounts);
  expect(await read('findings')).toEqual(findings);
  expect(mails()).toEqual(sent);
  expect(await again.stop('SIGINT')).toMatchObject({ status: 0, signal: null });
});

it('stopped while it reads for the first time it ends well, and the next start does the rest', async () => {
  const service = startScript();
  await service.writes(/"msg":"run ended"/);
  expect(await service.stop()).toMatchObject({ status: 0, signal: null });
  expect(service.stdout).not.toContain('svarar på');

  const again = startScript();
  await again.writes(/svarar på (http:\S+)/, 'stdout');
  const accounts = (await read('accounts')) as object[];
  const outbox = (await read('outbox')) as { state: string; caseNumbers: string[] }[];
  expect(new Set(outbox.map(({ state }) => state))).toEqual(new Set(['sent']));
  expect(outbox.flatMap(({ caseNumbers }) => caseNumbers)).toHaveLength(accounts.length);
  expect(mails()).toHaveLength(outbox.length);
  await again.stop();
});

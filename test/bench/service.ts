import { Installation } from '../support/installation';
import type { RunningProcess } from '../support/process';
import { hsaIdPrefix } from '../support/builders/municipality';
import { BenchCatalogue } from './catalogue';
import { child, cleanUps, say } from './child';
import { type Kind, load, type Load, type Loaded } from './load';
import type { BenchOptions } from './options';
import { hsaIdOf, MUNICIPALITY } from './population';
import type { ServiceMeasurements } from './service-report';

const CLIENTS = 6;
/** Audit rows for each person: who was read by whom, three times over. */
const ROWS_PER_PERSON = 3;
const WARM_UP = 500;
const REQUESTS = 3000;
const CHANGED = 100;
const KEY_DAYS = 30;
/** Once a year: no run but the bench's own. */
const NEVER = '0 3 1 1 *';

const TEXTS = ['Ö', 'anna', 'Wik', 'Märta Sj', 'nyström', 'Zz', 'P00012', `${hsaIdPrefix(MUNICIPALITY)}P0000`];

/** Any of them, far from the one before. */
const someone = (number: number, people: number): string => hsaIdOf((number * 7919) % people);

interface OpenCase {
  number: string;
  version: number;
}

/** What desks ask, as often as each is asked. */
function kinds(people: number, cases: readonly OpenCase[]): Kind[] {
  const statuses = [200];
  let taken = 0;
  let claimed: OpenCase | undefined;
  const next = (): OpenCase => (claimed = cases[taken++ % cases.length]!);
  const of = (name: string, share: number, path: Kind['path']): Kind => ({ name, share, method: 'GET', path, statuses });
  return [
    of(
      'list',
      25,
      (number) =>
        `/api/v1/people?limit=50${number % 2 === 0 ? '' : `&unit=${hsaIdPrefix(MUNICIPALITY)}E${String(1 + (number % Math.ceil(people / 40))).padStart(6, '0')}`}`,
    ),
    of('search', 25, (number) => `/api/v1/people?limit=20&text=${encodeURIComponent(TEXTS[number % TEXTS.length] ?? '')}`),
    of('details', 15, (number) => `/api/v1/people/${someone(number, people)}`),
    of('audit search', 5, (number) => `/api/v1/audit?limit=50&person=${someone(number, people)}`),
    of('explain', 20, (number) => `/api/v1/people/${someone(number, people)}/explanation`),
    {
      ...{ name: 'claim', share: 10, method: 'POST' },
      ...{
        path: () => `/api/v1/cases/${next().number}/claim`,
        headers: () => ({ 'If-Match': `"${claimed?.version ?? 1}"` }),
        body: () => ({}),
      },
      statuses: [200, 409, 412], // the run beside may have changed it, and a small population comes round
    },
  ];
}

async function served(installation: Installation): Promise<{ server: RunningProcess; target: Load }> {
  const permissions = ['people:read', 'people:explain', 'audit:read', 'cases:work'].map((one) => `--permission ${one}`).join(' ');
  const to = new Date(Date.now() + KEY_DAYS * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  const created = await installation.json<{ key: string }>(
    `key create bench ${permissions} --everywhere --to ${to} --by bench --reason bench`,
  );
  const server = installation.start('serve', { script: 'scripts/tilltrade', env: { TILLTRADE_LOG: 'info' } });
  const [, url = ''] = await server.writes(/"url":"(http:[^"]+)","msg":"listening"/);
  return { server, target: { url, key: created.key, clients: CLIENTS } };
}

/** Lists, searches, details, audit searches and explanations over HTTP, each read with its audit row; alone, and beside a run. */
export async function measureService({ people, repetitions, source }: BenchOptions): Promise<ServiceMeasurements> {
  say(`${people} people: loading the catalogue`);
  const catalogue = await BenchCatalogue.make(people, source);
  const installation = Installation.make({
    municipalities: [MUNICIPALITY],
    perMunicipality: { source: catalogue.source },
    more: { api: { requestsPerMinute: 10_000_000 }, schedule: { sync: NEVER, nearMisses: NEVER } },
  });
  let server: RunningProcess | null = null;
  const cleanUp = async (): Promise<void> => {
    await server?.stop();
    await installation.remove();
    await catalogue.remove();
  };
  cleanUps.add(cleanUp);
  try {
    say(`${people} people: first import`);
    await child('run-once.cjs', [installation.config]);
    say('audit rows of reads');
    const { rows } = await child<{ rows: number }>('fill-audit.cjs', [
      ...[installation.config, String(ROWS_PER_PERSON * people)],
      ...[hsaIdPrefix(MUNICIPALITY), String(people)],
    ]);
    const service = await served(installation);
    server = service.server;
    const mix = kinds(
      people,
      installation.rows<OpenCase>(`SELECT "number", "version" FROM "service_case" WHERE "state" = 'open' ORDER BY "number"`),
    );
    let asked = 0;
    const round = async (isEnough: (begun: number) => boolean): Promise<Loaded> => {
      let begun = 0;
      const loaded = await load(service.target, mix, (count) => isEnough((begun = count)), asked);
      asked += begun;
      return loaded;
    };
    await round((begun) => begun >= WARM_UP);
    const measured: ServiceMeasurements = { people, auditRows: rows, clients: CLIENTS, alone: [], besideSync: [] };
    for (let number = 1; number <= repetitions; number++) {
      say(`requests ${number}/${repetitions}`);
      measured.alone.push(await round((begun) => begun >= REQUESTS));
      await catalogue.change(Math.min(CHANGED, Math.ceil(people / 10)));
      let isRunning = true;
      const run = child('run-once.cjs', [installation.config]).finally(() => (isRunning = false));
      measured.besideSync.push(await round((begun) => !isRunning && begun >= WARM_UP));
      await run;
    }
    return measured;
  } finally {
    await cleanUp();
    cleanUps.delete(cleanUp);
  }
}

/* The benchmarks: `scripts/bench --help`. Real: slapd, Samba, ldapsearch, the built service, its database. */
import { writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { Installation } from '../support/installation';
import { measureAd } from './ad';
import { adDetails, adRows } from './ad-report';
import { BenchCatalogue } from './catalogue';
import { child, cleanUps, say } from './child';
import { benchOptions, type BenchOptions, BenchUsageError, HELP } from './options';
import { MUNICIPALITY } from './population';
import { measureService } from './service';
import { serviceDetails, serviceRows } from './service-report';
import { details, type Measurements, meets, type Row, type Run, rows, table } from './report';

/** As many as the brake lets through at any size. */
const changedOf = (people: number): number => Math.min(100, Math.ceil(people / 10));
/** As the service has it. */
const PEOPLE_PER_TRANSACTION = 200;
const UNCHANGED = { created: 0, changed: 0 };

interface Answer extends Run {
  status: string;
  reason: string | null;
  counts: { read: number; created: number; changed: number };
}

/** One run that must go well and find what is there to be found. */
async function run({ config }: Installation, expected: Partial<Answer['counts']>): Promise<Run> {
  const { status, reason, counts, ...measured } = await child<Answer>('run-once.cjs', [config]);
  const isAsExpected = Object.entries(expected).every(([name, count]) => counts[name as keyof typeof counts] === count);
  if (status !== 'completed' || !isAsExpected) {
    throw new Error(`A run did not do what was expected: ${JSON.stringify({ status, reason, counts, expected })}`);
  }
  return measured;
}

async function bareInserts({ databaseFile, path }: Installation, people: number, number: number): Promise<number> {
  const transactions = Math.ceil(people / PEOPLE_PER_TRANSACTION);
  const copy = join(path, `copy-${number}.sqlite`);
  return (await child<{ durationMs: number }>('raw-inserts.cjs', [databaseFile, copy, String(transactions)])).durationMs;
}

function cleanUpWhenStopped(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void Promise.all([...cleanUps].map((cleanUp) => cleanUp())).finally(() => process.exit(1)));
  }
}

/** What is compared is measured in turn, so that whatever else the machine does meets both. */
async function measure(people: number, { repetitions, source }: BenchOptions): Promise<Measurements> {
  say(`${people} people: loading the catalogue`);
  const loading = BenchCatalogue.make(people, source);
  const measured: Measurements = { people, ldapsearchMs: [], unchanged: [], changed: [], firstImport: [], bareInsertsMs: [] };
  const installations: Installation[] = [];
  const cleanUp = async (): Promise<void> => {
    for (const one of installations) await one.remove();
    await (await loading).remove();
  };
  cleanUps.add(cleanUp);
  try {
    const catalogue = await loading;
    for (let number = 1; number <= repetitions; number++) {
      say(`${people} people: first import ${number}/${repetitions}`);
      const installation = Installation.make({ municipalities: [MUNICIPALITY], perMunicipality: { source: catalogue.source } });
      await installations.pop()?.remove();
      installations.push(installation);
      measured.firstImport.push(await run(installation, { created: people }));
      measured.bareInsertsMs.push(await bareInserts(installation, people, number));
    }
    const [installation] = installations as [Installation];
    await run(installation, UNCHANGED); // the first after an import may still have something to learn
    for (let number = 1; number <= repetitions; number++) {
      say(`${people} people: runs on a full database ${number}/${repetitions}`);
      measured.ldapsearchMs.push(await catalogue.ldapsearch());
      measured.unchanged.push(await run(installation, UNCHANGED));
      await catalogue.change(changedOf(people));
      measured.changed.push(await run(installation, { created: 0, changed: changedOf(people) }));
    }
    return measured;
  } finally {
    await cleanUp();
    cleanUps.delete(cleanUp);
  }
}

const machine = () => ({
  processors: cpus().map(({ model }) => model),
  memoryMb: Math.round(totalmem() / 2 ** 20),
  kernel: release(),
  node: process.version,
});

/** What was measured, the judgement of it, and how it reads. */
interface Bench {
  measurements: object;
  rows: Row[];
  details: string[];
  note: string;
}

async function benchCatalogue(options: BenchOptions): Promise<Bench> {
  const few = await measure(Math.ceil(options.people / 10), options);
  const many = await measure(options.people, options);
  const note = `Medians of ${options.repetitions}; ratios are of the duration of the run itself, without the start of the process.`;
  return { measurements: { few, many }, rows: rows(many, few), details: [details(few), details(many)], note };
}

async function benchAd(options: BenchOptions): Promise<Bench> {
  const measurements = await measureAd(options);
  const note = `Medians of ${options.repetitions}; what the service does is measured without the start of the process, the tools with it.`;
  return { measurements, rows: adRows(measurements), details: [adDetails(measurements)], note };
}

async function benchService(options: BenchOptions): Promise<Bench> {
  const measurements = await measureService(options);
  const note = `Medians of ${options.repetitions}; on the embedded database, the clients on the same machine.`;
  return { measurements, rows: serviceRows(measurements), details: [serviceDetails(measurements)], note };
}

const BENCHES = { catalogue: benchCatalogue, ad: benchAd, service: benchService };

async function bench(options: BenchOptions): Promise<void> {
  const { measurements, rows: all, details: tables, note } = await BENCHES[options.what](options);
  const judged = all.map((row) => ({ ...row, meetsMust: meets(row, row.must), meetsAim: meets(row, row.aim) }));
  if (options.json !== null) {
    const document = { at: new Date().toISOString(), machine: machine(), options, rows: judged, measurements };
    writeFileSync(options.json, `${JSON.stringify(document, null, 2)}\n`);
  }
  process.stdout.write(`${[...tables, table(judged), note].join('\n\n')}\n`);
}

async function main(): Promise<void> {
  cleanUpWhenStopped();
  const options = benchOptions(process.argv.slice(2));
  if (options === null) process.stdout.write(HELP);
  else await bench(options);
}

main().catch((error: unknown) => {
  const isUsage = error instanceof BenchUsageError;
  say(isUsage ? `${error.message}\n\n${HELP}` : String(error));
  process.exitCode = isUsage ? 2 : 1;
});

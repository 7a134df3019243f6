/*
 * Some of the service's work in a process of its own: node ad-once.cjs CONFIGURATION WORK…
 * WORK is `sync`, `dispatch` (to the AD) or `compare`, done in this order. Tells on standard output what each took, and what
 * came of it. Plain JavaScript on the built service, so that nothing but the service counts in the memory it needs.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { performance } = require('node:perf_hooks');
const { NestFactory } = require('@nestjs/core');

const built = (name) => require(join(__dirname, '..', '..', 'dist', name));
const actor = { kind: 'command', name: 'bench', systemUser: 'bench' };

/** The most that the process has had in memory at any time. */
function peakMemoryMb() {
  const [, kb] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return Number(kb) / 1024;
}

const WORKS = {
  sync: async (app) => {
    const command = app.get(built('commands/sync.command.js').SyncCommand);
    const { runs } = await command.run({ municipalities: [], full: false, dryRun: false, actor });
    const [{ status, reason, counts }] = runs;
    return { status, reason, counts };
  },
  dispatch: async (app) => app.get(built('external-ad/ad-worker.service.js').AdWorker).dispatch({ actor, ignoreBackoff: true }),
  compare: async (app) => {
    const comparison = app.get(built('reconciliation/drift/compare-ad.service.js').CompareAd);
    const { status, reason, compared, read, municipalities } = await comparison.run({ actor, heal: true, dryRun: false, waitMs: 0 });
    return { status, reason, compared, read, drifts: municipalities.flatMap(({ drifts }) => drifts).length };
  },
};

async function main([configuration, ...works]) {
  built('platform/slow-heap.js').growHeapSlowly();
  const foundation = await built('bootstrap.js').layFoundation(configuration);
  const module = built('app.module.js').AppModule.forCommand(foundation);
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  const done = [];
  for (const work of works) {
    const started = performance.now();
    const came = await WORKS[work](app);
    done.push({ work, durationMs: performance.now() - started, ...came });
  }
  await app.close();
  process.stdout.write(JSON.stringify({ done, peakMemoryMb: peakMemoryMb() }));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

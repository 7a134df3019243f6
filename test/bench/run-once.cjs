/*
 * One run of the configured municipality, as `sync` does it, in a process of its own: node run-once.cjs CONFIGURATION
 * Tells on standard output what it took. Plain JavaScript on the built service, so that nothing but the service
 * counts in the memory it needs.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { setTimeout: pause } = require('node:timers/promises');
const { NestFactory } = require('@nestjs/core');

const RESOLUTION_MS = 1;
const built = (name) => require(join(__dirname, '..', '..', 'dist', name));

/** The most that the process has had in memory at any time. */
function peakMemoryMb() {
  const [, kb] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return Number(kb) / 1024;
}

async function main([configuration]) {
  built('platform/slow-heap.js').growHeapSlowly();
  const foundation = await built('bootstrap.js').layFoundation(configuration);
  const module = built('app.module.js').AppModule.forCommand(foundation);
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  const command = app.get(built('commands/sync.command.js').SyncCommand);
  const actor = { kind: 'command', name: 'bench', systemUser: 'bench' };
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  await pause(10 * RESOLUTION_MS);
  const { runs } = await command.run({ municipalities: [], full: false, dryRun: false, actor });
  await pause(10 * RESOLUTION_MS); // the last stretch is only counted when the loop has come round again
  delay.disable();
  await app.close();
  const [{ status, reason, mode, counts, durationMs }] = runs;
  const measured = { durationMs, peakMemoryMb: peakMemoryMb(), delayP999Ms: delay.percentile(99.9) / 1e6, delayMaxMs: delay.max / 1e6 };
  process.stdout.write(JSON.stringify({ status, reason, mode, counts, ...measured }));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

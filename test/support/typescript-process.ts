import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';

const REGISTER = join(__dirname, 'register-typescript.cjs');

/** A real process of its own that runs a TypeScript file; to be killed, or awaited with `finished`. */
export const spawnTypeScript = (file: string, args: string[] = []): ChildProcess =>
  spawn(process.execPath, ['--require', REGISTER, file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

/** What the process wrote and how it ended. */
export async function finished(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!), child.exitCode ?? once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}

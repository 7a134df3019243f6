import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What the command line runs on. */
const SERVICE_NODE = join(__dirname, '..', '..', 'scripts', 'service-node');
/** Each answer is one line; the most that any of them may be. */
const MAX_BUFFER = 1 << 20;

/** Runs a file of this folder in a process of its own; it answers with JSON. */
export async function child<T>(file: string, args: readonly string[]): Promise<T & { wallMs: number }> {
  const started = performance.now();
  const env = { ...process.env, TILLTRADE_LOG: 'error' };
  const { stdout } = await promisify(execFile)(SERVICE_NODE, [join(__dirname, file), ...args], { env, maxBuffer: MAX_BUFFER });
  return { ...(JSON.parse(stdout) as T), wallMs: performance.now() - started };
}

export const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Takes away what a measurement under way has started and written. */
export const cleanUps = new Set<() => Promise<void>>();

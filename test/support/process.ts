import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');
const PROGRAM = join(ROOT, 'dist', 'cli.js');

/** How long anything that a test waits for may take before the test fails with what the process wrote. */
const PATIENCE_MS = 60_000;

export interface Finished {
  /** Null for a process that a signal ended. */
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface StartOptions {
  /** Added to this process's environment. `undefined` takes a variable away. */
  env?: Record<string, string | undefined>;
  /** A module that node loads before the program. */
  preload?: string;
  /** A script of the checkout to start instead. */
  script?: string;
}

const children = new Set<ChildProcess>();

/** The built program as a real process. */
export class RunningProcess {
  stdout = '';
  stderr = '';
  readonly ended: Promise<Finished>;
  readonly #child: ChildProcess;
  readonly #watchers = new Set<() => void>();

  constructor(args: readonly string[], { env = {}, preload, script }: StartOptions) {
    const node = [process.execPath, ...(preload === undefined ? [] : ['--require', preload]), PROGRAM];
    const [program = '', ...words] = [...(script === undefined ? node : [join(ROOT, script)]), ...args];
    this.#child = spawn(program, words, {
      cwd: ROOT,
      env: { ...process.env, TILLTRADE_CONFIG: undefined, TILLTRADE_LOG: undefined, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(this.#child);
    for (const name of ['stdout', 'stderr'] as const) {
      this.#child[name]!.setEncoding('utf8').on('data', (text: string) => {
        this[name] += text;
        for (const look of this.#watchers) look();
      });
    }
    this.ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', (status, signal) => {
        children.delete(this.#child);
        resolve({ status, signal, stdout: this.stdout, stderr: this.stderr });
        for (const look of this.#watchers) look();
      });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Resolves when the pattern stands in what was written; fails when the process ends without it. */
  async writes(pattern: RegExp, stream: 'stdout' | 'stderr' = 'stderr'): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(patience);
        this.#watchers.delete(look);
      };
      const fail = (why: string): void => {
        done();
        reject(new Error(`${why} before ${String(pattern)} on ${stream}:\n${this.stdout}\n${this.stderr}`));
      };
      const look = (): void => {
        const found = pattern.exec(this[stream]);
        if (found) {
          done();
          resolve(found);
        } else if (this.#child.exitCode !== null || this.#child.signalCode !== null) fail('The process ended');
      };
      const patience = setTimeout(() => fail('Nothing'), PATIENCE_MS);
      this.#watchers.add(look);
      look();
    });
  }

  /** Sends a signal that does not end the process. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Sends a signal and waits for the end. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Finished> {
    this.#child.kill(signal);
    return this.ended;
  }
}

export function start(args: readonly string[], options: StartOptions = {}): RunningProcess {
  requireBuild();
  return new RunningProcess(args, options);
}

/** Ends what a failed test left running. */
export async function endLeftovers(): Promise<void> {
  const left = [...children];
  for (const child of left) child.kill('SIGKILL');
  await Promise.all(
    left.map(
      (child) => new Promise((resolve) => ((child.exitCode ?? child.signalCode) === null ? child.once('close', resolve) : resolve(null))),
    ),
  );
}

/** Asks again and again until the answer is neither null nor false. */
export async function eventually<T>(ask: () => T | null | false | Promise<T | null | false>, what: string): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Not within ${PATIENCE_MS / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

let buildFailure: unknown = 'not tried yet';

/** A stale program would test what is no longer there. Does nothing when the build is as new as the sources; tried once. */
function requireBuild(): void {
  if (buildFailure === 'not tried yet') {
    buildFailure = null;
    try {
      execFileSync(join(ROOT, 'scripts', 'build'), { stdio: ['ignore', 'inherit', 'inherit'] });
    } catch (error) {
      buildFailure = error;
    }
  }
  if (buildFailure !== null) throw new Error('The program could not be built; scripts/build says why', { cause: buildFailure });
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';

/** A server as a process of its own, which can be started again with the same words. All that it says goes to a file. */
export class ServerProcess {
  #process: ChildProcess | null = null;

  /** @param stdin `pipe`: it has an input for as long as this process lives */
  constructor(
    private readonly program: string,
    private readonly words: readonly string[],
    private readonly logFile: string,
    private readonly stdin: 'ignore' | 'pipe' = 'ignore',
  ) {}

  start(): void {
    const out = openSync(this.logFile, 'a');
    this.#process = spawn(this.program, this.words, { stdio: [this.stdin, out, out] });
    closeSync(out);
  }

  /** By itself or not; also one that was never started. */
  get hasEnded(): boolean {
    return this.#process?.exitCode !== null || this.#process.signalCode !== null;
  }

  async stop(signal: NodeJS.Signals): Promise<void> {
    const running = this.#process;
    if (!running || this.hasEnded) return;
    const ended = once(running, 'exit');
    running.kill(signal);
    await ended;
  }
}

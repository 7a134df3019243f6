import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const NAME = 'audit-checkpoints.jsonl';

/** The file of checkpoints, one a line; written at its end and nowhere else. */
export class CheckpointFile {
  readonly path: string;

  constructor(private readonly directory: string) {
    this.path = join(directory, NAME);
  }

  /** Whole lines; empty where there is no file yet. */
  lines(): string[] {
    return this.text().split('\n').slice(0, -1);
  }

  /** On the disk when it returns. What a broken-off write left of a line at the end is taken away first: it was never told of. */
  append(line: string): void {
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    const text = this.text();
    const descriptor = openSync(this.path, 'a', 0o600);
    try {
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      if (whole.length < text.length) ftruncateSync(descriptor, Buffer.byteLength(whole));
      writeSync(descriptor, `${line}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    syncFolder(this.directory);
  }

  private text(): string {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    }
  }
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real directory of its own for one test. */
export interface TemporaryDirectory {
  path: string;
  /** @returns the path of the file */
  write(name: string, contents: string | Buffer): string;
  remove(): void;
}

export function temporaryDirectory(): TemporaryDirectory {
  const path = mkdtempSync(join(tmpdir(), 'tilltrade-'));
  return {
    path,
    write: (name, contents) => {
      writeFileSync(join(path, name), contents);
      return join(path, name);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

import { readFile } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { UnreadableManifestError } from './file-errors';
import { type Manifest, parseManifest } from './manifest';

/** @throws UnreadableManifestError */
export async function readManifest(file: string, root: string): Promise<Manifest> {
  const text = await readFile(isAbsolute(file) ? file : join(root, file), 'utf8').catch(() => {
    throw new UnreadableManifestError(basename(file), 'unreadable');
  });
  const manifest = parseManifest(text);
  if (!manifest) throw new UnreadableManifestError(basename(file), 'malformed');
  return manifest;
}

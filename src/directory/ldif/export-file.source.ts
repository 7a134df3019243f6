import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { UnreadableFileError } from './file-errors';

/** Large enough to be fast, small enough to let others in between. */
const CHUNK_BYTES = 256 * 1024;

/** What tells one file, and one state of it, from another. */
export interface FileStamp {
  dev: bigint;
  ino: bigint;
  size: bigint;
  mtimeNs: bigint;
  ctimeNs: bigint;
}

/** One passage through a file, from its first byte to its last. */
export interface FilePassage {
  stamp: FileStamp;
  /** Lower-case hexadecimal; of the bytes that were read. */
  sha256: string;
  /** Written to, replaced or cut while it was read. Then nothing that was read counts. */
  hasChanged: boolean;
}

/**
 * Reads a file chunk by chunk and proves that it stood still meanwhile: the same file, size and times before and after,
 * by handle and by path, and as many bytes as its size.
 * @throws UnreadableFileError, the signal's reason, or what `onChunk` throws where the file stood still
 */
export async function readWholeFile(path: string, onChunk: (chunk: Buffer) => void, signal?: AbortSignal): Promise<FilePassage> {
  const handle = await openFile(path);
  try {
    const stamp = await stampOf(handle);
    const digest = createHash('sha256');
    let bytes = 0n;
    let fault: { error: unknown } | null = null;
    try {
      for await (const chunk of handle.createReadStream({ highWaterMark: CHUNK_BYTES, autoClose: false }) as AsyncIterable<Buffer>) {
        signal?.throwIfAborted();
        bytes += BigInt(chunk.length);
        digest.update(chunk);
        onChunk(chunk);
      }
      signal?.throwIfAborted();
    } catch (error) {
      fault = { error };
    }
    const stoodStill = sameStamp(stamp, await stampOf(handle)) && (await isStillAt(path, stamp));
    const hasChanged = !stoodStill || (!fault && bytes !== stamp.size);
    // A file that is written to while it is read may look like anything: that it changed is then what is wrong.
    if (fault && (signal?.aborted || !hasChanged)) throw readable(fault.error);
    return { stamp, sha256: digest.digest('hex'), hasChanged };
  } finally {
    await handle.close();
  }
}

export const sameStamp = (one: FileStamp, other: FileStamp): boolean =>
  one.dev === other.dev &&
  one.ino === other.ino &&
  one.size === other.size &&
  one.mtimeNs === other.mtimeNs &&
  one.ctimeNs === other.ctimeNs;

async function openFile(path: string): Promise<FileHandle> {
  try {
    // A named pipe would wait for ever to be opened: look before.
    if (!(await stat(path)).isFile()) throw new UnreadableFileError('not-a-file');
    return await open(path, 'r');
  } catch (error) {
    throw readable(error);
  }
}

async function stampOf(handle: FileHandle): Promise<FileStamp> {
  return pick(await handle.stat({ bigint: true }));
}

async function isStillAt(path: string, stamp: FileStamp): Promise<boolean> {
  try {
    return sameStamp(stamp, pick(await stat(path, { bigint: true })));
  } catch {
    return false;
  }
}

const pick = ({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): FileStamp => ({ dev, ino, size, mtimeNs, ctimeNs });

/** System errors carry the path of this machine: they are told by kind. */
function readable(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('syscall' in error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new UnreadableFileError('missing');
  return new UnreadableFileError(code === 'EACCES' || code === 'EPERM' ? 'forbidden' : 'unreadable');
}

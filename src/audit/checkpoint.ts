import { createHash } from 'node:crypto';
import type { Instant } from '../platform/time';

/** The chain's head as it stood at a moment, signed; the file has one a line. */
export interface Checkpoint {
  /** Number and hash of the last row. */
  seq: number;
  hash: string;
  at: Instant;
  /** SHA-256 of the line before, hexadecimal; zeros before the first: a checkpoint taken out shows. */
  previous: string;
  /** Ed25519 over `signedText`, base64url. */
  signature: string;
}

export const FIRST = '0'.repeat(64);

export const lineDigest = (line: string): string => createHash('sha256').update(line).digest('hex');

/** What the signature is over. */
export const signedText = ({ seq, hash, at, previous }: Omit<Checkpoint, 'signature'>): string =>
  JSON.stringify(['tilltrade-checkpoint-1', seq, hash, at, previous]);

export const lineOf = ({ seq, hash, at, previous, signature }: Checkpoint): string =>
  JSON.stringify({ seq, hash, at, previous, signature });

/** Null for a line that is none. */
export function readLine(line: string): Checkpoint | null {
  try {
    const { seq, hash, at, previous, signature } = JSON.parse(line) as Checkpoint;
    const isOne = Number.isSafeInteger(seq) && seq >= 0 && [hash, at, previous, signature].every((text) => typeof text === 'string');
    return isOne && line === lineOf({ seq, hash, at, previous, signature }) ? { seq, hash, at, previous, signature } : null;
  } catch {
    return null;
  }
}

export type CheckpointProblemKind =
  | 'checkpoint-unreadable'
  | 'checkpoint-signature'
  | 'checkpoint-missing'
  | 'checkpoint-backwards'
  | 'checkpoint-row-missing'
  | 'checkpoint-differs';

export interface CheckpointProblem {
  /** Of the file, from 1. */
  line: number;
  /** Of the checkpoint; null where the line cannot be read. */
  seq: number | null;
  problem: CheckpointProblemKind;
}

export interface CheckpointVerdict {
  checkpoints: number;
  problems: CheckpointProblem[];
  /** The last checkpoint up to which the chain is proven as it was; null: none. */
  lastThatHolds: { line: number; seq: number; at: Instant } | null;
}

/**
 * The lines of the file against each other and against the chain. The first row that fits:
 *
 * | line                                                      | problem                |
 * |-----------------------------------------------------------|------------------------|
 * | is no checkpoint                                          | checkpoint-unreadable  |
 * | does not bear the key's signature                         | checkpoint-signature   |
 * | names another digest than that of the line before         | checkpoint-missing     |
 * | stands before the one before, by row                      | checkpoint-backwards   |
 * | the chain has no such row (a cut tail, an old database)   | checkpoint-row-missing |
 * | the chain's row has another hash (rewritten)              | checkpoint-differs     |
 *
 * A checkpoint holds where nothing is wrong with it and with none before it.
 *
 * @param hashes of the chain's rows by number, of those that checkpoints name and that are there
 */
export function checkCheckpoints(
  lines: readonly string[],
  hashes: ReadonlyMap<number, string>,
  isSigned: (text: string, signature: string) => boolean,
): CheckpointVerdict {
  const problems: CheckpointProblem[] = [];
  let lastThatHolds: CheckpointVerdict['lastThatHolds'] = null;
  let before = 0;
  for (const [index, line] of lines.entries()) {
    const checkpoint = readLine(line);
    const previous = index === 0 ? FIRST : lineDigest(lines[index - 1] ?? '');
    const problem = problemOf(checkpoint, previous, before, hashes, isSigned);
    if (problem) problems.push({ line: index + 1, seq: checkpoint?.seq ?? null, problem });
    if (checkpoint && problems.length === 0) lastThatHolds = { line: index + 1, seq: checkpoint.seq, at: checkpoint.at };
    before = checkpoint?.seq ?? before;
  }
  return { checkpoints: lines.length, problems, lastThatHolds };
}

function problemOf(
  checkpoint: Checkpoint | null,
  previous: string,
  before: number,
  hashes: ReadonlyMap<number, string>,
  isSigned: (text: string, signature: string) => boolean,
): CheckpointProblemKind | null {
  if (!checkpoint) return 'checkpoint-unreadable';
  if (!isSigned(signedText(checkpoint), checkpoint.signature)) return 'checkpoint-signature';
  if (checkpoint.previous !== previous) return 'checkpoint-missing';
  if (checkpoint.seq < before) return 'checkpoint-backwards';
  const hash = hashes.get(checkpoint.seq);
  if (hash === undefined) return 'checkpoint-row-missing';
  return hash === checkpoint.hash ? null : 'checkpoint-differs';
}

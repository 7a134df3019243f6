import { hash } from 'node:crypto';
import type { Actor } from './actor';
import type { Instant } from '../platform/time';

/** What the first row names as its previous one. */
export const GENESIS = '0'.repeat(64);

/** The part of an audit row that stays for good; everything here is under the row's hash. */
export interface ChainedRow {
  seq: number;
  at: Instant;
  actorKind: Actor['kind'];
  actorName: string;
  /** The role that was used; null where none was, and in every row from before roles were. */
  actorRole: string | null;
  systemUser: string | null;
  action: string;
  municipality: string | null;
  subject: string | null;
  caseNumber: string | null;
  runId: string | null;
  traceId: string | null;
  /** SHA-256 of salt and payload: the payload can be erased and the chain still holds; the salt keeps it from being guessed. */
  payloadDigest: string | null;
  previousHash: string;
}

/** The personal part of a row, as it is sealed and digested. */
export interface SealedPayload {
  /** Free text by a person. */
  reason: string | null;
  payload: unknown;
}

/**
 * One text for one value: keys sorted by UTF-16 code unit, no white space, numbers and strings as JSON writes them
 * (after RFC 8785). What JSON cannot hold is treated as `JSON.stringify` treats it.
 */
export const canonicalJson = (value: unknown): string => write(value) ?? 'null';

/** Names of properties, of which there are few, as JSON writes them. */
const NAMES = new Map<string, string>();

function quoted(name: string): string {
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  if (NAMES.size > 1000) NAMES.clear();
  const text = JSON.stringify(name);
  NAMES.set(name, text);
  return text;
}

/** Undefined where JSON holds nothing in the value's place. */
function write(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return write(JSON.parse(JSON.stringify(value)));
  if (Array.isArray(value)) return `[${value.map((held) => write(held) ?? 'null').join(',')}]`;
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const held = write((value as Record<string, unknown>)[key]);
    if (held !== undefined) text += `${text === '' ? '' : ','}${quoted(key)}:${held}`;
  }
  return `{${text}}`;
}

const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** @param salt hexadecimal, fresh for each payload */
export const payloadDigest = (salt: string, payload: SealedPayload): string => payloadTextDigest(salt, canonicalJson(payload));

/** Of a payload that is written as `canonicalJson` writes it already. */
export const payloadTextDigest = (salt: string, text: string): string => sha256(salt + text);

/**
 * SHA-256 over the row's fields and the previous row's hash, hexadecimal.
 *
 * | role | form of the row                          |
 * |------|------------------------------------------|
 * | none | `audit1`, as before there were roles     |
 * | one  | `audit2`: the same fields and the role   |
 */
export const rowHash = (row: ChainedRow): string =>
  sha256(
    canonicalJson([
      row.actorRole === null ? 'audit1' : 'audit2',
      row.previousHash,
      row.seq,
      row.at,
      row.actorKind,
      row.actorName,
      row.systemUser,
      row.action,
      row.municipality,
      row.subject,
      row.caseNumber,
      row.runId,
      row.traceId,
      row.payloadDigest,
      ...(row.actorRole === null ? [] : [row.actorRole]),
    ]),
  );

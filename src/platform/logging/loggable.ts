import { describeError } from './describe-error';

const HIDDEN = '[dolt]';
const DEPTH = 6;

/** Names under which a secret, a personnummer or a statement's values may stand, wherever they lie. */
const SECRET =
  /^(pass(word|wd|phrase)?|secret|token|api-?key|authorization|cookie|set-cookie|personalIdentityNumber|personalNumber|personnummer|sealed|salt|parameters|sql|detail)$/i;

/** A copy of what was given to the log: secrets hidden by name, errors described, nothing deeper than a log needs. */
export function loggable(value: unknown, depth = DEPTH): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return describeError(value);
  if (value instanceof Date) return value.toJSON();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} byte]`;
  if (depth === 0) return '[…]';
  if (Array.isArray(value)) return value.map((held) => loggable(held, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, SECRET.test(key) ? HIDDEN : loggable(held, depth - 1)]));
}

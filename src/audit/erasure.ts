import { addMilliseconds, type Instant } from '../platform/time';

/** The action of the row that an erasure leaves; such a row's own payload is never erased, it names no person. */
export const PAYLOAD_ERASED = 'payload-erased';

const DAY_MS = 86_400_000;

/** What the retention rule did once: all payloads of rows in the range that are older than `before`. */
export interface Erasure {
  rule: string;
  /** Rows written before this moment. */
  before: Instant;
  fromSeq: number;
  toSeq: number;
  count: number;
}

export const retentionRule = (days: number): string => `audit-payload-${days}-days`;

export const expiresBefore = (now: Instant, days: number): Instant => addMilliseconds(now, -days * DAY_MS);

/** True where the rule that an erasure names reaches as far as the erasure says it went. */
export function obeysItsRule({ rule, before }: Erasure, erasedAt: Instant): boolean {
  const days = /^audit-payload-(\d+)-days$/.exec(rule)?.[1];
  return days !== undefined && before <= expiresBefore(erasedAt, Number(days));
}

/**
 * Was this row's payload erased by this erasure?
 *
 * | row's number             | row's time     | erased by it |
 * |--------------------------|----------------|--------------|
 * | inside the range         | before `before`| yes          |
 * | inside the range         | at or after    | no           |
 * | outside the range        | any            | no           |
 */
export const covers = (erasure: Erasure, row: { seq: number; at: Instant }): boolean =>
  row.seq >= erasure.fromSeq && row.seq <= erasure.toSeq && row.at < erasure.before;

import type { Instant } from '../platform/time';
import { type ChainedRow, GENESIS, rowHash } from './audit-chain';
import { covers, type Erasure, obeysItsRule, PAYLOAD_ERASED } from './erasure';

export type ProblemKind =
  | 'row-changed'
  | 'row-missing'
  | 'row-out-of-order'
  | 'payload-changed'
  | 'payload-missing'
  | 'payload-unexpected'
  | 'erasure-outside-rule'
  | 'erasure-count'
  | 'tail-missing'
  | 'head-missing'
  | 'head-differs'
  | 'head-forged'
  | 'row-after-head';

export interface Problem {
  /** The row it was seen at. */
  seq: number;
  problem: ProblemKind;
}

/** How a row's payload was found. */
export type PayloadSeen = 'absent' | 'intact' | 'changed';

export interface StoredErasure extends Erasure {
  /** Number and time of the row that tells of the erasure. */
  seq: number;
  at: Instant;
}

/**
 * Follows the chain row by row. Memory does not grow with the chain, only with what is wrong in it.
 *
 * | row                                             | payload      | problem            |
 * |-------------------------------------------------|--------------|--------------------|
 * | number is not the one before + 1                |              | row-missing        |
 * | previous hash is not the hash of the one before |              | row-out-of-order   |
 * | hash is not that of its fields                  |              | row-changed        |
 * | digest                                          | intact       | -                  |
 * | digest                                          | changed      | payload-changed    |
 * | digest, a later erasure covers it               | absent       | -                  |
 * | digest, none covers it, or it is an erasure     | absent       | payload-missing    |
 * | no digest                                       | absent       | -                  |
 * | no digest                                       | there        | payload-unexpected |
 *
 * An erasure that goes further than the rule it names, or whose count is not that of the rows it covers, is a problem too.
 */
export class ChainCheck {
  readonly problems: Problem[] = [];
  rows = 0;
  erased = 0;
  last: { seq: number; hash: string } = { seq: 0, hash: GENESIS };
  /** Missing payloads that no erasure known so far covers: one may have been written while the chain was read. */
  #missing: { seq: number; at: Instant }[] = [];
  readonly #claimed = new Map<number, number>();

  constructor(private readonly erasures: readonly StoredErasure[]) {
    for (const erasure of erasures) {
      if (!obeysItsRule(erasure, erasure.at)) this.problems.push({ seq: erasure.seq, problem: 'erasure-outside-rule' });
    }
  }

  row(row: ChainedRow & { hash: string }, payload: PayloadSeen): void {
    this.rows += 1;
    if (row.seq !== this.last.seq + 1) this.add(this.last.seq + 1, 'row-missing');
    else if (row.previousHash !== this.last.hash) this.add(row.seq, 'row-out-of-order');
    if (rowHash(row) !== row.hash) this.add(row.seq, 'row-changed');
    this.last = { seq: row.seq, hash: row.hash };
    this.payload(row, payload);
  }

  private payload(row: ChainedRow, seen: PayloadSeen): void {
    if (row.payloadDigest === null) {
      if (seen !== 'absent') this.add(row.seq, 'payload-unexpected');
    } else if (seen === 'changed') {
      this.add(row.seq, 'payload-changed');
    } else if (seen === 'absent') {
      const erasure = row.action === PAYLOAD_ERASED ? undefined : this.erasures.find((one) => one.seq > row.seq && covers(one, row));
      if (!erasure) {
        this.#missing.push({ seq: row.seq, at: row.action === PAYLOAD_ERASED ? NEVER_OLD : row.at });
        return;
      }
      this.erased += 1;
      this.#claimed.set(erasure.seq, (this.#claimed.get(erasure.seq) ?? 0) + 1);
    }
  }

  /** @param meanwhile erasures written after the check began: they may have erased what was found missing */
  finish(meanwhile: readonly StoredErasure[]): void {
    for (const row of this.#missing) {
      if (meanwhile.some((erasure) => covers(erasure, row))) this.erased += 1;
      else this.add(row.seq, 'payload-missing');
    }
    for (const { seq, count } of this.erasures) {
      if ((this.#claimed.get(seq) ?? 0) !== count) this.add(seq, 'erasure-count');
    }
  }

  add(seq: number, problem: ProblemKind): void {
    this.problems.push({ seq, problem });
  }
}

/** Later than any erasure's limit. */
const NEVER_OLD: Instant = '9999-12-31T23:59:59.999Z';

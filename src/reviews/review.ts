import { hash } from 'node:crypto';

/** `ok`: as it should be. `question`: to be asked about. `deviation`: was not right. */
export const JUDGEMENTS = ['ok', 'question', 'deviation'] as const;
export type Judgement = (typeof JUDGEMENTS)[number];

export const isJudgement = (text: string): text is Judgement => (JUDGEMENTS as readonly string[]).includes(text);

/**
 * Draws rows at random, the same ones whenever it is done again: those whose number gives the least SHA-256 with the seed.
 * Nobody can choose a seed to get or to escape a row without trying many, and each draw leaves an audit row.
 *
 * @param seqs numbers of all rows there are to draw from; handed over once, in any order
 * @returns at most `count`, smallest number first
 */
export class Draw {
  #drawn: { seq: number; rank: string }[] = [];
  #population = 0;

  constructor(
    readonly seed: string,
    private readonly count: number,
  ) {}

  get population(): number {
    return this.#population;
  }

  add(seqs: readonly number[]): void {
    this.#population += seqs.length;
    const ranked = seqs.map((seq) => ({ seq, rank: hash('sha256', `${this.seed}:${seq}`, 'hex') }));
    this.#drawn = [...this.#drawn, ...ranked].sort((one, other) => (one.rank < other.rank ? -1 : 1)).slice(0, this.count);
  }

  drawn(): number[] {
    return this.#drawn.map(({ seq }) => seq).sort((one, other) => one - other);
  }
}

/** As far as rules ask. */
interface Standing {
  signedAt: string | null;
}

export type JudgeFault = 'review-signed' | 'review-own-action' | 'judgement-needs-note';

/**
 * Whether somebody may judge a row so.
 *
 * | review signed | row's actor is who judges | judgement           | note | may                        |
 * |---------------|---------------------------|---------------------|------|----------------------------|
 * | yes           |                           |                     |      | no: review-signed          |
 * | no            | yes                       |                     |      | no: review-own-action      |
 * | no            | no                        | question, deviation | none | no: judgement-needs-note   |
 * | no            | no                        | question, deviation | one  | yes                        |
 * | no            | no                        | ok                  | any  | yes                        |
 */
export function judgeFault(
  review: Standing,
  isOwnAction: boolean,
  { judgement, note }: { judgement: Judgement; note: string },
): JudgeFault | null {
  if (review.signedAt !== null) return 'review-signed';
  if (isOwnAction) return 'review-own-action';
  return judgement !== 'ok' && note === '' ? 'judgement-needs-note' : null;
}

export type SignFault = 'review-signed' | 'review-not-judged';

/** A review is signed once, when every row of it is judged. */
export const signFault = (review: Standing, rows: readonly { judgement: Judgement | null }[]): SignFault | null =>
  review.signedAt !== null ? 'review-signed' : rows.some(({ judgement }) => judgement === null) ? 'review-not-judged' : null;

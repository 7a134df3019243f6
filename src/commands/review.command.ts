import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../audit/actor';
import type { AuditKind } from '../audit/audit-search.service';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { displayTime } from '../platform/time';
import { isJudgement } from '../reviews/review';
import { reviewCsv } from '../reviews/review-report';
import { type ListedReview, ReviewService, type ShownReview } from '../reviews/review.service';
import { cliTexts } from '../texts/sv/cli';
import { followUpTexts as texts } from '../texts/sv/follow-up';
import { everything, oneOf, reader, wholeNumber } from './everything.cli';
import { type Answer, EXIT, UsageError } from './output.cli';

const MOST_ROWS = 500;
const MOST = 999_999_999;

export interface ReviewOptions {
  municipality?: string[] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  what?: string | undefined;
  count?: string | undefined;
  row?: string | undefined;
  judgement?: string | undefined;
  note?: string | undefined;
  csv?: boolean | undefined;
}

/** @throws UsageError for another word */
export function auditKind(text: string | undefined): AuditKind {
  if (text !== undefined && text !== 'all' && text !== 'reads' && text !== 'changes') throw new UsageError(texts.noSuchKind);
  return text ?? 'all';
}

/** `review draw|judge|sign|list|show`: loggkontroll. */
@Injectable()
export class ReviewCommand {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly reviews: ReviewService,
  ) {}

  async draw({ municipality, from = '', to = '', what, count }: ReviewOptions, actor: Actor): Promise<Answer> {
    const wanted = {
      municipality: oneOf(municipality),
      from,
      to,
      what: auditKind(what),
      count: wholeNumber('count', count, 20, MOST_ROWS),
    };
    return shown(await this.reviews.draw(this.reach(), wanted, reader(actor)));
  }

  async judge(id: string, { row, judgement, note = '' }: ReviewOptions, actor: Actor): Promise<Answer> {
    if (judgement === undefined || !isJudgement(judgement)) throw new UsageError(texts.noSuchJudgement);
    const which = { id: wholeNumber('id', id, 0, MOST), place: wholeNumber('row', row, 0, MOST_ROWS), version: null };
    const review = await this.reviews.judge(this.reach(), which, { judgement, note }, reader(actor));
    return { json: review, lines: [texts.judged(which.place, texts.judgements[judgement])], status: EXIT.done };
  }

  async sign(id: string, { note = '' }: ReviewOptions, actor: Actor): Promise<Answer> {
    const review = await this.reviews.sign(this.reach(), { id: wholeNumber('id', id, 0, MOST), version: null }, note, reader(actor));
    return { json: review, lines: headOf(review), status: EXIT.done };
  }

  async list(): Promise<Answer> {
    const { items } = await this.reviews.list(this.reach(), { limit: MOST_ROWS });
    const lines = items.flatMap(headOf);
    return { json: items, lines: lines.length === 0 ? [cliTexts.nothing] : lines, status: EXIT.done };
  }

  async show(id: string, { csv = false }: ReviewOptions, actor: Actor): Promise<Answer> {
    const review = await this.reviews.show(this.reach(), wholeNumber('id', id, 0, MOST), reader(actor));
    return csv ? { json: review, lines: [reviewCsv(review).replace(/\r\n$/, '\r')], status: EXIT.done } : shown(review);
  }

  private reach() {
    return everything(this.configuration);
  }
}

const headOf = ({ id, municipality, from, to, signedBy, signedAt }: ListedReview): string[] => [
  `${texts.review(id, municipality, from, to)}: ${signedBy === null || signedAt === null ? texts.open : texts.signed(signedBy, displayTime(signedAt))}`,
];

const shown = (review: ShownReview): Answer => ({
  json: review,
  lines: [
    ...headOf(review),
    texts.drawnFrom(review.rows.length, review.population),
    texts.seed(review.seed, review.lastSeq),
    ...review.rows.map(({ place, row, judgement, note }) => {
      const what = row ? `${displayTime(row.at)} ${row.actor.name} ${row.text} ${row.subject ?? ''}`.trim() : '';
      return `  ${place}. ${what}: ${judgement === null ? texts.unjudged : texts.judgements[judgement]}${note === null ? '' : ` (${note})`}`;
    }),
  ],
  status: EXIT.done,
});

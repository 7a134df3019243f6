import { Controller, Get, Post, Put } from '@nestjs/common';
import type { z } from 'zod';
import type { Principal } from '../auth/principal';
import type { Reach } from '../auth/reach';
import { Readers } from '../auth/readers.service';
import type { Page, PageRequest } from '../platform/paging';
import { type ListedReview, ReviewService, type ShownReview } from '../reviews/review.service';
import { page } from './page';
import { judgement, listedReview, newReview, reviewParams, reviewRowParams, reviewsQuery, shownReview, signature } from './reviews.views';
import { type FileContent, fileAnswer } from './route';
import { By, FromBody, FromParams, FromQuery, IfMatch, Route, TraceId, Within } from './route.decorator';

const PERMISSION = 'audit:review';
const sample = { params: { id: '1' } };
const refusals = { 'not-found': 404 };
const onChange = { ...refusals, 'changed-meanwhile': 412, 'review-signed': 409 };
type ReviewId = z.output<typeof reviewParams>;

@Controller('api/v1/reviews')
export class ReviewsController {
  constructor(
    private readonly reviews: ReviewService,
    private readonly readers: Readers,
  ) {}

  @Get()
  @Route({ permission: PERMISSION, summary: 'Log follow-ups, newest first', query: reviewsQuery, answer: page(listedReview) })
  list(@Within() reach: Reach, @FromQuery() query: PageRequest): Promise<Page<ListedReview>> {
    return this.reviews.list(reach, query);
  }

  @Post()
  @Route({
    permission: PERMISSION,
    summary: 'Draws audit rows at random, to be judged',
    body: newReview,
    answer: shownReview,
    status: 201,
    idempotent: true,
    refusals: { ...refusals, 'nothing-to-draw': 422, 'period-reversed': 400 },
    sample: { body: { from: '2026-11-01', to: '2026-11-30', count: 20 } },
  })
  draw(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromBody() wanted: z.output<typeof newReview>,
  ): Promise<ShownReview> {
    return this.reviews.draw(reach, wanted, this.readers.of(by, PERMISSION, trace));
  }

  @Get(':id')
  @Route({
    permission: PERMISSION,
    summary: 'One log follow-up with its rows',
    params: reviewParams,
    answer: shownReview,
    refusals,
    sample,
  })
  show(@Within() reach: Reach, @By() by: Principal, @TraceId() trace: string, @FromParams() { id }: ReviewId): Promise<ShownReview> {
    return this.reviews.show(reach, id, this.readers.of(by, PERMISSION, trace));
  }

  @Get(':id/report.csv')
  @Route({
    permission: PERMISSION,
    summary: 'The same as CSV, protected people unnamed',
    params: reviewParams,
    answer: fileAnswer('text/csv'),
    refusals,
    sample,
  })
  report(@Within() reach: Reach, @By() by: Principal, @TraceId() trace: string, @FromParams() { id }: ReviewId): Promise<FileContent> {
    return this.reviews.report(reach, id, this.readers.of(by, PERMISSION, trace));
  }

  @Put(':id/rows/:place')
  @Route({
    permission: PERMISSION,
    summary: 'Judges one row',
    params: reviewRowParams,
    body: judgement,
    answer: listedReview,
    ifMatch: true,
    refusals: { ...onChange, 'review-own-action': 422, 'judgement-needs-note': 422 },
    sample: { params: { id: '1', place: '1' }, body: { judgement: 'ok' } },
  })
  judge(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() which: z.output<typeof reviewRowParams>,
    @FromBody() judged: z.output<typeof judgement>,
    @IfMatch() version: number,
  ): Promise<ListedReview> {
    return this.reviews.judge(reach, { ...which, version }, judged, this.readers.of(by, PERMISSION, trace));
  }

  @Post(':id/signature')
  @Route({
    permission: PERMISSION,
    summary: 'Signs it when every row is judged; it does not change any more',
    params: reviewParams,
    body: signature,
    answer: listedReview,
    status: 200,
    ifMatch: true,
    refusals: { ...onChange, 'review-not-judged': 409 },
    sample: { ...sample, body: {} },
  })
  sign(
    @Within() reach: Reach,
    @By() by: Principal,
    @TraceId() trace: string,
    @FromParams() { id }: ReviewId,
    @FromBody() { conclusion }: z.output<typeof signature>,
    @IfMatch() version: number,
  ): Promise<ListedReview> {
    return this.reviews.sign(reach, { id, version }, conclusion, this.readers.of(by, PERMISSION, trace));
  }
}

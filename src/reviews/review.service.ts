import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { AuditReads, type Reader } from '../audit/audit-reads.service';
import { type AuditFilter, type AuditKind, AuditSearch, type ShownRow } from '../audit/audit-search.service';
import { AuditHeadEntity, AuditRowEntity } from '../audit/audit.entity';
import { AuditService } from '../audit/audit.service';
import type { Reach } from '../auth/reach';
import { hsaIdKey } from '../people/hsa-id';
import { maskPersonalNumbers } from '../people/personal-number-in-text';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { Cursors } from '../platform/cursors.service';
import type { Page, PageRequest } from '../platform/paging';
import { randomOctets } from '../platform/random-octets';
import { changedMeanwhile, notFound, Refusal } from '../platform/refusal';
import { SealedBox } from '../platform/sealed-box';
import type { Instant, LocalDate } from '../platform/time';
import { type FollowUpRefusal, followUpRefusals } from '../texts/follow-up-refusals';
import { Draw, judgeFault, type Judgement, signFault } from './review';
import { reviewCsv } from './review-report';
import type { ReviewAction } from './review-action';
import { ReviewEntity, ReviewRowEntity } from './review.entity';
import { ReviewRepository, type ReviewScope } from './review.repository';

export interface NewReview {
  /** Code; none: every municipality. */
  municipality?: string | undefined;
  from: LocalDate;
  to: LocalDate;
  what: AuditKind;
  /** How many rows. */
  count: number;
}

export interface ListedReview {
  id: number;
  municipality: string | null;
  from: LocalDate;
  to: LocalDate;
  what: AuditKind;
  /** With these three anybody can draw again: see `Draw`. */
  seed: string;
  lastSeq: number;
  population: number;
  drawnBy: string;
  drawnAt: Instant;
  signedBy: string | null;
  signedAt: Instant | null;
  /** Grows with every change. */
  version: number;
}

export interface ReviewedRow {
  place: number;
  row: ShownRow | null;
  judgement: Judgement | null;
  note: string | null;
  judgedBy: string | null;
  judgedAt: Instant | null;
}

export interface ShownReview extends ListedReview {
  conclusion: string | null;
  rows: ReviewedRow[];
}

const LIST = 'reviews';

/** Rows looked through at a time. */
const CHUNK = 10_000;

/** Loggkontroll: rows of the audit trail are drawn at random, each is judged, and somebody signs. All of it leaves audit rows. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'municipalities'>,
    private readonly clock: Clock,
    private readonly box: SealedBox,
    private readonly reviews: ReviewRepository,
    private readonly search: AuditSearch,
    private readonly audit: AuditService,
    private readonly reads: AuditReads,
    private readonly cursors: Cursors,
  ) {}

  /** @throws Refusal not-found for a municipality that is not reached; nothing-to-draw; for a period that is none */
  async draw(reach: Reach, wanted: NewReview, reader: Reader): Promise<ShownReview> {
    const { from, to, what } = wanted;
    const municipality = this.municipalityOf(reach, wanted.municipality);
    const { manager } = this.dataSource;
    const lastSeq = (await manager.findOneBy(AuditHeadEntity, { id: 1 }))?.seq ?? 0;
    const draw = new Draw(randomOctets(16).toString('hex'), wanted.count);
    await this.addAll(draw, reach, { from, to, what, municipality: municipality ?? undefined }, lastSeq);
    if (draw.population === 0) throw refusal('nothing-to-draw');
    const now = this.clock.now();
    const seqs = draw.drawn();
    const kept = {
      ...{ municipality, fromDay: from, toDay: to, what, seed: draw.seed, lastSeq, population: draw.population },
      ...{ drawnBy: reader.actor.name, drawnAt: now, signedBy: null, signedAt: null, conclusion: null, version: 1 },
    };
    const id = await this.dataSource.transaction(async (transaction) => {
      const number = await this.reviews.add(transaction, kept, seqs);
      const payload = { review: number, from, to, what, seed: draw.seed, lastSeq, population: draw.population, rows: seqs };
      await this.note(transaction, 'review-drawn', municipality, null, payload, reader, now);
      return number;
    });
    return this.shown({ id, ...kept });
  }

  /** Newest first. */
  async list(reach: Reach, query: PageRequest): Promise<Page<ListedReview>> {
    const [before = null] = this.cursors.read(LIST, query.after) ?? [];
    const rows = await this.reviews.list(
      this.dataSource.manager,
      this.scopeOf(reach),
      before === null ? null : Number(before),
      query.limit + 1,
    );
    const page = this.cursors.page(LIST, rows, query, ({ id }) => [id]);
    return { items: page.items.map(listed), next: page.next };
  }

  /** With what the rows say. @throws Refusal not-found */
  async show(reach: Reach, id: number, reader: Reader): Promise<ShownReview> {
    const review = await this.reviews.find(this.dataSource.manager, this.scopeOf(reach), id);
    if (!review) throw notFound();
    await this.reads.read(reader, { action: 'review-read', municipality: review.municipality, subject: null, payload: { review: id } });
    return this.shown(review);
  }

  /** The same as CSV, protected people unnamed. @throws Refusal not-found */
  async report(reach: Reach, id: number, reader: Reader): Promise<{ type: string; name: string; content: Buffer }> {
    const content = Buffer.from(reviewCsv(await this.show(reach, id, reader)), 'utf8');
    return { type: 'text/csv', name: `loggkontroll-${id}.csv`, content };
  }

  /**
   * @param version of the review as it was read; null: whichever it is
   * @throws Refusal not-found; changed-meanwhile; see `judgeFault`
   */
  async judge(
    reach: Reach,
    { id, place, version }: { id: number; place: number; version: number | null },
    { judgement, note }: { judgement: Judgement; note: string },
    reader: Reader,
  ): Promise<ListedReview> {
    const text = maskPersonalNumbers(note.trim());
    return this.change(reach, id, version, async (manager, review, now) => {
      const row = (await this.reviews.rows(manager, id)).find((one) => one.place === place);
      if (!row) throw notFound();
      const audited = await manager.findOneBy(AuditRowEntity, { seq: row.seq });
      const isOwn = audited !== null && hsaIdKey(audited.actorName) === hsaIdKey(reader.actor.name);
      const fault = judgeFault(review, isOwn, { judgement, note: text });
      if (fault) throw refusal(fault);
      const judged = { judgement, note: text === '' ? null : this.box.seal(text), judgedBy: reader.actor.name, judgedAt: now };
      await manager.update(ReviewRowEntity, { reviewId: id, place }, judged);
      const payload = { review: id, place, seq: row.seq, judgement, before: row.judgement };
      await this.note(manager, 'review-judged', review.municipality, text === '' ? null : text, payload, reader, now);
      return {};
    });
  }

  /** Closes the review. @throws Refusal not-found; changed-meanwhile; see `signFault` */
  async sign(
    reach: Reach,
    { id, version }: { id: number; version: number | null },
    conclusion: string,
    reader: Reader,
  ): Promise<ListedReview> {
    const text = maskPersonalNumbers(conclusion.trim());
    return this.change(reach, id, version, async (manager, review, now) => {
      const rows = await this.reviews.rows(manager, id);
      const fault = signFault(review, rows);
      if (fault) throw refusal(fault);
      const counts = Object.fromEntries(
        Map.groupBy(rows, (row) => row.judgement ?? '')
          .entries()
          .map(([one, all]) => [one, all.length]),
      );
      const payload = { review: id, counts };
      await this.note(manager, 'review-signed', review.municipality, text === '' ? null : text, payload, reader, now);
      return { signedBy: reader.actor.name, signedAt: now, conclusion: text === '' ? null : this.box.seal(text) };
    });
  }

  private change(
    reach: Reach,
    id: number,
    version: number | null,
    write: (manager: EntityManager, review: ReviewEntity, now: Instant) => Promise<Partial<ReviewEntity>>,
  ): Promise<ListedReview> {
    return this.dataSource.transaction(async (manager) => {
      const review = await this.reviews.find(manager, this.scopeOf(reach), id, { toChange: true });
      if (!review) throw notFound();
      if (version !== null && version !== review.version) throw changedMeanwhile();
      const changes = { ...(await write(manager, review, this.clock.now())), version: review.version + 1 };
      await manager.update(ReviewEntity, { id }, changes);
      return listed({ ...review, ...changes });
    });
  }

  private async addAll(draw: Draw, reach: Reach, filter: AuditFilter, lastSeq: number): Promise<void> {
    for (let after = 0; ;) {
      const rows = await this.search
        .matching(reach, filter)
        .andWhere('row.seq > :after AND row.seq <= :lastSeq', { after, lastSeq })
        .orderBy('row.seq', 'ASC')
        .select('row.seq', 'seq')
        .limit(CHUNK)
        .getRawMany<{ seq: number }>();
      draw.add(rows.map(({ seq }) => seq));
      const last = rows.at(-1);
      if (!last) return;
      after = last.seq;
    }
  }

  private async shown(review: ReviewEntity): Promise<ShownReview> {
    const { manager } = this.dataSource;
    const rows = await this.reviews.rows(manager, review.id);
    const audited = await manager.findBy(AuditRowEntity, { seq: In(rows.map(({ seq }) => seq)) });
    const shown = new Map((await this.search.shown(audited)).map((row) => [row.seq, row]));
    return {
      ...listed(review),
      conclusion: this.opened(review.conclusion),
      rows: rows.map((row) => ({
        place: row.place,
        row: shown.get(row.seq) ?? null,
        judgement: row.judgement,
        note: this.opened(row.note),
        judgedBy: row.judgedBy,
        judgedAt: row.judgedAt,
      })),
    };
  }

  private opened(sealed: ReviewRowEntity['note']): string | null {
    return sealed === null ? null : this.box.open<string>(sealed);
  }

  private note(
    manager: EntityManager,
    action: ReviewAction,
    municipality: string | null,
    reason: string | null,
    payload: unknown,
    { actor, traceId }: Reader,
    at: Instant,
  ): Promise<void> {
    return this.audit.append(manager, [{ at, actor, action, municipality, subject: null, traceId, reason, payload }]);
  }

  private scopeOf(reach: Reach): ReviewScope {
    const whole = reach.filter(({ unit }) => unit === null).map(({ municipality }) => municipality);
    return this.configuration.municipalities.every(({ code }) => whole.includes(code)) ? null : whole;
  }

  /** Where no municipality is named: the only one that is reached, or all of them. */
  private municipalityOf(reach: Reach, named: string | undefined): string | null {
    const scope = this.scopeOf(reach);
    const municipality = named ?? (scope?.length === 1 ? scope[0] : undefined) ?? null;
    const isKnown = municipality === null || this.configuration.municipalities.some(({ code }) => code === municipality);
    const isWithin = scope === null || (municipality !== null && scope.includes(municipality));
    if (!isKnown || !isWithin) throw notFound();
    return municipality;
  }
}

const listed = ({ fromDay, toDay, conclusion: _conclusion, ...review }: ReviewEntity): ListedReview => ({
  ...review,
  from: fromDay,
  to: toDay,
});

const STATUS: Partial<Record<FollowUpRefusal, 409>> = { 'review-signed': 409, 'review-not-judged': 409 };

const refusal = (code: FollowUpRefusal): Refusal => new Refusal(code, STATUS[code] ?? 422, followUpRefusals[code]);

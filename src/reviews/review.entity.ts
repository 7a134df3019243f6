import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, longText, optional, whole, word } from '../platform/database/columns';
import type { Instant, LocalDate } from '../platform/time';
import type { Judgement } from './review';

/** A loggkontroll: audit rows of a period that were drawn at random, to be judged. */
@Entity('review')
export class ReviewEntity {
  @PrimaryColumn(whole('id'))
  id: number;

  /** Null: every municipality. */
  @Column(word('municipality', 20, optional))
  municipality: string | null;

  @Column(word('from_day', 10))
  fromDay: LocalDate;

  @Column(word('to_day', 10))
  toDay: LocalDate;

  @Column(word('what', 16))
  what: 'all' | 'reads' | 'changes';

  /** Hexadecimal; with it anybody can draw again and get the same rows. */
  @Column(word('seed'))
  seed: string;

  /** The last row there was when it was drawn. */
  @Column(whole('last_seq'))
  lastSeq: number;

  /** How many rows it was drawn from. */
  @Column(whole('population'))
  population: number;

  @Column(word('drawn_by', 200))
  drawnBy: string;

  @Column(instant('drawn_at'))
  drawnAt: Instant;

  @Column(word('signed_by', 200, optional))
  signedBy: string | null;

  @Column(instant('signed_at', optional))
  signedAt: Instant | null;

  /** Sealed. */
  @Column(longText('conclusion', optional))
  conclusion: string | null;

  @Column(whole('version'))
  version: number;
}

@Entity('review_row')
export class ReviewRowEntity {
  @PrimaryColumn(whole('review_id'))
  reviewId: number;

  /** 1, 2, 3 … in the order of the audit rows. */
  @PrimaryColumn(whole('place'))
  place: number;

  @Column(whole('seq'))
  seq: number;

  @Column(word('judgement', 16, optional))
  judgement: Judgement | null;

  /** Sealed. */
  @Column(longText('note', optional))
  note: string | null;

  @Column(word('judged_by', 200, optional))
  judgedBy: string | null;

  @Column(instant('judged_at', optional))
  judgedAt: Instant | null;
}

import { csvText } from '../platform/csv-text';
import { followUpTexts } from '../texts/sv/follow-up';
import type { Judgement } from './review';

/** What a report needs of a review. */
export interface ReportedReview {
  id: number;
  signedBy: string | null;
  signedAt: string | null;
  rows: readonly {
    place: number;
    judgement: Judgement | null;
    note: string | null;
    judgedBy: string | null;
    judgedAt: string | null;
    row: {
      at: string;
      actor: { name: string; role: string | null };
      text: string;
      municipality: string | null;
      subject: string | null;
      caseNumber: string | null;
      isProtected: boolean;
      reason: string | null;
    } | null;
  }[];
}

/** A review as CSV. A protected person is not named, nor by their HSA-id: only the case number tells whom a row is about. */
export const reviewCsv = ({ id, signedBy, signedAt, rows }: ReportedReview): string =>
  csvText([
    followUpTexts.columns,
    ...rows.map(({ place, judgement, note, judgedBy, judgedAt, row }) => [
      ...[id, place, row?.at ?? null, row?.actor.name ?? null, row?.actor.role ?? null, row?.text ?? null, row?.municipality ?? null],
      ...[row?.isProtected ? null : (row?.subject ?? null), row?.caseNumber ?? null, row?.reason ?? null],
      ...[judgement === null ? followUpTexts.unjudged : followUpTexts.judgements[judgement], note, judgedBy, judgedAt, signedBy, signedAt],
    ]),
  ]);

import { z } from 'zod';
import { JUDGEMENTS } from '../reviews/review';
import { auditKind, auditRowWithContent } from './audit.views';
import { paging } from './page';
import { day, municipalityCode } from './people.views';

const text = z.string();

export const reviewsQuery = z.strictObject(paging);

export const newReview = z.strictObject({
  municipality: municipalityCode.optional().describe('None: all that are reached.'),
  from: day,
  to: day,
  what: auditKind,
  count: z.int().min(1).max(500).describe('How many rows are drawn.'),
});

export const judgement = z.strictObject({
  judgement: z.enum(JUDGEMENTS),
  note: z.string().max(2000).default('').describe('Needed for a question or a deviation.'),
});

export const signature = z.strictObject({ conclusion: z.string().max(4000).default('').describe('What the follow-up came to.') });

const review = {
  id: z.number().int(),
  municipality: text.nullable(),
  from: text,
  to: text,
  what: text,
  seed: text.describe('With it, `lastSeq` and the period anybody can draw the same rows again.'),
  lastSeq: z.number().int(),
  population: z.number().int().describe('How many rows were drawn from.'),
  drawnBy: text,
  drawnAt: text,
  signedBy: text.nullable(),
  signedAt: text.nullable(),
  version: z.number().int(),
};

export const listedReview = z.strictObject(review).meta({ id: 'Review' });
export const shownReview = z
  .strictObject({
    ...review,
    conclusion: text.nullable(),
    rows: z.array(
      z.strictObject({
        place: z.number().int(),
        row: auditRowWithContent.nullable(),
        judgement: z.enum(JUDGEMENTS).nullable(),
        note: text.nullable(),
        judgedBy: text.nullable(),
        judgedAt: text.nullable(),
      }),
    ),
  })
  .meta({ id: 'ReviewWithRows' });

export const reviewParams = z.strictObject({ id: z.coerce.number().int().min(1).max(999_999_999) });
export const reviewRowParams = z.strictObject({ ...reviewParams.shape, place: z.coerce.number().int().min(1).max(500) });

import { z } from 'zod';
import { instant, municipalityCode, reason } from '../fields';
import { paging, several } from '../page';

export const RUN_ID = /^[a-z][a-z0-9-]{0,19}-\d{8}T\d{6}-[0-9a-f]{4}$/;

const status = z.enum(['running', 'completed', 'halted', 'incomplete', 'failed', 'previewed']);

export const runParams = z.strictObject({
  id: z
    .string()
    .max(64)
    .meta({ examples: ['berg-20261121T070000-a1b2'] }),
});

export const runQuery = z.strictObject({
  ...paging,
  municipality: several(municipalityCode).optional(),
  status: several(status).optional(),
});
export type RunQuery = z.output<typeof runQuery>;

const count = z.int().min(0);

const run = {
  id: z.string(),
  municipality: municipalityCode,
  mode: z.enum(['full', 'changes']),
  status,
  startedBy: z.strictObject({ kind: z.string(), name: z.string() }),
  startedAt: instant,
  finishedAt: instant.nullable(),
  counts: z.strictObject({
    read: count,
    created: count,
    changed: count,
    ended: count,
    reinstated: count,
    deleted: count,
    unchanged: count,
    held: count,
  }),
  reason: z.string().nullable().describe('Why it was halted, incomplete or failed, in Swedish; names nobody.'),
};

export const runView = z.strictObject(run);

const plan = z.strictObject({
  createdAt: instant,
  tripped: z.array(z.string()).describe('What stopped it, in Swedish.'),
  state: z.enum(['pending', 'released', 'superseded']),
  rows: count.describe('How many people it is about.'),
  approvals: z.array(z.strictObject({ by: z.string(), at: instant })).describe('Who has said yes, where it takes more than one.'),
  releasedBy: z.string().nullable(),
  releasedAt: instant.nullable(),
});

export const runDetails = z.strictObject({ ...run, plan: plan.nullable().describe('What a halted run did not do.') });

const action = z.enum(['created', 'changed', 'ended', 'reinstated', 'deleted', 'held', 'unchanged', 'none']);
const side = z.record(z.string(), z.unknown()).nullable();

export const planRowView = z.discriminatedUnion('isProtected', [
  z.strictObject({ isProtected: z.literal(true), action }),
  z.strictObject({
    isProtected: z.literal(false),
    action,
    hsaId: z.string(),
    before: side.describe('The account’s attributes that differ; null for one that begins.'),
    after: side,
    changes: z
      .array(z.strictObject({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
      .describe('What Servicecenter will be told.'),
  }),
]);

export const runStart = z.strictObject({
  municipality: municipalityCode,
  full: z.boolean().default(false).describe('Fetches everything, not only what has moved.'),
});
export type RunStart = z.output<typeof runStart>;

export const runBegun = z.strictObject({ runId: z.string() });

export const releaseBody = z.strictObject({ reason });
export type ReleaseBody = z.output<typeof releaseBody>;

export const releaseAnswer = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('approved'), waitsFor: z.int().describe('How many more must say yes.') }),
  z.strictObject({ outcome: z.literal('released'), runId: z.string().describe('The run that carries it out.') }),
]);

import { z } from 'zod';
import { paging } from './page';
import { day, hsaId, municipalityCode } from './people.views';

const text = z.string();

/** `reads`: who looked; `changes`: what was done. */
export const auditKind = z.enum(['all', 'reads', 'changes']).default('all');

export const auditQuery = z.strictObject({
  ...paging,
  person: hsaId.optional().describe('Whom it is about.'),
  actor: z.string().min(1).max(200).optional().describe("Who did it: an HSA-id, or a key's, command's or schedule's name."),
  action: z
    .string()
    .regex(/^[a-z-]{1,64}$/)
    .optional(),
  municipality: municipalityCode.optional(),
  from: day.optional(),
  to: day.optional(),
  what: auditKind,
});

const row = {
  seq: z.number().int(),
  at: text,
  actor: z.strictObject({ kind: text, name: text, role: text.nullable(), systemUser: text.nullable() }),
  action: text,
  text: text.describe('The same as a Swedish sentence.'),
  municipality: text.nullable(),
  subject: text.nullable().describe('HSA-id, lower case, of whom it is about.'),
  caseNumber: text.nullable(),
  runId: text.nullable(),
  traceId: text.nullable(),
  isProtected: z.boolean().describe('Then neither reason nor content is told.'),
  reason: text.nullable(),
};

export const auditRow = z.strictObject(row).meta({ id: 'AuditRow' });
export const auditRowWithContent = z.strictObject({ ...row, content: z.unknown() }).meta({ id: 'AuditRowWithContent' });

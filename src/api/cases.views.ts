import { z } from 'zod';
import { CASE_EVENTS } from '../service-desk/case-event';
import { CASE_STATES, RETURN_TARGETS } from '../service-desk/case-state';
import { paging, several } from './page';
import { hsaId, municipalityCode } from './people.views';

const text = z.string();
const instant = z.string();
const reason = z.string().min(1).max(2000);

export const caseNumber = z.strictObject({
  number: z
    .string()
    .regex(/^\d{4}-\d{5,}$/)
    .max(16),
});
export type CaseNumber = z.output<typeof caseNumber>;

const yes = z.enum(['true', 'false']).transform((word) => word === 'true');

export const casesQuery = z.strictObject({
  ...paging,
  state: several(z.enum(CASE_STATES)).optional().describe('None: those that wait for somebody.'),
  event: z.enum(CASE_EVENTS).optional(),
  municipality: municipalityCode.optional(),
  claimedBy: z.string().min(1).max(128).optional().describe('HSA-id of who has it in hand.'),
  ready: yes.optional().describe('Only those worth taking, or only the others.'),
});
export type CasesQuery = z.output<typeof casesQuery>;

const summaryFields = {
  number: text,
  event: z.enum(CASE_EVENTS),
  state: z.enum(CASE_STATES),
  version: z.int(),
  isProtected: z.boolean().describe('Then neither person nor municipality is told.'),
  municipality: text.nullable(),
  hsaId: text.nullable(),
  name: text.nullable(),
  unit: text.nullable(),
  openedAt: instant,
  updatedAt: instant,
  endedAt: instant.nullable(),
  dueAt: instant.describe('By the service level, in working days.'),
  isLate: z.boolean(),
  ageDays: z.int(),
  claimedBy: text.nullable(),
  claimedAt: instant.nullable(),
  returnedTo: z.enum(RETURN_TARGETS).nullable(),
  returnedAt: instant.nullable(),
  ready: z.boolean().describe('Worth taking, as far as was known when the person was settled last.'),
};

export const caseSummary = z.strictObject(summaryFields).meta({ id: 'CaseSummary' });

const change = z.strictObject({ field: text, before: text.nullable(), after: text.nullable() });

const caseFacts = z
  .strictObject({
    hsaId: text,
    name: text,
    municipality: text,
    unit: z.strictObject({ name: text, hsaId: text.nullable(), path: z.array(text) }).nullable(),
    titles: z.array(text),
    prescriberCode: text.nullable(),
    commissions: z.array(z.strictObject({ name: text, purpose: text.nullable(), unit: text.nullable() })),
    startDate: text.nullable(),
    endDate: text.nullable(),
    agreement: text,
    order: z
      .strictObject({
        number: text,
        role: z.strictObject({ code: text, name: text, enter: text }),
        from: text.nullable(),
        to: text.nullable(),
      })
      .nullable(),
    accountName: text,
    userPrincipalName: text,
    reason: text.nullable(),
  })
  .meta({ id: 'CaseFacts' });

export const caseView = z
  .strictObject({
    ...summaryFields,
    supersededBy: text.nullable(),
    facts: caseFacts.nullable(),
    enter: z
      .array(z.strictObject({ field: text, label: text, value: text }))
      .nullable()
      .describe('What to enter in Cosmic, exactly.'),
    blockers: z.array(z.strictObject({ reason: text, text, owner: text, ownerText: text, since: instant.nullable() })),
    grantable: z.boolean().describe('Whether it may be marked as granted now.'),
    changesSinceClaim: z.array(change).nullable(),
    grants: z.array(
      z.strictObject({
        id: text,
        unitHsaId: text.nullable(),
        source: text,
        grantedAt: instant,
        grantedBy: text,
        undoUntil: instant,
        informedAt: instant.nullable(),
        removedAt: instant.nullable(),
      }),
    ),
    notes: z.array(z.strictObject({ at: instant, by: text, kind: text, text: text.nullable() })),
    history: z.array(
      z.strictObject({
        event: text,
        at: instant,
        changes: z.array(change).nullable(),
        mail: z.strictObject({ state: text, subject: text }).nullable(),
      }),
    ),
  })
  .meta({ id: 'Case' });

export const claimWish = z.strictObject({ takeOver: reason.nullable().default(null).describe('Why it is taken from whoever has it.') });
export const noteWish = z.strictObject({ text: reason });
export const returnWish = z.strictObject({ to: z.enum(RETURN_TARGETS), reason });
export const revealWish = z.strictObject({ reason });
const units = z.array(hsaId).min(1).max(50).nullable().default(null);
export const grantWish = z.strictObject({
  units: units.describe("HSA-ids; none: the person's own unit."),
  more: z.boolean().default(false).describe('More units follow: the case stays open.'),
});
export const removeWish = z.strictObject({ units: units.describe('HSA-ids; none: all.') });
export const doneWish = z.strictObject({
  nothingGranted: z.boolean().default(false).describe('Of a leaver: there never was a permission in Cosmic.'),
});

export const grantsQuery = z.strictObject({
  ...paging,
  municipality: municipalityCode.optional(),
  hsaId: hsaId.optional(),
  open: yes.optional(),
});
export type GrantsQuery = z.output<typeof grantsQuery>;

export const listedGrant = z
  .strictObject({
    id: text,
    isProtected: z.boolean().describe('Then neither municipality, person nor unit is told.'),
    municipality: text.nullable(),
    hsaId: text.nullable(),
    unitHsaId: text.nullable(),
    source: text,
    caseNumber: text.nullable(),
    orderNumber: text.nullable(),
    grantedBy: text,
    grantedAt: instant,
    undoUntil: instant,
    informedAt: instant.nullable(),
    informedBy: text.nullable(),
    removedAt: instant.nullable(),
    removedBy: text.nullable(),
  })
  .meta({ id: 'Grant' });

export const toldWish = z.strictObject({ municipality: municipalityCode, hsaId });

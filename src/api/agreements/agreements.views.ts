import { z } from 'zod';
import { SCAN_MEDIA_TYPES } from '../../agreements/scan-content';
import { page, paging } from '../page';
import { day, hsaId, municipalityCode } from '../people.views';

const id = z.string().min(1).max(64);
const text = z.string();
const instant = z.string().describe('ISO 8601, UTC.');
const caseNumber = z
  .string()
  .regex(/^\d{4}-\d{5,}$/)
  .max(16);
const version = z.string().min(1).max(32).describe('Version of the text that was signed.');
const reason = z.string().trim().min(1).max(500).describe('Why; kept with it and in the audit trail.');
const status = z.enum(['valid', 'expired', 'withdrawn', 'replaced']);
const source = z.enum(['paper', 'on-screen', 'baseline']);

export const byId = z.strictObject({ id });
export const byHsaId = z.strictObject({ hsaId });
export const byCase = z.strictObject({ number: caseNumber });
export const byVersion = z.strictObject({ version });

export const agreementQuery = z.strictObject({
  ...paging,
  municipality: municipalityCode.optional(),
  hsaId: hsaId.optional(),
  caseNumber: caseNumber.optional().describe('The person of the case, instead of their HSA-id.'),
  templateVersion: version.optional(),
  endsBefore: day.optional().describe('Those whose last day is before this.'),
});

export const agreementView = z
  .strictObject({
    id,
    version: z.int().min(1),
    municipality: text,
    hsaId: text,
    caseNumber: text.nullable().describe("Of the person's newest case."),
    isProtected: z.boolean().describe('Then nothing that was written freely is told.'),
    templateVersion: text,
    textHash: text.nullable().describe('SHA-256 of the exact text that was signed.'),
    source,
    signedOn: text,
    signedAt: instant.nullable(),
    acr: text.nullable().describe('Level of assurance of the login that signed on screen.'),
    receivedOn: text,
    recordedAt: instant,
    validTo: text.nullable().describe('Its last day; null: until it is withdrawn.'),
    status: z.enum([...status.options, 'corrected']).describe('`corrected`: another registration stands in its place.'),
    replacedFrom: text.nullable().describe('From this day a newer version must have been signed.'),
    registryNumber: text.nullable(),
    receiver: text.nullable(),
    scan: z.strictObject({ mediaType: z.enum(SCAN_MEDIA_TYPES), bytes: z.int(), sha256: text }).nullable(),
    withdrawn: z.strictObject({ at: instant, by: text, reason: text.nullable() }).nullable(),
    replaces: id.nullable().describe('The registration that this one corrects.'),
    correctionReason: text.nullable(),
    replacedBy: id.nullable(),
  })
  .meta({ id: 'Agreement' });

export const agreementPage = page(agreementView);

const paper = {
  templateVersion: version,
  signedOn: day,
  receivedOn: day,
  registryNumber: z.string().trim().min(1).max(40).nullable().default(null).describe('Diarienummer.'),
};

export const newRegistration = z
  .strictObject({
    hsaId: hsaId.optional(),
    caseNumber: caseNumber.optional().describe('The person of the case, instead of their HSA-id.'),
    ...paper,
  })
  .refine((body) => (body.hsaId === undefined) !== (body.caseNumber === undefined), { path: ['hsaId'] });

export const correction = z.strictObject({
  ...paper,
  reason,
  withoutScan: z.boolean().default(false).describe('The scan is not of this paper; another may be added.'),
});

export const withdrawal = z.strictObject({ reason });

export const SAMPLE_ID = '0199a1b2-0000-7000-8000-0000000000aa';
export const SAMPLE_PAPER = { templateVersion: '1', signedOn: '2026-11-03', receivedOn: '2026-11-05', registryNumber: 'SC 2026/17' };

export const templateView = z
  .strictObject({
    version: text,
    title: text,
    textHash: text,
    effectiveFrom: text,
    signFrom: text.nullable().describe('From this day older versions no longer do.'),
    addedAt: instant,
    isCurrent: z.boolean().describe('The one that is signed now.'),
  })
  .meta({ id: 'AgreementTemplate' });

export const templateWithText = templateView
  .extend({ text: text.describe('Exactly what `textHash` is of.') })
  .meta({ id: 'AgreementTemplateWithText' });

export const templateList = z.strictObject({ items: z.array(templateView) });

export const newTemplate = z.strictObject({
  version,
  text: z.string().min(1).max(100_000).describe('Begins with its title, `# …`; `## …` is a heading, `- …` a list; an empty line between.'),
  effectiveFrom: day,
  signFrom: day.nullable().default(null),
});

export const addedTemplate = templateWithText
  .extend({ concerned: z.int().describe('How many people must sign anew because of it.') })
  .meta({ id: 'AddedAgreementTemplate' });

export const myAgreement = z
  .strictObject({
    hsaId: text,
    status: z.enum(['missing', ...status.options]),
    agreement: z
      .strictObject({
        id,
        version: text,
        source,
        signedOn: text,
        validTo: text.nullable(),
        replacedFrom: text.nullable(),
      })
      .nullable()
      .describe('The one that says most.'),
    template: templateWithText.nullable().describe('The text to sign now; null where none is in force.'),
    maySign: z.boolean().describe('Whether the login is at a level that is good enough.'),
  })
  .meta({ id: 'MyAgreement' });

export const signature = z.strictObject({
  templateVersion: version,
  textHash: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/)
    .describe('Of the text that was read.'),
});

export type ById = z.output<typeof byId>;
export type ByHsaId = z.output<typeof byHsaId>;
export type ByCase = z.output<typeof byCase>;
export type ByVersion = z.output<typeof byVersion>;
export type AgreementQueryFields = z.output<typeof agreementQuery>;
export type NewRegistrationBody = z.output<typeof newRegistration>;
export type CorrectionBody = z.output<typeof correction>;
export type WithdrawalBody = z.output<typeof withdrawal>;
export type NewTemplateBody = z.output<typeof newTemplate>;
export type SignatureBody = z.output<typeof signature>;

import { z } from 'zod';
import { hsaId, municipalityCode } from './people.views';

const text = z.string();

export const oneMunicipality = z.strictObject({ municipality: municipalityCode.optional() });
export type OneMunicipality = z.output<typeof oneMunicipality>;

export const unitImportQuery = z.strictObject({
  municipality: municipalityCode,
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((word) => word === 'true')
    .describe('Only what would change.'),
});
export type UnitImportQuery = z.output<typeof unitImportQuery>;

export const unitImport = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('faulty'),
    fault: text.nullable().describe('What is wrong with the file as a whole.'),
    column: text.nullable(),
    problems: z.array(z.strictObject({ line: z.int(), problem: text })),
  }),
  z.strictObject({
    outcome: z.enum(['previewed', 'imported', 'unchanged']),
    version: z.int(),
    units: z.int(),
    changes: z.array(
      z.strictObject({
        change: z.enum(['added', 'removed', 'renamed', 'moved']),
        hsaId: text,
        before: text.nullable(),
        after: text.nullable(),
      }),
    ),
    resettled: z.int().describe('People for whom it matters.'),
  }),
]);

export const unitReports = z.strictObject({
  reports: z.array(
    z.strictObject({
      municipality: text,
      version: z.int().nullable().describe('Of the list; null: none has been imported.'),
      importedAt: text.nullable(),
      differences: z.array(
        z.strictObject({
          difference: z.enum(['missing', 'added', 'renamed', 'moved', 'without-hsa-id']),
          hsaId: text.nullable(),
          inHsa: text.nullable(),
          inCosmic: text.nullable(),
          people: z.int(),
        }),
      ),
    }),
  ),
});

export const newTestLogin = z.strictObject({
  municipality: municipalityCode,
  hsaId: hsaId.describe('Who tried.'),
  account: z.string().min(1).max(256).describe('What they logged in as.'),
  at: z.iso.datetime({ precision: 3 }).describe('UTC with milliseconds.'),
  worked: z.boolean(),
  note: z.string().min(1).max(2000).nullable().default(null),
});

export const testLogin = z
  .strictObject({
    id: text,
    municipality: text,
    hsaId: text,
    account: text,
    at: text,
    worked: z.boolean(),
    note: text.nullable(),
    recordedAt: text,
    recordedBy: text,
  })
  .meta({ id: 'TestLogin' });

export const testLogins = z.strictObject({ testLogins: z.array(testLogin) });

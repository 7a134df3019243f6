import { z } from 'zod';
import { STAGES } from '../access/stages';
import { isHsaId, isTestHsaId } from '../people/hsa-id';
import { isLocalDate } from '../platform/time';
import { LINKS } from '../explanation/links';
import { paging } from './page';

/** An HSA-id: `SE2120002502-1A2B`. */
export const hsaId = z.string().refine((text) => isHsaId(text) || isTestHsaId(text));
export const day = z.string().refine(isLocalDate).describe('`YYYY-MM-DD`.');
/** The code of a municipality. */
export const municipalityCode = z.string().min(1).max(20);

const text = z.string();
const instant = z.string();
const blocker = z
  .strictObject({ reason: text, text, owner: text, ownerText: text, since: instant.nullable() })
  .meta({ id: 'Blocker', description: 'Something in the way, and who can mend it.' });

export const peopleQuery = z.strictObject({
  ...paging,
  municipality: municipalityCode.optional(),
  unit: hsaId.optional().describe('HSA-id of a unit: with all below it.'),
  stage: z.enum(STAGES).optional().describe('A page may then hold few people, or none, and the list go on all the same.'),
  text: z.string().min(1).max(100).optional().describe('The beginning of a surname, a given name or an HSA-id.'),
});

export const listedPerson = z
  .strictObject({
    hsaId: text,
    municipality: text,
    isProtected: z.boolean().describe('Then neither name nor unit is told.'),
    name: text,
    unit: z.strictObject({ hsaId: text.nullable(), name: text }).nullable(),
    stage: z.enum(STAGES),
    stageText: text,
    grantable: z.boolean(),
    blocker: blocker.nullable().describe('The first in the way.'),
  })
  .meta({ id: 'ListedPerson' });

export const personDetails = z
  .strictObject({
    hsaId: text,
    municipality: text,
    isProtected: z.boolean(),
    name: text,
    contact: z.strictObject({ mail: text.nullable(), telephoneNumbers: z.array(text), mobileNumbers: z.array(text) }).nullable(),
    unit: z.strictObject({ hsaId: text.nullable(), name: text, path: z.array(text) }).nullable(),
    titles: z.array(text),
    commissions: z.array(z.strictObject({ name: text, purpose: text.nullable(), unitHsaId: text.nullable() })),
    startDate: text.nullable(),
    endDate: text.nullable(),
    inDirectory: text.nullable().describe('What the catalogue said last: present, refused, absent.'),
    accountName: text.nullable(),
    stage: z.enum(STAGES),
    stageText: text,
    grantable: z.boolean(),
    blockers: z.array(blocker),
  })
  .meta({ id: 'PersonDetails' });

export const explanation = z
  .strictObject({
    hsaId: text,
    municipality: text.nullable(),
    at: instant,
    source: z.enum(['recorded', 'directory', 'not-yet', 'unreadable', 'unknown']),
    stage: z.enum(STAGES),
    stageText: text,
    entitledToAccount: z.boolean(),
    held: z.boolean(),
    grantable: z.boolean(),
    blockers: z.array(blocker),
    firstRule: blocker.nullable().describe('The first rule that fails.'),
    facts: z.record(z.string(), z.unknown()).describe('All that is recorded, as it stood then.'),
    lastCompleteReadAt: instant.nullable(),
    cases: z.array(z.strictObject({ number: text, event: text, state: text, openedAt: instant })),
    findings: z.array(z.strictObject({ kind: text, detail: text, dn: text.nullable(), since: instant })),
    traceId: text.nullable().describe('Of the step that the chain began with.'),
    links: z
      .array(
        z.strictObject({
          link: z.enum(LINKS),
          name: text,
          holds: z.boolean(),
          text,
          at: instant.nullable(),
          by: text.nullable(),
          evidence: z.record(z.string(), z.unknown()).nullable(),
        }),
      )
      .describe('From order to information: what holds, and what shows it.'),
    trail: z.array(
      z.strictObject({
        at: instant,
        action: text,
        text,
        actor: text,
        role: text.nullable(),
        caseNumber: text.nullable(),
        runId: text.nullable(),
        traceId: text.nullable(),
        reason: text.nullable(),
        content: z.unknown(),
      }),
    ),
  })
  .meta({ id: 'Explanation' });

export const explanationQuery = z.strictObject({ at: day.optional().describe('What held when that day ended; none: now.') });

export const revelation = z.strictObject({ reason: z.string().trim().min(1).max(1000).describe('Why; it is kept.') });

export type PeopleQueryFields = z.output<typeof peopleQuery>;

import { z } from 'zod';
import { isHsaId, isTestHsaId } from '../people/hsa-id';
import { maskPersonalNumbers } from '../people/personal-number-in-text';

/** Parts that the schemas of several routes have in common. */

export const instant = z.iso
  .datetime({ precision: 3 })
  .describe('UTC.')
  .meta({ examples: ['2026-11-21T07:00:00.000Z'] });

/** A whole day in Sweden. */
export const day = z.iso.date().meta({ examples: ['2026-11-21'] });

export const municipalityCode = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,19}$/)
  .describe("A municipality's code.")
  .meta({ examples: ['berg'] });

export const hsaId = z
  .string()
  .max(64)
  .refine((text) => isHsaId(text) || isTestHsaId(text), {
    params: { en: 'Is no HSA-id.', sv: 'Är inget HSA-id.' },
  })
  .describe('HSA-id.')
  .meta({ examples: ['SE2120002502-1A2B'] });

/** Free text by a person, for the audit trail. */
export const reason = z.string().trim().min(3).max(500).transform(maskPersonalNumbers).describe('Why; kept in the audit trail.');

/** Of a view: grows with each change. */
export const version = z.int().min(0).describe('Grows with each change; goes into If-Match as `"7"`.');

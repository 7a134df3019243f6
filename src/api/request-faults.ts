import type { z } from 'zod';
import type { BothLanguages } from '../platform/refusal';
import { fieldTexts } from '../texts/problems';
import type { RequestFault } from './problem';

type Issue = z.core.$ZodIssue;

/**
 * What a schema found wrong, told without anything of what was sent: a name of a field that is not known was sent too.
 *
 * | issue                                  | told as |
 * |----------------------------------------|---------|
 * | a value that is not there              | missing |
 * | invalid_type                           | type    |
 * | invalid_format, not_multiple_of        | format  |
 * | invalid_value                          | value   |
 * | too_small                              | small   |
 * | too_big                                | big     |
 * | unrecognized_keys, of their object     | unknown |
 * | custom with `params: { en, sv }`       | these   |
 * | any other                              | other   |
 *
 * @param sent what was parsed: tells what is missing from what is of the wrong type
 */
export const requestFaults = (place: RequestFault['in'], issues: readonly Issue[], sent: unknown): RequestFault[] =>
  issues.map((issue) => ({ in: place, pointer: pointerOf(issue.path), ...textOf(issue, sent) }));

function textOf(issue: Issue, sent: unknown): BothLanguages {
  switch (issue.code) {
    case 'invalid_type':
      return valueAt(sent, issue.path) === undefined ? fieldTexts.missing : fieldTexts.type;
    case 'invalid_format':
    case 'not_multiple_of':
      return fieldTexts.format;
    case 'invalid_value':
      return valueAt(sent, issue.path) === undefined ? fieldTexts.missing : fieldTexts.value;
    case 'too_small':
      return fieldTexts.small;
    case 'too_big':
      return fieldTexts.big;
    case 'unrecognized_keys':
      return fieldTexts.unknown;
    case 'custom':
      return isBoth(issue.params) ? { en: issue.params.en, sv: issue.params.sv } : fieldTexts.other;
    default:
      return fieldTexts.other;
  }
}

const isBoth = (value: unknown): value is BothLanguages =>
  typeof (value as Partial<BothLanguages> | undefined)?.en === 'string' && typeof (value as Partial<BothLanguages>).sv === 'string';

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (held, key) => (typeof held === 'object' && held !== null ? (held as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  );

/** RFC 6901. */
const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

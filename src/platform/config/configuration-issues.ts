import type { z } from 'zod';
import { configurationTexts as texts } from '../../texts/sv/configuration';
import type { ConfigurationIssue } from './configuration-error';

type SchemaIssue = z.core.$ZodIssue;

/** `municipalities[0].source.file` */
export const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`),
    '',
  );

/** What the schema found, in Swedish; `raw` is only looked at to tell what is missing from what is wrong. */
export const schemaIssues = (issues: readonly SchemaIssue[], raw: unknown): ConfigurationIssue[] =>
  issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), problem: texts.unknown }));
    return [{ path: pathText(issue.path), problem: isMissing(raw, issue.path) ? texts.missing : problemOf(issue) }];
  });

function isMissing(raw: unknown, path: readonly PropertyKey[]): boolean {
  const found = path.reduce<unknown>(
    (held, key) => (held === null || held === undefined ? held : (held as Record<PropertyKey, unknown>)[key]),
    raw,
  );
  return found === undefined;
}

function problemOf(issue: SchemaIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return texts.expected[issue.expected] ?? texts.wrongType;
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') return texts.empty;
      return issue.inclusive === false ? texts.moreThan(String(issue.minimum)) : texts.atLeast(String(issue.minimum));
    case 'too_big':
      return issue.origin === 'string' ? texts.tooLong(String(issue.maximum)) : texts.atMost(String(issue.maximum));
    case 'invalid_value':
      return texts.oneOf(issue.values.map(String));
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? texts.oneOf(issue.options.filter((option) => option !== undefined).map(String))
        : texts.invalid;
    case 'invalid_format':
      return issue.format === 'email' ? texts.email : issue.format === 'url' ? texts.url : issue.message;
    default:
      return texts.invalid;
  }
}

import { problemTexts, statusTitles } from '../../texts/problems';
import type { ProblemCode } from '../problem';
import { isFileBody, type RouteOptions } from '../route';
import type { JsonSchema } from './json-schemas';

/** RFC 9457 with this service's own members, see `ProblemDetails`. */
export const PROBLEM_SCHEMA: JsonSchema = {
  type: 'object',
  description:
    'RFC 9457. `title` and `detail` are in English, `title_sv` and `detail_sv` in Swedish. Nothing of what was sent is repeated.',
  required: ['type', 'status', 'code', 'title', 'title_sv', 'detail', 'detail_sv', 'trace'],
  additionalProperties: false,
  properties: {
    type: { type: 'string', description: '`urn:tilltrade:problem:` and the code.' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable word for programs.', examples: ['invalid'] },
    title: { type: 'string' },
    title_sv: { type: 'string' },
    detail: { type: 'string' },
    detail_sv: { type: 'string' },
    trace: { type: 'string', description: "The request's id, also in the log and the audit trail." },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail', 'detail_sv'],
        additionalProperties: false,
        properties: {
          in: { type: 'string', enum: ['path', 'query', 'body'], description: 'Where it was sent.' },
          pointer: { type: 'string', description: 'JSON pointer (RFC 6901) to what is wrong.' },
          detail: { type: 'string' },
          detail_sv: { type: 'string' },
        },
      },
    },
  },
};

/**
 * Codes that a route may answer with instead, by status.
 *
 * | route                     | codes                                                                            |
 * |---------------------------|----------------------------------------------------------------------------------|
 * | any                       | not-authenticated, not-permitted, too-many-requests, unexpected                  |
 * | takes anything            | invalid                                                                          |
 * | has params                | not-found                                                                        |
 * | changes something         | from-another-site                                                                |
 * | takes a body              | too-large, wrong-content-type; JSON: malformed-json; a file: malformed-request   |
 * | ifMatch                   | if-match-missing, if-match-malformed, changed-meanwhile                          |
 * | idempotent                | idempotency-key-malformed, -reused, -in-use, answer-lost                         |
 * | refusals                  | these                                                                            |
 */
export function problemCodes(method: string, route: RouteOptions): Map<number, string[]> {
  const { params, query, body, ifMatch, idempotent, refusals = {} } = route;
  const common: ProblemCode[] = [
    'not-authenticated',
    'not-permitted',
    'too-many-requests',
    'unexpected',
    ...when(params ?? query ?? body, 'invalid'),
    ...when(method !== 'GET', 'from-another-site'),
    ...when(body, 'too-large', 'wrong-content-type', isFileBody(body) ? 'malformed-request' : 'malformed-json'),
    ...when(ifMatch, 'if-match-missing', 'if-match-malformed'),
    ...when(idempotent, 'idempotency-key-malformed', 'idempotency-key-reused', 'idempotency-key-in-use', 'answer-lost'),
  ];
  const all: [number, string][] = [
    ...common.map((code): [number, string] => [problemTexts[code].status, code]),
    ...(params ? [[404, 'not-found'] as [number, string]] : []),
    ...(ifMatch ? [[412, 'changed-meanwhile'] as [number, string]] : []),
    ...Object.entries(refusals).map(([code, status]): [number, string] => [status, code]),
  ];
  const byStatus = Map.groupBy(all, ([status]) => status);
  return new Map([...byStatus].sort(([one], [other]) => one - other).map(([status, pairs]) => [status, pairs.map(([, code]) => code)]));
}

const when = (condition: unknown, ...codes: ProblemCode[]): ProblemCode[] => (condition ? codes : []);

export function problemResponses(method: string, route: RouteOptions): Record<string, JsonSchema> {
  const responses = [...problemCodes(method, route)].map(([status, codes]): [string, JsonSchema] => [
    String(status),
    {
      description: `${statusTitles[status]?.en ?? 'Error'}: ${codes.map((code) => `\`${code}\``).join(', ')}`,
      ...(status === 429 && { headers: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } } }),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]);
  return Object.fromEntries(responses);
}

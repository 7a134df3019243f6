import { PERMISSIONS } from '../../auth/permission';
import { isFileAnswer, isFileBody, type RouteOptions, statusOf } from '../route';
import type { JsonSchema, JsonSchemas } from './json-schemas';
import { problemResponses } from './problem-responses';

/** One route as an OpenAPI operation. @param handler `OrdersController.list` */
export function operation(method: string, path: string, handler: string, route: RouteOptions, schemas: JsonSchemas): JsonSchema {
  const { permission, summary, description } = route;
  const roles: readonly string[] = PERMISSIONS[permission];
  const parameters = [...inPath(route, schemas), ...inQuery(route, schemas), ...inHeaders(route)];
  return {
    operationId: handler.replace('Controller.', '_'),
    tags: [path.split('/')[3] ?? ''],
    summary,
    description: [
      ...(description === undefined ? [] : [description]),
      permission === 'self'
        ? 'Takes a login; answers about nobody but who has logged in.'
        : `Takes the permission \`${permission}\` (${roles.join(', ')}).`,
    ].join('\n\n'),
    'x-permission': permission,
    security: [{ session: [] }, ...(permission === 'self' ? [] : [{ apiKey: [] }])],
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: requestBody(route, schemas) }),
    responses: { [String(statusOf(route))]: success(route, schemas), ...problemResponses(method, route) },
  };
}

function fields(schema: JsonSchema): { name: string; schema: JsonSchema; required: boolean }[] {
  const { properties = {}, required = [] } = schema as { properties?: Record<string, JsonSchema>; required?: string[] };
  return Object.entries(properties).map(([name, own]) => ({ name, schema: own, required: required.includes(name) }));
}

const inPath = ({ params, sample }: RouteOptions, schemas: JsonSchemas): JsonSchema[] =>
  params === undefined
    ? []
    : fields(schemas.of(params, 'input')).map(({ name, schema }) => ({
        name,
        in: 'path',
        required: true,
        schema,
        ...(sample?.params?.[name] !== undefined && { example: sample.params[name] }),
      }));

const inQuery = ({ query }: RouteOptions, schemas: JsonSchemas): JsonSchema[] =>
  query === undefined
    ? []
    : fields(schemas.of(query, 'input')).map(({ name, schema, required }) => ({ name, in: 'query', required, schema }));

const inHeaders = ({ idempotent, ifMatch }: RouteOptions): JsonSchema[] => [
  ...(idempotent
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          description: 'Of your own, a UUID say: the same request with the same key is carried out once in 24 hours and answered alike.',
          schema: { type: 'string', pattern: '^[A-Za-z0-9._:-]{8,200}$' },
        },
      ]
    : []),
  ...(ifMatch
    ? [
        {
          name: 'If-Match',
          in: 'header',
          required: true,
          description: 'The ETag of what you read: `"7"`.',
          schema: { type: 'string', pattern: '^"(0|[1-9][0-9]{0,8})"$' },
        },
      ]
    : []),
];

function requestBody({ body, sample }: RouteOptions, schemas: JsonSchemas): JsonSchema {
  if (body === undefined) return {};
  if (isFileBody(body)) return { required: true, content: Object.fromEntries(body.types.map((type) => [type, {}])) };
  const example = sample?.body === undefined ? {} : { example: sample.body };
  return { required: true, content: { 'application/json': { schema: schemas.of(body, 'input'), ...example } } };
}

function success({ answer, summary }: RouteOptions, schemas: JsonSchemas): JsonSchema {
  if (answer === undefined) return { description: 'Done; there is nothing to tell.' };
  if (isFileAnswer(answer)) return { description: summary, content: Object.fromEntries(answer.types.map((type) => [type, {}])) };
  const schema = schemas.of(answer, 'output');
  const hasVersion = 'shape' in answer && 'version' in (answer.shape as object);
  return {
    description: summary,
    ...(hasVersion && { headers: { ETag: { description: 'The version, for If-Match.', schema: { type: 'string' } } } }),
    content: { 'application/json': { schema } },
  };
}

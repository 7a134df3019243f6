import type { z } from 'zod';
import type { Configuration } from '../platform/config/schema';
import type { ApiRequest, Asked } from './asked';
import { parseJson, readBody } from './body';
import { Problem, type RequestFault } from './problem';
import { requestFaults } from './request-faults';
import { isFileBody, JSON_LIMIT, type RouteOptions, type Uploaded } from './route';

/** `"7"`, as `ETag` was given. */
const ETAG = /^"(0|[1-9]\d{0,8})"$/;

/** A request's parts as the route's schemas make them; all that is wrong is told at once. @throws Problem */
export async function readRequest(
  request: ApiRequest,
  route: RouteOptions,
  configuration: Configuration,
): Promise<Pick<Asked, 'params' | 'query' | 'body' | 'version'>> {
  const version = route.ifMatch ? versionFrom(request.headers['if-match']) : null;
  const sent = await bodyOf(request, route, configuration);
  const params = parsed('path', route.params, request.params);
  const query = parsed('query', route.query, request.query);
  const body = isFileBody(route.body) ? { value: sent, faults: [] } : parsed('body', route.body, sent);
  const errors = [...params.faults, ...query.faults, ...body.faults];
  if (errors.length > 0) throw new Problem('invalid', { errors });
  return { params: params.value, query: query.value, body: body.value, version };
}

function versionFrom(header: string | undefined): number {
  if (header === undefined) throw new Problem('if-match-missing');
  const version = ETAG.exec(header.trim())?.[1];
  if (version === undefined) throw new Problem('if-match-malformed');
  return Number(version);
}

async function bodyOf(request: ApiRequest, { body }: RouteOptions, configuration: Configuration): Promise<unknown> {
  if (body === undefined) {
    await readBody(request, [], 0); // no type is taken: a body that nothing would read is refused
    return undefined;
  }
  if (!isFileBody(body)) {
    const sent = await readBody(request, ['application/json'], JSON_LIMIT);
    return sent === null ? undefined : parseJson(sent.content);
  }
  const limit = typeof body.limit === 'number' ? body.limit : body.limit(configuration);
  const file = await readBody(request, body.types, limit);
  if (file === null) throw new Problem('malformed-request');
  return file satisfies Uploaded;
}

const NONE_SENT: Record<string, never> = {};

/** Nothing declared: nothing may be sent. */
function parsed(place: RequestFault['in'], schema: z.ZodType | undefined, sent: unknown): { value: unknown; faults: RequestFault[] } {
  if (schema === undefined) {
    const isEmpty = sent === undefined || Object.keys(sent as object).length === 0;
    return {
      value: undefined,
      faults: isEmpty ? [] : requestFaults(place, [{ code: 'unrecognized_keys', keys: [], path: [], message: '' }], NONE_SENT),
    };
  }
  const result = schema.safeParse(sent);
  return result.success
    ? { value: result.data, faults: [] }
    : { value: undefined, faults: requestFaults(place, result.error.issues, sent) };
}

import { sessionCookie } from '../../auth/session/session-cookie';
import type { DeclaredRoute } from '../routes.service';
import { type JsonSchema, JsonSchemas } from './json-schemas';
import { operation } from './operation';
import { PROBLEM_SCHEMA } from './problem-responses';

const DESCRIPTION = `Admission of municipal care staff to the region's patient record: orders, agreements, cases and the trail of each.

Every answer is about what your role or key reaches; what is foreign, missing or protected is answered alike. Errors are problem details (RFC 9457) with a stable \`code\`. Lists are read a page at a time: give \`next\` back as \`after\`. A single view has its \`version\` as ETag; changes demand it in If-Match. Nothing may be cached.`;

/** The interface as OpenAPI 3.1, made of what the routes declare: it cannot tell of anything else. @param publicUrl where people reach the service */
export function openApiDocument(routes: readonly DeclaredRoute[], publicUrl: string): JsonSchema {
  const schemas = new JsonSchemas();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const { method, path, handler, options } of [...routes].sort(byPath)) {
    if (!options || !path.startsWith('/api/v1/')) continue;
    const templated = path.replaceAll(/:(\w+)/g, '{$1}');
    paths[templated] = { ...paths[templated], [method.toLowerCase()]: operation(method, path, handler, options, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tillträde',
      version: '1.0.0',
      description: DESCRIPTION,
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl.replace(/\/$/, '') }],
    paths,
    components: {
      schemas: { ...schemas.components, Problem: PROBLEM_SCHEMA },
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: sessionCookie(publicUrl).name,
          description: 'A person who has logged in. Changes must come from the service’s own pages.',
        },
        apiKey: { type: 'http', scheme: 'bearer', description: 'A program, with a key that operations gave it.' },
      },
    },
  };
}

const byPath = (one: DeclaredRoute, other: DeclaredRoute): number =>
  one.path === other.path ? (one.method < other.method ? -1 : 1) : one.path < other.path ? -1 : 1;

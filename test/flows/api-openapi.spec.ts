/*
 * The OpenAPI document and the service are the same. Real: the whole service, HTTP, a validator of OpenAPI 3.1. Faked: the
 * clock, who asks.
 */
import { Validator } from '@seriousme/openapi-schema-validator';
import { Routes } from '../../src/api/routes.service';
import { api } from '../support/api';
import { heldRole, person } from '../support/builders/principal';
import { TestService } from '../support/service';

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; required?: boolean }[];
  responses: Record<string, { content?: Record<string, unknown> }>;
  security: Record<string, unknown>[];
  'x-permission': string;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}

let service: TestService;
let document: Document;

beforeAll(async () => {
  service = await TestService.start({ http: true });
  document = (await api(service).nobody.get('/api/v1/openapi.json')).body;
});
afterAll(() => service.close());

const operations = (): [string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method.toUpperCase()} ${path}`, operation]),
  );

it('keeps the rules of OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator({ strict: false }).validate(structuredClone({ ...document }));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

it('lists the routes that are there, and no others', () => {
  const declared = service
    .get(Routes)
    .all.filter(({ options, path }) => options !== null && path.startsWith('/api/'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  expect(
    operations()
      .map(([name]) => name)
      .sort(),
  ).toEqual(declared.sort());
  const withoutPermission = service.get(Routes).all.filter(({ options, path }) => options === null && path.startsWith('/api/'));
  expect(withoutPermission.map(({ path }) => path)).toEqual(['/api/v1/openapi.json']);
});

it('gives every operation a name of its own', () => {
  const ids = operations().map(([, { operationId }]) => operationId);
  expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([]);
});

it('describes each part of an address, once', () => {
  for (const [name, { parameters = [] }] of operations()) {
    const parts = [...name.matchAll(/\{(\w+)\}/g)].map(([, part]) => part).sort();
    expect([
      name,
      parameters
        .filter((one) => one.in === 'path')
        .map((one) => one.name)
        .sort(),
    ]).toEqual([name, parts]);
  }
});

it('refers to nothing that is not there', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name!);
  expect([...new Set(references)].filter((name) => !(name in document.components.schemas))).toEqual([]);
});

it('says of every operation who may, and what it says where they may not', () => {
  for (const [name, { responses, security, 'x-permission': permission }] of operations()) {
    expect([name, Object.keys(responses)]).toEqual([name, expect.arrayContaining(['401', '403', '429', '500'])]);
    expect([name, security.length > 0, permission !== '']).toEqual([name, true, true]);
    for (const [status, { content = {} }] of Object.entries(responses))
      if (Number(status) >= 400) expect([name, Object.keys(content)]).toEqual([name, ['application/problem+json']]);
  }
});

it('has samples that its own schemas take', () => {
  const wrong = service.get(Routes).all.flatMap(({ handler, options }) => {
    const { sample = {}, params, query, body } = options ?? {};
    const parts = [
      [params, sample.params],
      [query, sample.query],
      [body && 'safeParse' in body ? body : undefined, sample.body],
    ] as const;
    return parts.flatMap(([schema, value]) => (schema && value !== undefined && !schema.safeParse(value).success ? [handler] : []));
  });
  expect(wrong).toEqual([]);
});

it('has no personnummer and no address of a person in it', () => {
  const text = JSON.stringify(document).replaceAll(/SE\d{10}-\w+@ext\.example\.se/g, ''); // an account: an HSA-id, not a name
  expect(text).not.toMatch(/\b(19|20)?\d{6}-?\d{4}\b(?!-)|@/);
});

it('is told to everybody, and is not kept by anybody', async () => {
  const { status, headers } = await api(service)
    .as(person(heldRole('manager')))
    .get('/api/v1/openapi.json');
  expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
});

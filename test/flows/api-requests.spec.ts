/*
 * What the API says of requests, whatever they ask for. Real: the whole service, HTTP. Faked: the clock, who asks.
 */
import { type AddressInfo, connect } from 'node:net';
import { api, type Client } from '../support/api';
import { heldRole, machine, person } from '../support/builders/principal';
import { TestService } from '../support/service';
import { ThingMaker, ThingsController } from '../support/things.controller';

const CANARY = 'Anna Canary 20170101-2393';
const PATH = '/api/v1/things';
const TRACE = /^[0-9a-f-]{36}$/;

let service: TestService;
let manager: Client;

const start = (configuration: object = {}): Promise<TestService> =>
  TestService.start({ http: true, controllers: [ThingsController], providers: [ThingMaker], configuration });

beforeAll(async () => {
  service = await start();
  manager = api(service).as(person(heldRole('manager')));
});
afterAll(() => service.close());

describe('a problem', () => {
  it.each<[string, () => ReturnType<Client['get']>, number, string]>([
    ['nobody asks', () => api(service).nobody.get(PATH), 401, 'not-authenticated'],
    [
      'somebody without the permission asks',
      () =>
        api(service)
          .as(person(heldRole('auditor')))
          .post(PATH)
          .send({ name: 'x' }),
      403,
      'not-permitted',
    ],
    ['there is no such address', () => manager.get('/api/v1/nothing'), 404, 'no-such-route'],
    ['there is no such address at all', () => manager.get('/api'), 404, 'no-such-route'],
    ['the address cannot be read', () => manager.get(`${PATH}/%E0%A4%A`), 400, 'malformed-request'],
    ['the method is another', () => manager.put(PATH), 405, 'method-not-allowed'],
    ['the body is no JSON', () => manager.post(PATH).type('json').send(`{"name": "${CANARY}`), 400, 'malformed-json'],
    [
      'the body is no UTF-8',
      () =>
        manager
          .post(PATH)
          .type('json')
          .send(Buffer.from([0x22, 0xe5, 0x22]).toString('latin1')),
      400,
      'invalid',
    ],
    ['there is no body', () => manager.post(PATH), 400, 'invalid'],
    ['the body is of another type', () => manager.post(PATH).type('form').send({ name: 'x' }), 415, 'wrong-content-type'],
    ['the body is compressed', () => manager.post(PATH).set('Content-Encoding', 'gzip').send({ name: 'x' }), 415, 'wrong-content-type'],
    ['there is a body where none is taken', () => manager.delete(`${PATH}/7`).send({ name: CANARY }), 415, 'wrong-content-type'],
    ['the body is too large', () => manager.post(PATH).send({ name: 'x'.repeat(300_000) }), 413, 'too-large'],
    ['the file is too large', () => manager.post(`${PATH}/files`).type('text/csv').send('x'.repeat(17)), 413, 'too-large'],
    ['the file is of another type', () => manager.post(`${PATH}/files`).type('application/pdf').send('x'), 415, 'wrong-content-type'],
    ['a field is not known', () => manager.post(PATH).send({ name: 'x', [CANARY]: CANARY }), 400, 'invalid'],
    [
      'a field would change what all objects have',
      () => manager.post(PATH).type('json').send('{"name":"x","__proto__":{"a":1}}'),
      400,
      'invalid',
    ],
    ['a parameter is not known', () => manager.get(PATH).query({ [CANARY]: CANARY }), 400, 'invalid'],
    ['a parameter is given twice', () => manager.get(`${PATH}?limit=1&limit=2`), 400, 'invalid'],
    ['a page is too large', () => manager.get(`${PATH}?limit=201`), 400, 'invalid'],
    ['a value is too long', () => manager.get(`${PATH}/${encodeURIComponent(CANARY)}`), 400, 'invalid'],
    ['the version is not said', () => manager.patch(`${PATH}/7`).send({ name: 'x' }), 428, 'if-match-missing'],
    ['the version is any', () => manager.patch(`${PATH}/7`).set('If-Match', '*').send({ name: 'x' }), 400, 'if-match-malformed'],
    ['the version is weak', () => manager.patch(`${PATH}/7`).set('If-Match', 'W/"7"').send({ name: 'x' }), 400, 'if-match-malformed'],
    ['the version is an old one', () => manager.patch(`${PATH}/7`).set('If-Match', '"6"').send({ name: 'x' }), 412, 'changed-meanwhile'],
    [
      'a key is sent where none is taken',
      () => manager.delete(`${PATH}/7`).set('Idempotency-Key', 'abcdefgh'),
      400,
      'idempotency-key-not-used-here',
    ],
    ['a key is malformed', () => manager.post(PATH).set('Idempotency-Key', CANARY).send({ name: 'x' }), 400, 'idempotency-key-malformed'],
    ['a feature refuses', () => manager.post(PATH).send({ name: 'refused' }), 422, 'too-hot'],
    ['a feature returns its refusal', () => manager.get(`${PATH}/refused`), 409, 'too-hot'],
    ['the service fails', () => manager.get(`${PATH}/broken`), 500, 'unexpected'],
    ['an answer is not as declared', () => manager.get(`${PATH}/careless`), 500, 'unexpected'],
  ])('%s', async (_when, send, status, code) => {
    const { status: answered, headers, body, text } = await send();
    expect([answered, body.code]).toEqual([status, code]);
    expect(headers).toMatchObject({ 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' });
    expect(body).toMatchObject({
      type: `urn:tilltrade:problem:${code}`,
      status,
      title: expect.any(String),
      title_sv: expect.any(String),
      detail: expect.any(String),
      detail_sv: expect.any(String),
      trace: expect.stringMatching(TRACE),
    });
    expect(text).not.toMatch(/canary|2393|not declared|stack/i);
  });

  it('points at each field that is wrong, in both languages', async () => {
    const { body } = await manager.post(PATH).send({ name: 17, more: 1 });
    expect(body.errors).toEqual([
      { in: 'body', pointer: '/name', detail: 'Is of the wrong type.', detail_sv: 'Är av fel typ.' },
      { in: 'body', pointer: '', detail: 'Holds a field that is not known here.', detail_sv: 'Har ett fält som inte är känt här.' },
    ]);
  });

  it('says which methods and which types are taken', async () => {
    expect((await manager.put(PATH)).headers.allow).toBe('GET, POST, HEAD, OPTIONS');
    expect((await manager.post(`${PATH}/files`).type('application/pdf').send('x')).headers.accept).toBe('text/csv');
    expect((await api(service).nobody.get(PATH)).headers['www-authenticate']).toBe('Bearer');
  });

  it('of a body that never ends is told before it has ended', async () => {
    const { port } = service.httpServer.address() as AddressInfo;
    const authorization = service.principals.tell(person(heldRole('manager')));
    const socket = connect(port, '127.0.0.1');
    const answer = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (data: Buffer) => (text += data.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', () => resolve(text));
    });
    socket.write(
      `POST ${PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    for (let sent = 0; sent < 8; sent += 1) socket.write(chunk);
    expect(await answer).toContain('"code":"too-large"');
  });
});

describe('an answer', () => {
  it('bears its version, and a change demands it', async () => {
    const { headers } = await manager.get(`${PATH}/7`);
    expect(headers.etag).toBe('"7"');
    const changed = await manager
      .patch(`${PATH}/7`)
      .set('If-Match', headers.etag ?? '')
      .send({ name: 'y' });
    expect([changed.status, changed.body, changed.headers.etag]).toEqual([200, { id: '7', name: 'y', version: 8 }, '"8"']);
  });

  it('is whole even where the version is known: what hangs on the clock has no version', async () => {
    expect((await manager.get(`${PATH}/7`).set('If-None-Match', '"7"')).status).toBe(200);
  });

  it('to HEAD is the same without the body, and OPTIONS tells what is taken, to nobody too', async () => {
    const head = await manager.head(`${PATH}/7`);
    expect([head.status, head.headers.etag, head.text]).toEqual([200, '"7"', undefined]);
    const options = await api(service).nobody.options(`${PATH}/7`).set('Origin', 'https://other.example.se');
    expect([options.status, options.headers.allow]).toEqual([204, 'GET, PATCH, DELETE, HEAD, OPTIONS']);
    expect(Object.keys(options.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('of nothing is 204', async () => {
    const removed = await manager.delete(`${PATH}/7`);
    expect([removed.status, removed.text]).toEqual([204, '']);
  });

  it('that is a file is saved, under a name that is no header', async () => {
    const { status, headers, text } = await manager.get(`${PATH}/7/file`);
    expect([status, headers['content-type'], text]).toEqual([200, 'text/csv', 'a;b\n']);
    expect(headers['content-disposition']).toMatch(/^attachment; filename="[A-Za-z0-9._-]+"; filename\*=UTF-8''[A-Za-z0-9%._-]+$/);
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('to a file says how large it was', async () => {
    const { body } = await manager.post(`${PATH}/files`).type('text/csv; charset=windows-1252').send('a;b\n');
    expect(body).toEqual({ type: 'text/csv', size: 4 });
  });
});

describe('headers', () => {
  const STRICT = {
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  };

  it.each([
    ['an answer', () => manager.get(PATH)],
    ['a refusal', () => api(service).nobody.get(PATH)],
    ['an address that is not there', () => manager.get('/api/v1/nothing')],
    ['OPTIONS', () => manager.options(PATH)],
  ])('of %s are strict', async (_what, send) => {
    const { headers } = await send();
    expect(headers).toMatchObject(STRICT);
    expect(headers).not.toHaveProperty('strict-transport-security');
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('demand https where people reach the service so', async () => {
    const secure = await start({ server: { publicUrl: 'https://tilltrade.example.se' } });
    try {
      const { headers } = await api(secure).nobody.get(PATH);
      expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    } finally {
      await secure.close();
    }
  });
});

describe('a change sent with a session', () => {
  const send = (headers: Record<string, string>) => manager.post(PATH).unset('Sec-Fetch-Site').set(headers).send({ name: 'x' });

  it.each<[string, Record<string, string>, number]>([
    ['from the service’s own pages', { 'Sec-Fetch-Site': 'same-origin' }, 201],
    ['from there, by a browser that says only where', { Origin: 'http://127.0.0.1:8080' }, 201],
    ['from another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://other.example.se' }, 403],
    ['from a neighbouring site', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['from who knows where', {}, 403],
    ['from a page that hides where it is', { Origin: 'null' }, 403],
  ])('%s', async (_where, headers, status) => {
    expect((await send(headers)).status).toBe(status);
  });

  it('may ask from anywhere: an answer goes to no other site', async () => {
    expect((await manager.get(PATH).set('Sec-Fetch-Site', 'cross-site')).status).toBe(200);
  });

  it('is not asked of a program: no browser sends its key along', async () => {
    expect(
      (
        await api(service)
          .as(machine(['orders:write']))
          .post(PATH)
          .send({ name: 'x' })
      ).status,
    ).toBe(201);
  });
});

describe('a denied attempt', () => {
  it('is a row in the audit trail: who, and which route, not what stood in the address', async () => {
    const before = (await service.auditRows()).length;
    const denied = await api(service)
      .as(person(heldRole('auditor')))
      .patch(`${PATH}/${encodeURIComponent(CANARY)}`)
      .send({ name: 'x' });
    const [row, ...more] = (await service.auditRows()).slice(before);
    expect(more).toEqual([]);
    expect(row).toMatchObject({ action: 'access-denied', actorKind: 'person', actorName: 'SE2120002502-CHEF', traceId: denied.body.trace });
    expect(JSON.stringify(row)).not.toMatch(/canary/i);
  });

  it('with a key that is none is one, too; nobody at all is none', async () => {
    const before = (await service.auditRows()).length;
    await api(service).nobody.get(PATH);
    expect((await service.auditRows()).length).toBe(before);
    await api(service).nobody.get(PATH).set('Authorization', `Bearer ${CANARY}`);
    expect((await service.auditRows()).at(-1)).toMatchObject({ action: 'access-denied', actorKind: 'machine', actorName: '-' });
  });
});

describe('too many requests', () => {
  let limited: TestService;
  beforeEach(async () => {
    limited = await start({ api: { requestsPerMinute: 3 } });
  });
  afterEach(() => limited.close());

  const statuses = async (client: Client, count: number): Promise<number[]> => {
    const all: number[] = [];
    for (let sent = 0; sent < count; sent += 1) all.push((await client.get(PATH)).status);
    return all;
  };

  it('are told to wait, each person and key for itself', async () => {
    const { as } = api(limited);
    const one = as(person(heldRole('manager')));
    expect(await statuses(one, 4)).toEqual([200, 200, 200, 429]);
    const { body, headers } = await one.get('/api/v1/things/7');
    expect([body.code, Number(headers['retry-after']) > 0]).toEqual(['too-many-requests', true]);
    expect(await statuses(as(machine(['orders:read'])), 1)).toEqual([200]);
  });

  it('are counted by address where nobody has logged in; health checks are not', async () => {
    const { nobody } = api(limited);
    expect(await statuses(nobody, 4)).toEqual([401, 401, 401, 429]);
    expect((await nobody.get('/health/live')).status).toBe(200);
  });
});

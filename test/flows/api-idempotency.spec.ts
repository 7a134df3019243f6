/*
 * What is sent twice under one key is carried out once. Real: the whole service, HTTP, both databases, several instances
 * on one of them. Faked: the clock, who asks.
 */
import { IdempotentRequestEntity } from '../../src/platform/idempotency/idempotency.entity';
import { IdempotentRequests } from '../../src/platform/idempotency/idempotent-requests.service';
import { api, type Client } from '../support/api';
import { heldRole, machine, person, personWith } from '../support/builders/principal';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';
import { ThingMaker, ThingsController } from '../support/things.controller';

const PATH = '/api/v1/things';
const KEY = '4f1c1a1e-7b1d-4c52-9a53-9f6a3a1d0c11';
const HOUR_MS = 60 * 60 * 1000;

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start({
      http: true,
      controllers: [ThingsController],
      providers: [ThingMaker],
      municipalities: [{ code: 'berg' }, { code: 'are' }],
    });
  });
  afterEach(() => service.close());

  const manager = (at = service): Client => api(at).as(person(heldRole('manager')));
  const make = (client: Client, body: object = { name: 'x' }, key = KEY) => client.post(PATH).set('Idempotency-Key', key).send(body);
  const made = async (): Promise<number> => (await service.auditRows()).filter(({ action }) => action === 'thing-made').length;

  it('the same request is answered alike, and changes nothing', async () => {
    const first = await make(manager());
    const second = await make(manager());
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([undefined, 'true']);
    expect(second.headers.etag).toBe(first.headers.etag);
    expect(await made()).toBe(1);
  });

  it('the same fields in another order are the same request', async () => {
    await make(manager());
    const again = await manager().post(PATH).set('Idempotency-Key', KEY).type('json').send('{ "name" : "x" }');
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
  });

  it('another request under the same key is refused', async () => {
    await make(manager());
    const other = await make(manager(), { name: 'y' });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
    expect(await made()).toBe(1);
  });

  it('somebody else’s same key is another one', async () => {
    await make(manager());
    await make(api(service).as(personWith([heldRole('manager')], { hsaId: 'SE2120002502-2', hsaIdKey: 'se2120002502-2' })));
    await make(api(service).as(machine(['orders:write'])));
    expect(await made()).toBe(3);
  });

  it('whoever reaches less by now is not given the answer of then', async () => {
    await make(api(service).as(person(heldRole('manager', null))));
    expect((await make(manager())).body.code).toBe('idempotency-key-reused');
    expect((await make(api(service).as(person(heldRole('auditor'))))).status).toBe(403);
  });

  it('what is refused can be asked again under the same key', async () => {
    expect((await make(manager(), { name: 'refused' })).status).toBe(422);
    expect((await make(manager(), { name: 17 })).status).toBe(400);
    expect((await make(manager())).status).toBe(201);
  });

  it('what failed before it had changed anything can be asked again', async () => {
    const maker = service.get(ThingMaker);
    maker.before = () => Promise.reject(new Error('no room'));
    expect((await make(manager())).status).toBe(500);
    maker.before = () => Promise.resolve();
    expect((await make(manager())).status).toBe(201);
  });

  it('what failed after its change is never done again', async () => {
    const maker = service.get(ThingMaker);
    maker.after = () => Promise.reject(new Error('no room'));
    expect((await make(manager())).status).toBe(500);
    maker.after = () => Promise.resolve();
    expect((await make(manager())).body.code).toBe('idempotency-key-in-use');
    service.clock.advance(61_000);
    expect((await make(manager())).body.code).toBe('answer-lost');
    expect(await made()).toBe(1);
  });

  it('two at once: one is carried out, the other told to ask again', async () => {
    const other = await service.another();
    try {
      const answers = await Promise.all([manager(), manager(other), manager(), manager(other)].map((client) => make(client)));
      expect(await made()).toBe(1);
      const created = answers.filter(({ status }) => status === 201);
      expect(created.length).toBeGreaterThan(0);
      expect(new Set(created.map(({ body }) => (body as { id: string }).id)).size).toBe(1);
      for (const { status, body, headers } of answers)
        if (status !== 201) expect([status, body.code, headers['retry-after']]).toEqual([409, 'idempotency-key-in-use', '1']);
      expect((await make(manager(other))).body).toEqual(created[0]?.body);
    } finally {
      await other.close();
    }
  });

  it('is the same after the service was started anew', async () => {
    const first = await make(manager());
    await service.restart();
    const second = await make(manager());
    expect([second.body, second.headers['idempotency-replayed']]).toEqual([first.body, 'true']);
    expect(await made()).toBe(1);
  });

  it('an instance that was taken for dead changes nothing when it wakes', async () => {
    const other = await service.another();
    try {
      const maker = other.get(ThingMaker);
      const paused = Promise.withResolvers<undefined>();
      const reached = Promise.withResolvers<undefined>();
      maker.before = () => (reached.resolve(undefined), paused.promise);
      const late = make(manager(other)).then((answer) => answer);
      await reached.promise;
      service.clock.advance(61_000);
      const taken = await make(manager());
      expect(taken.status).toBe(201);
      paused.resolve(undefined);
      expect((await late).status).toBe(500);
      expect(await made()).toBe(1);
      expect((await make(manager())).body).toEqual(taken.body);
    } finally {
      await other.close();
    }
  });

  it('is forgotten after a day, answers and all', async () => {
    await make(manager());
    service.clock.advance(24 * HOUR_MS - 1);
    expect((await make(manager())).headers['idempotency-replayed']).toBe('true');
    service.clock.advance(1);
    await service.get(IdempotentRequests).forgetExpired();
    expect(await service.dataSource.manager.count(IdempotentRequestEntity)).toBe(0);
    expect((await make(manager())).headers['idempotency-replayed']).toBeUndefined();
    expect(await made()).toBe(2);
  });

  it('is kept sealed', async () => {
    await make(manager(), { name: 'Anna Canary' });
    const rows = await service.dataSource.manager.find(IdempotentRequestEntity);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/canary|chef|4f1c1a1e/i);
  });
});

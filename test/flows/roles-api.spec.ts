/*
 * Roles, deputies and keys over the API. Real: the service, its HTTP and database. Faked: the clock, and who asks where no
 * session or key is what the test is about.
 */
import { heldRole, machine, person, personWith } from '../support/builders/principal';
import { api } from '../support/api';
import { TestService } from '../support/service';

const MANAGER = 'SE2120002502-CHEF';
const OTHER = 'SE2120002502-K0LL';

let service: TestService;
beforeEach(async () => {
  service = await TestService.start({ http: true, municipalities: [{}, { code: 'are' }] });
});
afterEach(() => service.close());

const operator = () =>
  api(service).as(personWith([heldRole('operator', null)], { hsaId: 'SE2321000214-DR01', hsaIdKey: 'se2321000214-dr01' }));
const newRole = { hsaId: MANAGER, role: 'manager', municipality: 'berg', reason: 'Ny chef' };

it('an operator gives a role, reads it and takes it away', async () => {
  const given = await operator().post('/api/v1/roles').send(newRole);
  expect(given.status).toBe(201);
  expect(given.body).toMatchObject({ hsaId: MANAGER, grantedBy: 'SE2321000214-DR01', from: '2026-11-21', to: null, version: 1 });
  const address = `/api/v1/roles/${given.body.id}`;
  const read = await operator().get(address);
  expect(read.body).toEqual(given.body);
  const remove = () => operator().post(`${address}/remove`).send({ reason: 'Slutat' });
  expect((await remove()).status).toBe(428);
  expect((await remove().set('If-Match', '"7"')).body.code).toBe('changed-meanwhile');
  const removed = await remove().set('If-Match', read.headers.etag!);
  expect(removed).toMatchObject({ status: 200, body: { removedBy: 'SE2321000214-DR01', removalReason: 'Slutat' } });
  expect((await operator().get('/api/v1/roles')).body.items).toEqual([]);
  expect((await operator().get('/api/v1/roles?past=true&role=manager&municipality=berg')).body.items).toHaveLength(1);
  expect((await operator().get('/api/v1/roles?past=true&role=helpdesk')).body.items).toEqual([]);
});

it.each<[string, object, number, string]>([
  ['an unknown field', { ...newRole, version: 7 }, 400, 'invalid'],
  ['a role that is none', { ...newRole, role: 'boss' }, 400, 'invalid'],
  ['a day that does not exist', { ...newRole, to: '2026-02-30' }, 400, 'invalid'],
  ['without a reason', { ...newRole, reason: ' ' }, 400, 'invalid'],
  ['a foreign municipality', { ...newRole, municipality: 'oz' }, 422, 'municipality-unknown'],
  ['to oneself', { ...newRole, hsaId: 'SE2321000214-DR01' }, 403, 'own-role'],
])('a role is refused: %s', async (_name, body, status, code) => {
  const { status: given, body: problem } = await operator().post('/api/v1/roles').send(body);
  expect([given, problem.code]).toEqual([status, code]);
});

it('a personnummer in a reason is kept by nobody', async () => {
  const given = await operator()
    .post('/api/v1/roles')
    .send({ ...newRole, reason: 'Se 20170101-2393' });
  expect(given.body.reason).toBe('Se [personnummer]');
});

it('a manager hands over, and a deputy does not', async () => {
  await operator().post('/api/v1/roles').send(newRole);
  const manager = api(service).as(person(heldRole('manager')));
  const wish = { deputyHsaId: OTHER, to: '2026-11-30', reason: 'Semester' };
  const added = await manager.post('/api/v1/deputies').send(wish);
  expect(added).toMatchObject({ status: 201, body: { managerHsaId: MANAGER, deputyHsaId: OTHER, from: '2026-11-21' } });
  expect((await manager.get('/api/v1/deputies')).body.items).toEqual([added.body]);
  const deputy = api(service).as(
    personWith([heldRole('manager', 'berg', { deputyFor: MANAGER })], { hsaId: OTHER, hsaIdKey: OTHER.toLowerCase() }),
  );
  const handedOn = await deputy.post('/api/v1/deputies').send({ ...wish, deputyHsaId: 'SE2120002502-TR3A' });
  expect([handedOn.status, handedOn.body.code]).toEqual([422, 'not-a-manager']);
  const address = `/api/v1/deputies/${added.body.id}`;
  expect((await deputy.post(`${address}/end`).set('If-Match', '"1"').send({ reason: 'x' })).status).toBe(404);
  const ended = await manager.post(`${address}/end`).set('If-Match', '"1"').send({ reason: 'Åter' });
  expect(ended.body).toMatchObject({ endReason: 'Åter', version: 2 });
});

it('a key is shown once, and its secret is kept by no Idempotency-Key', async () => {
  const wish = { name: 'Uppföljning', permissions: ['people:read'], municipalities: ['berg'], to: '2027-01-31', reason: 'Rapport' };
  const repeated = await operator().post('/api/v1/api-keys').set('Idempotency-Key', 'key-000001').send(wish);
  expect([repeated.status, repeated.body.code]).toEqual([400, 'idempotency-key-not-used-here']);
  const made = await operator().post('/api/v1/api-keys').send(wish);
  expect(made.status).toBe(201);
  expect(made.body.key).toMatch(/^tt_[0-9a-f]{20}_[\w-]{43}$/);
  const { key, ...shown } = made.body;
  const address = `/api/v1/api-keys/${shown.id}`;
  expect((await operator().get(address)).body).toEqual(shown);
  expect((await operator().get('/api/v1/api-keys')).text).not.toContain(key);
  expect(
    (
      await operator()
        .post('/api/v1/api-keys')
        .send({ ...wish, permissions: ['self'] })
    ).status,
  ).toBe(400);
  const revoked = await operator().post(`${address}/revoke`).set('If-Match', '"1"').send({ reason: 'Läckt' });
  expect(revoked.body).toMatchObject({ revokedBy: 'SE2321000214-DR01', version: 2 });
});

it('everybody is told about themselves, and no program has a self', async () => {
  const me = await api(service)
    .as(person(heldRole('manager', 'berg', { unit: 'se2120002502-enh1' })))
    .get('/api/v1/me');
  expect(me.body).toMatchObject({ hsaId: MANAGER, roles: [{ role: 'manager', unit: 'se2120002502-enh1' }] });
  expect(me.body.permissions).toContainEqual({ permission: 'orders:write', reach: [{ municipality: 'berg', unit: 'se2120002502-enh1' }] });
  expect((me.body.permissions as { permission: string }[]).map(({ permission }) => permission)).not.toContain('roles:write');
  expect((await api(service).as(person()).get('/api/v1/me')).body).toMatchObject({ roles: [], permissions: [] });
  expect(
    (
      await api(service)
        .as(machine(['people:read']))
        .get('/api/v1/me')
    ).status,
  ).toBe(403);
  expect((await api(service).nobody.get('/api/v1/me')).status).toBe(401);
});

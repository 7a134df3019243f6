import { hsaIdOf, inhabitant } from '../support/builders/inhabitants';
import { heldRole, person } from '../support/builders/principal';
import { api } from '../support/api';
import { ROLES_TO_ORDER } from '../support/orders';
import { TestService } from '../support/service';

// Orders over HTTP. Real: the whole service, HTTP, the catalogue's file. Faked: the clock, and who is logged in.

const NUMBER = '201701012393';

let service: TestService;
beforeEach(async () => {
  service = await TestService.start({ configuration: ROLES_TO_ORDER, http: true, municipalities: [{}, { code: 'are' }] });
  const withNumber = inhabitant(2, { roles: [], givenName: 'Åsa', attributes: { personalIdentityNumber: NUMBER } });
  await service.syncWith([inhabitant(1, { roles: [] }), withNumber]);
});
afterEach(() => service.close());

const chef = () => api(service).as(person(heldRole('manager')));
const auditor = () => api(service).as(person(heldRole('auditor')));
const order = (more: object = {}) => ({ municipality: 'berg', hsaId: hsaIdOf(1), cosmicRole: 'USK', reason: 'Ny på enheten', ...more });
const placed = async (more: object = {}) => (await chef().post('/api/v1/orders').send(order(more)).expect(201)).body as { number: string };

it('a person is looked up, ordered for, changed, ended; each answer has its version', async () => {
  const found = await chef().post('/api/v1/people/look-up').send({ municipality: 'berg', name: 'åsa' }).expect(200);
  expect(found.body).toMatchObject({ items: [{ hsaId: hsaIdOf(2), name: 'Åsa Andersson', isWithinReach: true }], hasMore: false });
  const { number } = await placed({ hsaId: hsaIdOf(2), to: '2026-12-31' });
  const shown = await auditor().get(`/api/v1/orders/${number}`).expect(200).expect('ETag', '"1"');
  expect(shown.body).toMatchObject({ state: 'placed', cosmicRole: { code: 'USK', name: 'Undersköterska kommun' }, to: '2026-12-31' });
  const path = `/api/v1/orders/${number}`;
  await chef().patch(path).send({ to: null }).expect(428);
  await chef().patch(path).set('If-Match', '"7"').send({ to: null }).expect(412);
  await chef().patch(path).set('If-Match', '"1"').send({ to: null }).expect(200).expect('ETag', '"2"');
  const ended = await chef().post(`${path}/end`).set('If-Match', '"2"').send({ day: null, reason: 'Slutar' }).expect(200);
  expect(ended.body).toMatchObject({ state: 'ended', endReason: 'Slutar', version: 3 });
  const refused = await chef().post(`${path}/withdraw`).set('If-Match', '"3"').send({ reason: 'Fel' }).expect(409);
  expect(refused.body).toMatchObject({ code: 'order-not-withdrawable', detail_sv: expect.stringContaining('återtas') });
});

it('an order that is sent twice with one key is placed once', async () => {
  const send = () => chef().post('/api/v1/orders').set('Idempotency-Key', 'one-order-2026').send(order()).expect(201);
  const [first, second] = [await send(), await send()];
  expect(second.body).toEqual(first.body);
  expect((await chef().get('/api/v1/orders')).body).toMatchObject({ items: [{ number: 'B2026-00001' }], next: null });
});

it('a refusal names each field and repeats nothing', async () => {
  const sent = order({ cosmicRole: 'XYZ', reason: `Gäller ${NUMBER}`, from: '2026-12-02', to: '2026-12-01' });
  const { body } = await chef().post('/api/v1/orders').send(sent).expect(422);
  expect(body).toMatchObject({ code: 'end-before-start' });
  expect(body.errors).toMatchObject([{ pointer: '/to' }, { pointer: '/cosmicRole' }, { pointer: '/reason' }]);
  expect(JSON.stringify(body)).not.toMatch(/2393|XYZ/);
});

it.each([
  ['an unknown field', { state: 'fulfilled' }],
  ['a day that is none', { to: '2026-02-30' }],
  ['who ordered it', { orderedBy: 'SE2120002502-X' }],
])('%s is refused before anything else', async (_what, more) => {
  expect((await chef().post('/api/v1/orders').send(order(more)).expect(400)).body).toMatchObject({ code: 'invalid' });
});

it('what is foreign and what is missing answer alike', async () => {
  const { number } = await placed();
  const foreign = api(service).as(person(heldRole('manager', 'are')));
  for (const path of [`/api/v1/orders/${number}`, '/api/v1/orders/B2026-99999']) {
    const { body } = await foreign.get(path).expect(404);
    expect({ ...body, trace: '' }).toMatchObject({ code: 'not-found' });
  }
  expect((await foreign.get('/api/v1/orders').expect(200)).body).toEqual({ items: [], next: null });
  await foreign.post('/api/v1/orders').send(order()).expect(404);
  await foreign.post('/api/v1/people/look-up').send({ municipality: 'berg', name: 'Åsa' }).expect(404);
});

it('a personnummer finds a person and stands in no answer, no row and no address', async () => {
  const ask = (personalNumber: string) => chef().post('/api/v1/people/look-up').send({ municipality: 'berg', personalNumber });
  const { body } = await ask('170101-2393').expect(200);
  expect(body.items).toMatchObject([{ hsaId: hsaIdOf(2) }]);
  expect(JSON.stringify(body)).not.toContain('2393');
  const refused = await ask('17').expect(422);
  expect(refused.body).toMatchObject({ code: 'query-malformed' });
  await chef().get(`/api/v1/people/look-up?personalNumber=${NUMBER}`).expect(400);
});

it('a file is looked at and placed', async () => {
  const csv = `HSA-id;Roll;Skäl\n${hsaIdOf(1)};USK;Ny\n${hsaIdOf(9)};USK;Ny\n`;
  const send = (mode: string) =>
    chef().post(`/api/v1/orders/import?municipality=berg&mode=${mode}`).set('Content-Type', 'text/csv').send(csv).expect(200);
  expect((await send('preview')).body).toMatchObject({ isPlaced: false, counts: { good: 1, refused: 1 } });
  expect((await send('only-good')).body).toMatchObject({ isPlaced: true, rows: [{ number: 'B2026-00001' }, { outcome: 'refused' }] });
});

it('the roles that can be ordered are told', async () => {
  const { body } = await chef().get('/api/v1/cosmic-roles').expect(200);
  expect(body.items).toEqual([
    { code: 'SSK', name: 'Sjuksköterska kommun', titles: ['Sjuksköterska'] },
    { code: 'USK', name: 'Undersköterska kommun', titles: [] },
  ]);
});

import { hsaIdOf, inhabitant, inhabitants, NO_BRAKE } from '../support/builders/inhabitants';
import { heldRole, person } from '../support/builders/principal';
import { api } from '../support/api';
import { AT_ONCE } from '../support/desk';
import { TestService } from '../support/service';

// Real: the whole service on HTTP. Faked: the clock, and who asks.

describe('the desk’s API', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start({ municipalities: [{ policy: AT_ONCE, brake: NO_BRAKE }], http: true });
    await service.syncWith([...inhabitants(2), inhabitant(3, { classes: ['hsaConfidentialPerson'] })]);
  });
  afterEach(() => service.close());
  const atDesk = () => api(service).as(person(heldRole('service-desk', 'berg')));

  it('takes, grants, undoes and shows; what was read before somebody else changed it is not changed', async () => {
    const client = atDesk();
    const next = await client.post('/api/v1/cases/next').expect(200);
    expect(next.body).toMatchObject({ case: { number: '2026-00001', state: 'claimed', version: 2, grantable: true } });
    await client.post('/api/v1/cases/2026-00001/grant').send({}).expect(428);
    const stale = await client.post('/api/v1/cases/2026-00001/grant').set('If-Match', '"1"').send({}).expect(412);
    expect(stale.body).toMatchObject({ code: 'changed-meanwhile' });
    const granted = await client.post('/api/v1/cases/2026-00001/grant').set('If-Match', '"2"').send({}).expect(200);
    expect(granted.headers.etag).toBe('"3"');
    expect(granted.body).toMatchObject({ state: 'done', grants: [{ unitHsaId: 'SE2120002502-0001' }] });
    await client.post('/api/v1/cases/2026-00001/undo').set('If-Match', '"3"').expect(200);
    const list = await client.get('/api/v1/cases?state=open&state=claimed&limit=2').expect(200);
    expect((list.body as { items: object[] }).items).toHaveLength(2);
    const grants = await client.get('/api/v1/grants').expect(200);
    expect(grants.body).toEqual({ items: [], next: null });
    await client.post('/api/v1/cases/2026-00002/notes').send({ text: 'Ringt', from: 'x' }).expect(400);
    await client.post('/api/v1/cases/2026-00002/notes').send({ text: 'Ringt' }).expect(201);
  });

  it('shows a protected person only to somebody who says why', async () => {
    const client = atDesk();
    const masked = await client.get('/api/v1/cases/2026-00003').expect(200);
    expect(masked.body).toMatchObject({ isProtected: true, facts: null, enter: null, hsaId: null, municipality: null });
    expect(masked.text).not.toContain(hsaIdOf(3));
    const shown = await client.post('/api/v1/cases/2026-00003/reveal').send({ reason: 'Lägga upp' }).expect(200);
    expect(shown.body).toMatchObject({ hsaId: hsaIdOf(3) });
    const actions = (await service.auditRows()).map(({ action }) => action);
    expect(actions.slice(-2)).toEqual(['case-read', 'case-revealed']);
  });

  it('another municipality’s desk finds nothing there', async () => {
    const client = api(service).as(person(heldRole('service-desk', 'are')));
    const missing = await client.get('/api/v1/cases/2026-09999');
    const foreign = await client.get('/api/v1/cases/2026-00001');
    expect([foreign.status, (foreign.body as { code: string }).code]).toEqual([missing.status, (missing.body as { code: string }).code]);
  });

  it('a unit list and a test login are taken', async () => {
    const client = atDesk();
    const csv = 'HSA-id;Namn\nSE2120002502-0001;Bergs kommun\n';
    const url = '/api/v1/cosmic-units/import?municipality=berg';
    const imported = await client.post(url).set('Content-Type', 'text/csv').send(csv).expect(200);
    expect(imported.body).toMatchObject({ outcome: 'imported', version: 1 });
    await client.get('/api/v1/cosmic-units/report').expect(200);
    const login = { municipality: 'berg', hsaId: hsaIdOf(1), account: 'a', at: '2026-11-20T09:00:00.000Z', worked: true };
    await client.post('/api/v1/test-logins').send(login).expect(201);
    const { body } = await client.get('/api/v1/test-logins').expect(200);
    expect((body as { testLogins: object[] }).testLogins).toHaveLength(1);
    expect((await client.get('/api/v1/undelivered-mails').expect(200)).body).toEqual({ mails: [] });
  });
});

import type { Principal } from '../../src/auth/principal';
import type { FoundRow, ShownRow } from '../../src/audit/audit-search.service';
import type { Page } from '../../src/platform/paging';
import type { ListedReview, ShownReview } from '../../src/reviews/review.service';
import { Draw } from '../../src/reviews/review';
import { api, type Client } from '../support/api';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { heldRole, machine, person, personWith } from '../support/builders/principal';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on the database, HTTP. Faked: the clock, who asks.

const CANARY = /Kanarie|Gulsson/;
const FROM = '2026-11-01';
const TO = '2026-11-30';

onEachDatabase(() => {
  let service: TestService;
  const as = (principal: Principal): Client => api(service).as(principal);
  const auditor = () => as(personWith([heldRole('auditor', null)], { hsaId: 'SE2321000131-GRANSK', hsaIdKey: 'se2321000131-gransk' }));
  const ofBerg = () => as(person(heldRole('auditor', 'berg')));
  const desk = () => as(personWith([heldRole('service-desk', null)], { hsaId: 'SE2321000131-DESK', hsaIdKey: 'se2321000131-desk' }));

  beforeEach(async () => {
    service = await TestService.start({ http: true, municipalities: [{}, { code: 'are' }] });
    const secret = inhabitant(3, { givenName: 'Kanarie', surname: 'Gulsson', classes: ['hsaConfidentialPerson'] });
    service.writeCatalogue('berg', [...inhabitants(2), secret]);
    service.writeCatalogue('are', inhabitants(1, { code: 'are' }));
    await service.syncAll();
  });
  afterEach(() => service.close());

  const found = async (client: Client, query = ''): Promise<FoundRow[]> =>
    ((await client.get(`/api/v1/audit${query}`).expect(200)).body as Page<FoundRow>).items;

  describe('the audit trail', () => {
    it('has a row for each read, with who, as what, and the trace that the answer names', async () => {
      await desk()
        .get(`/api/v1/people/${hsaIdOf(1)}`)
        .expect(200);
      await desk()
        .get(`/api/v1/people/${hsaIdOf(1)}/explanation`)
        .expect(200);
      await desk().get('/api/v1/people?text=Andersson').expect(200);
      const rows = await found(auditor(), '?actor=SE2321000131-DESK');
      expect(rows.map(({ action, subject, actor: { name, role } }) => [action, subject, name, role])).toEqual([
        ['people-listed', null, 'SE2321000131-DESK', 'service-desk'],
        ['person-explained', 'se2120002502-p001', 'SE2321000131-DESK', 'service-desk'],
        ['person-read', 'se2120002502-p001', 'SE2321000131-DESK', 'service-desk'],
      ]);
      expect(rows.every(({ traceId }) => traceId !== null)).toBe(true);
      expect(await service.auditProblems()).toEqual([]);
    });

    it("names a program by its key's name", async () => {
      await as(machine(['people:read']))
        .get('/api/v1/people')
        .expect(200);
      expect(await found(auditor(), '?action=people-listed')).toMatchObject([
        { actor: { kind: 'machine', name: 'Testprogram', role: null } },
      ]);
    });

    it.each([
      ['by person', `?person=${hsaIdOf(1)}`, ['access-created']],
      ['by action and municipality', '?action=access-created&municipality=are', ['access-created']],
      ['by what was read', '?what=reads', []],
      ['by period', '?to=2026-01-01', []],
      ['by actor', '?actor=test&municipality=berg', ['run-completed', 'access-created', 'access-created', 'access-created']],
    ])('is searched %s', async (_how, query, actions) => {
      expect((await found(auditor(), query)).map(({ action }) => action)).toEqual(actions);
    });

    it('is read a page at a time, newest first, each row once', async () => {
      const all = (await found(auditor(), '?what=changes')).map(({ seq }) => seq);
      expect(all.length).toBeGreaterThan(3);
      const paged: number[] = [];
      for (let next: string | null = ''; next !== null;) {
        const after: string = next === '' ? '' : `&after=${encodeURIComponent(next)}`;
        const { body } = await auditor().get(`/api/v1/audit?what=changes&limit=2${after}`).expect(200);
        paged.push(...(body as Page<FoundRow>).items.map(({ seq }) => seq));
        next = (body as Page<FoundRow>).next;
      }
      expect(paged).toEqual(all);
    });

    it("shows a municipality's auditor its own rows and no other's, nor what is nobody's", async () => {
      await desk()
        .get(`/api/v1/people/${hsaIdOf(1, 'are')}`)
        .expect(200);
      const rows = await found(ofBerg());
      expect(new Set(rows.map(({ municipality }) => municipality))).toEqual(new Set(['berg']));
      expect(await found(ofBerg(), '?municipality=are')).toEqual([]);
      const foreign = (await found(auditor(), '?municipality=are'))[0];
      await ofBerg().get(`/api/v1/audit/${foreign?.seq}`).expect(404);
      await ofBerg().get('/api/v1/audit/999999').expect(404);
    });

    it('tells content in the view of one row, and nothing of a protected person', async () => {
      const [row] = await found(auditor(), `?person=${hsaIdOf(1)}`);
      const { body } = await auditor().get(`/api/v1/audit/${row?.seq}`).expect(200);
      expect(JSON.stringify((body as ShownRow).content)).toContain('Andersson');
      await desk()
        .post(`/api/v1/people/${hsaIdOf(3)}/reveal`)
        .send({ reason: 'Ringde om Kanarie Gulsson' })
        .expect(200);
      for (const hidden of await found(auditor(), `?person=${hsaIdOf(3)}`)) {
        const shown = await auditor().get(`/api/v1/audit/${hidden.seq}`).expect(200);
        expect(hidden.isProtected).toBe(true);
        expect(JSON.stringify([hidden, shown.body])).not.toMatch(CANARY);
      }
    });

    it.each([
      ['a personnummer', '?person=191212121212', 400],
      ['a period that ends before it begins', '?from=2026-02-02&to=2026-02-01', 400],
      ['a day that does not exist', '?from=2026-02-30', 400],
      ['a field that is not there', '?subject=x', 400],
      ["another list's place", '?after=x', 400],
    ])('refuses %s', async (_what, query, status) => {
      await auditor().get(`/api/v1/audit${query}`).expect(status);
    });
  });

  describe('a loggkontroll', () => {
    const draw = async (client: Client, body: object = {}, status = 201): Promise<ShownReview> =>
      (
        await client
          .post('/api/v1/reviews')
          .send({ from: FROM, to: TO, count: 2, ...body })
          .expect(status)
      ).body as ShownReview;
    const judge = (client: Client, id: number, place: number, version: number, body: object) =>
      client.put(`/api/v1/reviews/${id}/rows/${place}`).set('If-Match', `"${version}"`).send(body);
    const sign = (client: Client, id: number, version: number) =>
      client.post(`/api/v1/reviews/${id}/signature`).set('If-Match', `"${version}"`).send({ conclusion: 'Inget att anmärka' });

    it('is drawn so that anybody can draw it again, judged row by row, and signed only then', async () => {
      const review = await draw(auditor(), { municipality: 'berg', what: 'changes' });
      const { id, seed, lastSeq, population, rows } = review;
      const again = new Draw(seed, 2);
      again.add(
        (await service.auditRows()).filter(({ seq, municipality }) => seq <= lastSeq && municipality === 'berg').map(({ seq }) => seq),
      );
      expect(rows.map(({ row }) => row?.seq)).toEqual(again.drawn());
      expect(again.population).toBe(population);

      expect((await sign(auditor(), id, 1).expect(409)).body).toMatchObject({ code: 'review-not-judged' });
      await judge(auditor(), id, 1, 1, { judgement: 'ok' }).expect(200).expect('ETag', '"2"');
      await judge(auditor(), id, 2, 1, { judgement: 'ok' }).expect(412);
      expect((await judge(auditor(), id, 2, 2, { judgement: 'deviation' }).expect(422)).body).toMatchObject({
        code: 'judgement-needs-note',
      });
      await judge(auditor(), id, 2, 2, { judgement: 'deviation', note: '=Saknar ärende' }).expect(200);
      await judge(auditor(), id, 3, 3, { judgement: 'ok' }).expect(404);
      const signed = (await sign(auditor(), id, 3).expect(200)).body as ListedReview;
      expect(signed).toMatchObject({ signedBy: 'SE2321000131-GRANSK', version: 4 });
      expect((await judge(auditor(), id, 1, 4, { judgement: 'question', note: 'Men' }).expect(409)).body).toMatchObject({
        code: 'review-signed',
      });
      await sign(auditor(), id, 4).expect(409);

      const shown = (await auditor().get(`/api/v1/reviews/${id}`).expect(200)).body as ShownReview;
      expect(shown).toMatchObject({
        conclusion: 'Inget att anmärka',
        rows: [{ judgement: 'ok' }, { judgement: 'deviation', note: '=Saknar ärende' }],
      });
      const csv = await auditor()
        .get(`/api/v1/reviews/${id}/report.csv`)
        .expect(200)
        .expect('Content-Type', /text\/csv/);
      expect(csv.text).toContain(`"'=Saknar ärende"`);
      const actions = (await service.auditRows()).map(({ action }) => action).filter((action) => action.startsWith('review-'));
      expect(actions).toEqual(['review-drawn', 'review-judged', 'review-judged', 'review-signed', 'review-read', 'review-read']);
      expect(await service.auditProblems()).toEqual([]);
    });

    it('is not judged by whoever did what is judged', async () => {
      await auditor().get('/api/v1/audit').expect(200);
      const { id } = await draw(auditor(), { what: 'reads', count: 1 });
      expect((await judge(auditor(), id, 1, 1, { judgement: 'ok' }).expect(422)).body).toMatchObject({ code: 'review-own-action' });
    });

    it("of a municipality is its own auditor's, of all only theirs who reach all", async () => {
      const all = await draw(auditor());
      const own = await draw(ofBerg());
      expect(own.municipality).toBe('berg');
      await draw(ofBerg(), { municipality: 'are' }, 404);
      const listed = (await ofBerg().get('/api/v1/reviews').expect(200)).body as Page<ListedReview>;
      expect(listed.items.map(({ id }) => id)).toEqual([own.id]);
      await ofBerg().get(`/api/v1/reviews/${all.id}`).expect(404);
      await sign(ofBerg(), all.id, 1).expect(404);
      const first = (await auditor().get('/api/v1/reviews?limit=1').expect(200)).body as Page<ListedReview>;
      const second = (
        await auditor()
          .get(`/api/v1/reviews?limit=1&after=${encodeURIComponent(first.next ?? '')}`)
          .expect(200)
      ).body as Page<ListedReview>;
      expect([first.items, second.items].flat().map(({ id }) => id)).toEqual([own.id, all.id]);
    });

    it('exports nothing of a protected person, not even the HSA-id', async () => {
      const { id, rows } = await draw(auditor(), { municipality: 'berg', count: 50 });
      expect(rows.map(({ row }) => row?.subject)).toContain('se2120002502-p003');
      const { text } = await auditor().get(`/api/v1/reviews/${id}/report.csv`).expect(200);
      expect(text).toContain('se2120002502-p001');
      expect(text).not.toMatch(/p003|Kanarie|Gulsson/i);
    });

    it('is not drawn from nothing', async () => {
      const { body } = await auditor().post('/api/v1/reviews').send({ from: '2020-01-01', to: '2020-01-31', count: 2 }).expect(422);
      expect(body).toMatchObject({ code: 'nothing-to-draw' });
    });
  });

  it('an explanation names each link, and one trace', async () => {
    const { body } = await desk()
      .get(`/api/v1/people/${hsaIdOf(1)}/explanation`)
      .expect(200);
    expect(body).toMatchObject({
      source: 'recorded',
      firstRule: { reason: 'agreement-missing' },
      links: [
        { link: 'order', holds: false },
        { link: 'authority', holds: false },
        { link: 'directory', holds: true, evidence: { systemRole: 'RJH;LINK', dn: expect.stringContaining('cn=Person 1') as string } },
        { link: 'account', holds: true },
        { link: 'agreement', holds: false },
        { link: 'grant', holds: false },
        { link: 'information', holds: false },
      ],
    });
    expect((body as { traceId: string }).traceId).toEqual(expect.any(String));
  });

  it.each<[string, () => Client, string]>([
    ['foreign', () => as(person(heldRole('hsa-administrator', 'are'))), hsaIdOf(1)],
    ['missing', desk, hsaIdOf(99, 'ostersund')],
    ["protected, to a unit's reader", () => as(person(heldRole('manager', 'berg', { unit: 'se2120002502-0001' }))), hsaIdOf(3)],
  ])('an explanation of somebody %s is not found', async (_who, client, hsaId) => {
    const { body } = await client().get(`/api/v1/people/${hsaId}/explanation`).expect(404);
    expect(body).toMatchObject({ code: 'not-found' });
  });

  it('an explanation of a day to come is refused', async () => {
    await desk()
      .get(`/api/v1/people/${hsaIdOf(1)}/explanation?at=2099-01-01`)
      .expect(422);
  });
});

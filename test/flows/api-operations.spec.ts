/*
 * Runs, halted plans, findings and mails through the API. Real: the whole service, HTTP, both databases. Faked: the clock,
 * who asks.
 */
import type { Response } from 'supertest';
import { ServiceDeskCommand } from '../../src/commands/service-desk.command';
import { LeaseService } from '../../src/platform/leases/lease.service';
import { RunEntity } from '../../src/reconciliation/run.entity';
import { MailEntity } from '../../src/notifications/outbox.entity';
import { api, type Client } from '../support/api';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { heldRole, machine, person, personWith } from '../support/builders/principal';
import { onEachDatabase } from '../support/each-database';
import { eventually } from '../support/process';
import { TestService } from '../support/service';

const PEOPLE = 20;
const GONE = 5;
const WHY = { reason: 'Kontrollerat mot kommunen' };

const itemsOf = <T>({ body }: Response): T[] => (body as { items: T[] }).items;

onEachDatabase(() => {
  let service: TestService;
  let halted: string;

  const begin = async (configuration: object): Promise<void> => {
    service = await TestService.start({ http: true, municipalities: [{ code: 'berg' }, { code: 'are' }], configuration });
    await service.syncWith(inhabitants(PEOPLE));
    await service.syncWith(inhabitants(4, { code: 'are' }), 'are');
    halted = (await service.syncWith(inhabitants(PEOPLE - GONE, {}, GONE + 1))).runId;
  };
  const operator = (name = 'DRIFT1', municipality: string | null = null): Client => {
    const hsaId = `SE2120002502-${name}`;
    return api(service).as(personWith([heldRole('operator', municipality)], { hsaId, hsaIdKey: hsaId.toLowerCase() }));
  };
  const release = (client: Client, id = halted) => client.post(`/api/v1/runs/${id}/release`).send(WHY);
  const ended = async (): Promise<number> => (await service.accounts()).filter(({ enabled }) => !enabled).length;
  /** What goes on in the background comes to its end. */
  const settled = async (): Promise<void> => {
    await eventually(async () => !(await service.dataSource.manager.existsBy(RunEntity, { status: 'running' })), 'no run that goes on');
  };

  afterEach(() => service.close());

  describe('a halted plan that takes two', () => {
    beforeEach(() => begin({ releases: { persons: 2 } }));

    it('is approved by the first and released by the second; both are in the audit trail', async () => {
      const first = await release(operator('DRIFT1'));
      expect([first.status, first.body]).toEqual([202, { outcome: 'approved', waitsFor: 1 }]);
      expect(await ended()).toBe(0);
      const shown = await operator().get(`/api/v1/runs/${halted}`);
      expect(shown.body.plan).toMatchObject({ state: 'pending', rows: GONE, approvals: [{ by: 'SE2120002502-DRIFT1' }] });

      const second = await release(operator('DRIFT2'));
      expect([second.status, second.body]).toEqual([202, { outcome: 'released', runId: expect.any(String) }]);
      await settled();
      expect(await ended()).toBe(GONE);
      expect((await operator().get(`/api/v1/runs/${second.body.runId}`)).body).toMatchObject({
        status: 'completed',
        counts: { ended: GONE },
      });
      expect((await operator().get(`/api/v1/runs/${halted}`)).body.plan).toMatchObject({
        state: 'released',
        releasedBy: 'SE2120002502-DRIFT2',
      });
      const rows = (await service.auditRows()).filter(({ action }) => ['plan-approved', 'run-completed'].includes(action));
      expect(rows.slice(-2)).toMatchObject([
        { action: 'plan-approved', actorName: 'SE2120002502-DRIFT1', municipality: 'berg', runId: halted },
        { action: 'run-completed', actorName: 'SE2120002502-DRIFT2', runId: second.body.runId },
      ]);
      expect(await service.auditProblems()).toEqual([]);
    });

    it('is not released by one who says yes twice', async () => {
      await release(operator());
      const again = await release(operator());
      expect([again.status, again.body.code]).toEqual([409, 'takes-another-person']);
      expect(await ended()).toBe(0);
    });

    it('counts a yes at the terminal as one: the same person’s under their HSA-id, another’s under another name', async () => {
      expect((await release(operator())).body.outcome).toBe('approved');
      const command = service.get(ServiceDeskCommand);
      const actor = (name: string) => ({ kind: 'person' as const, name, systemUser: 'drift' });
      await expect(command.release(halted, actor('se2120002502-drift1'), 'Rätt')).rejects.toThrow('Du har redan sagt ja');
      expect(await command.release(halted, actor('Dana Drift'), 'Rätt')).toMatchObject({
        status: 0,
        json: { runs: [{ status: 'completed', ended: GONE }] },
      });
    });

    it('waits for a second at the terminal, too, and says so', async () => {
      const command = service.get(ServiceDeskCommand);
      const actor = (name: string) => ({ kind: 'person' as const, name, systemUser: 'drift' });
      expect(await command.release(halted, actor('Dana Drift'), 'Rätt')).toMatchObject({ status: 3, json: { runs: [], approved: halted } });
      await expect(command.release(halted, actor(' dana drift '), 'Rätt')).rejects.toThrow('Du har redan sagt ja');
      expect(await command.release(halted, actor('Kim Drift'), 'Rätt')).toMatchObject({ status: 0 });
    });

    it('is one person’s yes where two say it at the same moment: one is the first, the other the second', async () => {
      const answers = await Promise.all(['A', 'B'].map((name) => release(operator(name))));
      expect(answers.map(({ body }) => (body as { outcome: string }).outcome).sort()).toEqual(['approved', 'released']);
      await settled();
      expect(await ended()).toBe(GONE);
    });

    it('is not a program’s to release, nor anybody’s of another municipality', async () => {
      const program = await release(api(service).as(machine(['runs:release'])));
      expect(program.body.code).toBe('takes-a-person');
      expect((await service.auditRows()).at(-1)).toMatchObject({
        action: 'access-denied',
        actorName: 'Testprogram',
        traceId: program.body.trace,
      });
      expect((await release(operator('D', 'are'))).body.code).toBe('not-found');
      expect((await release(api(service).as(person(heldRole('auditor', null))))).body.code).toBe('not-permitted');
      expect((await release(operator(), 'berg-20261121T070000-ffff')).body.code).toBe('not-found');
    });

    it('is shown person by person, and whoever looked is in the audit trail', async () => {
      const url = `/api/v1/runs/${halted}/plan-rows`;
      const first = await operator().get(url).query({ limit: 3 });
      expect(first.body.items).toHaveLength(3);
      const rest = await operator().get(url).query({ limit: 3, after: first.body.next });
      expect(rest.body).toMatchObject({ items: [{ action: 'ended' }, { action: 'ended' }], next: null });
      const seen = [...itemsOf<{ hsaId: string }>(first), ...itemsOf<{ hsaId: string }>(rest)].map(({ hsaId }) => hsaId);
      expect(seen).toEqual([1, 2, 3, 4, 5].map((number) => hsaIdOf(number)));
      const reads = (await service.auditRows()).filter(({ action }) => action === 'plan-read');
      expect(reads).toMatchObject([{ actorName: 'SE2120002502-DRIFT1', runId: halted, municipality: 'berg' }, { runId: halted }]);
      expect((await operator('D', 'are').get(url)).body.code).toBe('not-found');
    });

    it('names nobody who has become protected since', async () => {
      await service.syncWith([inhabitant(1, { classes: ['hsaConfidentialPerson'] }), ...inhabitants(PEOPLE - GONE, {}, GONE + 1)]);
      const answer = await operator().get(`/api/v1/runs/${halted}/plan-rows`);
      expect(itemsOf<{ isProtected: boolean }>(answer).filter(({ isProtected }) => isProtected)).toEqual([
        { isProtected: true, action: 'ended' },
      ]);
      expect(answer.text).not.toContain(hsaIdOf(1));
    });
  });

  describe('who may release', () => {
    it('is configuration: other roles, and one person', async () => {
      await begin({ releases: { persons: 1, roles: ['manager', 'hsa-administrator'] } });
      expect((await release(operator())).body.code).toBe('not-permitted');
      const ofUnit = api(service).as(person(heldRole('manager', 'berg', { unit: 'se2120002502-00n1' })));
      expect((await release(ofUnit)).body.code).toBe('not-found');
      expect((await release(api(service).as(person(heldRole('hsa-administrator'))))).body.outcome).toBe('released');
      await settled();
      expect(await ended()).toBe(GONE);
      expect((await release(api(service).as(person(heldRole('manager'))))).body.code).toBe('already-released');
    });
  });

  describe('runs', () => {
    beforeEach(() => begin({}));

    it('are listed newest first, a page at a time, of the municipalities that are reached', async () => {
      const all = await operator().get('/api/v1/runs');
      expect(itemsOf<RunEntity>(all).map(({ municipality, status }) => [municipality, status])).toEqual([
        ['berg', 'halted'],
        ['are', 'completed'],
        ['berg', 'completed'],
      ]);
      const seen: string[] = [];
      for (let after: string | null = ''; after !== null;) {
        const one = await operator()
          .get('/api/v1/runs')
          .query({ limit: 1, ...(after && { after }) });
        seen.push(...itemsOf<RunEntity>(one).map(({ id }) => id));
        after = (one.body as { next: string | null }).next;
      }
      expect(seen).toEqual(itemsOf<RunEntity>(all).map(({ id }) => id));
      expect((await operator('D', 'are').get('/api/v1/runs')).body.items).toHaveLength(1);
      expect((await operator('D', 'are').get('/api/v1/runs?municipality=berg')).body.items).toEqual([]);
      expect((await operator().get('/api/v1/runs?status=halted&status=failed')).body.items).toMatchObject([{ id: halted }]);
    });

    it('are started by whoever may, and go on by themselves', async () => {
      const started = await operator('D', 'are').post('/api/v1/runs').set('Idempotency-Key', 'start-0001').send({ municipality: 'are' });
      expect(started.status).toBe(202);
      await settled();
      const { body } = await operator().get(`/api/v1/runs/${started.body.runId}`);
      expect(body).toMatchObject({ municipality: 'are', status: 'completed', startedBy: { kind: 'person', name: 'SE2120002502-D' } });
      const again = await operator('D', 'are').post('/api/v1/runs').set('Idempotency-Key', 'start-0001').send({ municipality: 'are' });
      expect(again.body).toEqual(started.body);
    });

    it('of a municipality that is foreign or none are not', async () => {
      const answers = [];
      for (const municipality of ['berg', 'nowhere']) {
        const { status, body } = await operator('D', 'are').post('/api/v1/runs').send({ municipality });
        answers.push([status, { ...body, trace: '' }]);
      }
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]?.[0]).toBe(404);
    });

    it('are not started beside one that goes on', async () => {
      const lease = await service.get(LeaseService).acquire('municipality:are');
      expect((await operator().post('/api/v1/runs').send({ municipality: 'are' })).body.code).toBe('run-going-on');
      await lease?.release();
    });
  });

  describe('findings, mails and numbers', () => {
    beforeEach(() => begin({}));

    it('tell what a person must look at, without a DN', async () => {
      const { body, text } = await operator('D', 'berg').get('/api/v1/findings?kind=halted');
      expect(body.items).toMatchObject([{ kind: 'halted', municipality: 'berg', hsaId: null, closedAt: null }]);
      expect(text).not.toContain('cn=');
      expect((await operator('D', 'are').get('/api/v1/findings?kind=halted')).body.items).toEqual([]);
      expect((await operator('D', 'berg').get('/api/v1/findings?kind=halted&state=closed')).body.items).toEqual([]);
    });

    it('show how a mail stands: neither who gets it nor what it says', async () => {
      const answer = await operator('D', 'berg').get('/api/v1/mails?kind=new&limit=200');
      const mails = itemsOf<MailEntity>(answer);
      const stored = await service.dataSource.manager.findBy(MailEntity, { municipality: 'berg', kind: 'new' });
      expect(mails.map(({ id }) => id)).toEqual(
        stored
          .map(({ id }) => id)
          .sort()
          .reverse(),
      );
      expect(mails[0]).toMatchObject({ state: 'waiting', attempts: 0, municipality: 'berg' });
      expect(answer.text).not.toMatch(/@|Person 1|Andersson|SE21/);
      const one = await operator('D', 'berg').get(`/api/v1/mails/${mails[0]!.id}`);
      expect(one.body).toMatchObject({ id: mails[0]!.id, trail: [] });
      expect((await operator('D', 'are').get(`/api/v1/mails/${mails[0]!.id}`)).status).toBe(404);
    });

    it('about the whole service are for whoever reaches all of it', async () => {
      const ofNone = {
        ...(await service.dataSource.manager.findOneByOrFail(MailEntity, {})),
        id: '0'.repeat(36),
        messageId: '<x@example.se>',
        municipality: null,
      };
      await service.dataSource.manager.insert(MailEntity, ofNone);
      const ids = async (client: Client) => itemsOf<MailEntity>(await client.get('/api/v1/mails?limit=200')).map(({ id }) => id);
      expect(await ids(operator())).toContain(ofNone.id);
      expect(await ids(operator('D', 'berg'))).not.toContain(ofNone.id);
    });

    it('tell how each municipality stands', async () => {
      const { body } = await operator('D', 'berg').get('/api/v1/standing');
      expect(body.items).toMatchObject([
        { municipality: 'berg', lastRun: { id: halted, status: 'halted' }, haltedPlans: 1, accounts: { waiting: 0 } },
      ]);
      expect(body.items[0].openFindings).toBeGreaterThan(0);
      expect(body.items[0].mails.waiting).toBeGreaterThan(0);
    });
  });

  describe('a hold', () => {
    beforeEach(() => begin({ releases: { persons: 1 } }));

    const accept = (client: Client, hsaId: string) => client.post('/api/v1/holds/acceptances').send({ hsaId, ...WHY });

    it('is accepted where it is reached; foreign, missing and not held are alike', async () => {
      await service.syncWith(
        [
          inhabitant(1, {
            code: 'are',
            surname: 'Berg',
            cn: 'Annan Person',
            attributes: { entryUUID: '6c1f2f8e-0000-4000-8000-000000000001' },
          }),
          ...inhabitants(3, { code: 'are' }, 2),
        ],
        'are',
      );
      const isHeld = (await service.findings('identity-changed')).length > 0;
      const held = hsaIdOf(1, 'are');
      const alike = [];
      for (const hsaId of [held, hsaIdOf(2, 'are'), 'SE2120002494-NOBODY']) {
        const { status, body } = await accept(operator('D', 'berg'), hsaId);
        alike.push([status, { ...body, trace: '' }]);
      }
      expect(alike[0]).toMatchObject([404, { code: 'not-held' }]);
      expect(alike).toEqual([alike[0], alike[0], alike[0]]);
      expect(isHeld).toBe(true);
      const accepted = await accept(operator('D', 'are'), held);
      expect([accepted.status, accepted.body]).toEqual([200, { municipality: 'are', action: 'changed' }]);
    });
  });
});

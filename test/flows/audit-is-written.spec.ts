import { AuditPayloadEntity } from '../../src/audit/audit.entity';
import { AuditService } from '../../src/audit/audit.service';
import { AuditCommand } from '../../src/commands/audit.command';
import { FindingEntity } from '../../src/findings/finding.entity';
import { PersonEntity } from '../../src/people/person.entity';
import { PlanEntity, RunEntity } from '../../src/reconciliation/run.entity';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file; a trigger in the database refuses audit rows. Faked: the clock.

const HSA_ID = hsaIdOf(1);

let service: TestService;
onEachDatabase(() => {
  beforeEach(async () => {
    service = await TestService.start({ municipalities: [{}, { code: 'are' }] });
    service.writeCatalogue('berg', [inhabitant(1)]);
    service.writeCatalogue('are', [inhabitant(1, { code: 'are' })]);
  });
  afterEach(() => service.close());

  /** From here on no audit row can be written that fits. */
  const refuseAudit = (where = '1 = 1') => {
    const { dataSource } = service;
    if (dataSource.options.type !== 'postgres')
      return dataSource.query(
        `CREATE TRIGGER no_audit BEFORE INSERT ON audit_row WHEN ${where} BEGIN SELECT RAISE(ABORT, 'no room for ' || NEW.subject); END`,
      );
    return dataSource.query(
      `CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room for %', NEW.subject; END $$;
     CREATE TRIGGER no_audit BEFORE INSERT ON audit_row FOR EACH ROW WHEN (${where}) EXECUTE FUNCTION no_audit()`,
    );
  };
  const allowAudit = () =>
    service.dataSource.query(service.dataSource.options.type === 'postgres' ? 'DROP FUNCTION no_audit CASCADE' : 'DROP TRIGGER no_audit');

  /** All that a run may change, but for the record of the run itself. */
  async function everything() {
    const { manager } = service.dataSource;
    return {
      accounts: await service.accounts(),
      cases: await service.cases(),
      mails: await service.mails(),
      people: await manager.find(PersonEntity),
      plans: await manager.find(PlanEntity),
      findings: await manager.find(FindingEntity),
      audit: (await service.auditRows()).filter(({ action }) => action !== 'run-failed'),
    };
  }

  describe('a change whose audit row cannot be written', () => {
    it('is not made: the run fails, nothing is applied, and the next one makes it', async () => {
      const before = await everything();
      await refuseAudit("NEW.action LIKE 'access-%'");
      const run = await service.sync('berg');
      expect(run).toMatchObject({ status: 'failed', created: 0 });
      expect(run.reason).not.toMatch(/no room|P001/);
      expect(await everything()).toEqual(before);
      expect((await service.dataSource.manager.find(RunEntity)).map(({ status }) => status)).toEqual(['failed']);
      await allowAudit();
      expect(await service.sync('berg')).toMatchObject({ status: 'completed', created: 1 });
      expect(await service.auditProblems()).toEqual([]);
    });

    it('fails the run also where not even its failure can be recorded, and the other municipality goes on', async () => {
      const before = await everything();
      await refuseAudit("NEW.municipality = 'berg'");
      for (const created of [1, 0]) {
        const answer = await service.syncAnswer({});
        expect(answer.status).toBe(1);
        expect((answer.json as { runs: object[] }).runs).toEqual([
          expect.objectContaining({ municipality: 'berg', status: 'failed', created: 0 }),
          expect.objectContaining({ municipality: 'are', status: 'completed', created }),
        ]);
      }
      expect((await everything()).accounts.filter(({ municipality }) => municipality === 'berg')).toEqual(before.accounts);
      await allowAudit();
      expect(await service.sync('berg')).toMatchObject({ status: 'completed', created: 1 });
      const runs = await service.dataSource.manager.findBy(RunEntity, { municipality: 'berg' });
      expect(runs.map(({ status }) => status).sort()).toEqual(['completed', 'failed']);
      expect((await service.auditRows()).map(({ action }) => action)).toContain('run-abandoned');
      expect(await service.auditProblems()).toEqual([]);
    });

    it('does not end, change or take back anybody either', async () => {
      await service.sync();
      await service.dispatch();
      const before = await everything();
      await refuseAudit("NEW.action LIKE 'access-%'");
      for (const next of [[], [inhabitant(1, { surname: 'Berg' })], [inhabitant(1), inhabitant(2)]]) {
        expect(await service.syncWith([...next, ...inhabitants(1, {}, 50)])).toMatchObject({ status: 'failed' });
        expect(await everything()).toEqual(before);
      }
    });

    it('does not end anybody at midnight', async () => {
      service.writeCatalogue('berg', [inhabitant(1, { attributes: { endDate: '20261121' } })]);
      await service.sync('berg');
      const before = await everything();
      await refuseAudit();
      service.travelTo('2026-11-21T23:00:00.000Z');
      await expect(service.endPassed()).rejects.toThrow();
      expect(await everything()).toEqual({ ...before, accounts: await service.accounts() });
      expect((await service.account(HSA_ID)).enabled).toBe(true);
      await allowAudit();
      expect(await service.endPassed()).toBe(1);
      expect((await service.account(HSA_ID)).enabled).toBe(false);
    });

    it('does not accept a changed identity', async () => {
      const withUuid = (digit: string) => inhabitant(1, { attributes: { entryUUID: `${digit.repeat(8)}-7a53-4a53-9f0e-6d1a2b3c4d5e` } });
      await service.syncWith([withUuid('1')]);
      await service.syncWith([withUuid('2')]);
      const before = await everything();
      await refuseAudit();
      await expect(service.acceptHold(HSA_ID)).rejects.toThrow();
      expect(await everything()).toEqual(before);
      expect((await service.account(HSA_ID)).stage).toBe('held');
    });

    it('does not show a protected person', async () => {
      await service.syncWith([inhabitant(1, { surname: 'Hemligsson', classes: ['hsaConfidentialPerson'] })]);
      await refuseAudit("NEW.action = 'case-revealed'");
      await expect(service.showCase('2026-00001', 'Lägger upp i Cosmic')).rejects.toThrow();
      await allowAudit();
      expect(await service.showCase('2026-00001', 'Lägger upp i Cosmic')).toMatchObject({ facts: { name: 'Anna Hemligsson' } });
    });

    it('does not release a halted plan', async () => {
      await service.syncWith(inhabitants(10));
      const halted = await service.syncWith(inhabitants(5));
      expect(halted.status).toBe('halted');
      const before = await everything();
      await refuseAudit("NEW.action LIKE 'access-%'");
      expect(await service.release(halted.runId)).toMatchObject({ status: 'failed' });
      expect(await everything()).toEqual(before);
      await allowAudit();
      expect(await service.release(halted.runId)).toMatchObject({ status: 'completed', ended: 5 });
    });
  });

  describe('the retention of audit payloads', () => {
    const DAY_MS = 86_400_000;
    const erase = () =>
      service.get(AuditService).eraseExpired(service.clock.now(), { kind: 'schedule', name: 'retention', systemUser: null });
    const payloads = async () => service.dataSource.manager.count(AuditPayloadEntity);
    const verify = async () => (await service.get(AuditCommand).verify()).json;

    beforeEach(() => service.restart({ configuration: { audit: { payloadRetentionDays: 30 } } }));

    it('erases what was known of people and leaves a chain that holds, and the service goes on', async () => {
      await service.sync('berg');
      const rows = (await service.auditRows()).length;
      service.clock.advance(31 * DAY_MS);
      expect(await erase()).toEqual({ erased: rows });
      expect(await payloads()).toBe(1);
      expect(await verify()).toMatchObject({ ok: true, rows: rows + 1, erased: rows, problems: [] });
      expect(await service.syncWith([inhabitant(1, { surname: 'Berg' })])).toMatchObject({ status: 'completed', changed: 1 });
      expect(await erase()).toEqual({ erased: 0 });
      expect(await verify()).toMatchObject({ ok: true, erased: rows });
    });

    it('leaves who did what and when in the person’s trail, and no answer about days before', async () => {
      await service.sync('berg');
      const created = await service.explain(HSA_ID, '2026-11-21');
      expect(created).toMatchObject({ source: 'recorded', stage: 'account-ready' });
      service.clock.advance(31 * DAY_MS);
      await erase();
      const { trail, stage } = await service.explain(HSA_ID);
      expect(stage).toBe('account-ready');
      expect(trail).toMatchObject([{ action: 'access-created', actor: 'command:test', content: null, reason: null }]);
      expect((await service.explain(HSA_ID, '2026-11-21')).source).not.toBe('recorded');
    });

    it('is told apart from a payload that somebody took away', async () => {
      await service.sync('berg');
      await service.dataSource.query('DELETE FROM "audit_payload" WHERE "seq" = 1');
      expect(await service.get(AuditCommand).verify()).toMatchObject({ status: 1, json: { ok: false, problems: [{ seq: 1 }] } });
    });
  });
});

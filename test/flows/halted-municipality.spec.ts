import { PlanEntity, PlanRowEntity } from '../../src/reconciliation/run.entity';
import { hsaIdOf, inhabitants } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

// Real: the whole service on an SQLite file, the catalogues' files, the mails. Faked: the clock.

const town = inhabitants(10);
const halfGone = town.slice(5);

let service: TestService;
onEachDatabase(() => {
  beforeEach(async () => {
    service = await TestService.start({ municipalities: [{ code: 'are' }, { code: 'berg' }, { code: 'ostersund' }] });
    service.writeCatalogue('are', inhabitants(3, { code: 'are' }));
    service.writeCatalogue('berg', town);
    service.writeCatalogue('ostersund', inhabitants(3, { code: 'ostersund' }));
    await service.syncAll();
  });
  afterEach(() => service.close());

  const plans = () => service.dataSource.manager.find(PlanEntity, { order: { createdAt: 'ASC' } });

  describe('a municipality that is halted', () => {
    it('stops alone: those before and after it go on', async () => {
      service.writeCatalogue('are', inhabitants(4, { code: 'are' }));
      service.writeCatalogue('berg', halfGone);
      service.writeCatalogue('ostersund', inhabitants(4, { code: 'ostersund' }));
      const { json, status } = await service.syncAnswer({});
      expect((json as { runs: object[] }).runs).toMatchObject([
        { municipality: 'are', status: 'completed', created: 1 },
        { municipality: 'berg', status: 'halted', ended: 0 },
        { municipality: 'ostersund', status: 'completed', created: 1 },
      ]);
      expect(status).toBe(3);
    });

    it('writes nothing of its plan', async () => {
      const before = [await service.accounts(), await service.cases(), await service.mails('ended')];
      const rows = (await service.auditRows()).length;
      const run = await service.syncWith(halfGone);
      expect([await service.accounts(), await service.cases(), await service.mails('ended')]).toEqual(before);
      expect((await service.auditRows()).slice(rows)).toMatchObject([
        { action: 'run-halted', runId: run.runId, municipality: 'berg', subject: null },
      ]);
      expect(await service.findings('halted')).toMatchObject([{ municipality: 'berg' }]);
    });

    it('keeps every person of the plan with before and after, sealed', async () => {
      await service.syncWith(halfGone);
      const rows = await service.dataSource.manager.find(PlanRowEntity, { order: { hsaIdKey: 'ASC' } });
      expect(rows.map(({ hsaIdKey, action }) => [hsaIdKey, action])).toEqual(
        [1, 2, 3, 4, 5].map((number) => [hsaIdOf(number).toLowerCase(), 'ended']),
      );
      expect(JSON.stringify(rows)).not.toContain('Andersson');
    });

    it('keeps the same plan once, however many runs halt on it', async () => {
      await service.syncWith(halfGone);
      await service.sync('berg');
      await service.sync('berg');
      expect((await plans()).map(({ state }) => state)).toEqual(['pending']);
      await service.syncWith(town.slice(6));
      expect((await plans()).map(({ state }) => state)).toEqual(['superseded', 'pending']);
    });

    it('goes on by itself when the next read is reasonable', async () => {
      await service.syncWith(halfGone);
      expect(await service.syncWith(town)).toMatchObject({ status: 'completed', unchanged: 10 });
      expect((await plans()).map(({ state }) => state)).toEqual(['superseded']);
      expect(await service.findings('halted')).toEqual([]);
    });

    it('mails operations once over many runs, and once more when it halts anew', async () => {
      const first = await service.syncWith(halfGone);
      await service.sync('berg');
      await service.syncWith(town.slice(6));
      expect(await service.mails('halt')).toHaveLength(1);
      await service.syncWith(town);
      const second = await service.syncWith(halfGone);
      await service.sync('berg');
      const mails = await service.mails('halt');
      expect(mails.map(({ to, subject }) => [to, subject])).toEqual(
        Array(2).fill(['drift@example.se', '[Behörighet] Stoppad – Bergs kommun']),
      );
      for (const [index, { runId }] of [first, second].entries()) {
        expect(mails[index]?.text).toContain('5 avslut av 10 konton är mer än spärren släpper igenom');
        expect(mails[index]?.text).toContain('Inget av körningen är genomfört');
        expect(mails[index]?.text).toContain('scripts/tilltrade sync --municipality berg --dry-run');
        expect(mails[index]?.text).toContain(`scripts/tilltrade release ${runId} --by NAMN --reason SKÄL`);
      }
      expect(`${mails[0]?.text}${mails[0]?.html}`).not.toMatch(/Andersson|SE2120002502-P/);
    });

    it('previews as halted, with what would have been done', async () => {
      service.writeCatalogue('berg', halfGone);
      const { json, status } = await service.syncAnswer({ municipalities: ['berg'], dryRun: true });
      expect((json as { runs: object[] }).runs).toMatchObject([
        { status: 'halted', ended: 5, changes: Array(5).fill({ action: 'ended' }) },
      ]);
      expect(status).toBe(3);
      expect(await plans()).toEqual([]);
      expect(await service.mails('halt')).toEqual([]);
    });
  });
});

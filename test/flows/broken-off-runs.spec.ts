/*
 * A run that is stopped, or that loses its lease to another process, leaves everything whole and says so; the other
 * municipalities go on. Real: the built program, its processes, signals, the database. Faked: who takes the lease.
 */
import { ARE, BERG, crowd } from '../support/builders/municipality';
import { onEachDatabase } from '../support/each-database';
import { Installation } from '../support/installation';
import { eventually } from '../support/process';
import { verifyChain } from '../support/verify-chain';

jest.setTimeout(120_000);

/** An import that takes a while. */
const PEOPLE = 4000;

interface Run {
  municipality: string;
  status: string;
  reason?: string;
}

let installation: Installation;

onEachDatabase(() => {
  beforeEach(() => {
    installation = Installation.make({ municipalities: [ARE, BERG] });
    installation.writeCatalogue(ARE, crowd(ARE, PEOPLE));
    installation.writeCatalogue(BERG, crowd(BERG, 5));
  });

  afterEach(() => installation.remove());

  const accounts = (code: string): number => installation.count(`SELECT * FROM account WHERE municipality = '${code}'`);

  /** The command, at a moment when it has begun to write. */
  async function midway() {
    await installation.json('migrate');
    const sync = installation.start('sync --json');
    await eventually(() => accounts('are') > 0, 'the first people of the import');
    return sync;
  }

  /** What the broken run left behind is gone on with. */
  async function expectTheRest(): Promise<void> {
    const { runs } = await installation.json<{ runs: (Run & { created: number })[] }>('sync');
    expect(runs.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect([accounts('are'), accounts('berg')]).toEqual([PEOPLE, 5]);
    expect(installation.rows("SELECT * FROM audit_row WHERE action = 'access-created'")).toHaveLength(PEOPLE + 5);
    expect(installation.rows("SELECT * FROM run WHERE status = 'running'")).toEqual([]);
    expect(await verifyChain(installation)).toMatchObject({ ok: true });
  }

  it.each(['SIGTERM', 'SIGINT'] as const)(
    '%s ends a sync with 1, the lease given back and the answer on standard output',
    async (signal) => {
      const sync = await midway();
      const { status, stdout } = await sync.stop(signal);
      expect(status).toBe(1);
      const { runs } = JSON.parse(stdout) as { runs: Run[] };
      expect(runs.map(({ municipality, status: outcome }) => [municipality, outcome])).toEqual([
        ['are', 'failed'],
        ['berg', 'failed'],
      ]);
      expect(runs[0]?.reason).toContain('stoppades');
      expect(accounts('are')).toBeLessThan(PEOPLE);
      expect(runs[0]).toMatchObject({ read: PEOPLE, created: accounts('are') });
      const [row] = installation.rows<{ counts: string }>("SELECT counts FROM run WHERE municipality = 'are' AND status = 'failed'");
      expect(JSON.parse(row?.counts ?? '{}')).toMatchObject({ read: PEOPLE, created: accounts('are') });
      const now = new Date().toISOString();
      expect(installation.rows<{ until: string }>('SELECT until FROM lease').filter(({ until }) => until > now)).toEqual([]);
      await expectTheRest();
    },
  );

  it('a lost lease ends that run before it writes more, and not the next municipality', async () => {
    const sync = await midway();
    installation.exec("UPDATE lease SET fencing = fencing + 1, until = '2020-01-01T00:00:00.000Z' WHERE name = 'municipality:are'");
    const written = accounts('are');
    const { status, stdout } = await sync.ended;
    expect(status).toBe(1);
    const { runs } = JSON.parse(stdout) as { runs: Run[] };
    expect(runs.map(({ municipality, status: outcome }) => [municipality, outcome])).toEqual([
      ['are', 'failed'],
      ['berg', 'completed'],
    ]);
    expect(accounts('are')).toBe(written);
    await expectTheRest();
  });
});

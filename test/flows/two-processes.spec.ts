/*
 * Two processes on one database at the same time. Real: the built program, its processes, the database, files. Faked: nothing.
 */
import { readdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ARE, BERG, crowd } from '../support/builders/municipality';
import { SQLITE } from '../support/databases';
import { onEachDatabase } from '../support/each-database';
import { Installation } from '../support/installation';
import { verifyChain } from '../support/verify-chain';

jest.setTimeout(120_000);

onEachDatabase((kind) => {
  let installation: Installation;

  beforeEach(() => {
    installation = Installation.make({ municipalities: [BERG, ARE] });
    installation.writeCatalogue(BERG, crowd(BERG, 60));
    installation.writeCatalogue(ARE, crowd(ARE, 8));
  });

  afterEach(() => installation.remove());

  const counts = () => {
    const count = (sql: string): number => installation.count(sql);
    return {
      accounts: count('SELECT * FROM account'),
      cases: count('SELECT * FROM service_case'),
      people: count('SELECT DISTINCT municipality, hsa_id_key FROM service_case'),
      mails: count('SELECT * FROM mail'),
      casesInOneMail: count('SELECT case_number FROM mail_case GROUP BY case_number HAVING COUNT(*) = 1'),
      creationsAudited: count("SELECT * FROM audit_row WHERE action = 'access-created'"),
    };
  };

  describe('two processes at once', () => {
    it('import into an empty database: both do well and nothing is doubled', async () => {
      const both = await Promise.all([installation.run('sync'), installation.run('sync')]);
      expect(both.map(({ status, stderr }) => [status, status === 0 ? '' : stderr])).toEqual([
        [0, ''],
        [0, ''],
      ]);
      expect(counts()).toEqual({ accounts: 68, cases: 68, people: 68, mails: 9, casesInOneMail: 68, creationsAudited: 68 });
      expect(await verifyChain(installation)).toMatchObject({ ok: true });
    });

    it('never run one municipality at the same time', async () => {
      await Promise.all([1, 2, 3].map(() => installation.run('sync')));
      const runs = installation.rows<{ municipality: string; from: string; to: string }>(
        'SELECT municipality, started_at AS "from", finished_at AS "to" FROM run ORDER BY municipality, started_at',
      );
      expect(runs.map(({ municipality }) => municipality)).toEqual(['are', 'are', 'are', 'berg', 'berg', 'berg']);
      const overlaps = runs.filter((run, index) =>
        runs.slice(0, index).some((before) => before.municipality === run.municipality && run.from < before.to),
      );
      expect(overlaps).toEqual([]);
    });

    it('sync and dispatch: every mail is sent once', async () => {
      await installation.json('sync');
      installation.writeCatalogue(ARE, crowd(ARE, 14));
      const [dispatched, synced] = await Promise.all([installation.run('dispatch --json'), installation.run('sync --json')]);
      expect([dispatched.status, synced.status]).toEqual([0, 0]);
      await installation.json('dispatch');
      const queued = installation.rows<{ id: string }>(
        "SELECT message_id AS id FROM mail WHERE state = 'sent' AND attempts = 1 ORDER BY message_id",
      );
      expect(queued).toHaveLength(1 + 8 + 6);
      expect(installation.messageIds().sort()).toEqual(queued.map(({ id }) => id));
    });

    it('dispatch and dispatch: every mail is sent once', async () => {
      await installation.json('sync');
      const both = await Promise.all([installation.run('dispatch --json'), installation.run('dispatch --json')]);
      const sent = both.map(({ status, stdout }) => {
        expect(status).toBe(0);
        return (JSON.parse(stdout) as { mail: { sent: number } }).mail.sent;
      });
      expect(sent.reduce((sum, one) => sum + one, 0)).toBe(9);
      expect(installation.rows('SELECT * FROM mail_attempt')).toHaveLength(9);
      expect(installation.mailFiles()).toHaveLength(9);
    });
  });

  describe('three processes on an empty directory', () => {
    it.each([1, 2, 3, 4])('make one schema and one key, round %i', async () => {
      const all = await Promise.all([1, 2, 3].map(() => installation.run('migrate --json')));
      expect(all.map(({ status, stderr }) => [status, stderr])).toEqual([
        [0, ''],
        [0, ''],
        [0, ''],
      ]);
      const migrated = all.map(({ stdout }) => (JSON.parse(stdout) as { migrated: string[] }).migrated);
      const known = installation.rows<{ name: string }>('SELECT name FROM migration ORDER BY id').map(({ name }) => name);
      expect(migrated.flat().sort()).toEqual([...known].sort());
      expect(migrated.filter((names) => names.length > 0)).toHaveLength(1);

      expect(readdirSync(dirname(installation.keyFile)).filter((name) => name.startsWith('identity-hash.key'))).toEqual([
        'identity-hash.key',
      ]);
      const files = [installation.keyFile, ...(kind === SQLITE ? [installation.databaseFile] : [])];
      expect(files.map((path) => statSync(path).mode & 0o777)).toEqual(files.map(() => 0o600));
      expect(statSync(dirname(installation.keyFile)).mode & 0o777).toBe(0o700);
      expect((await installation.run('accounts --json')).stdout).toBe('[]\n');
    });
  });
});

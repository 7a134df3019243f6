/*
 * Promise 5, the import: a process that is killed at any moment loses nothing and doubles nothing. Real: the built
 * program, its processes, SIGKILL, the database. Faked: nothing.
 */
import { ARE, BERG, OSTERSUND, crowd } from '../support/builders/municipality';
import { type KillPoint, killPoints, killedAt, listDeeds } from '../support/deeds';
import { SQLITE } from '../support/databases';
import { onEachDatabase } from '../support/each-database';
import { Installation } from '../support/installation';
import { verifyChain } from '../support/verify-chain';

jest.setTimeout(120_000);

const POINTS = 50;
/** The moments are the same; what differs is how the database comes back. */
const POINTS_ON_POSTGRESQL = 30;
/** Östersund's people come in more than one transaction and are told of in one mail; the others have a mail each. */
const PEOPLE = [
  { municipality: BERG, people: 15 },
  { municipality: ARE, people: 5 },
  { municipality: OSTERSUND, people: 250 },
];
const ALL = 270;
const MAILS = 15 + 5 + 1;
/** Much less than the time after which a lease ends by itself. */
const AT_ONCE_MS = 20_000;
/** What a run that changes nothing writes all the same: that there was one. */
const RECORDS_OF_RUNS = ['run', 'lease', 'audit_row', 'audit_payload', 'audit_head', 'municipality_state'];

const freshInstallation = (): Installation => {
  const installation = Installation.make({
    municipalities: PEOPLE.map(({ municipality }) => municipality),
    // What is left of Östersund after its first transaction is more than this: a broken first import is not halted.
    perMunicipality: { brake: { creations: { count: 20 } } },
  });
  for (const { municipality, people } of PEOPLE) installation.writeCatalogue(municipality, crowd(municipality, people));
  return installation;
};

const accountsOf = (installation: Installation) =>
  installation.rows(
    `SELECT municipality, hsa_id_key, account_name, user_principal_name, desired_enabled, desired, desired_version, applied, applied_version
     FROM account ORDER BY hsa_id_key`,
  );

/** What must be so after an import, however often it was broken off; a number for each thing that could be doubled or lost. */
const standing = (installation: Installation) => {
  const count = (sql: string): number => installation.count(sql);
  return {
    people: count('SELECT * FROM person'),
    openNewCases: count("SELECT * FROM service_case WHERE event = 'new' AND state = 'open'"),
    peopleWithOneCase: count('SELECT hsa_id_key FROM service_case GROUP BY municipality, hsa_id_key HAVING COUNT(*) = 1'),
    caseNumbers: count('SELECT DISTINCT number FROM service_case'),
    eventsToldOnce: count('SELECT case_number FROM case_event WHERE mail_id IS NOT NULL GROUP BY case_number HAVING COUNT(*) = 1'),
    casesInOneMail: count('SELECT case_number FROM mail_case GROUP BY case_number HAVING COUNT(*) = 1'),
    mentions: count('SELECT * FROM mail_case'),
    mails: count("SELECT * FROM mail WHERE state = 'waiting'"),
    creationsAudited: count(
      "SELECT subject FROM audit_row WHERE action = 'access-created' GROUP BY municipality, subject HAVING COUNT(*) = 1",
    ),
    runsLeftOpen: count("SELECT * FROM run WHERE status = 'running'"),
  };
};

onEachDatabase((kind) => {
  const count = kind === SQLITE ? POINTS : POINTS_ON_POSTGRESQL;
  describe('an import that is killed and run again', () => {
    let reference: Installation;
    let expected: unknown[];
    let points: KillPoint[];

    beforeAll(async () => {
      reference = freshInstallation();
      const { finished, deeds } = await listDeeds(reference, 'sync');
      expect(finished.status).toBe(0);
      expected = accountsOf(reference);
      points = killPoints(deeds, count, (deed) => deed === 'COMMIT');
    });

    afterAll(() => reference.remove());

    it('is compared with one that nobody disturbed', async () => {
      expect(expected).toHaveLength(ALL);
      expect(standing(reference)).toEqual(complete);
      expect(await reference.json<object[]>('accounts')).toHaveLength(ALL);
      expect(new Set(points.map(({ number }) => number)).size).toBe(count);
    });

    it.each(Array.from({ length: count }, (_, index) => [index + 1]))(`at point %i of ${count}`, async (ordinal) => {
      const point = points[ordinal - 1]!;
      const installation = freshInstallation();
      try {
        const killed = await installation.run('sync', killedAt(point));
        expect({ point, signal: killed.signal }).toEqual({ point, signal: 'SIGKILL' });

        const began = Date.now();
        const again = await installation.run('sync');
        expect({ point, status: again.status, stderr: again.stderr }).toMatchObject({ point, status: 0 });
        expect(Date.now() - began).toBeLessThan(AT_ONCE_MS);

        expect({ point, ...standing(installation) }).toEqual({ point, ...complete });
        expect(accountsOf(installation)).toEqual(expected);
        expect(await verifyChain(installation)).toMatchObject({ ok: true, problems: [] });

        if (ordinal % 3 === 0) await expectNothingToDo(installation);
      } finally {
        await installation.remove();
      }
    });

    const expectNothingToDo = async (installation: Installation): Promise<void> => {
      const before = installation.dump({ except: RECORDS_OF_RUNS });
      const { runs } = await installation.json<{ runs: object[] }>('sync');
      const unchanged = { status: 'completed', created: 0, changed: 0, ended: 0, reinstated: 0, held: 0 };
      expect(runs).toMatchObject(PEOPLE.map(({ people }) => ({ ...unchanged, unchanged: people })));
      expect(installation.dump({ except: RECORDS_OF_RUNS })).toBe(before);
    };

    const complete = {
      people: ALL,
      openNewCases: ALL,
      peopleWithOneCase: ALL,
      caseNumbers: ALL,
      eventsToldOnce: ALL,
      casesInOneMail: ALL,
      mentions: ALL,
      mails: MAILS,
      creationsAudited: ALL,
      runsLeftOpen: 0,
    };
  });
});

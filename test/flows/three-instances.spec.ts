/*
 * Three instances of the service on one PostgreSQL: one is paused in the middle of a run until another has its lease, that
 * one is killed in the middle of its run, and the third finishes. Real: the built program, its processes, signals,
 * PostgreSQL, files. Faked: only that a minute passes, by ending the paused holder's lease.
 */
import { ARE, BERG, crowd } from '../support/builders/municipality';
import { onDatabase } from '../support/each-database';
import { POSTGRES } from '../support/databases';
import { Installation } from '../support/installation';
import { type RunningProcess, eventually } from '../support/process';
import { verifyChain } from '../support/verify-chain';
import { psql } from '../servers/postgres';

jest.setTimeout(180_000);

const PEOPLE = 5000;
const EVERY_SECOND = { schedule: { sync: '* * * * * *', nearMisses: '0 0 29 2 *' } };

onDatabase(POSTGRES, () => {
  let installation: Installation;

  beforeEach(() => {
    installation = Installation.make({ municipalities: [ARE, BERG], more: EVERY_SECOND });
    installation.writeCatalogue(ARE, crowd(ARE, PEOPLE));
    installation.writeCatalogue(BERG, crowd(BERG, 25));
  });

  afterEach(() => installation.remove());

  const imported = (): number => installation.count("SELECT * FROM account WHERE municipality = 'are'");
  const isDone = (): boolean => installation.count("SELECT * FROM run WHERE municipality = 'are' AND status = 'completed'") > 0;

  /** Who has the municipality's lease, when more people than this have been written. */
  const midway = async (services: readonly RunningProcess[], more: number): Promise<RunningProcess> =>
    eventually(() => {
      if (imported() <= more) return null;
      const [lease] = installation.rows<{ holder: string }>("SELECT holder FROM lease WHERE name = 'municipality:are'");
      return services.find(({ pid }) => pid === Number(lease?.holder.split('|')[3])) ?? null;
    }, `more than ${more} people, written by one of those who are left`);

  it('lose nothing and double nothing where one is paused and one is killed in the middle of a run', async () => {
    const services = [1, 2, 3].map(() => installation.start('serve'));
    await Promise.all(services.map((service) => service.writes(/"msg":"listening"/)));

    const paused = await midway(services, 0);
    paused.signal('SIGSTOP');
    const whenPaused = imported();
    expect(whenPaused).toBeLessThan(PEOPLE);
    // Waits where the paused one is in the midst of a transaction, until the server ends that.
    psql(installation.databaseUrl, "UPDATE lease SET until = '2000-01-01T00:00:00.000Z' WHERE name = 'municipality:are'");

    const others = services.filter((service) => service !== paused);
    const killed = await midway(others, whenPaused);
    await killed.stop('SIGKILL');
    expect(imported()).toBeLessThan(PEOPLE);
    expect(isDone()).toBe(false);

    await eventually(isDone, 'the rest of the import by the third');
    expect(imported()).toBe(PEOPLE);
    const before = installation.dump({ except: RECORDS_OF_RUNS });
    paused.signal('SIGCONT');
    await paused.writes(/"status":"failed"[^\n]*"msg":"run ended"/);
    expect(installation.dump({ except: RECORDS_OF_RUNS })).toBe(before);

    for (const service of others.filter((one) => one !== killed).concat(paused)) expect(await service.stop()).toMatchObject({ status: 0 });
    await installation.json('dispatch');
    expect(standing()).toEqual({
      accounts: PEOPLE + 25,
      peopleWithOneCase: PEOPLE + 25,
      creationsAudited: PEOPLE + 25,
      casesInOneMail: PEOPLE + 25,
      runsLeftOpen: 0,
    });
    const mails = installation.rows<{ id: string; attempts: number }>('SELECT message_id AS id, attempts FROM mail ORDER BY message_id');
    expect(mails).toEqual(mails.map(({ id }) => ({ id, attempts: 1 })));
    expect(installation.messageIds().sort()).toEqual(mails.map(({ id }) => id));
    expect(await verifyChain(installation)).toMatchObject({ ok: true, problems: [] });
  });

  /** What a run or a dispatch that changes nothing else writes all the same. */
  const RECORDS_OF_RUNS = ['run', 'lease', 'audit_row', 'audit_payload', 'audit_head', 'municipality_state', 'mail', 'mail_attempt'];

  const standing = () => ({
    accounts: installation.count('SELECT * FROM account'),
    peopleWithOneCase: installation.count('SELECT 1 FROM service_case GROUP BY municipality, hsa_id_key HAVING COUNT(*) = 1'),
    creationsAudited: installation.count("SELECT 1 FROM audit_row WHERE action = 'access-created' GROUP BY subject HAVING COUNT(*) = 1"),
    casesInOneMail: installation.count('SELECT 1 FROM mail_case GROUP BY case_number HAVING COUNT(*) = 1'),
    runsLeftOpen: installation.count("SELECT * FROM run WHERE status = 'running'"),
  });
});

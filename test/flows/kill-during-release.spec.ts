/*
 * Promises 3 and 5 together: a release that is killed at any moment can be done again, also when a run came between, and
 * ends everybody's access once. Real: the built program, its processes, SIGKILL, the database. Faked: nothing.
 */
import { ARE, crowd } from '../support/builders/municipality';
import { type KillPoint, killPoints, killedAt, listDeeds } from '../support/deeds';
import { Installation } from '../support/installation';
import { verifyChain } from '../support/verify-chain';

jest.setTimeout(120_000);

const POINTS = 10;
const PEOPLE = 260;
/** More than one transaction's worth. */
const LEAVERS = 210;

let halted: Installation;
let release: string[];
let points: KillPoint[];

beforeAll(async () => {
  halted = Installation.make({ municipalities: [ARE] });
  halted.writeCatalogue(ARE, crowd(ARE, PEOPLE));
  await halted.json('sync');
  halted.writeCatalogue(ARE, crowd(ARE, PEOPLE - LEAVERS));
  const { status, stdout } = await halted.run('sync --json');
  expect(status).toBe(3);
  const { runs } = JSON.parse(stdout) as { runs: { runId: string }[] };
  release = ['release', runs[0]!.runId, '--by', 'Dana Drift', '--reason', 'Verksamheten läggs ner'];

  const undisturbed = halted.copy();
  const { finished, deeds } = await listDeeds(undisturbed, release);
  expect(finished.status).toBe(0);
  expect(standing(undisturbed)).toEqual(released);
  points = killPoints(deeds, POINTS, (deed) => deed === 'COMMIT');
  await undisturbed.remove();
});

afterAll(() => halted.remove());

const standing = (installation: Installation) => {
  const count = (sql: string): number => installation.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM (${sql})`)[0]?.n ?? -1;
  return {
    enabled: count('SELECT * FROM account WHERE desired_enabled = 1'),
    disabled: count("SELECT * FROM account WHERE desired_enabled = 0 AND applied_version = desired_version AND disabled_at <> ''"),
    openCases: count("SELECT * FROM service_case WHERE event = 'ended' AND state = 'open'"),
    superseded: count("SELECT * FROM service_case WHERE event = 'new' AND state = 'superseded'"),
    cases: count('SELECT DISTINCT number FROM service_case'),
    endsTold: count("SELECT case_number FROM case_event WHERE event = 'ended' AND mail_id <> '' GROUP BY case_number HAVING COUNT(*) = 1"),
    endsAudited: count("SELECT subject FROM audit_row WHERE action = 'access-ended' GROUP BY subject HAVING COUNT(*) = 1"),
    haltMails: count("SELECT * FROM mail WHERE kind = 'halt'"),
    runsLeftOpen: count("SELECT * FROM run WHERE status = 'running'"),
  };
};

const released = {
  enabled: PEOPLE - LEAVERS,
  disabled: LEAVERS,
  openCases: LEAVERS,
  superseded: LEAVERS,
  cases: PEOPLE + LEAVERS,
  endsTold: LEAVERS,
  endsAudited: LEAVERS,
  haltMails: 1,
  runsLeftOpen: 0,
};

describe('a release that is killed and done again', () => {
  it.each(Array.from({ length: POINTS }, (_, index) => [index + 1]))(`at point %i of ${POINTS}`, async (ordinal) => {
    const point = points[ordinal - 1]!;
    const installation = halted.copy();
    try {
      const killed = await installation.run(release, killedAt(point));
      expect({ point, signal: killed.signal }).toEqual({ point, signal: 'SIGKILL' });
      const isRunBetween = ordinal % 2 === 0;
      if (isRunBetween) await installation.run('sync');

      const again = await installation.run(release);
      const told = `${again.stdout}${again.stderr}`;
      expect({ point, told }).toEqual({ point, told: expect.stringMatching(/klar|redan släppt/) as string });
      expect({ point, ...standing(installation) }).toEqual({ point, ...released });
      expect(await verifyChain(installation)).toMatchObject({ ok: true });
      if (isRunBetween) return;
      expect((await installation.run('sync')).status).toBe(0);
      expect({ point, ...standing(installation) }).toEqual({ point, ...released });
    } finally {
      await installation.remove();
    }
  });
});

/*
 * Between a grant and the user being told: a process that is killed at any moment tells each user once, in the end. Real:
 * the built program, its processes, SIGKILL, the database, the files. Faked: nothing.
 */
import { BERG, crowd } from '../support/builders/municipality';
import { type KillPoint, killPoints, killedAt, listDeeds } from '../support/deeds';
import { Installation } from '../support/installation';

jest.setTimeout(120_000);

const PEOPLE = 3;
const POINTS = 16;

let granted: Installation;

const grants = (installation: Installation) =>
  installation.rows<{ told: number; informed: number }>(
    'SELECT COUNT(notice_at) AS told, COUNT(informed_at) AS informed FROM access_grant WHERE removed_at IS NULL',
  )[0];
const mails = (installation: Installation) =>
  installation.rows<{ kind: string; state: string }>("SELECT kind, state FROM mail WHERE kind = 'access-ready'");

beforeAll(async () => {
  granted = Installation.make({
    municipalities: [BERG],
    perMunicipality: { policy: { requireAgreement: false, requireTestLogin: false } },
    more: { serviceDesk: { address: 'servicecenter@example.se', undoMinutes: 0 } },
  });
  granted.writeCatalogue(BERG, crowd(BERG, PEOPLE));
  await granted.json('sync');
  for (let taken = 0; taken < PEOPLE; taken += 1) {
    const { number } = await granted.json<{ number: string }>('case next --by SE2321000131-S001');
    await granted.json(`case grant ${number} --by SE2321000131-S001`);
  }
  expect(grants(granted)).toEqual({ told: 0, informed: 0 });
});

afterAll(() => granted.remove());

describe('telling that is killed and run again', () => {
  let points: KillPoint[];

  beforeAll(async () => {
    const undisturbed = granted.copy();
    const { finished, deeds } = await listDeeds(undisturbed, 'dispatch --mail');
    expect(finished.status).toBe(0);
    points = killPoints(deeds, POINTS);
    await undisturbed.remove();
  });

  it.each(Array.from({ length: POINTS }, (_, index) => [index + 1]))(`at point %i of ${POINTS}`, async (ordinal) => {
    const point = points[ordinal - 1]!;
    const installation = granted.copy();
    try {
      const killed = await installation.run('dispatch --mail', killedAt(point));
      expect({ point, signal: killed.signal }).toEqual({ point, signal: 'SIGKILL' });
      await installation.run('dispatch --mail');
      expect(grants(installation)).toEqual({ told: PEOPLE, informed: PEOPLE });
      expect(mails(installation)).toEqual(Array(PEOPLE).fill({ kind: 'access-ready', state: 'sent' }));
      const sent = installation.messageIds();
      expect(new Set(sent).size).toBe(sent.length);
      expect((await installation.run('audit verify')).status).toBe(0);
    } finally {
      await installation.remove();
    }
  });
});

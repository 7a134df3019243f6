/*
 * Promise 5, the mails: a dispatcher that is killed at any moment loses no mail; where a second copy does harm there is at
 * most one, with the same Message-ID, and somebody is shown. Real: the built program, its processes, SIGKILL, the database,
 * the files, an SMTP server. Faked: nothing.
 */
import type { OutboxItem } from '../../src/notifications/outbox.service';
import { BERG, crowd } from '../support/builders/municipality';
import { type KillPoint, killPoints, killedAt, listDeeds } from '../support/deeds';
import { Installation, messageIdOf } from '../support/installation';
import { TestSmtpServer } from '../support/smtp';

jest.setTimeout(120_000);

const MAILS = 12;
const FILE_POINTS = 50;
const SMTP_POINTS = 14;

/** Each of them is a point at least once. */
const STEPS = ['COMMIT', 'file open', 'file writeFile', 'file sync', 'file rename', 'INSERT INTO "mail_attempt"("mail_id",'];
/** Much less than the time after which a lease ends by itself. */
const AT_ONCE_MS = 20_000;

/** Where every test begins: people imported, a mail each waiting. */
let imported: Installation;
let messageIds: string[];

const byMessageId = (installation: Installation) =>
  installation.rows<{ messageId: string; state: string; attempts: number; unknownOutcomes: number }>(
    'SELECT message_id AS messageId, state, attempts, unknown_outcomes AS unknownOutcomes FROM mail ORDER BY message_id',
  );

beforeAll(async () => {
  imported = Installation.make({ municipalities: [BERG] });
  imported.writeCatalogue(BERG, crowd(BERG, MAILS));
  await imported.json('sync');
  messageIds = byMessageId(imported).map(({ messageId }) => messageId);
  expect(messageIds).toHaveLength(MAILS);
});

afterAll(() => imported.remove());

describe('a dispatch to files that is killed and run again', () => {
  let points: KillPoint[];

  beforeAll(async () => {
    const undisturbed = imported.copy();
    const { finished, deeds } = await listDeeds(undisturbed, 'dispatch');
    expect(finished.status).toBe(0);
    points = killPoints(deeds, FILE_POINTS, (deed, index) => STEPS.includes(deed) && deeds.indexOf(deed) === index);
    await undisturbed.remove();
  });

  it('is killed before each step of a delivery', () => {
    const deeds = points.map(({ deed }) => deed);
    expect(deeds).toEqual(expect.arrayContaining(STEPS));
    expect(deeds).toHaveLength(FILE_POINTS);
  });

  it.each(Array.from({ length: FILE_POINTS }, (_, index) => [index + 1]))(`at point %i of ${FILE_POINTS}`, async (ordinal) => {
    const point = points[ordinal - 1]!;
    const installation = imported.copy();
    try {
      const killed = await installation.run('dispatch', killedAt(point));
      expect({ point, signal: killed.signal }).toEqual({ point, signal: 'SIGKILL' });

      const began = Date.now();
      await installation.run('dispatch --json');
      expect(Date.now() - began).toBeLessThan(AT_ONCE_MS);

      expect(installation.messageIds().sort()).toEqual(messageIds);
      expect({ point, mails: byMessageId(installation).map(({ state }) => state) }).toEqual({ point, mails: Array(MAILS).fill('sent') });
    } finally {
      await installation.remove();
    }
  });
});

describe('a dispatch over SMTP that is killed', () => {
  let server: TestSmtpServer;
  let points: KillPoint[];

  const withSmtp = (): Installation => imported.copy({ mail: { kind: 'smtp', url: server.url, from: 'tilltrade@example.se' } });
  const received = (): Map<string, number> => {
    const copies = new Map<string, number>();
    for (const { raw } of server.messages) {
      const id = messageIdOf(raw.toString('latin1'));
      copies.set(id, (copies.get(id) ?? 0) + 1);
    }
    return copies;
  };

  beforeAll(async () => {
    server = await TestSmtpServer.start({ tls: 'none' });
    const undisturbed = withSmtp();
    const { finished, deeds } = await listDeeds(undisturbed, 'dispatch');
    expect(finished.status).toBe(0);
    points = killPoints(deeds, SMTP_POINTS);
    await undisturbed.remove();
  });

  beforeEach(() => {
    server.messages.length = 0;
    server.fault = null;
  });

  afterAll(() => server.close());

  it.each(Array.from({ length: SMTP_POINTS }, (_, index) => [index + 1]))(
    `at point %i of ${SMTP_POINTS} and run again`,
    async (ordinal) => {
      const point = points[ordinal - 1]!;
      const installation = withSmtp();
      try {
        const killed = await installation.run('dispatch', killedAt(point));
        expect({ point, signal: killed.signal }).toEqual({ point, signal: 'SIGKILL' });
        await installation.run('dispatch');
        await installation.run('dispatch'); // one that may have arrived is not tried twice in a round

        const rows = byMessageId(installation);
        expect({ point, states: rows.map(({ state }) => state) }).toEqual({ point, states: Array(MAILS).fill('sent') });
        expect([...received().keys()].sort()).toEqual(messageIds);
        const inHand = rows.filter(({ attempts }) => attempts > 1);
        expect(inHand.length).toBeLessThanOrEqual(1);
        for (const { messageId, unknownOutcomes } of rows)
          expect(received().get(messageId)).toBeLessThanOrEqual(unknownOutcomes === 0 ? 1 : 2);
      } finally {
        await installation.remove();
      }
    },
  );

  it('twice with the same mail in hand leaves it to a person, who is shown it', async () => {
    const installation = withSmtp();
    const answered = 'INSERT INTO "mail_attempt"("mail_id",';
    try {
      const first = await deedsOfCopy(installation);
      await installation.run('dispatch', killedAt({ number: first.indexOf(answered) + 1, deed: answered }));
      const [inHand] = installation.rows<{ messageId: string }>("SELECT message_id AS messageId FROM mail WHERE state = 'sending'");
      const second = await deedsOfCopy(installation); // what may have arrived comes last
      await installation.run('dispatch', killedAt({ number: second.lastIndexOf(answered) + 1, deed: answered }));

      server.messages.length = 0;
      const { status, stdout } = await installation.run('dispatch --json');
      expect(status).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ mail: { sent: 0, unknown: 1, waiting: 0 } });
      const outbox = await installation.json<OutboxItem[]>('outbox');
      expect(outbox.filter(({ state }) => state !== 'sent')).toMatchObject([
        { messageId: inHand?.messageId, state: 'unknown', unknownOutcomes: 2 },
      ]);

      expect((await installation.run('dispatch')).status).toBe(0);
      expect(server.messages).toEqual([]);
    } finally {
      await installation.remove();
    }
  });

  /** What a dispatch would do from here on; the mails it sends to find out are forgotten. */
  const deedsOfCopy = async (installation: Installation): Promise<string[]> => {
    const copy = installation.copy();
    const { deeds } = await listDeeds(copy, 'dispatch');
    await copy.remove();
    server.messages.length = 0;
    return deeds;
  };
});

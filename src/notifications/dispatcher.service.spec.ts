import { buildCaseMail } from '../../test/support/builders/mail';
import { ScriptedTransport, openDelivery } from '../../test/support/fakes/scripted-transport';
import { DATABASES } from '../../test/support/databases';
import { RECIPIENT, startOutbox, type TestOutbox } from '../../test/support/outbox';
import { SealedBox } from '../platform/sealed-box';
import { MailAttemptEntity, MailEntity } from './outbox.entity';

// Real here: the database, leases, sealing. Faked: the clock, the transport, and a killed process by one that never answers.

const LEASE_MS = 60_000;
const all = { ignoreBackoff: true };
const due = { ignoreBackoff: false };
const nothing = { sent: 0, failed: 0, unknown: 0, waiting: 0, attemptsFailed: 0, busy: false };

describe.each(DATABASES)('the dispatcher on $name', (kind) => {
  let box: TestOutbox;
  beforeEach(async () => {
    box = await startOutbox(kind);
  });
  afterEach(() => box.close());

  const states = async (): Promise<string[]> => (await box.outbox.list()).map(({ state }) => state);
  const outcomes = async (): Promise<string[]> =>
    (await box.source.manager.find(MailAttemptEntity, { order: { mailId: 'ASC', number: 'ASC' } })).map(({ outcome }) => outcome);
  const queueMany = (count: number): Promise<string[]> =>
    box.queue(...Array.from({ length: count }, (_, index) => buildCaseMail({ caseNumber: `2026-0000${index + 1}` })));

  describe('a round', () => {
    it('sends what waits, oldest first, as it was queued, and the next round sends nothing', async () => {
      const [first, second] = await queueMany(2);
      const queuedAt = box.clock.now();
      box.clock.advance(5000);
      const transport = new ScriptedTransport();
      expect(await box.dispatcher(transport).dispatch(due)).toEqual({ ...nothing, sent: 2 });
      expect(transport.delivered.map(({ id }) => id)).toEqual([first, second]);
      expect(transport.delivered[0]).toMatchObject({
        messageId: `<${first}@example.se>`,
        date: queuedAt,
        from: 'tilltrade@example.se',
        to: [RECIPIENT],
        subject: '[Behörighet] Ny – ärende 2026-00001 – Bergs kommun',
      });
      expect((await box.outbox.list())[0]).toMatchObject({ state: 'sent', sentAt: box.clock.now(), attempts: 1, nextAttemptAt: null });

      expect(await box.dispatcher(transport).dispatch(all)).toEqual(nothing);
      expect(transport.delivered).toHaveLength(2);
    });

    it('tries each mail once, also when it ignores how long they should wait', async () => {
      await queueMany(2);
      const transport = new ScriptedTransport(['transient', 'transient']);
      expect(await box.dispatcher(transport).dispatch(all)).toEqual({ ...nothing, waiting: 2, attemptsFailed: 2 });
      expect(await outcomes()).toEqual(['transient', 'transient']);
    });

    it('waits until a mail is due', async () => {
      await queueMany(1);
      const transport = new ScriptedTransport(['transient']);
      const dispatcher = box.dispatcher(transport);
      await dispatcher.dispatch(due);
      box.clock.advance(29_999);
      expect(await dispatcher.dispatch(due)).toEqual({ ...nothing, waiting: 1 });
      box.clock.advance(1);
      expect(await dispatcher.dispatch(due)).toEqual({ ...nothing, sent: 1 });
    });

    it('goes on past a refused mail and counts it', async () => {
      await queueMany(3);
      const result = await box.dispatcher(new ScriptedTransport(['sent', 'permanent', 'sent'])).dispatch(due);
      expect(result).toEqual({ ...nothing, sent: 2, failed: 1, attemptsFailed: 1 });
      expect((await box.outbox.list())[1]).toMatchObject({ state: 'failed', lastError: 'scripted permanent' });
    });

    it('sends no more than it may', async () => {
      await queueMany(3);
      expect(await box.dispatcher(new ScriptedTransport()).dispatch({ ...due, limit: 2 })).toEqual({ ...nothing, sent: 2, waiting: 1 });
    });

    it('ends with the mail in hand when it is told to stop', async () => {
      await queueMany(2);
      const stop = new AbortController();
      const transport = new ScriptedTransport([
        () => {
          stop.abort();
          return Promise.resolve({ outcome: 'sent', detail: null });
        },
      ]);
      expect(await box.dispatcher(transport).dispatch({ ...due, signal: stop.signal })).toEqual({ ...nothing, sent: 1, waiting: 1 });
      expect(await states()).toEqual(['sent', 'waiting']);
    });
  });

  describe('a server that cannot be reached', () => {
    it('is left alone after three tries in a row, and costs the other mails nothing', async () => {
      await queueMany(5);
      const transport = new ScriptedTransport(Array<'unreachable'>(5).fill('unreachable'));
      expect(await box.dispatcher(transport).dispatch(all)).toEqual({ ...nothing, waiting: 5, attemptsFailed: 3 });
      expect((await box.outbox.list()).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 0, 0]);
    });

    it('is not left alone when it answers in between', async () => {
      await queueMany(5);
      const transport = new ScriptedTransport(['unreachable', 'unreachable', 'sent', 'unreachable', 'unreachable']);
      expect(await box.dispatcher(transport).dispatch(all)).toEqual({ ...nothing, sent: 1, waiting: 4, attemptsFailed: 4 });
    });

    it('never makes a mail fail, however long it lasts', async () => {
      await queueMany(1);
      const dispatcher = box.dispatcher(new ScriptedTransport(Array<'unreachable'>(30).fill('unreachable')));
      for (let round = 1; round <= 30; round += 1) await dispatcher.dispatch(all);
      expect(await dispatcher.dispatch(all)).toEqual({ ...nothing, sent: 1 });
    });
  });

  describe('an outcome that nobody knows', () => {
    it('leads to one more copy with the same Message-ID, and then to a person', async () => {
      const [id] = await queueMany(1);
      const transport = new ScriptedTransport(['unknown', 'unknown']);
      const dispatcher = box.dispatcher(transport);
      expect(await dispatcher.dispatch(all)).toEqual({ ...nothing, waiting: 1, attemptsFailed: 1 });
      expect(await dispatcher.dispatch(all)).toEqual({ ...nothing, unknown: 1, attemptsFailed: 1 });
      expect(await dispatcher.dispatch(all)).toEqual(nothing);
      expect(transport.delivered.map(({ messageId }) => messageId)).toEqual(Array(2).fill(`<${id}@example.se>`));
      expect(transport.delivered[1]).toEqual(transport.delivered[0]);
      expect(await states()).toEqual(['unknown']);
    });

    it('is what a fault in this program counts as, and its message is not kept', async () => {
      await queueMany(1);
      const transport = new ScriptedTransport([() => Promise.reject(new TypeError('Anna Exempelsson is not a function'))]);
      await box.dispatcher(transport).dispatch(all);
      const [mail] = await box.outbox.list();
      expect(mail).toMatchObject({ state: 'waiting', unknownOutcomes: 1 });
      expect(mail?.lastError).toBe('Något gick fel i programmet medan mejlet skickades (TypeError). Det kan ha kommit fram.');
    });
  });

  describe('a mail that cannot be made', () => {
    it('is shown to a person when its model cannot be opened, and stops no other', async () => {
      await queueMany(1);
      const result = await box.dispatcher(new ScriptedTransport(), new SealedBox(Buffer.alloc(32, 8))).dispatch(all);
      expect(result).toEqual({ ...nothing, failed: 1, attemptsFailed: 1 });
      expect((await box.outbox.list())[0]).toMatchObject({ state: 'failed', lastError: expect.stringContaining('nyckelfilen') as string });
    });

    it('is shown to a person when its model makes no mail', async () => {
      await box.queue(buildCaseMail());
      const broken = new SealedBox(Buffer.alloc(32, 7)).seal({ ...buildCaseMail(), facts: null });
      await box.source.manager.update(MailEntity, { kind: 'new' }, { model: broken });
      const transport = new ScriptedTransport();
      await box.dispatcher(transport).dispatch(all);
      expect(transport.delivered).toEqual([]);
      expect((await box.outbox.list())[0]).toMatchObject({ state: 'failed', lastError: expect.stringContaining('(TypeError)') as string });
    });
  });

  describe('two dispatchers', () => {
    it('never work at once', async () => {
      await queueMany(2);
      const delivery = openDelivery();
      const first = box.dispatcher(new ScriptedTransport([delivery.step])).dispatch(due);
      await delivery.begun;
      const idle = new ScriptedTransport();
      expect(await box.dispatcher(idle).dispatch(due)).toEqual({ ...nothing, waiting: 1, busy: true });
      expect(idle.delivered).toEqual([]);
      delivery.end({ outcome: 'sent', detail: null });
      expect(await first).toEqual({ ...nothing, sent: 2 });
      expect(await box.dispatcher(idle).dispatch(due)).toEqual(nothing);
    });

    /** A dispatcher that dies with a mail in hand: its lease runs out and nobody hears of it. */
    const die = async (idempotent: boolean): Promise<{ end: () => Promise<unknown> }> => {
      const delivery = openDelivery();
      const dying = box.dispatcher(new ScriptedTransport([delivery.step], idempotent)).dispatch(all);
      await delivery.begun;
      box.clock.advance(LEASE_MS);
      return {
        end: () => {
          delivery.end({ outcome: 'sent', detail: null });
          return dying;
        },
      };
    };

    it('the second finds what the first had in hand when it died, and sends one copy more', async () => {
      await queueMany(2);
      const dead = await die(false);
      const transport = new ScriptedTransport(['sent', 'unknown']);
      expect(await box.dispatcher(transport).dispatch(all)).toEqual({ ...nothing, sent: 1, unknown: 1, attemptsFailed: 2 });
      expect(await states()).toEqual(['unknown', 'sent']);
      expect(await outcomes()).toEqual(['crashed', 'unknown', 'sent']);
      await dead.end();
    });

    it('two that die in turn with one mail leave it to a person', async () => {
      await queueMany(1);
      const dead = [await die(false), await die(false)];
      const transport = new ScriptedTransport();
      expect(await box.dispatcher(transport).dispatch(all)).toEqual({ ...nothing, unknown: 1, attemptsFailed: 1 });
      expect(transport.delivered).toEqual([]);
      for (const { end } of dead) await end();
    });

    it('where a second copy does no harm the mail is sent again at once, however often they die', async () => {
      await queueMany(1);
      const dead = [await die(true), await die(true), await die(true)];
      expect(await box.dispatcher(new ScriptedTransport([], true)).dispatch(due)).toEqual({ ...nothing, sent: 1, attemptsFailed: 1 });
      for (const { end } of dead) await end();
    });

    it('one that was only paused writes nothing over what came after', async () => {
      await queueMany(2);
      const paused = await die(false);
      const next = new ScriptedTransport(['sent', 'permanent']);
      await box.dispatcher(next).dispatch(all);
      const before = await box.source.manager.find(MailEntity);
      const attempts = await outcomes();
      expect(await paused.end()).toEqual(nothing);
      expect(await box.source.manager.find(MailEntity)).toEqual(before);
      expect(await outcomes()).toEqual(attempts);
    });

    it('one that was paused and not missed still writes down what it knows', async () => {
      await queueMany(2);
      const paused = await die(false);
      expect(await paused.end()).toEqual({ ...nothing, sent: 2 });
    });
  });
});

import { buildCaseFacts, buildCaseMail, buildDigestMail, buildDigestRow } from '../../test/support/builders/mail';
import { ScriptedTransport } from '../../test/support/fakes/scripted-transport';
import { DATABASES } from '../../test/support/databases';
import { RECIPIENT, startOutbox, type TestOutbox } from '../../test/support/outbox';
import { MailCaseEntity, MailEntity } from './outbox.entity';

// Real here: the database, sealing, leases. Faked: the clock and the transport.

const round = { ignoreBackoff: true };
describe.each(DATABASES)('the outbox on $name', (kind) => {
  let box: TestOutbox;
  beforeEach(async () => {
    box = await startOutbox(kind);
  });
  afterEach(() => box.close());

  describe('queueing', () => {
    it('gives each mail an id that sorts, and shows it as waiting', async () => {
      const [first, second] = await box.queue(
        buildCaseMail(),
        buildDigestMail([buildDigestRow('2026-00124'), buildDigestRow('2026-00125')]),
      );
      expect(await box.outbox.list()).toEqual([
        {
          id: first,
          messageId: `<${first}@example.se>`,
          to: RECIPIENT,
          subject: '[Behörighet] Ny – ärende 2026-00123 – Bergs kommun',
          kind: 'new',
          municipality: 'berg',
          hsaId: 'SE2120002502-B1A2',
          caseNumbers: ['2026-00123'],
          state: 'waiting',
          attempts: 0,
          unknownOutcomes: 0,
          createdAt: box.clock.now(),
          nextAttemptAt: box.clock.now(),
          sentAt: null,
          lastError: null,
        },
        expect.objectContaining({ id: second, kind: 'new', caseNumbers: ['2026-00124', '2026-00125'] }),
      ]);
      expect((await box.outbox.list())[1]).not.toHaveProperty('hsaId');
    });

    it('keeps the order of hundreds of drafts', async () => {
      const numbers = Array.from({ length: 250 }, (_, index) => `2026-${String(index + 1).padStart(5, '0')}`);
      const ids = await box.queue(...numbers.map((caseNumber) => buildCaseMail({ caseNumber })));
      expect([...ids].sort()).toEqual(ids);
      expect((await box.outbox.list()).map(({ caseNumbers }) => caseNumbers[0])).toEqual(numbers);
    });

    it('is undone with the transaction it was part of', async () => {
      const attempt = box.source.transaction(async (manager) => {
        await box.outbox.queue(manager, [{ recipient: RECIPIENT, municipality: 'berg', model: buildCaseMail() }]);
        throw new Error('rolled back');
      });
      await expect(attempt).rejects.toThrow('rolled back');
      expect(await box.outbox.list()).toEqual([]);
      expect(await box.source.manager.count(MailCaseEntity)).toBe(0);
    });

    it('queues nothing for no drafts', async () => expect(await box.queue()).toEqual([]));

    it('leaves no name in the database', async () => {
      const facts = buildCaseFacts({ name: 'Kanariefågel Gulsson' });
      await box.queue(buildCaseMail({ facts }), buildDigestMail([buildDigestRow('2026-00124', { name: 'Kanariefågel Gulsson' })]));
      const stored = box.stored();
      expect(stored).toContain('2026-00124');
      expect(stored).not.toMatch(/Kanarie|Gulsson/);
    });
  });

  describe('masking', () => {
    const secret = buildCaseMail({ facts: buildCaseFacts({ name: 'Kanariefågel Gulsson' }) });
    const other = buildCaseMail({ caseNumber: '2026-00124', facts: buildCaseFacts({ hsaId: 'SE2120002502-B1A3' }) });

    it('takes a person out of mails in every state, and leaves the others', async () => {
      const rows = [buildDigestRow('2026-00123', { name: 'Kanariefågel Gulsson' }), buildDigestRow('2026-00124', { name: 'Bo Provsson' })];
      await box.queue(secret);
      await box.dispatcher(new ScriptedTransport(['sent'])).dispatch(round);
      box.clock.advance(1);
      await box.queue(secret);
      await box.dispatcher(new ScriptedTransport(['permanent'])).dispatch(round);
      box.clock.advance(1);
      await box.queue(secret, other, buildDigestMail(rows));
      await box.mask('2026-00123');

      const listed = await box.outbox.list();
      expect(listed.map(({ state, hsaId }) => [state, hsaId])).toEqual([
        ['sent', undefined],
        ['failed', undefined],
        ['waiting', undefined],
        ['waiting', 'SE2120002502-B1A3'],
        ['waiting', undefined],
      ]);
      expect(listed.slice(0, 3).map(({ subject }) => subject)).toEqual(Array(3).fill('[Behörighet] Ny – ärende 2026-00123'));
      const stored = await box.source.manager.find(MailEntity, { order: { id: 'ASC' } });
      expect(stored.map(({ isProtected, hsaIdKey }) => [isProtected, hsaIdKey])).toEqual([
        [true, null],
        [true, null],
        [true, null],
        [false, 'se2120002502-b1a3'],
        [true, null],
      ]);

      const transport = new ScriptedTransport();
      await box.dispatcher(transport).dispatch(round);
      expect(transport.delivered.map(({ text }) => text.includes('Kanariefågel'))).toEqual([false, false, false]);
      expect(transport.delivered.map(({ text }) => /Bo Provsson|Anna Exempelsson/.test(text))).toEqual([false, true, true]);
    });

    it('masks the second copy of a mail whose first copy was on its way', async () => {
      await box.queue(secret);
      const transport = new ScriptedTransport(['unknown']);
      await box.dispatcher(transport).dispatch(round);
      await box.mask('2026-00123');
      await box.dispatcher(transport).dispatch(round);
      const [first, second] = transport.delivered;
      expect(first?.text).toContain('Kanariefågel');
      expect(second?.text).not.toContain('Kanariefågel');
      expect(second?.messageId).toBe(first?.messageId);
    });

    it('changes nothing the second time, and nothing for cases without mails', async () => {
      await box.queue(secret);
      await box.mask('2026-00123');
      const before = await box.source.manager.find(MailEntity);
      await box.mask('2026-00123', '2026-09999');
      await box.mask();
      expect(await box.source.manager.find(MailEntity)).toEqual(before);
    });

    it('reaches hundreds of cases', async () => {
      const numbers = Array.from({ length: 230 }, (_, index) => `2026-${String(index + 1).padStart(5, '0')}`);
      await box.queue(...numbers.map((caseNumber) => buildCaseMail({ caseNumber })));
      await box.mask(...numbers);
      expect(await box.source.manager.countBy(MailEntity, { isProtected: true })).toBe(230);
    });
  });

  describe('what a case was mailed', () => {
    it('is listed with each try', async () => {
      await box.queue(buildCaseMail(), buildCaseMail({ caseNumber: '2026-00124' }));
      await box.dispatcher(new ScriptedTransport(['transient'])).dispatch({ ...round, limit: 1 });
      box.clock.advance(60_000);
      await box.dispatcher(new ScriptedTransport()).dispatch(round);
      expect(await box.outbox.listForCase('2026-00123')).toEqual([
        expect.objectContaining({
          state: 'sent',
          attempts: 2,
          sentAt: '2026-11-21T03:06:00.000Z',
          trail: [
            { number: 1, at: '2026-11-21T03:05:00.000Z', outcome: 'transient', detail: 'scripted transient' },
            { number: 2, at: '2026-11-21T03:06:00.000Z', outcome: 'sent', detail: null },
          ],
        }),
      ]);
      expect(await box.outbox.listForCase('2026-09999')).toEqual([]);
    });
  });
});

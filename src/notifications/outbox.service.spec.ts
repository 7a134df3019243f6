import { readFileSync } from 'node:fs';
import { buildCaseFacts, buildCaseMail, buildDigestMail, buildDigestRow } from '../../test/support/builders/mail';
import { ScriptedTransport } from '../../test/support/fakes/scripted-transport';
import { RECIPIENT, startOutbox, type TestOutbox } from '../../test/support/outbox';
import { MailAttemptEntity, MailCaseEntity, MailEntity } from './outbox.entity';

// Real here: the database, sealing, leases. Faked: the clock and the transport.

const round = { ignoreBackoff: true };
let box: TestOutbox;
beforeEach(async () => {
  box = await startOutbox();
});
afterEach(() => box.close());

describe('queueing', () => {
  it('gives each mail an id that sorts, and shows it as waiting', async () => {
    const [first, second] = await box.queue(buildCaseMail(), buildDigestMail([buildDigestRow('2026-00124'), buildDigestRow('2026-00125')]));
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
    const stored = ['', '-wal'].map((suffix) => readFileSync(box.file + suffix, 'utf8')).join('');
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

describe('queueing again by hand', () => {
  it('takes failed and unknown mails, and no others', async () => {
    const [waiting = ''] = await box.queue(buildCaseMail());
    const [sent = ''] = await box.queue(buildCaseMail());
    const [failed = ''] = await box.queue(buildCaseMail());
    const [unknown = ''] = await box.queue(buildCaseMail());
    await box.source.manager.update(MailEntity, { id: sent }, { state: 'sent' });
    await box.source.manager.update(MailEntity, { id: failed }, { state: 'failed', refusals: 12, attempts: 12 });
    await box.source.manager.update(
      MailEntity,
      { id: unknown },
      { state: 'unknown', unknownOutcomes: 2, attempts: 2, nextAttemptAt: null },
    );
    box.clock.advance(1000);
    expect(await box.requeue(waiting, sent, failed, unknown, 'nobody')).toEqual([failed, unknown]);
    const rows = new Map((await box.outbox.list()).map((mail) => [mail.id, mail]));
    expect(rows.get(sent)?.state).toBe('sent');
    expect(rows.get(failed)).toMatchObject({ state: 'waiting', attempts: 12, nextAttemptAt: box.clock.now() });
    expect(rows.get(unknown)).toMatchObject({ state: 'waiting', unknownOutcomes: 2 });
  });

  it('gives an unknown mail one more copy, not two', async () => {
    const [id = ''] = await box.queue(buildCaseMail());
    const transport = new ScriptedTransport(['unknown', 'unknown', 'unknown', 'sent']);
    const dispatcher = box.dispatcher(transport);
    await dispatcher.dispatch(round);
    await dispatcher.dispatch(round);
    await box.requeue(id);
    await dispatcher.dispatch(round);
    await dispatcher.dispatch(round);
    expect(transport.delivered).toHaveLength(3);
    expect((await box.outbox.list())[0]).toMatchObject({ state: 'unknown', unknownOutcomes: 3 });
    expect(await box.source.manager.countBy(MailAttemptEntity, { mailId: id })).toBe(3);
  });

  it('gives a failed mail all its tries again', async () => {
    const [id = ''] = await box.queue(buildCaseMail());
    const dispatcher = box.dispatcher(new ScriptedTransport(Array<'transient'>(13).fill('transient')));
    for (let refusal = 1; refusal <= 12; refusal += 1) await dispatcher.dispatch(round);
    expect((await box.outbox.list())[0]).toMatchObject({ state: 'failed', attempts: 12 });
    await box.requeue(id);
    await dispatcher.dispatch(round);
    expect((await box.outbox.list())[0]).toMatchObject({ state: 'waiting', attempts: 13 });
  });
});

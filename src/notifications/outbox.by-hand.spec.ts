import { buildCaseMail, buildDigestMail, buildDigestRow } from '../../test/support/builders/mail';
import { ScriptedTransport } from '../../test/support/fakes/scripted-transport';
import { DATABASES } from '../../test/support/databases';
import { startOutbox, type TestOutbox } from '../../test/support/outbox';

// Real here: the database, sealing, leases. Faked: the clock and the transport.

const round = { ignoreBackoff: true };
describe.each(DATABASES)('what a person does with mails, on $name', (kind) => {
  let box: TestOutbox;
  beforeEach(async () => {
    box = await startOutbox(kind);
  });
  afterEach(() => box.close());

  const again = (id: string, municipalities: string[] | null = null) =>
    box.source.transaction((manager) => box.outbox.requeue(manager, id, municipalities));
  const withdraw = (...cases: string[]) => box.source.transaction((manager) => box.outbox.withdrawCases(manager, cases));
  const listed = async () => (await box.outbox.list()).map(({ state, subject }) => [state, subject.slice(-24)]);

  it('one that failed is sent again, with the same Message-ID', async () => {
    const [id = ''] = await box.queue(buildCaseMail());
    const transport = new ScriptedTransport(['permanent', 'sent']);
    const dispatcher = box.dispatcher(transport);
    await dispatcher.dispatch(round);
    expect((await box.outbox.undelivered(['berg'])).map((mail) => [mail.id, mail.state])).toEqual([[id, 'failed']]);
    expect(await again(id)).toMatchObject({ requeued: { state: 'waiting', nextAttemptAt: box.clock.now() } });
    expect(await again(id)).toEqual({ state: 'waiting' });
    await dispatcher.dispatch(round);
    expect(new Set(transport.delivered.map(({ messageId }) => messageId)).size).toBe(1);
    expect(await again(id)).toEqual({ state: 'sent' });
    expect(await box.outbox.undelivered(['berg'])).toEqual([]);
  });

  it('one whose outcome nobody knows is tried once more, and is theirs again when nobody knows that either', async () => {
    const [id = ''] = await box.queue(buildCaseMail());
    const dispatcher = box.dispatcher(new ScriptedTransport(['unknown', 'unknown', 'unknown', 'sent']));
    await dispatcher.dispatch(round);
    await dispatcher.dispatch(round);
    expect(await again(id)).toHaveProperty('requeued');
    await dispatcher.dispatch(round);
    expect((await box.outbox.undelivered(null)).map(({ state, unknownOutcomes }) => [state, unknownOutcomes])).toEqual([['unknown', 3]]);
    await again(id);
    await dispatcher.dispatch(round);
    expect((await box.outbox.list()).map(({ state, attempts }) => [state, attempts])).toEqual([['sent', 4]]);
  });

  it('those of another municipality are not there', async () => {
    const [id = ''] = await box.queue(buildCaseMail());
    await box.dispatcher(new ScriptedTransport(['permanent'])).dispatch(round);
    expect([await again(id, ['are']), await again('nothing'), (await box.outbox.undelivered(['are'])).length]).toEqual([null, null, 0]);
  });

  it('a case that needs nobody any more is taken out of what waits; what was sent stays', async () => {
    await box.queue(buildCaseMail({ caseNumber: '2026-00001' }));
    await box.dispatcher(new ScriptedTransport()).dispatch(round);
    box.clock.advance(1000);
    await box.queue(
      buildCaseMail({ caseNumber: '2026-00001' }),
      buildDigestMail([buildDigestRow('2026-00001'), buildDigestRow('2026-00002'), buildDigestRow('2026-00003')]),
      buildDigestMail([buildDigestRow('2026-00001'), buildDigestRow('2026-00004')]),
    );
    expect(await withdraw('2026-00001', '2026-00004')).toBe(2);
    expect((await listed()).map(([state]) => state)).toEqual(['sent', 'withdrawn', 'waiting', 'withdrawn']);
    expect((await box.outbox.list())[2]?.subject).toBe('[Behörighet] Ny – 2 ärenden – Bergs kommun');
    expect(await withdraw('2026-00001', '2026-00004')).toBe(0);
    const transport = new ScriptedTransport();
    await box.dispatcher(transport).dispatch(round);
    expect(transport.delivered.map(({ text }) => text.includes('2026-00001'))).toEqual([false]);
  });
});

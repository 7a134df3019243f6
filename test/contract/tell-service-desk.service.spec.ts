import type { CaseEvent } from '../../src/service-desk/case-event';
import { CaseEventEntity } from '../../src/service-desk/case.entity';
import { composeMail, type MailModel } from '../../src/notifications/mails/mail-model';
import { MailCaseEntity, MailEntity } from '../../src/notifications/outbox.entity';
import { buildCaseFacts } from '../support/builders/mail';
import { describeStorage, MUNICIPALITY, type Storage } from '../support/storage';

// `notifications.digestFrom` is 3 here.
const NOW = '2026-11-21T03:05:00.000Z';

const openCases = (storage: Storage, count: number, event: CaseEvent, { isProtected = false, municipality = 'berg' } = {}) =>
  storage.transaction((manager) =>
    storage.cases.open(
      manager,
      { municipality, runId: null, now: NOW },
      Array.from({ length: count }, (_, index) => ({
        hsaIdKey: `${event}${index}${isProtected ? 'p' : ''}`,
        event,
        changes: event === 'changed' ? [{ field: 'title' as const, before: 'Undersköterska', after: 'Sjuksköterska' }] : [],
        told: { isProtected, facts: buildCaseFacts({ hsaId: `SE2120002502-${event}${index}` }) },
        ready: false,
      })),
    ),
  );

const tell = (storage: Storage) => storage.transaction((manager) => storage.serviceDesk.tell(manager, MUNICIPALITY));

/** 10 001 in as few mails as there may be. */
const EVEN_PARTS = [3333, 3334, 3334];

describeStorage('telling the service desk', (the) => {
  const mails = () => the.storage.manager.find(MailEntity, { order: { id: 'ASC' } });
  const untold = async () => (await the.storage.manager.find(CaseEventEntity)).filter(({ mailId }) => mailId === null).length;
  const subjects = async () => (await mails()).map(({ subject }) => subject).sort();
  const mailOf = async (kind: CaseEvent) => (await mails()).filter((mail) => mail.kind === kind);

  it('makes a mail of each event below the digest’s threshold, to the mailbox that is configured', async () => {
    await openCases(the.storage, 2, 'new');
    await tell(the.storage);
    expect(await subjects()).toEqual([
      '[Behörighet] Ny – ärende 2026-00001 – Bergs kommun',
      '[Behörighet] Ny – ärende 2026-00002 – Bergs kommun',
    ]);
    expect((await mails()).map(({ recipient, municipality, state }) => [recipient, municipality, state])).toEqual(
      Array(2).fill(['servicecenter@example.se', 'berg', 'waiting']),
    );
  });

  it('makes one mail of all from the threshold on, event by event', async () => {
    await openCases(the.storage, 3, 'new');
    await openCases(the.storage, 2, 'changed');
    await tell(the.storage);
    expect(await subjects()).toEqual([
      '[Behörighet] Ny – 3 ärenden – Bergs kommun',
      '[Behörighet] Ändrad – ärende 2026-00004 – Bergs kommun',
      '[Behörighet] Ändrad – ärende 2026-00005 – Bergs kommun',
    ]);
    const [digest] = await mailOf('new');
    const mentioned = await the.storage.manager.findBy(MailCaseEntity, { mailId: digest?.id });
    expect(mentioned.map(({ caseNumber }) => caseNumber).sort()).toEqual(['2026-00001', '2026-00002', '2026-00003']);
  });

  it('tells each event once, whoever asks again', async () => {
    await openCases(the.storage, 1, 'new');
    await openCases(the.storage, 4, 'ended');
    await tell(the.storage);
    await tell(the.storage);
    expect(await mails()).toHaveLength(2);
    expect(await untold()).toBe(0);
    await openCases(the.storage, 1, 'changed');
    await tell(the.storage);
    expect(await mails()).toHaveLength(3);
  });

  it('tells each event once where two processes tell at the same time', async () => {
    const other = await the.another();
    await openCases(the.storage, 2, 'new');
    await Promise.all([tell(the.storage), tell(other), tell(the.storage), tell(other)]);
    expect(await mails()).toHaveLength(2);
  });

  it('leaves the events untold where its transaction is not committed', async () => {
    await openCases(the.storage, 3, 'new');
    const failing = the.storage.transaction(async (manager) => {
      await the.storage.serviceDesk.tell(manager, MUNICIPALITY);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect([await untold(), (await mails()).length]).toEqual([3, 0]);
    await tell(the.storage);
    expect([await untold(), (await mails()).length]).toEqual([0, 1]);
  });

  it('masks protected people, alone and among others', async () => {
    await openCases(the.storage, 1, 'changed', { isProtected: true });
    await openCases(the.storage, 2, 'new');
    await openCases(the.storage, 1, 'new', { isProtected: true });
    await tell(the.storage);
    const [digest, single] = [...(await mailOf('new')), ...(await mailOf('changed'))].map(({ model }) =>
      composeMail(the.storage.box.open<MailModel>(model)),
    );
    expect(single).toMatchObject({
      subject: '[Behörighet] Ändrad – ärende 2026-00001',
      text: 'Ärende 2026-00001\nÖppna ärendet: http://127.0.0.1:8080/cases/2026-00001\n',
    });
    expect(digest?.text.match(/Anna Exempelsson/g)).toHaveLength(2);
    expect(digest?.text).toContain('http://127.0.0.1:8080/cases/2026-00004');
    expect((await mails()).map(({ isProtected, hsaId }) => [isProtected, hsaId])).toEqual(Array(2).fill([true, null]));
  });

  it('tells before and after of what changed', async () => {
    await openCases(the.storage, 1, 'changed');
    await tell(the.storage);
    const [mail] = await mails();
    const { text } = composeMail(the.storage.box.open<MailModel>(mail?.model ?? ''));
    expect(text).toMatch(/Undersköterska → Sjuksköterska/);
  });

  it('knows which municipalities have something to be told of', async () => {
    await openCases(the.storage, 1, 'new', { municipality: 'krokom' });
    await openCases(the.storage, 1, 'new');
    expect(await the.storage.serviceDesk.untold(the.storage.manager)).toEqual(['berg', 'krokom']);
    await tell(the.storage);
    expect(await the.storage.serviceDesk.untold(the.storage.manager)).toEqual(['krokom']);
  });

  it('tells of very many in several mails of about the same length, a transaction at a time, each of them once', async () => {
    await openCases(the.storage, 10_001, 'new');
    let transactions = 1;
    while (await tell(the.storage)) transactions += 1;
    const mentions = await Promise.all((await mails()).map(({ id }) => the.storage.manager.findBy(MailCaseEntity, { mailId: id })));
    expect([transactions, mentions.map(({ length }) => length).sort()]).toEqual([2, EVEN_PARTS]);
    expect(new Set(mentions.flat().map(({ caseNumber }) => caseNumber)).size).toBe(10_001);
    expect(await untold()).toBe(0);
  });
});

import type { Instant } from '../../src/platform/time';
import type { CaseEvent } from '../../src/service-desk/case-event';
import type { Told } from '../../src/service-desk/case-changes';
import type { CaseFacts } from '../../src/service-desk/case-facts';
import type { CaseToOpen } from '../../src/service-desk/case.service';
import { CaseEntity, CaseEventEntity, CaseToldEntity } from '../../src/service-desk/case.entity';
import { MailEntity } from '../../src/notifications/outbox.entity';
import { buildCaseFacts, buildCaseMail } from '../support/builders/mail';
import { describeStorage, type Storage } from '../support/storage';

const NOW = '2026-11-21T03:05:00.000Z';
const PERSON = 'se2120002502-a';

const item = (event: CaseEvent, change: Partial<CaseToOpen> = {}, told: Partial<Told> = {}): CaseToOpen => ({
  hsaIdKey: PERSON,
  event,
  changes: [],
  told: { isProtected: false, facts: buildCaseFacts(), ...told },
  ready: true,
  ...change,
});

const open = (storage: Storage, items: CaseToOpen[], now: Instant = NOW): Promise<Map<string, string>> =>
  storage.transaction((manager) => storage.cases.open(manager, { municipality: 'berg', runId: 'berg-1', now }, items));

describeStorage('cases', (the) => {
  const number = async (...[event, change, told]: Parameters<typeof item>): Promise<string> =>
    [...(await open(the.storage, [item(event, change, told)])).values()].join();
  const cases = () => the.storage.manager.find(CaseEntity, { order: { number: 'ASC' } });
  const standing = async () => (await cases()).map(({ number: no, event, state, supersededBy }) => [no, event, state, supersededBy]);

  it('are numbered in the order given, each sealed, with what was told last', async () => {
    const items = ['c', 'a', 'b'].map((letter) => item('new', { hsaIdKey: `se2120002502-${letter}` }));
    expect([...(await open(the.storage, items))]).toEqual([
      ['se2120002502-c', '2026-00001'],
      ['se2120002502-a', '2026-00002'],
      ['se2120002502-b', '2026-00003'],
    ]);
    const [first] = await cases();
    expect(first).toMatchObject({ event: 'new', state: 'open', isProtected: false, openedAt: NOW, updatedAt: NOW, endedAt: null });
    expect(the.storage.box.open<CaseFacts>(first?.facts ?? '')).toEqual(buildCaseFacts());
    const told = await the.storage.manager.findOneByOrFail(CaseToldEntity, { hsaIdKey: 'se2120002502-c' });
    expect(the.storage.box.open<Told>(told.told)).toEqual(items[0]?.told);
    expect(JSON.stringify([await cases(), told])).not.toContain('Exempelsson');
  });

  describe('numbers', () => {
    it.each([
      ['2026-12-31T22:59:59.999Z', '2026-00001'],
      ['2026-12-31T23:00:00.000Z', '2027-00001'],
      ['2026-06-30T22:00:00.000Z', '2026-00001'],
    ])('at %s begin with %s: the year is the one in Sweden', async (now, first) => {
      expect([...(await open(the.storage, [item('new')], now)).values()]).toEqual([first]);
    });

    it('begin anew with the year and go on with the old one for those who ask late', async () => {
      const at = async (now: Instant, letter: string) =>
        [...(await open(the.storage, [item('new', { hsaIdKey: letter })], now)).values()][0];
      expect(await at('2026-12-31T22:59:59.999Z', 'a')).toBe('2026-00001');
      expect(await at('2026-12-31T23:00:00.000Z', 'b')).toBe('2027-00001');
      expect(await at('2026-12-31T22:59:59.999Z', 'c')).toBe('2026-00002');
    });

    it('are longer than five digits after 99 999', async () => {
      await open(the.storage, [item('new')]);
      await the.storage.source.query('UPDATE "case_counter" SET "last" = 99999');
      expect(await number('new', { hsaIdKey: 'b' })).toBe('2026-100000');
    });

    it('are all different and without gaps where two processes open cases at the same time', async () => {
      const storages = [the.storage, await the.another()];
      const opened = await Promise.all(
        Array.from({ length: 20 }, (_, round) => {
          const items = ['a', 'b', 'c'].map((letter) => item('new', { hsaIdKey: `${letter}${round}` }));
          return open(storages[round % 2] ?? the.storage, items);
        }),
      );
      const numbers = opened.flatMap((one) => [...one.values()]).sort();
      expect(numbers).toEqual(Array.from({ length: 60 }, (_, index) => `2026-${String(index + 1).padStart(5, '0')}`));
    });

    it('that a transaction took and did not commit are given to the next', async () => {
      const failing = the.storage.transaction(async (manager) => {
        await the.storage.cases.open(manager, { municipality: 'berg', runId: null, now: NOW }, [item('new')]);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await number('new')).toBe('2026-00001');
    });
  });

  it('of one event are one as long as it is open; each time is told', async () => {
    await number('changed', { changes: [{ field: 'title', before: null, after: 'Läkare' }] });
    const facts = buildCaseFacts({ titles: ['Överläkare'] });
    expect(await number('changed', { changes: [{ field: 'title', before: 'Läkare', after: 'Överläkare' }] }, { facts })).toBe('2026-00001');
    const [only, ...more] = await cases();
    expect(more).toEqual([]);
    expect(the.storage.box.open<CaseFacts>(only?.facts ?? '').titles).toEqual(['Överläkare']);
    const events = await the.storage.manager.find(CaseEventEntity);
    expect(events.map(({ caseNumber, mailId }) => [caseNumber, mailId])).toEqual(Array(2).fill(['2026-00001', null]));
  });

  it.each<[CaseEvent, CaseEvent, boolean]>([
    ['new', 'changed', false],
    ['new', 'ended', true],
    ['changed', 'ended', true],
    ['reinstated', 'ended', true],
    ['ended', 'reinstated', true],
    ['ended', 'new', false],
    ['changed', 'reinstated', false],
  ])('of %s, when %s comes, are superseded: %s', async (first, second, isSuperseded) => {
    await number(first);
    const next = await number(second);
    expect(next).toBe('2026-00002');
    expect(await standing()).toEqual([
      ['2026-00001', first, isSuperseded ? 'superseded' : 'open', isSuperseded ? next : null],
      ['2026-00002', second, 'open', null],
    ]);
  });

  it('that were superseded are not opened again: the same event gets a new number', async () => {
    await number('new');
    await number('ended');
    await number('reinstated');
    expect(await number('ended')).toBe('2026-00004');
    expect((await standing()).map(([, , state]) => state)).toEqual(['superseded', 'superseded', 'superseded', 'open']);
  });

  it('that stay open show what is so now', async () => {
    await number('new');
    await number('changed', {}, { facts: buildCaseFacts({ titles: ['Chef'] }), isProtected: true });
    const [first] = await cases();
    expect(the.storage.box.open<CaseFacts>(first?.facts ?? '').titles).toEqual(['Chef']);
    expect(first?.isProtected).toBe(true);
  });

  describe('that are brought up to date', () => {
    const LATER = '2026-11-21T04:05:00.000Z';
    const shown = buildCaseFacts({ userPrincipalName: 'a@nya.example.se' });
    const told: Told = { isProtected: false, facts: buildCaseFacts(), shown };
    const refresh = (...hsaIdKeys: string[]) =>
      the.storage.transaction((manager) =>
        the.storage.cases.refresh(
          manager,
          { municipality: 'berg', now: LATER },
          hsaIdKeys.map((hsaIdKey) => ({ hsaIdKey, told })),
        ),
      );
    const shownIn = async () => (await cases()).map(({ facts }) => the.storage.box.open<CaseFacts>(facts).userPrincipalName);

    it('show the new facts in every open case, and nobody is told', async () => {
      await number('new');
      await number('changed');
      const events = await the.storage.manager.find(CaseEventEntity);
      const before = await cases();
      expect(await refresh(PERSON)).toEqual(new Map([[PERSON, ['2026-00001', '2026-00002']]]));
      expect(await shownIn()).toEqual(['a@nya.example.se', 'a@nya.example.se']);
      expect(await cases()).toEqual(
        before.map((row) => ({ ...row, facts: expect.stringMatching(/^sealed1\./) as string, updatedAt: LATER, version: row.version + 1 })),
      );
      expect(await the.storage.manager.find(CaseEventEntity)).toEqual(events);
      const kept = await the.storage.manager.findOneByOrFail(CaseToldEntity, { hsaIdKey: PERSON });
      expect(the.storage.box.open<Told>(kept.told)).toEqual(told);
    });

    it('are none where none is open', async () => {
      await number('new');
      await number('new', { hsaIdKey: 'se2120002502-b' });
      await the.storage.manager.update(CaseEntity, { hsaIdKey: PERSON }, { state: 'done' });
      const before = await the.storage.manager.find(CaseToldEntity);
      expect(await refresh(PERSON, 'se2120002502-c')).toEqual(new Map());
      expect(await shownIn()).toEqual(Array(2).fill(buildCaseFacts().userPrincipalName));
      expect(await the.storage.manager.find(CaseToldEntity)).toEqual(before);
    });
  });

  it('of other people and other municipalities are left alone', async () => {
    await number('new', { hsaIdKey: 'se2120002502-b' });
    await the.storage.transaction((manager) =>
      the.storage.cases.open(manager, { municipality: 'are', runId: null, now: NOW }, [item('new')]),
    );
    await number('ended');
    expect((await standing()).map(([, event, state]) => [event, state])).toEqual([
      ['new', 'open'],
      ['new', 'open'],
      ['ended', 'open'],
    ]);
  });

  it('of somebody who becomes protected show it in every state, and so do their mails', async () => {
    await number('new');
    await number('ended');
    await number('new', { hsaIdKey: 'se2120002502-b' });
    const draft = (caseNumber: string) => ({ recipient: 'a@example.se', municipality: 'berg', model: buildCaseMail({ caseNumber }) });
    await the.storage.transaction((manager) => the.storage.outbox.queue(manager, ['2026-00001', '2026-00003'].map(draft)));
    await the.storage.transaction((manager) => the.storage.cases.conceal(manager, 'berg', [PERSON]));
    expect((await cases()).map(({ isProtected }) => isProtected)).toEqual([true, true, false]);
    const mails = await the.storage.manager.find(MailEntity, { order: { id: 'ASC' } });
    expect(mails.map(({ isProtected, hsaId }) => [isProtected, hsaId])).toEqual([
      [true, null],
      [false, 'SE2120002502-B1A2'],
    ]);
  });
});

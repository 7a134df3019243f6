import { protectedAccount } from '../../src/external-ad/account';
import type { AccountEntity } from '../../src/external-ad/account.entity';
import type { Try } from '../../src/external-ad/account-queue.repository';
import type { AccountAttributes } from '../../src/external-ad/account.types';
import { anAccountRow } from '../support/builders/account-row';
import { describeStorage } from '../support/storage';

const NOW = '2026-11-21T03:05:00.000Z';
const SOON = '2026-11-21T03:06:00.000Z';
const key = (name: string): string => `se2120002502-${name}`;

/** Waits in the queue to a real AD, never applied. */
const waits = (name: string, change: Partial<AccountEntity> = {}): AccountEntity =>
  anAccountRow(key(name), { applied: null, appliedVersion: 0, appliedAt: null, appliedIn: 'ldap', nextAttemptAt: NOW, ...change });
const rests = (name: string, change: Partial<AccountEntity> = {}): AccountEntity =>
  anAccountRow(key(name), { appliedIn: 'ldap', ...change });

describeStorage('the queue to the external AD', (the) => {
  const save = (...rows: AccountEntity[]) => the.storage.accounts.save(the.storage.manager, rows);
  const all = () => the.storage.accounts.list(the.storage.manager, ['are', 'berg']);
  const one = async (name: string) => (await all()).find(({ hsaIdKey }) => hsaIdKey === key(name));
  const claim = async (limit = 10, now = NOW) => {
    const claimed = await the.storage.transaction((manager) => the.storage.queue.claim(manager, { now, limit }));
    return claimed.map(({ hsaIdKey }) => hsaIdKey.replace(key(''), ''));
  };
  const record = (...tries: Try[]) =>
    the.storage.transaction((manager) => the.storage.queue.record(manager, tries, { now: SOON, jitter: () => 0 }));
  const note = (claimed: AccountEntity, isToBeEnabled = false) =>
    the.storage.transaction((manager) => the.storage.queue.noteController(manager, claimed, 'dc-1', { isToBeEnabled }));
  const applied = (row: AccountEntity): Try => ({
    account: row,
    tried: {
      kind: 'applied',
      found: {
        objectGuid: `guid ${row.hsaIdKey}`,
        usnChanged: '1',
        controller: 'dc-1',
        attributes: JSON.parse(row.desired) as AccountAttributes,
      },
      refused: [],
    },
  });

  it('holds who is due, longest waiting first', async () => {
    await save(
      waits('c'),
      waits('b'),
      waits('a', { nextAttemptAt: '2026-11-21T03:04:00.000Z' }),
      waits('later', { nextAttemptAt: SOON }),
      rests('rests'),
    );
    await save({ ...waits('b'), municipality: 'are', accountName: 'ext2', userPrincipalName: 'b@2' });
    expect(await claim()).toEqual(['a', 'b', 'b', 'c']);
    expect(await claim(2)).toEqual(['a', 'b']);
    expect(await claim(10, SOON)).toContain('later');
  });

  it('takes those to be disabled before all others, however long those have waited', async () => {
    await save(waits('old', { nextAttemptAt: '2026-11-01T00:00:00.000Z' }), waits('leaver', { desiredEnabled: false }));
    expect(await claim()).toEqual(['leaver']);
    await record(applied(waits('leaver', { desiredEnabled: false })));
    expect(await claim()).toEqual(['old']);
  });

  it('has no more of what is applied', async () => {
    await save(waits('a'), waits('b'));
    const recorded = await record(applied(waits('a')), applied(waits('b')));
    expect(recorded.map(({ before, after, isSuperseded }) => [before.applied, after.appliedVersion, isSuperseded])).toEqual([
      [null, 1, false],
      [null, 1, false],
    ]);
    expect(await claim(10, '2030-01-01T00:00:00.000Z')).toEqual([]);
    expect(await one('a')).toEqual(rests('a', { appliedAt: SOON, objectGuid: `guid ${key('a')}`, seenOn: 'dc-1', seenUsn: '1' }));
  });

  it('lets a newer version wait when an older one has been applied', async () => {
    await save(waits('a', { desiredVersion: 2, nextAttemptAt: NOW }));
    const [recorded] = await record(applied(waits('a')));
    expect(recorded?.isSuperseded).toBe(true);
    expect(await one('a')).toMatchObject({ appliedVersion: 0, nextAttemptAt: NOW, objectGuid: `guid ${key('a')}` });
    expect(await claim()).toEqual(['a']);
  });

  it('names nobody who has become protected while the older version was written', async () => {
    const open = JSON.parse(waits('a').desired) as AccountAttributes;
    await save(waits('a', { desiredVersion: 2, desired: JSON.stringify(protectedAccount(open)) }));
    await record(applied(waits('a')));
    expect(JSON.parse((await one('a'))?.applied ?? '')).toEqual(protectedAccount(open));
  });

  it('notes where it is going to write, and only what is still desired', async () => {
    await save(waits('a'), waits('b', { desiredVersion: 2 }), waits('c'));
    expect(await note(waits('a'))).toMatchObject({ hsaIdKey: key('a'), controller: 'dc-1' });
    expect(await note(waits('b'))).toBeNull();
    expect((await all()).map(({ controller }) => controller)).toEqual(['dc-1', null, null]);
  });

  it('has seen nothing of an account that is being enabled', async () => {
    await save(rests('a', { controller: 'dc-1', seenOn: 'dc-1', seenUsn: '1' }));
    expect(await note(rests('a'))).toMatchObject({ seenOn: 'dc-1' });
    expect(await note(rests('a'), true)).toMatchObject({ seenOn: null });
    expect(await one('a')).toMatchObject({ controller: 'dc-1', seenOn: null, seenUsn: null });
  });

  it('forsakes a controller that is lost, some at a time', async () => {
    await save(
      waits('a', { controller: 'dc-2' }),
      rests('b', { seenOn: 'dc-2' }),
      rests('c', { controller: 'dc-1', seenOn: 'dc-2' }),
      waits('d'),
    );
    const forsake = () => the.storage.transaction((manager) => the.storage.queue.forsake(manager, 'dc-2', 'dc-3', 1));
    expect([await forsake(), await forsake(), await forsake()]).toEqual([1, 1, 0]);
    expect((await all()).map(({ controller }) => controller)).toEqual(['dc-3', 'dc-3', 'dc-1', null]);
  });

  it('refuses one object to two accounts', async () => {
    await save(rests('a', { objectGuid: 'guid' }));
    const linked = await the.storage.queue.linkedTo(the.storage.manager, ['guid', 'other']);
    expect([...linked].map(([guid, { hsaIdKey }]) => [guid, hsaIdKey])).toEqual([['guid', key('a')]]);
    await expect(save(rests('b', { objectGuid: 'guid' }))).rejects.toThrow(/unique/i);
  });

  it('takes in what another external AD had', async () => {
    await save(anAccountRow(key('a'), { desiredVersion: 3, appliedVersion: 3 }), rests('b'));
    const enlist = () => the.storage.transaction((manager) => the.storage.queue.enlist(manager, NOW));
    expect(await enlist()).toBe(1);
    expect(await one('a')).toMatchObject({ applied: null, appliedVersion: 0, appliedAt: null, appliedIn: 'ldap', desiredVersion: 3 });
    expect(await claim()).toEqual(['a']);
    expect(await enlist()).toBe(0);
  });

  it('brings back what somebody wants to have looked at again', async () => {
    await save(rests('a', { attempts: 3 }), waits('b', { attempts: 3 }), rests('c', { nextAttemptAt: SOON, attempts: 2 }), rests('d'));
    const requeue = () =>
      the.storage.transaction((manager) => the.storage.queue.requeue(manager, 'berg', ['a', 'b', 'c', 'x'].map(key), NOW));
    expect(await requeue()).toBe(2);
    expect((await all()).map(({ attempts, nextAttemptAt }) => [attempts, nextAttemptAt])).toEqual([
      [0, NOW],
      [3, NOW],
      [0, NOW],
      [0, null],
    ]);
    expect(await requeue()).toBe(0);
  });

  it('has no link to what is gone and is to be made anew', async () => {
    const linked = { controller: 'dc-1', seenOn: 'dc-1', seenUsn: '1' };
    await save(rests('a', { ...linked, objectGuid: 'guid-a' }), rests('b', { ...linked, objectGuid: 'guid-b' }));
    const keys = ['a', 'b'].map(key);
    await the.storage.transaction((manager) => the.storage.queue.requeue(manager, 'berg', keys, NOW, new Set([key('a')])));
    expect(await all()).toMatchObject([
      { objectGuid: null, controller: null, seenOn: null, seenUsn: null, nextAttemptAt: NOW },
      { ...linked, objectGuid: 'guid-b', nextAttemptAt: NOW },
    ]);
  });

  it('hurries what waits for later', async () => {
    await save(waits('a', { nextAttemptAt: SOON }), rests('b'), waits('c', { nextAttemptAt: '2026-11-20T00:00:00.000Z' }));
    await the.storage.transaction((manager) => the.storage.queue.hurry(manager, NOW));
    expect((await all()).map(({ nextAttemptAt }) => nextAttemptAt)).toEqual([NOW, null, '2026-11-20T00:00:00.000Z']);
  });

  it('is counted', async () => {
    const detail = [{ attribute: 'title', code: 'value-refused', subCode: null }];
    await save(
      waits('a'),
      waits('b', { nextAttemptAt: SOON }),
      waits('c', { refusedCode: 'no-rights', refusedSince: NOW }),
      waits('d', { refusedCode: 'no-rights', refusedSince: NOW, refusedDetail: detail }),
      rests('e', { refusedDetail: detail, nextAttemptAt: SOON }),
      rests('f'),
    );
    expect(await the.storage.queue.count(the.storage.manager)).toEqual({ waiting: 2, refused: 2, partlyRefused: 1 });
  });
});

describeStorage('two who want the same accounts', (the) => {
  it('wait for each other whichever order they name them in', async () => {
    const keys = ['a', 'b', 'c'].map(key);
    await the.storage.accounts.save(
      the.storage.manager,
      keys.map((_, index) => rests(['a', 'b', 'c'][index] ?? '')),
    );
    const other = await the.another();
    const rounds = Array.from({ length: 20 }, async (_, round) => {
      const { storage, order } = round % 2 === 0 ? { storage: the.storage, order: keys } : { storage: other, order: keys.toReversed() };
      await storage.transaction((manager) => storage.queue.requeue(manager, 'berg', order, `2026-11-20T00:00:${10 + round}.000Z`));
    });
    await Promise.all(rounds);
    expect(await the.storage.queue.count(the.storage.manager)).toMatchObject({ waiting: 3 });
  });
});

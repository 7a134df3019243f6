import type { AccountEntity } from '../../src/external-ad/account.entity';
import { isUntouched } from '../../src/external-ad/compared-account';
import { ComparedAccounts } from '../../src/external-ad/compared-accounts.repository';
import { ComparisonMemories } from '../../src/external-ad/comparison-memory.service';
import { anAccountRow } from '../support/builders/account-row';
import { describeStorage } from '../support/storage';

const NOW = '2026-11-21T03:05:00.000Z';
const HERE = '11111111-1111-4111-8111-111111111111';
const key = (number: number): string => `se2120002502-${String(number).padStart(5, '0')}`;
const linked = (number: number, change: Partial<AccountEntity> = {}): AccountEntity =>
  anAccountRow(key(number), { appliedIn: 'ldap', objectGuid: `guid-${number}`, controller: HERE, seenOn: HERE, seenUsn: '7', ...change });

describeStorage('accounts as a comparison needs them', (the) => {
  const accounts = new ComparedAccounts();
  const save = (...rows: AccountEntity[]) => the.storage.accounts.save(the.storage.manager, rows);
  const compared = async (number: number) => {
    const all = await accounts.all(the.storage.manager);
    return all.find(({ hsaIdKey }) => hsaIdKey === key(number))!;
  };
  const row = async (number: number) => (await accounts.whole(the.storage.manager, 'berg', [key(number)])).get(key(number));

  it('are little of everybody', async () => {
    await save(linked(1), anAccountRow(key(2), { municipality: 'are' }));
    expect(await compared(1)).toEqual({
      municipality: 'berg',
      hsaIdKey: key(1),
      accountName: linked(1).accountName,
      desiredEnabled: true,
      desiredVersion: 1,
      appliedVersion: 1,
      refusedCode: null,
      refusedDetail: null,
      objectGuid: 'guid-1',
      appliedIn: 'ldap',
      nextAttemptAt: null,
      appliedAt: NOW,
      controller: HERE,
      seenOn: HERE,
      seenUsn: '7',
    });
    expect(await compared(2)).toMatchObject({ municipality: 'are', objectGuid: null, appliedIn: 'model' });
  });

  it('give what was confirmed of all that are linked, a page at a time', async () => {
    await save(
      ...Array.from({ length: 1001 }, (_, index) => linked(index)),
      anAccountRow(key(2000)),
      linked(3000, { municipality: 'are' }),
    );
    const pages: number[] = [];
    for await (const page of accounts.applied(the.storage.manager, 'berg')) pages.push(page.length);
    expect(pages).toEqual([1000, 1]);
  });

  it('are found by HSA-id and by object, in any municipality', async () => {
    await save(linked(1), linked(2, { municipality: 'are' }));
    const [one, ...more] = await accounts.ofPeople(the.storage.manager, [key(2), key(3)]);
    expect(one).toMatchObject({ municipality: 'are', hsaIdKey: key(2) });
    expect([more, Object.keys(one ?? {})]).toEqual([[], expect.not.arrayContaining(['desired'])]);
    expect(await accounts.linkedAmong(the.storage.manager, ['guid-1', 'guid-9'])).toEqual(new Set(['guid-1']));
  });

  it.each<[string, Partial<AccountEntity>, string]>([
    ['nobody has worked with it', {}, '8'],
    ['it waits', { nextAttemptAt: NOW }, '7'],
    ['another version was confirmed', { appliedVersion: 2 }, '7'],
    ['it is linked to another object', { objectGuid: 'guid-x' }, '7'],
  ])('keep what was seen of them where %s', async (_, meanwhile, seenUsn) => {
    await save(linked(1));
    const account = await compared(1);
    await save(linked(1, meanwhile));
    await the.storage.transaction((manager) => accounts.recordSeen(manager, [{ account, usnChanged: '8' }], HERE));
    expect((await row(1))?.seenUsn).toBe(seenUsn);
  });

  it.each<[string, Partial<AccountEntity>, boolean]>([
    ['nothing', {}, true],
    ['it was put in the queue', { nextAttemptAt: NOW }, false],
    ['it was written', { appliedVersion: 2 }, false],
    ['it was mended', { seenUsn: '9' }, false],
    ['it was confirmed anew', { appliedAt: '2026-11-21T03:06:00.000Z' }, false],
    ['it lost its link', { objectGuid: null }, false],
    ['something else is desired', { desiredVersion: 2 }, false],
  ])('are untouched or not when %s has happened meanwhile', async (_, meanwhile, expected) => {
    await save(linked(1));
    const account = await compared(1);
    await save(linked(1, meanwhile));
    expect(isUntouched(account, await row(1))).toBe(expected);
  });

  it('one comparison leaves its memory to the next', async () => {
    const memories = new ComparisonMemories();
    expect(await memories.load(the.storage.manager)).toBeNull();
    for (const usn of ['1', '2']) {
      await memories.keep(the.storage.manager, { beganAt: NOW, groups: { controller: HERE, seenUsn: { group: usn } } });
    }
    expect(await memories.load(the.storage.manager)).toEqual({ beganAt: NOW, groups: { controller: HERE, seenUsn: { group: '2' } } });
  });
});

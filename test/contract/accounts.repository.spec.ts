import { protectedAccount } from '../../src/external-ad/account';
import type { AccountEntity } from '../../src/external-ad/account.entity';
import type { AccountAttributes } from '../../src/external-ad/account.types';
import { accountNameCandidate } from '../../src/external-ad/account-name';
import { anAccountRow } from '../support/builders/account-row';
import { describeStorage } from '../support/storage';

const NOW = '2026-11-21T03:05:00.000Z';

describeStorage('the external AD model', (the) => {
  const save = (...rows: AccountEntity[]) => the.storage.accounts.save(the.storage.manager, rows);
  const nameFor = async (hsaIdKey: string): Promise<string | undefined> =>
    (await the.storage.accounts.newNames(the.storage.manager, [hsaIdKey])).get(hsaIdKey);

  it('gives an account back as it was saved, and overwrites it', async () => {
    const remarks = { shortened: [{ attribute: 'title', length: 200, limit: 128 }] };
    await save(anAccountRow('se2120002502-a', { remarks }));
    await save(anAccountRow('se2120002502-a', { remarks, desiredVersion: 2, refusedCode: '53', refusedSince: NOW }));
    expect(await the.storage.accounts.list(the.storage.manager, ['berg'])).toEqual([
      anAccountRow('se2120002502-a', { remarks, desiredVersion: 2, refusedCode: '53', refusedSince: NOW }),
    ]);
  });

  it('lists the municipalities asked for by HSA-id, then municipality', async () => {
    await save(
      anAccountRow('se2120002502-b'),
      anAccountRow('se2120002502-a', { municipality: 'are', accountName: 'ext2', userPrincipalName: 'a@2' }),
      anAccountRow('se2120002502-a'),
      anAccountRow('se2120002502-c', { municipality: 'krokom' }),
    );
    const listed = await the.storage.accounts.list(the.storage.manager, ['berg', 'are']);
    expect(listed.map(({ hsaIdKey, municipality }) => [hsaIdKey, municipality])).toEqual([
      ['se2120002502-a', 'are'],
      ['se2120002502-a', 'berg'],
      ['se2120002502-b', 'berg'],
    ]);
    expect(await the.storage.accounts.list(the.storage.manager, [])).toEqual([]);
  });

  it('knows the enabled ones of one municipality', async () => {
    await save(
      anAccountRow('se2120002502-a'),
      anAccountRow('se2120002502-b', { desiredEnabled: false }),
      anAccountRow('se2120002502-c', { municipality: 'are' }),
    );
    expect(await the.storage.accounts.countEnabled(the.storage.manager, 'berg')).toBe(1);
    const among = ['se2120002502-a', 'se2120002502-b', 'se2120002502-c'];
    expect(await the.storage.accounts.enabledAmong(the.storage.manager, 'berg', among)).toEqual(new Set(['se2120002502-a']));
    expect(await the.storage.accounts.enabledAmong(the.storage.manager, 'berg', [])).toEqual(new Set());
  });

  describe('masking', () => {
    const LATER = '2026-11-21T04:05:00.000Z';
    const mask = (...keys: string[]) => the.storage.accounts.mask(the.storage.manager, 'berg', keys, { kind: 'model', now: LATER });
    const list = () => the.storage.accounts.list(the.storage.manager, ['berg', 'are']);
    const masked = (row: AccountEntity): AccountEntity => {
      const desired = JSON.stringify(protectedAccount(JSON.parse(row.desired) as AccountAttributes));
      const standing = { desiredVersion: 2, appliedVersion: 2, appliedAt: LATER, remarks: null };
      return { ...row, ...standing, desired, applied: row.applied && desired };
    };
    const KEY = 'se2120002502-a';

    it.each<[string, Partial<AccountEntity>]>([
      ['enabled', {}],
      ['with a value that was shortened', { remarks: { shortened: [{ attribute: 'title', length: 200, limit: 128 }] } }],
      ['disabled', { desiredEnabled: false, disabledAt: NOW, closedAt: NOW }],
      ['deleted', { desiredEnabled: false, disabledAt: NOW, closedAt: NOW, deletedAt: NOW, applied: null }],
    ])('takes what is personal out of an account that is %s, and changes nothing else', async (_, change) => {
      const rows = [anAccountRow(KEY, change), anAccountRow('se2120002502-b')];
      const elsewhere = anAccountRow(KEY, { municipality: 'are', accountName: 'ext2', userPrincipalName: 'a@2' });
      await save(...rows, elsewhere);
      const { row, changes } = (await mask(KEY)).get(KEY) ?? {};
      expect(row).toEqual(masked(anAccountRow(KEY, change)));
      expect(changes).toContainEqual({ attribute: 'sn', before: 'Öberg', after: null });
      expect(await list()).toEqual([elsewhere, row, anAccountRow('se2120002502-b')]);
    });

    it('twice changes nothing the second time', async () => {
      await save(anAccountRow(KEY));
      await mask(KEY);
      const rows = await list();
      expect(await mask(KEY)).toEqual(new Map());
      expect(await list()).toEqual(rows);
    });
  });

  describe('names for new accounts', () => {
    const key = 'se2120002502-a';
    const candidates = [0, 1, 2].map((attempt) => accountNameCandidate(key, attempt));
    const holder = (name: string, change: Partial<AccountEntity> = {}) =>
      anAccountRow(`se2120002502-${name}`, { accountName: name, userPrincipalName: `${name}@ext.example.se`, ...change });

    it('are the first candidate where nobody has it', async () => {
      expect(await nameFor(key)).toBe(candidates[0]);
    });

    it.each<[string, Partial<AccountEntity>]>([
      ['has it', {}],
      ['has it, disabled', { desiredEnabled: false, disabledAt: NOW }],
      ['had it and is deleted', { desiredEnabled: false, applied: null, deletedAt: NOW }],
      ['has it in another municipality', { municipality: 'are' }],
    ])('are the next one where somebody %s', async (_, change) => {
      await save(holder(candidates[0] ?? '', change));
      expect(await nameFor(key)).toBe(candidates[1]);
      await save(holder(candidates[1] ?? ''));
      expect(await nameFor(key)).toBe(candidates[2]);
    });

    it('are all different among many, and do not depend on the order', async () => {
      const keys = Array.from({ length: 250 }, (_, index) => `se2120002502-${index}`);
      const names = await the.storage.accounts.newNames(the.storage.manager, keys);
      expect(new Set(names.values()).size).toBe(250);
      const turned = await the.storage.accounts.newNames(the.storage.manager, keys.toReversed());
      expect([...turned].sort()).toEqual([...names].sort());
    });
  });

  it.each<[string, Partial<AccountEntity>]>([
    ['name', { userPrincipalName: 'other@ext.example.se' }],
    ['log-in name', { accountName: 'extother' }],
  ])('refuses a second account of one %s, also where the first is deleted', async (_, other) => {
    await save(anAccountRow('se2120002502-a', { deletedAt: NOW, desiredEnabled: false }));
    const taken = anAccountRow('se2120002502-a');
    await expect(save({ ...taken, hsaIdKey: 'se2120002502-b', ...other })).rejects.toThrow(/unique/i);
  });
});

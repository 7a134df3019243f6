import { desiredAccount } from '../../src/external-ad/account';
import { AccountEntity } from '../../src/external-ad/account.entity';
import { accountNameCandidate } from '../../src/external-ad/account-name';
import { aPerson } from '../support/builders/person';
import { describeStorage, MUNICIPALITY } from '../support/storage';

const NOW = '2026-11-21T03:05:00.000Z';

function account(hsaIdKey: string, change: Partial<AccountEntity> = {}): AccountEntity {
  const accountName = change.accountName ?? accountNameCandidate(hsaIdKey, 0);
  const externalAd = { organisationalUnit: 'OU=Externa,DC=example,DC=se', upnSuffix: 'ext.example.se' };
  const person = aPerson({ hsaId: hsaIdKey.toUpperCase() });
  const { attributes } = desiredAccount({ person, municipality: MUNICIPALITY, accountName, enabled: true, now: NOW, externalAd });
  return {
    municipality: 'berg',
    hsaIdKey,
    accountName,
    userPrincipalName: attributes.userPrincipalName,
    desiredEnabled: true,
    desired: JSON.stringify(attributes),
    remarks: null,
    desiredVersion: 1,
    applied: JSON.stringify(attributes),
    appliedVersion: 1,
    appliedAt: NOW,
    refusedCode: null,
    refusedSince: null,
    createdAt: NOW,
    disabledAt: null,
    closedAt: null,
    deletedAt: null,
    ...change,
  };
}

describeStorage('the external AD model', (the) => {
  const save = (...rows: AccountEntity[]) => the.storage.accounts.save(the.storage.manager, rows);
  const nameFor = async (hsaIdKey: string): Promise<string | undefined> =>
    (await the.storage.accounts.newNames(the.storage.manager, [hsaIdKey])).get(hsaIdKey);

  it('gives an account back as it was saved, and overwrites it', async () => {
    const remarks = { shortened: [{ attribute: 'title', length: 200, limit: 128 }] };
    await save(account('se2120002502-a', { remarks }));
    await save(account('se2120002502-a', { remarks, desiredVersion: 2, refusedCode: '53', refusedSince: NOW }));
    expect(await the.storage.accounts.list(the.storage.manager, ['berg'])).toEqual([
      account('se2120002502-a', { remarks, desiredVersion: 2, refusedCode: '53', refusedSince: NOW }),
    ]);
  });

  it('lists the municipalities asked for by HSA-id, then municipality', async () => {
    await save(
      account('se2120002502-b'),
      account('se2120002502-a', { municipality: 'are', accountName: 'ext2', userPrincipalName: 'a@2' }),
      account('se2120002502-a'),
      account('se2120002502-c', { municipality: 'krokom' }),
    );
    const listed = await the.storage.accounts.list(the.storage.manager, ['berg', 'are']);
    expect(listed.map(({ hsaIdKey, municipality }) => [hsaIdKey, municipality])).toEqual([
      ['se2120002502-a', 'are'],
      ['se2120002502-a', 'berg'],
      ['se2120002502-b', 'berg'],
    ]);
    expect(await the.storage.accounts.list(the.storage.manager, [])).toEqual([]);
  });

  it('counts the enabled ones of one municipality', async () => {
    await save(
      account('se2120002502-a'),
      account('se2120002502-b', { desiredEnabled: false }),
      account('se2120002502-c', { municipality: 'are' }),
    );
    expect(await the.storage.accounts.countEnabled(the.storage.manager, 'berg')).toBe(1);
    expect(await the.storage.accounts.enabledKeys(the.storage.manager, 'berg')).toEqual(new Set(['se2120002502-a']));
  });

  describe('names for new accounts', () => {
    const key = 'se2120002502-a';
    const candidates = [0, 1, 2].map((attempt) => accountNameCandidate(key, attempt));
    const holder = (name: string, change: Partial<AccountEntity> = {}) =>
      account(`se2120002502-${name}`, { accountName: name, userPrincipalName: `${name}@ext.example.se`, ...change });

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
    await save(account('se2120002502-a', { deletedAt: NOW, desiredEnabled: false }));
    const taken = account('se2120002502-a');
    await expect(save({ ...taken, hsaIdKey: 'se2120002502-b', ...other })).rejects.toThrow(/unique/i);
  });
});

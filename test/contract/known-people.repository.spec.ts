import { KnownPeople } from '../../src/reconciliation/known-people.repository';
import { anAccountRow } from '../support/builders/account-row';
import { aReading } from '../support/builders/facts';
import { describeStorage } from '../support/storage';

// Real: the databases. Nothing is faked.

const knownPeople = new KnownPeople();

describeStorage('everybody of a municipality, in few bytes', (the) => {
  const save = (hsaIdKeys: readonly string[], municipality = 'berg') =>
    the.storage.people.save(
      the.storage.manager,
      municipality,
      hsaIdKeys.map((hsaIdKey) => ({
        ...{ hsaIdKey, hsaId: hsaIdKey.toUpperCase(), reading: aReading(), mark: `mark of ${hsaIdKey}`, isProtected: false },
        nextClockChange: null,
      })),
    );

  it('tells how each one stands, and nobody else’s', async () => {
    await save(['none', 'enabled', 'disabled', 'deleted']);
    await save(['other'], 'are');
    await the.storage.accounts.save(the.storage.manager, [
      anAccountRow('enabled'),
      anAccountRow('disabled', { desiredEnabled: false }),
      anAccountRow('deleted', { desiredEnabled: false, deletedAt: '2026-11-20T07:00:00.000Z' }),
      anAccountRow('other', { municipality: 'are' }),
    ]);
    const index = await knownPeople.index(the.storage.manager, 'berg');
    expect(new Map([...index].map(([key, { account }]) => [key, account]))).toEqual(
      new Map([
        ['none', 'none'],
        ['enabled', 'enabled'],
        ['disabled', 'disabled'],
        ['deleted', 'deleted'],
      ]),
    );
    expect(index.get('none')).toEqual({
      ...{ state: 'present', nextClockChange: null, isProtected: false, mark: 'mark of none', account: 'none' },
    });
  });

  it.each([3, 6000])('gives the fingerprints of those asked for, also where they are many (%i)', async (count) => {
    const keys = Array.from({ length: count }, (_, index) => `key-${index}`);
    await save([...keys, 'another']);
    const fingerprints = await knownPeople.fingerprints(the.storage.manager, 'berg', keys);
    expect(keys.filter((key) => !/^[0-9a-f]{64}$/.test(fingerprints.get(key) ?? ''))).toEqual([]);
    expect(await knownPeople.fingerprints(the.storage.manager, 'are', keys)).toEqual(new Map());
  });
});

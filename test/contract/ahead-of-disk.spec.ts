import type { EntityManager } from 'typeorm';
import { transactionAheadOfDisk } from '../../src/platform/database/ahead-of-disk';
import { anAccountRow } from '../support/builders/account-row';
import { describeStorage } from '../support/storage';

// Real: the databases. Nothing is faked. What a power cut takes cannot be tried here: only what the databases are told.

describeStorage('a transaction that does not wait for the disk', (the) => {
  /** Whether this transaction was told to commit otherwise than the connection does (SQLite: 2) or the server (PostgreSQL). */
  const isToldOtherwise = async (manager: EntityManager): Promise<boolean> => {
    const isPostgres = manager.dataSource.options.type === 'postgres';
    const sql = isPostgres ? "SELECT setting, source FROM pg_settings WHERE name = 'synchronous_commit'" : 'PRAGMA synchronous';
    const [row] = await manager.query<{ synchronous: number; setting: string; source: string }[]>(sql);
    return isPostgres ? row?.source === 'session' && row.setting === 'off' : row?.synchronous === 1;
  };
  const source = () => the.storage.manager.dataSource;
  const save = (manager: EntityManager, key: string) => the.storage.accounts.save(manager, [anAccountRow(key)]);
  const saved = async () => (await the.storage.accounts.list(the.storage.manager, ['berg'])).map(({ hsaIdKey }) => hsaIdKey);

  it('says so to the database, and the next one waits as ever', async () => {
    await transactionAheadOfDisk(source(), async (manager) => {
      expect(await isToldOtherwise(manager)).toBe(true);
      await save(manager, 'first');
    });
    await source().transaction(async (manager) => {
      expect(await isToldOtherwise(manager)).toBe(false);
      await save(manager, 'second');
    });
    expect(await saved()).toEqual(['first', 'second']);
  });

  it('is rolled back as a whole when it fails, and the error comes through', async () => {
    const failing = transactionAheadOfDisk(source(), async (manager) => {
      await save(manager, 'lost');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await saved()).toEqual([]);
  });
});

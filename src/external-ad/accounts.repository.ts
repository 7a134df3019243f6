import { Injectable } from '@nestjs/common';
import { type EntityManager, type FindOptionsWhere, IsNull } from 'typeorm';
import { inChunks, saveAll } from '../platform/database/bulk';
import { AccountEntity } from './account.entity';
import { accountNameCandidate } from './account-name';

/** The external AD's model: what each account should be and what it is known to be. */
@Injectable()
export class AccountsRepository {
  /** Every account of the municipalities, sorted by HSA-id. */
  async list(manager: EntityManager, municipalities: readonly string[]): Promise<AccountEntity[]> {
    if (municipalities.length === 0) return [];
    return manager
      .createQueryBuilder(AccountEntity, 'a')
      .where('a.municipality IN (:...municipalities)', { municipalities })
      .orderBy('a.hsaIdKey')
      .addOrderBy('a.municipality')
      .getMany();
  }

  async countEnabled(manager: EntityManager, municipality: string): Promise<number> {
    return manager.countBy(AccountEntity, { municipality, desiredEnabled: true });
  }

  /** False only where there never was an account, not even one that has been deleted. */
  async everHadAny(manager: EntityManager, municipality: string): Promise<boolean> {
    return manager.existsBy(AccountEntity, { municipality });
  }

  /** HSA-id keys of those with an enabled account. */
  enabledKeys(manager: EntityManager, municipality: string): Promise<Set<string>> {
    return this.keys(manager, municipality, { desiredEnabled: true });
  }

  /** HSA-id keys of those with an account that is not deleted, a leaver's too. */
  liveKeys(manager: EntityManager, municipality: string): Promise<Set<string>> {
    return this.keys(manager, municipality, { deletedAt: IsNull() });
  }

  private async keys(manager: EntityManager, municipality: string, which: FindOptionsWhere<AccountEntity>): Promise<Set<string>> {
    const rows = await manager
      .createQueryBuilder(AccountEntity, 'a')
      .select('a.hsa_id_key', 'key')
      .where({ municipality, ...which })
      .getRawMany<{ key: string }>();
    return new Set(rows.map(({ key }) => key));
  }

  async save(manager: EntityManager, rows: readonly AccountEntity[]): Promise<void> {
    await saveAll(manager, AccountEntity, rows, ['municipality', 'hsa_id_key']);
  }

  /** A name for each new account: the first candidate that nobody has or ever had. */
  async newNames(manager: EntityManager, hsaIdKeys: readonly string[]): Promise<Map<string, string>> {
    const names = new Map<string, string>();
    const given = new Set<string>();
    let waiting = [...hsaIdKeys];
    for (let attempt = 0; waiting.length > 0; attempt += 1) {
      const candidates = waiting.map((key) => ({ key, name: accountNameCandidate(key, attempt) }));
      const taken = new Set(
        await inChunks(
          candidates.map(({ name }) => name),
          async (chunk) =>
            (await manager.createQueryBuilder(AccountEntity, 'a').where('a.accountName IN (:...chunk)', { chunk }).getMany()).map(
              ({ accountName }) => accountName,
            ),
        ),
      );
      waiting = [];
      for (const { key, name } of candidates) {
        if (taken.has(name) || given.has(name)) waiting.push(key);
        else {
          given.add(name);
          names.set(key, name);
        }
      }
    }
    return names;
  }
}

import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/bulk';
import { AccountEntity } from './account.entity';
import type { AgreeingAccount, ComparedAccount } from './compared-account';

/** By property name; the columns' names in the database are the entity's business. */
const COLUMNS = [
  ...([
    'municipality',
    'hsaIdKey',
    'accountName',
    'desiredEnabled',
    'desiredVersion',
    'appliedVersion',
    'refusedCode',
    'refusedDetail',
  ] as const),
  ...(['objectGuid', 'appliedIn', 'nextAttemptAt', 'appliedAt', 'controller', 'seenOn', 'seenUsn'] as const),
] satisfies (keyof ComparedAccount)[];

/** As the driver gives it: SQLite has numbers for truth. */
type RawAccount = Omit<ComparedAccount, 'desiredEnabled'> & { desiredEnabled: boolean | number };

const PAGE = 1000;

/** `AccountAttributes` as JSON; null where nothing was ever confirmed. */
export interface Applied {
  hsaIdKey: string;
  applied: string | null;
}

const OF_PERSON = ['municipality', 'hsaIdKey', 'objectGuid', 'appliedIn', 'nextAttemptAt', 'deletedAt'] as const;

/** As much of an account as tells what an object with its HSA-id is. */
export type AccountOfPerson = Pick<AccountEntity, (typeof OF_PERSON)[number]>;

/** The accounts as a comparison of a real AD needs them: little of everybody, all of a few. */
@Injectable()
export class ComparedAccounts {
  /** Every account that is or may be in the AD. TypeORM's builder would take longer to make objects of them than the AD to list its own. */
  async all(manager: EntityManager): Promise<ComparedAccount[]> {
    const { driver } = manager.dataSource;
    const { tableName, columns } = manager.dataSource.getMetadata(AccountEntity);
    const selected = COLUMNS.map((property) => {
      const column = columns.find(({ propertyName }) => propertyName === property)?.databaseName ?? property;
      return `${driver.escape(column)} AS ${driver.escape(property)}`;
    });
    const rows = await manager.query<RawAccount[]>(`SELECT ${selected.join(', ')} FROM ${driver.escape(tableName)}`);
    return rows.map((row) => Object.assign(row, { desiredEnabled: Boolean(row.desiredEnabled) }));
  }

  /** Whole rows, by HSA-id key. */
  async whole(manager: EntityManager, municipality: string, hsaIdKeys: readonly string[]): Promise<Map<string, AccountEntity>> {
    const rows = await rowsOf(manager, AccountEntity, { municipality }, 'hsaIdKey', hsaIdKeys);
    return new Map(rows.map((row) => [row.hsaIdKey, row]));
  }

  /** What was confirmed of a municipality's linked accounts, a page at a time. */
  async *applied(manager: EntityManager, municipality: string): AsyncGenerator<Applied[]> {
    for (let after = ''; ;) {
      const page = await manager
        .createQueryBuilder(AccountEntity, 'a')
        .select('a.hsa_id_key', 'hsaIdKey')
        .addSelect('a.applied', 'applied')
        .where('a.municipality = :municipality AND a.hsaIdKey > :after AND a.objectGuid IS NOT NULL', { municipality, after })
        .orderBy('a.hsa_id_key')
        .limit(PAGE)
        .getRawMany<Applied>();
      yield page;
      if (page.length < PAGE) return;
      after = page.at(-1)?.hsaIdKey ?? '';
    }
  }

  /** Whose HSA-id is one of these, in any municipality. */
  ofPeople(manager: EntityManager, hsaIdKeys: readonly string[]): Promise<AccountOfPerson[]> {
    return rowsOf(manager, AccountEntity, {}, 'hsaIdKey', hsaIdKeys, { select: OF_PERSON });
  }

  /** Those of these objects that an account is linked to. */
  async linkedAmong(manager: EntityManager, guids: readonly string[]): Promise<Set<string>> {
    const rows = await rowsOf(manager, AccountEntity, {}, 'objectGuid', guids, { select: ['objectGuid'] });
    return new Set(rows.flatMap(({ objectGuid }) => objectGuid ?? []));
  }

  /** Writes down what was found to be as it should; where somebody has worked with the account meanwhile, what they know stands. */
  async recordSeen(manager: EntityManager, agreeing: readonly AgreeingAccount[], controller: string): Promise<void> {
    const { driver } = manager.dataSource;
    const metadata = manager.dataSource.getMetadata(AccountEntity);
    const column = (property: keyof AccountEntity): string =>
      driver.escape(metadata.columns.find(({ propertyName }) => propertyName === property)?.databaseName ?? property);
    const place = (index: number): string => driver.createParameter('', index);
    const sql =
      `UPDATE ${driver.escape(metadata.tableName)} SET ${column('seenOn')} = ${place(0)}, ${column('seenUsn')} = ${place(1)} ` +
      `WHERE ${column('municipality')} = ${place(2)} AND ${column('hsaIdKey')} = ${place(3)} AND ${column('objectGuid')} = ${place(4)} ` +
      `AND ${column('appliedVersion')} = ${place(5)} AND (${column('nextAttemptAt')} IS NULL OR ${column('nextAttemptAt')} = ${place(6)})`;
    const inOrder = [...agreeing].sort(({ account: one }, { account: other }) => byKey(one, other));
    for (const { account, usnChanged } of inOrder) {
      const { municipality, hsaIdKey, objectGuid, appliedVersion, nextAttemptAt } = account;
      await manager.query(sql, [controller, usnChanged, municipality, hsaIdKey, objectGuid, appliedVersion, nextAttemptAt]);
    }
  }
}

/** The order in which everybody locks several. */
const byKey = (one: ComparedAccount, other: ComparedAccount): number => (keyOf(one) < keyOf(other) ? -1 : 1);
const keyOf = ({ municipality, hsaIdKey }: ComparedAccount): string => `${municipality} ${hsaIdKey}`;

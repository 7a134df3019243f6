import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { inChunks, rowsOf, saveAll } from '../platform/database/bulk';
import type { Instant } from '../platform/time';
import { protectedAccount } from './account';
import { AccountEntity } from './account.entity';
import { standingWhenDesired } from './account-queue';
import type { AccountAttributes, ExternalAdKind } from './account.types';
import { accountNameCandidate } from './account-name';
import { type AttributeChange, diffAccounts } from './diff';

/** An account that was masked: how it stands now, and what was taken out of it. */
export interface MaskedAccount {
  row: AccountEntity;
  changes: AttributeChange[];
}

/** Names of 50 random bits: that even two are taken is a sign of something else. */
const MAX_CANDIDATES = 10;

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

  /** Codes of municipalities that have enabled accounts, and how many. */
  async enabledByMunicipality(manager: EntityManager): Promise<Map<string, number>> {
    const rows = await manager
      .createQueryBuilder(AccountEntity, 'a')
      .select('a.municipality', 'municipality')
      .addSelect('COUNT(*)', 'count')
      .where('a.desiredEnabled = :yes', { yes: true })
      .groupBy('a.municipality')
      .orderBy('a.municipality')
      .getRawMany<{ municipality: string; count: number | string }>();
    return new Map(rows.map(({ municipality, count }) => [municipality, Number(count)]));
  }

  /** Those of the HSA-id keys whose account is enabled. */
  async enabledAmong(manager: EntityManager, municipality: string, keys: readonly string[]): Promise<Set<string>> {
    const rows = await inChunks(keys, (chunk) =>
      manager
        .createQueryBuilder(AccountEntity, 'a')
        .select('a.hsa_id_key', 'key')
        .where('a.municipality = :municipality AND a.desiredEnabled = :yes AND a.hsaIdKey IN (:...chunk)', {
          municipality,
          yes: true,
          chunk,
        })
        .getRawMany<{ key: string }>(),
    );
    return new Set(rows.map(({ key }) => key));
  }

  async save(manager: EntityManager, rows: readonly AccountEntity[]): Promise<void> {
    await saveAll(manager, AccountEntity, rows, ['municipality', 'hsa_id_key']);
  }

  /** The removal is confirmed for every unit in Cosmic: the retention of a leaver's account begins. One that is open, or was closed before, is left as it is. */
  async close(manager: EntityManager, municipality: string, hsaIdKey: string, now: Instant): Promise<void> {
    await manager.update(AccountEntity, { municipality, hsaIdKey, desiredEnabled: false, closedAt: IsNull() }, { closedAt: now });
  }

  /** What of the person's values does not fit, where the account itself stays as it is. */
  async remark(manager: EntityManager, municipality: string, hsaIdKey: string, remarks: AccountEntity['remarks']): Promise<void> {
    await manager.update(AccountEntity, { municipality, hsaIdKey }, { remarks });
  }

  /**
   * Takes out of these accounts what a protected person's must not hold, and changes nothing else. Doing it twice changes
   * nothing.
   * @returns by HSA-id key, those that held any of it
   */
  async mask(
    manager: EntityManager,
    municipality: string,
    hsaIdKeys: readonly string[],
    { kind, now }: { kind: ExternalAdKind; now: Instant },
  ): Promise<Map<string, MaskedAccount>> {
    const rows = await rowsOf(manager, AccountEntity, { municipality }, 'hsaIdKey', hsaIdKeys, { forUpdate: true });
    const masked = rows.map((row) => maskedAccount(row, kind, now)).filter(({ changes }) => changes.length > 0);
    await this.save(
      manager,
      masked.map(({ row }) => row),
    );
    return new Map(masked.map((one) => [one.row.hsaIdKey, one]));
  }

  /** The candidate after this name that nobody has or ever had; null where so many were taken that something else is wrong. */
  async nextName(manager: EntityManager, hsaIdKey: string, name: string): Promise<string | null> {
    const candidates = Array.from({ length: MAX_CANDIDATES }, (_, attempt) => accountNameCandidate(hsaIdKey, attempt));
    for (const candidate of candidates.slice(candidates.indexOf(name) + 1)) {
      if (!(await manager.existsBy(AccountEntity, { accountName: candidate }))) return candidate;
    }
    return null;
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
          async (chunk) => {
            const query = manager.createQueryBuilder(AccountEntity, 'a').select('a.account_name', 'name');
            const rows = await query.where('a.account_name IN (:...chunk)', { chunk }).getRawMany<{ name: string }>();
            return rows.map(({ name }) => name);
          },
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

function maskedAccount(row: AccountEntity, kind: ExternalAdKind, now: Instant): MaskedAccount {
  const last = JSON.parse(row.desired) as AccountAttributes;
  const desired = protectedAccount(last);
  const standing = standingWhenDesired(row, { kind, desired: row.deletedAt === null ? desired : null, isProtected: true, now });
  return { row: { ...row, ...standing, desired: JSON.stringify(desired), remarks: null }, changes: diffAccounts(last, desired) };
}

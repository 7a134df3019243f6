import { Injectable } from '@nestjs/common';
import {
  type EntityManager,
  type FindOptionsWhere,
  In,
  IsNull,
  LessThanOrEqual,
  MoreThan,
  Not,
  type QueryDeepPartialEntity,
} from 'typeorm';
import { inChunks, rowsOf } from '../platform/database/bulk';
import { forUpdate } from '../platform/database/row-locks';
import type { Instant } from '../platform/time';
import { knownAs } from './account';
import { AccountEntity } from './account.entity';
import { AccountsRepository } from './accounts.repository';
import { type Tried, afterTry } from './account-queue';
import type { AccountAttributes } from './account.types';
import type { KnownAccount } from './adoptable';

/** Which account, and the desired version that somebody works towards. */
export type ClaimedAccount = Pick<AccountEntity, 'municipality' | 'hsaIdKey' | 'desiredVersion'>;

/** How many accounts stand where. */
export interface QueueCounts {
  /** For their first try, or for another one after a passing trouble. */
  waiting: number;
  /** Held, because the AD or a rule here says no. */
  refused: number;
  /** Applied but for some attributes. */
  partlyRefused: number;
}

/** What became of one account when a try was written down. */
export interface RecordedAccount {
  before: AccountEntity;
  after: AccountEntity;
  /** Something newer is desired since the try began: it waits as before. */
  isSuperseded: boolean;
}

/** The queue to a real AD: those accounts whose row has a `nextAttemptAt`. Only the holder of the lease `dispatch:ad` takes from it. */
@Injectable()
export class AccountQueue {
  constructor(private readonly accounts: AccountsRepository) {}

  /** Nothing that another external AD confirmed is known of this one: those accounts wait, and nothing is said to be applied. */
  async enlist(manager: EntityManager, now: Instant): Promise<number> {
    const unknown = { applied: null, appliedVersion: 0, appliedAt: null, appliedIn: 'ldap' as const };
    return this.change(manager, { appliedIn: Not('ldap') }, { ...unknown, attempts: 0, nextAttemptAt: now });
  }

  /** What waits for a later time, refused or not, is due now. */
  async hurry(manager: EntityManager, now: Instant): Promise<void> {
    await this.change(manager, { nextAttemptAt: MoreThan(now) }, { nextAttemptAt: now });
  }

  /**
   * Accounts that are due: those to be disabled or deleted, and only where there are none of them, others.
   * @returns at most `limit`, in the order they are to be taken
   */
  async claim(manager: EntityManager, { now, limit }: { now: Instant; limit: number }): Promise<AccountEntity[]> {
    const due = await manager.find(AccountEntity, {
      where: { nextAttemptAt: LessThanOrEqual(now) },
      order: { desiredEnabled: 'ASC', nextAttemptAt: 'ASC', municipality: 'ASC', hsaIdKey: 'ASC' },
      take: limit,
    });
    return due.filter(({ desiredEnabled }) => desiredEnabled === due[0]?.desiredEnabled);
  }

  /**
   * Writes down where an account is going to be written, right before it is: what was never sent is nowhere.
   * @param isToBeEnabled by that: nobody has seen how it stands until it has been read back
   * @returns the row as it is now; null where it is no longer at the version it was claimed at
   */
  async noteController(
    manager: EntityManager,
    claimed: ClaimedAccount,
    controller: string,
    { isToBeEnabled }: { isToBeEnabled: boolean },
  ): Promise<AccountEntity | null> {
    const [current] = await this.unchanged(manager, [claimed]);
    if (!current || (current.controller === controller && !isToBeEnabled)) return current ?? null;
    const noted = { ...current, controller, ...(isToBeEnabled && { seenOn: null, seenUsn: null }) };
    await this.accounts.save(manager, [noted]);
    return noted;
  }

  /**
   * A controller that never comes back has passed on what it ever will: what was last sent there counts as sent to this one,
   * and is gone, or never was, where this one does not have it.
   * @returns how many there were, at most `limit`; 0 when none is left
   */
  async forsake(manager: EntityManager, lost: string, controller: string, limit: number): Promise<number> {
    const found = await manager.find(AccountEntity, {
      where: [{ controller: lost }, { controller: IsNull(), seenOn: lost }],
      order: { municipality: 'ASC', hsaIdKey: 'ASC' },
      take: limit,
    });
    const rows = [...(await this.locked(manager, found)).values()].filter((row) => (row.controller ?? row.seenOn) === lost);
    await this.accounts.save(
      manager,
      rows.map((row) => ({ ...row, controller })),
    );
    return found.length;
  }

  /** The rows, of those that are still at the version they were claimed at, kept from others to the transaction's end. */
  async unchanged(manager: EntityManager, claimed: readonly ClaimedAccount[]): Promise<AccountEntity[]> {
    const rows = await this.locked(manager, claimed);
    return claimed.flatMap((one) => {
      const row = rows.get(keyOf(one));
      return row?.desiredVersion === one.desiredVersion ? [row] : [];
    });
  }

  /** Whose object is whose: linked to one of these, by GUID. */
  async linkedTo(manager: EntityManager, guids: readonly string[]): Promise<Map<string, AccountEntity>> {
    const rows = await rowsOf(manager, AccountEntity, {}, 'objectGuid', guids);
    return new Map(rows.map((row) => [row.objectGuid ?? '', row]));
  }

  /** What several tries came to, see `afterTry`; in the order given. */
  async record(manager: EntityManager, tries: readonly Try[], { now, jitter }: TriedAt): Promise<RecordedAccount[]> {
    const rows = await this.locked(
      manager,
      tries.map(({ account }) => account),
    );
    const recorded = tries.flatMap(({ account, tried }): RecordedAccount[] => {
      const before = rows.get(keyOf(account));
      if (!before) return [];
      const at = { now, jitter: jitter(), isToBeEnabled: before.desiredEnabled };
      const after = { ...afterTry(before, account.desiredVersion, known(tried, before), at), appliedIn: 'ldap' as const };
      return [{ before, after, isSuperseded: before.desiredVersion !== account.desiredVersion }];
    });
    await this.accounts.save(
      manager,
      recorded.map(({ after }) => after),
    );
    return recorded;
  }

  /**
   * These are read, compared and mended by the next dispatch.
   * @param gone those whose object is known to be gone, and who are to have another: nothing links them to the old one
   * @returns how many did not wait already
   */
  async requeue(
    manager: EntityManager,
    municipality: string,
    hsaIdKeys: readonly string[],
    now: Instant,
    gone: ReadonlySet<string> = new Set(),
  ): Promise<number> {
    const rows = await rowsOf(manager, AccountEntity, { municipality }, 'hsaIdKey', hsaIdKeys, { forUpdate: true });
    const resting = rows.filter(({ nextAttemptAt }) => nextAttemptAt === null || nextAttemptAt > now);
    await this.accounts.save(
      manager,
      resting.map((row) => ({ ...row, ...(gone.has(row.hsaIdKey) && UNLINKED), attempts: 0, nextAttemptAt: now })),
    );
    return resting.length;
  }

  /** Those that were refused for this are due now. */
  async retry(manager: EntityManager, refusedCode: string, now: Instant): Promise<void> {
    await this.change(manager, { refusedCode }, { nextAttemptAt: now });
  }

  /** Of every account, what tells whose an object is. */
  known(manager: EntityManager): Promise<KnownAccount[]> {
    const whose = { municipality: true, hsaIdKey: true, accountName: true, objectGuid: true } as const;
    const select = { ...whose, controller: true, seenOn: true, desiredEnabled: true, deletedAt: true, refusedCode: true } as const;
    return manager.find(AccountEntity, { select });
  }

  /** The account has its first link before it again, to an object that is being marked on this controller; null where it is to be deleted. */
  async adopt(
    manager: EntityManager,
    { municipality, hsaIdKey }: Pick<AccountEntity, 'municipality' | 'hsaIdKey'>,
    controller: string,
    now: Instant,
  ): Promise<AccountEntity | null> {
    const [row] = await rowsOf(manager, AccountEntity, { municipality }, 'hsaIdKey', [hsaIdKey], { forUpdate: true });
    if (row?.deletedAt !== null) return null;
    const adopted = {
      ...row,
      ...UNLINKED,
      controller,
      refusedCode: null,
      refusedSince: null,
      refusedDetail: null,
      attempts: 0,
      nextAttemptAt: now,
    };
    await this.accounts.save(manager, [adopted]);
    return adopted;
  }

  async count(manager: EntityManager): Promise<QueueCounts> {
    const isWaiting =
      'a.refused_code IS NULL AND a.refused_detail IS NULL AND (a.next_attempt_at IS NOT NULL OR a.applied_version <> a.desired_version)';
    const counts = await manager
      .createQueryBuilder(AccountEntity, 'a')
      .select(`COUNT(CASE WHEN ${isWaiting} THEN 1 END)`, 'waiting')
      .addSelect('COUNT(a.refused_code)', 'refused')
      .addSelect('COUNT(CASE WHEN a.refused_code IS NULL THEN a.refused_detail END)', 'partlyRefused')
      .getRawOne<Record<keyof QueueCounts, string | number>>();
    const { waiting = 0, refused = 0, partlyRefused = 0 } = counts ?? {};
    return { waiting: Number(waiting), refused: Number(refused), partlyRefused: Number(partlyRefused) };
  }

  /** Takes those that it changes in the order that everybody takes several, and no others. @returns how many there were */
  private async change(
    manager: EntityManager,
    where: FindOptionsWhere<AccountEntity>,
    changed: QueryDeepPartialEntity<AccountEntity>,
  ): Promise<number> {
    const select = { municipality: true, hsaIdKey: true } as const;
    const order = { municipality: 'ASC', hsaIdKey: 'ASC' } as const;
    const rows = await manager.find(AccountEntity, { select, where, order, lock: forUpdate(manager) });
    for (const [municipality, own] of Map.groupBy(rows, (row) => row.municipality)) {
      await inChunks(
        own.map(({ hsaIdKey }) => hsaIdKey),
        async (chunk) => {
          await manager.update(AccountEntity, { municipality, hsaIdKey: In(chunk) }, changed);
          return [];
        },
      );
    }
    return rows.length;
  }

  /** In the order of their keys, as everybody who locks several takes them: two who lock the same ones wait for each other, not both for ever. */
  private async locked(manager: EntityManager, claimed: readonly ClaimedAccount[]): Promise<Map<string, AccountEntity>> {
    const rows = new Map<string, AccountEntity>();
    const byMunicipality = [...Map.groupBy(claimed, ({ municipality }) => municipality)].sort(([one], [other]) => (one < other ? -1 : 1));
    for (const [municipality, own] of byMunicipality) {
      const keys = own.map(({ hsaIdKey }) => hsaIdKey);
      const found = await rowsOf(manager, AccountEntity, { municipality }, 'hsaIdKey', keys, { forUpdate: true });
      for (const row of found) rows.set(keyOf(row), row);
    }
    return rows;
  }
}

/** Nothing of the account is known to be in the AD, on any controller. */
const UNLINKED = { objectGuid: null, controller: null, seenOn: null, seenUsn: null };

/** By what is desired now: protection may have come while the account was written as it was desired before. */
const known = <T extends Tried>(tried: T, { desired }: AccountEntity): T =>
  tried.found
    ? { ...tried, found: { ...tried.found, attributes: knownAs(tried.found.attributes, JSON.parse(desired) as AccountAttributes) } }
    : tried;

/** A try and what it came to. */
export interface Try {
  account: ClaimedAccount;
  tried: Tried;
}

export interface TriedAt {
  now: Instant;
  /** Asked once for each. */
  jitter: () => number;
}

const keyOf = ({ municipality, hsaIdKey }: Pick<AccountEntity, 'municipality' | 'hsaIdKey'>): string => `${municipality} ${hsaIdKey}`;

import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AccountEntity } from '../external-ad/account.entity';
import { refusalOf } from '../external-ad/account-standing';
import type { AccountAttributes } from '../external-ad/account.types';
import { PeopleRepository } from '../people/people.repository';
import { rowsOf } from '../platform/database/bulk';
import type { Told } from '../service-desk/case-changes';
import { CaseToldEntity } from '../service-desk/case.entity';
import { SealedBox } from '../platform/sealed-box';
import type { Instant } from '../platform/time';
import { type AccessFacts, type AccountFact, nothingKnown } from './facts';
import { HoldEntity } from './hold.entity';

/** Everything recorded about one person, and what Servicecenter was told last. */
export interface LoadedFacts {
  facts: AccessFacts;
  /** The row behind the facts about the account. */
  account: AccountEntity | null;
  told: Told | null;
  /** What of the person's values did not fit the account, as it was remarked last. */
  remarks: AccountEntity['remarks'];
  /** As stored, see `next-clock-change.ts`. */
  nextClockChange: Instant | null;
  /** Of the reading as it was saved; empty where what follows from it has not been done yet. */
  fingerprint: string;
}

/** Gathers the facts that `assess` looks at. Orders, agreements and grants are not recorded by this service yet: null and none. */
@Injectable()
export class FactsRepository {
  constructor(
    private readonly people: PeopleRepository,
    private readonly box: SealedBox,
  ) {}

  /**
   * Facts by HSA-id key, of those that anything is recorded about.
   * @param forUpdate the caller will write the accounts: whoever writes to the AD and notes it must not do so meanwhile.
   * People are locked before their accounts, as everybody does who locks both
   */
  async load(
    manager: EntityManager,
    municipality: string,
    hsaIdKeys: readonly string[],
    { forUpdate = false } = {},
  ): Promise<Map<string, LoadedFacts>> {
    const of = <E extends { hsaIdKey: string }>(rows: E[]) => new Map(rows.map((row) => [row.hsaIdKey, row]));
    const persons = of(await this.people.load(manager, municipality, hsaIdKeys, { forUpdate }));
    const accounts = of(await rowsOf(manager, AccountEntity, { municipality }, 'hsaIdKey', hsaIdKeys, { forUpdate }));
    const told = of(await rowsOf(manager, CaseToldEntity, { municipality }, 'hsaIdKey', hsaIdKeys));
    const holds = Map.groupBy(await rowsOf(manager, HoldEntity, { municipality }, 'hsaIdKey', hsaIdKeys), ({ hsaIdKey }) => hsaIdKey);
    const all = new Map<string, LoadedFacts>();
    for (const key of hsaIdKeys) {
      const person = persons.get(key);
      const account = accounts.get(key);
      if (!person && !account) continue;
      const toldRow = told.get(key);
      all.set(key, {
        facts: {
          ...nothingKnown(person?.hsaId ?? key, municipality),
          hsa: person ? this.people.readingOf(person) : null,
          account: account ? accountFact(account) : null,
          holds: (holds.get(key) ?? []).map(({ kind, since, detail }) => ({ kind, since, detail })),
        },
        account: account ?? null,
        told: toldRow ? this.box.open<Told>(toldRow.told) : null,
        remarks: account?.remarks ?? null,
        nextClockChange: person?.nextClockChange ?? null,
        fingerprint: person?.fingerprint ?? '',
      });
    }
    return all;
  }
}

export function accountFact(row: AccountEntity): AccountFact {
  return {
    accountName: row.accountName,
    createdAt: row.createdAt,
    desiredEnabled: row.desiredEnabled,
    desired: JSON.parse(row.desired) as AccountAttributes,
    desiredVersion: row.desiredVersion,
    applied: row.applied === null ? null : (JSON.parse(row.applied) as AccountAttributes),
    appliedVersion: row.appliedVersion,
    appliedAt: row.appliedAt,
    refused: refusalOf(row),
    refusedAttributes: row.refusedDetail ?? [],
    nextAttemptAt: row.nextAttemptAt,
    attempts: row.attempts,
    disabledAt: row.disabledAt,
    closedAt: row.closedAt,
    deletedAt: row.deletedAt,
  };
}

import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AgreementsRepository } from '../agreements/agreements.repository';
import { AccountEntity } from '../external-ad/account.entity';
import { refusalOf } from '../external-ad/account-standing';
import type { AccountAttributes } from '../external-ad/account.types';
import { OrderFacts } from '../orders/order-facts.repository';
import { PeopleRepository } from '../people/people.repository';
import { hsaIdKey as keyOf } from '../people/hsa-id';
import { CosmicFacts } from '../cosmic/cosmic-facts.repository';
import { rowsOf } from '../platform/database/bulk';
import type { Told } from '../service-desk/case-changes';
import { CaseToldEntity } from '../service-desk/case.entity';
import { GrantsRepository } from '../service-desk/grants.repository';
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

/** Gathers the facts that `assess` looks at. */
@Injectable()
export class FactsRepository {
  constructor(
    private readonly people: PeopleRepository,
    private readonly box: SealedBox,
    private readonly orders: OrderFacts,
    private readonly grants: GrantsRepository,
    private readonly cosmic: CosmicFacts,
    private readonly agreements: AgreementsRepository,
  ) {}

  /**
   * Facts by HSA-id key, of those that anything is recorded about.
   * @param forUpdate the caller will write the accounts: whoever writes to the AD and notes it must not do so meanwhile.
   * People are locked before their accounts, as everybody does who locks both
   * @param at says which of a person's orders counts: the moment that is decided about; now where none is named
   */
  async load(
    manager: EntityManager,
    municipality: string,
    hsaIdKeys: readonly string[],
    { forUpdate = false, at }: { forUpdate?: boolean; at?: Instant } = {},
  ): Promise<Map<string, LoadedFacts>> {
    const of = <E extends { hsaIdKey: string }>(rows: E[]) => new Map(rows.map((row) => [row.hsaIdKey, row]));
    const persons = of(await this.people.load(manager, municipality, hsaIdKeys, { forUpdate }));
    const accounts = of(await rowsOf(manager, AccountEntity, { municipality }, 'hsaIdKey', hsaIdKeys, { forUpdate }));
    const told = of(await rowsOf(manager, CaseToldEntity, { municipality }, 'hsaIdKey', hsaIdKeys));
    // After the locks: whoever wrote one and waited for this, or was waited for, is seen.
    const orders = await this.orders.of(manager, municipality, hsaIdKeys, at);
    const holds = Map.groupBy(await rowsOf(manager, HoldEntity, { municipality }, 'hsaIdKey', hsaIdKeys), ({ hsaIdKey }) => hsaIdKey);
    const grants = await this.grants.facts(manager, municipality, hsaIdKeys);
    const readings = new Map([...persons].map(([key, person]) => [key, this.people.readingOf(person)]));
    const units = [...readings.values()].flatMap(({ person }) => (person?.unit?.hsaId ? [keyOf(person.unit.hsaId)] : []));
    const cosmic = await this.cosmic.load(manager, municipality, units);
    const agreements = await this.agreements.factsOf(manager, municipality, hsaIdKeys);
    const all = new Map<string, LoadedFacts>();
    for (const key of hsaIdKeys) {
      const person = persons.get(key);
      const account = accounts.get(key);
      const order = orders.get(key);
      const granted = grants.get(key);
      if (!person && !account && !order && !granted) continue;
      const toldRow = told.get(key);
      const reading = readings.get(key) ?? null;
      all.set(key, {
        facts: {
          ...nothingKnown(person?.hsaId ?? order?.hsaId ?? granted?.hsaId ?? key, municipality),
          hsa: reading,
          order: order?.fact ?? null,
          agreement: agreements.get(key) ?? null,
          account: account ? accountFact(account) : null,
          grants: granted?.grants ?? [],
          holds: (holds.get(key) ?? []).map(({ kind, since, detail }) => ({ kind, since, detail })),
          unitKnownToCosmic: cosmic.knows(reading?.person?.unit ?? null),
          testLoginPassed: cosmic.testLoginPassed,
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

  /** Of people whom no run has seen, those about whom something is recorded all the same. */
  async recordedBeforehand(manager: EntityManager, municipality: string, hsaIdKeys: readonly string[]): Promise<Set<string>> {
    const grants = await this.grants.facts(manager, municipality, hsaIdKeys);
    return new Set([...(await this.orders.among(manager, municipality, hsaIdKeys)), ...grants.keys()]);
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

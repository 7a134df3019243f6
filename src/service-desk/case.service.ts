import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OutboxService } from '../notifications/outbox.service';
import { rowsOf, saveAll } from '../platform/database/bulk';
import { SealedBox } from '../platform/sealed-box';
import { type Instant, localDateOf } from '../platform/time';
import { type Told, shownFacts } from './case-changes';
import type { FieldChange } from './case-facts';
import { type CaseEvent, SUPERSEDES, caseNumber } from './case-event';
import { CaseCounterEntity, CaseEntity, CaseEventEntity, CaseToldEntity } from './case.entity';

/** Something to open a case for, or to add to the open case of the same event. */
export interface CaseToOpen {
  hsaIdKey: string;
  event: CaseEvent;
  changes: FieldChange[];
  told: Told;
}

/** Somebody whose open cases show something that is no longer so. */
export type CaseToRefresh = Pick<CaseToOpen, 'hsaIdKey' | 'told'>;

export interface CaseOrigin {
  municipality: string;
  runId: string | null;
  now: Instant;
}

/** Servicecenter's cases: opened, updated and superseded in the transaction that decided so. */
@Injectable()
export class CaseService {
  /** Most cases begin without changes: the same text for all, whose length says as much. */
  readonly #noChanges: string;

  constructor(
    private readonly box: SealedBox,
    private readonly outbox: OutboxService,
  ) {
    this.#noChanges = box.seal([]);
  }

  /** @returns the case number by HSA-id key */
  async open(manager: EntityManager, origin: CaseOrigin, items: readonly CaseToOpen[]): Promise<Map<string, string>> {
    if (items.length === 0) return new Map();
    const openCases = Map.groupBy(
      await this.openCases(
        manager,
        origin.municipality,
        items.map(({ hsaIdKey }) => hsaIdKey),
      ),
      ({ hsaIdKey }) => hsaIdKey,
    );
    const existing = (item: CaseToOpen) => openCases.get(item.hsaIdKey)?.find(({ event }) => event === item.event);
    const numbers = await this.nextNumbers(manager, origin.now, items.filter((item) => !existing(item)).length);
    const cases: CaseEntity[] = [];
    const events: CaseEventEntity[] = [];
    const byKey = new Map<string, string>();
    for (const item of items) {
      const known = existing(item);
      const number = known?.number ?? numbers.shift() ?? '';
      byKey.set(item.hsaIdKey, number);
      for (const other of openCases.get(item.hsaIdKey) ?? []) {
        if (SUPERSEDES[item.event].includes(other.event)) {
          cases.push({ ...other, state: 'superseded', supersededBy: number, endedAt: origin.now, updatedAt: origin.now });
        } else if (other !== known) {
          cases.push({ ...other, ...this.content(item), updatedAt: origin.now });
        }
      }
      cases.push({
        number,
        municipality: origin.municipality,
        hsaIdKey: item.hsaIdKey,
        event: item.event,
        state: 'open',
        ...this.content(item),
        openedAt: known?.openedAt ?? origin.now,
        updatedAt: origin.now,
        endedAt: null,
        supersededBy: null,
      });
      events.push({
        id: randomUUID(),
        caseNumber: number,
        municipality: origin.municipality,
        event: item.event,
        at: origin.now,
        runId: origin.runId,
        changes: item.changes.length === 0 ? this.#noChanges : this.box.seal(item.changes),
        mailId: null,
      });
    }
    await saveAll(manager, CaseEntity, cases, ['number']);
    await saveAll(manager, CaseEventEntity, events, ['id']);
    await this.remember(manager, origin.municipality, items);
    return byKey;
  }

  /**
   * Brings what the open cases of these people show up to date, without telling anybody.
   * @returns the numbers of the cases by HSA-id key; nobody without an open case
   */
  async refresh(
    manager: EntityManager,
    { municipality, now }: Omit<CaseOrigin, 'runId'>,
    items: readonly CaseToRefresh[],
  ): Promise<Map<string, string[]>> {
    if (items.length === 0) return new Map();
    const told = new Map(items.map((item) => [item.hsaIdKey, item.told]));
    const cases = await this.openCases(manager, municipality, [...told.keys()]);
    const refreshed = cases.flatMap((row) => {
      const latest = told.get(row.hsaIdKey);
      return latest ? [{ ...row, facts: this.box.seal(shownFacts(latest)), updatedAt: now }] : [];
    });
    await saveAll(manager, CaseEntity, refreshed, ['number']);
    const numbers = Map.groupBy(refreshed, ({ hsaIdKey }) => hsaIdKey);
    await this.remember(
      manager,
      municipality,
      items.filter(({ hsaIdKey }) => numbers.has(hsaIdKey)),
    );
    return new Map([...numbers].map(([key, rows]) => [key, rows.map(({ number }) => number).sort()]));
  }

  /** From here on no case and no mail, in any state, shows who these people are. */
  async conceal(manager: EntityManager, municipality: string, hsaIdKeys: readonly string[]): Promise<void> {
    const cases = await rowsOf(manager, CaseEntity, { municipality }, 'hsaIdKey', hsaIdKeys);
    await saveAll(
      manager,
      CaseEntity,
      cases.map((row) => ({ ...row, isProtected: true })),
      ['number'],
    );
    await this.outbox.maskCases(
      manager,
      cases.map(({ number }) => number),
    );
  }

  private async remember(manager: EntityManager, municipality: string, items: readonly CaseToRefresh[]): Promise<void> {
    const rows = items.map(({ hsaIdKey, told }) => ({ municipality, hsaIdKey, told: this.box.seal(told) }));
    await saveAll(manager, CaseToldEntity, rows, ['municipality', 'hsa_id_key']);
  }

  private content({ told }: CaseToOpen): { facts: string; isProtected: boolean } {
    return { facts: this.box.seal(told.facts), isProtected: told.isProtected };
  }

  private openCases(manager: EntityManager, municipality: string, keys: readonly string[]): Promise<CaseEntity[]> {
    return rowsOf(manager, CaseEntity, { municipality, state: 'open' }, 'hsaIdKey', keys);
  }

  /** Numbers are taken in the transaction that uses them: none is given twice and none is lost. */
  private async nextNumbers(manager: EntityManager, now: Instant, count: number): Promise<string[]> {
    if (count === 0) return [];
    const year = Number(localDateOf(now).slice(0, 4));
    await manager.createQueryBuilder().insert().into(CaseCounterEntity).values({ year, last: 0 }).orIgnore().execute();
    await manager.increment(CaseCounterEntity, { year }, 'last', count);
    const { last } = await manager.findOneByOrFail(CaseCounterEntity, { year });
    return Array.from({ length: count }, (_, index) => caseNumber(year, last - count + 1 + index));
  }
}

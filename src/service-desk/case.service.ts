import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import { OutboxService } from '../notifications/outbox.service';
import { inChunks, rowsOf, saveAll } from '../platform/database/bulk';
import { randomOctets } from '../platform/random-octets';
import { SealedBox } from '../platform/sealed-box';
import { type Instant, localDateOf } from '../platform/time';
import { type Told, shownFacts } from './case-changes';
import type { FieldChange } from './case-facts';
import { type CaseEvent, SUPERSEDES, caseNumber } from './case-event';
import { afterStep, isLive, LIVE_STATES, type ReturnTarget } from './case-state';
import { CaseCounterEntity, CaseEntity, CaseEventEntity, CaseToldEntity } from './case.entity';

/** Something to open a case for, or to add to the open case of the same event. */
export interface CaseToOpen {
  hsaIdKey: string;
  event: CaseEvent;
  changes: FieldChange[];
  told: Told;
  /** See `CaseEntity.ready`. */
  ready: boolean;
}

/** Somebody whose open cases show something that is no longer so. */
export type CaseToRefresh = Pick<CaseToOpen, 'hsaIdKey' | 'told'>;

/** How somebody stands whom a settlement has looked at: whether their cases are worth taking, and who can mend what is in the way. */
export interface CaseStanding {
  hsaIdKey: string;
  ready: boolean;
  owners: ReadonlySet<string>;
}

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
          const superseded = { state: afterStep(other.state, 'supersede'), supersededBy: number, endedAt: origin.now };
          cases.push({ ...other, ...superseded, version: other.version + 1, updatedAt: origin.now });
        } else if (other !== known) {
          cases.push(updated(other, this.content(item), origin.now));
        }
      }
      cases.push(
        known ? updated(known, { ...this.content(item), ready: item.ready }, origin.now) : { ...this.opened(item, origin), number },
      );
      events.push({
        id: `${number}-${randomOctets(8).toString('hex')}`, // events of one time lie together, in the table and in its index
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
      return latest ? [updated(row, { facts: this.box.seal(shownFacts(latest)) }, now)] : [];
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

  /**
   * What a settlement means for cases that wait: whether they are worth taking, and that a returned one comes back when
   * nothing is in the way any more that it was returned for. Only single rows are written, guarded by how they stand, so
   * that whoever has one in hand is not waited for.
   *
   * | returned | stood in the way when it was returned: something they can mend | now: nothing of that | comes back |
   * |----------|------------------|------------------|-----|
   * | yes      | yes              | yes              | yes |
   * | yes      | yes              | no               | no  |
   * | yes      | no: only the reason in words |      | no: by hand, or when what it shows changes |
   *
   * @returns the numbers of the cases that came back, by HSA-id key
   */
  async revisit(
    manager: EntityManager,
    { municipality, now }: Omit<CaseOrigin, 'runId'>,
    standings: readonly CaseStanding[],
  ): Promise<Map<string, string[]>> {
    const byKey = new Map(standings.map((standing) => [standing.hsaIdKey, standing]));
    const waiting = await inChunks([...byKey.keys()], (chunk) =>
      manager.find(CaseEntity, {
        select: { number: true, hsaIdKey: true, event: true, state: true, ready: true, returnedTo: true, awaitsMending: true },
        where: { municipality, hsaIdKey: In(chunk), state: In(LIVE_STATES) },
        order: { number: 'ASC' },
      }),
    );
    const back = new Map<string, string[]>();
    for (const { number, hsaIdKey, event, state, ready, returnedTo, awaitsMending } of waiting) {
      const standing = byKey.get(hsaIdKey);
      if (!standing) continue;
      const isReady = standing.ready || !NEEDS_GRANT.has(event);
      if (isReady !== ready) await manager.update(CaseEntity, { number }, { ready: isReady });
      if (state !== 'returned' || !awaitsMending || standing.owners.has(returnedTo ?? '')) continue;
      const { affected } = await manager
        .createQueryBuilder()
        .update(CaseEntity)
        .set({ state: afterStep(state, 'come-back'), ...NOT_RETURNED, updatedAt: now, version: () => 'version + 1' })
        .where({ number, state })
        .execute();
      if (affected === 1) back.set(hsaIdKey, [...(back.get(hsaIdKey) ?? []), number]);
    }
    return back;
  }

  /**
   * What these people's `new` cases ask for is so already: they are done, what nobody was told of yet is not told, and
   * mails that wait say nothing of them.
   *
   * @returns the closed cases' numbers by HSA-id key
   */
  async closeNew(
    manager: EntityManager,
    municipality: string,
    hsaIdKeys: readonly string[],
    now: Instant,
  ): Promise<{ closed: Map<string, string>; withdrawn: number }> {
    const open = (await this.openCases(manager, municipality, hsaIdKeys)).filter(({ event }) => event === 'new');
    const done = open.map((row) => ({
      ...row,
      state: afterStep(row.state, 'finish'),
      endedAt: now,
      updatedAt: now,
      version: row.version + 1,
    }));
    await saveAll(manager, CaseEntity, done, ['number']);
    const numbers = done.map(({ number }) => number);
    await inChunks(numbers, async (chunk) => {
      await manager.update(CaseEventEntity, { caseNumber: In(chunk), mailId: IsNull() }, { mailId: NO_MAIL });
      return [];
    });
    const withdrawn = numbers.length === 0 ? 0 : await this.outbox.withdrawCases(manager, numbers);
    return { closed: new Map(done.map(({ hsaIdKey, number }) => [hsaIdKey, number])), withdrawn };
  }

  /** From here on no case and no mail, in any state, shows who these people are. */
  async conceal(manager: EntityManager, municipality: string, hsaIdKeys: readonly string[]): Promise<void> {
    const cases = await rowsOf(manager, CaseEntity, { municipality }, 'hsaIdKey', hsaIdKeys, { forUpdate: true });
    await saveAll(
      manager,
      CaseEntity,
      cases.map((row) => ({ ...row, isProtected: true, version: row.version + 1 })),
      ['number'],
    );
    await this.outbox.maskCases(
      manager,
      cases.map(({ number }) => number),
    );
  }

  /** From here on changes are reckoned from this. */
  async remember(manager: EntityManager, municipality: string, items: readonly CaseToRefresh[]): Promise<void> {
    const rows = items.map(({ hsaIdKey, told }) => ({ municipality, hsaIdKey, told: this.box.seal(told) }));
    await saveAll(manager, CaseToldEntity, rows, ['municipality', 'hsa_id_key']);
  }

  private content({ told }: Pick<CaseToOpen, 'told'>): { facts: string; isProtected: boolean } {
    return { facts: this.box.seal(told.facts), isProtected: told.isProtected };
  }

  private opened({ hsaIdKey, event, ready, told }: CaseToOpen, { municipality, now }: CaseOrigin): Omit<CaseEntity, 'number'> {
    return {
      municipality,
      hsaIdKey,
      event,
      state: 'open',
      ...this.content({ told }),
      openedAt: now,
      updatedAt: now,
      endedAt: null,
      supersededBy: null,
      version: 1,
      ready: ready || !NEEDS_GRANT.has(event),
      ...NOT_CLAIMED,
      ...NOT_RETURNED,
    };
  }

  /** Locked until the transaction ends: whoever has one in hand must not change it meanwhile. */
  private async openCases(manager: EntityManager, municipality: string, keys: readonly string[]): Promise<CaseEntity[]> {
    return (await rowsOf(manager, CaseEntity, { municipality }, 'hsaIdKey', keys, { forUpdate: true })).filter(isLive);
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

/** Stands in the place of a mail's id where an event needs none. */
const NO_MAIL = 'none';

/** Cases that ask for a permission; the others can always be worked on. */
export const NEEDS_GRANT: ReadonlySet<CaseEvent> = new Set<CaseEvent>(['new', 'reinstated']);

export const NOT_CLAIMED = { claimedBy: null, claimedAt: null, touchedAt: null, seen: null };
export const NOT_RETURNED: Pick<CaseEntity, 'returnedAt' | 'awaitsMending'> & { returnedTo: ReturnTarget | null } = {
  returnedTo: null,
  returnedAt: null,
  awaitsMending: false,
};

/** A case that shows something else than before. One that was returned comes back: what it was returned for may be mended. */
function updated(row: CaseEntity, change: Partial<CaseEntity>, now: Instant): CaseEntity {
  const back = row.state === 'returned' ? { state: afterStep(row.state, 'come-back'), ...NOT_RETURNED } : {};
  const next = { ...row, ...back, ...change, version: row.version + 1, updatedAt: now };
  return { ...next, ready: next.ready || !NEEDS_GRANT.has(row.event) };
}

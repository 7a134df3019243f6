import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import type { DecisionContext } from '../access/decide';
import { HoldEntity } from '../access/hold.entity';
import { nothingKnown } from '../access/facts';
import { nextClockChange } from '../access/next-clock-change';
import { type ChangedFact, type SettleOrigin, SettleService, type Settled } from '../access/settle.service';
import type { FactChange } from '../audit/person-action';
import type { Person } from '../people/person';
import { PeopleRepository } from '../people/people.repository';
import { transactionAheadOfDisk } from '../platform/database/ahead-of-disk';
import { saveAll } from '../platform/database/bulk';
import type { HeldLease } from '../platform/leases/lease.service';
import { SealedBox } from '../platform/sealed-box';
import { holdsAfter } from './holds-after';
import type { Surveyed } from './survey';
import { type Comparison, SurveyorService } from './surveyor.service';

/** People per transaction: large enough that waiting for the disk is not what takes time, small enough not to keep other writers waiting. */
const CHUNK = 250;

/** Writes what a comparison comes to, a chunk of people a transaction: readings, holds, and what follows from them. */
@Injectable()
export class ApplyService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly surveyor: SurveyorService,
    private readonly people: PeopleRepository,
    private readonly settler: SettleService,
    private readonly box: SealedBox,
  ) {}

  /** @param isApplicable whose part of the plan is written; asked of each as things stand when it is written */
  async *apply(
    comparison: Comparison,
    hsaIdKeys: readonly string[],
    isApplicable: (surveyed: Surveyed) => boolean,
    origin: SettleOrigin,
    lease: HeldLease,
  ): AsyncGenerator<Settled[]> {
    const { context } = comparison;
    for (let start = 0; start < hsaIdKeys.length; start += CHUNK) {
      const chunk = hsaIdKeys.slice(start, start + CHUNK);
      // Before the transaction: while this process thinks, another may write. Nobody else changes readings under the lease.
      const surveyed = (await this.surveyor.detail(this.dataSource.manager, comparison, chunk)).filter(isApplicable);
      // The run's own last transaction waits for the disk, and nothing is told of before.
      yield await transactionAheadOfDisk(this.dataSource, async (manager) => {
        await lease.assertHeld(manager);
        const changed = await this.record(manager, surveyed, context);
        return this.settler.settle(
          manager,
          surveyed.map(({ hsaIdKey }) => hsaIdKey),
          changed,
          context,
          origin,
        );
      });
    }
  }

  /** Keeps new marks of entries that say what is recorded already: they need not be fetched again. */
  async remark(marks: ReadonlyMap<string, string | null>, { municipality }: DecisionContext, lease: HeldLease): Promise<void> {
    const all = [...marks];
    for (let start = 0; start < all.length; start += CHUNK)
      await transactionAheadOfDisk(this.dataSource, async (manager) => {
        await lease.assertHeld(manager);
        await this.people.setMarks(manager, municipality.code, all.slice(start, start + CHUNK));
      });
  }

  private async record(
    manager: EntityManager,
    chunk: readonly Surveyed[],
    { municipality: { code }, policy, externalAd, now }: DecisionContext,
  ): Promise<Map<string, ChangedFact>> {
    const changed = new Map<string, ChangedFact>();
    const note = ({ hsaIdKey, becameProtected }: Surveyed, what: FactChange): void => {
      const fact: ChangedFact = changed.get(hsaIdKey) ?? { what: [], becameProtected };
      changed.set(hsaIdKey, { ...fact, what: [...fact.what, what] });
    };
    const readings = chunk.filter(({ readingChanged }) => readingChanged);
    await this.people.save(
      manager,
      code,
      readings.map(({ hsaIdKey, hsaId, next, mark, isProtected }) => ({
        hsaIdKey,
        hsaId,
        reading: next.reading,
        mark,
        isProtected,
        nextClockChange: nextClockChange({ ...nothingKnown(hsaId, code), hsa: next.reading }, policy, now, externalAd.retentionDays),
      })),
    );
    for (const one of readings) note(one, 'reading');
    const remarked = chunk.filter(({ isToBeRemarked }) => isToBeRemarked);
    await this.people.setMarks(
      manager,
      code,
      remarked.map(({ hsaIdKey, mark }) => [hsaIdKey, mark]),
    );

    const stored = Map.groupBy(
      await manager.findBy(HoldEntity, { municipality: code, hsaIdKey: In(chunk.map(({ hsaIdKey }) => hsaIdKey)) }),
      ({ hsaIdKey }) => hsaIdKey,
    );
    const opened: HoldEntity[] = [];
    for (const one of chunk) {
      const before = stored.get(one.hsaIdKey) ?? [];
      const kept = before.find(({ kind }) => kind === one.next.hold?.kind) ?? null;
      const observed = one.next.hold?.observed ?? null;
      for (const hold of holdsAfter(one.next, kept, now)) {
        if (!kept) note(one, 'hold-opened');
        if (!kept || (observed && !this.isObserved(kept, observed))) {
          if (kept) note(one, 'hold-updated');
          opened.push({
            municipality: code,
            hsaIdKey: one.hsaIdKey,
            ...hold,
            observed: observed ? this.box.seal(observed) : (kept?.observed ?? null),
          });
        }
      }
      for (const hold of before.filter((row) => row !== kept)) {
        note(one, 'hold-closed');
        await manager.delete(HoldEntity, { municipality: code, hsaIdKey: one.hsaIdKey, kind: hold.kind });
      }
    }
    await saveAll(manager, HoldEntity, opened, ['municipality', 'hsa_id_key', 'kind']);
    return changed;
  }

  private isObserved(hold: HoldEntity, observed: Person): boolean {
    return hold.observed !== null && isDeepStrictEqual(this.box.open<Person>(hold.observed), observed);
  }
}

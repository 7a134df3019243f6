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
import { saveAll } from '../platform/database/bulk';
import type { HeldLease } from '../platform/leases/lease.service';
import { SealedBox } from '../platform/sealed-box';
import { holdsAfter } from './holds-after';
import type { Surveyed } from './survey';

/** People per transaction: large enough for speed, small enough not to keep other writers waiting. */
const CHUNK = 200;

/** Writes what a survey found, a chunk of people a transaction: readings, holds, and what follows from them. */
@Injectable()
export class ApplyService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly people: PeopleRepository,
    private readonly settler: SettleService,
    private readonly box: SealedBox,
  ) {}

  async *apply(surveyed: readonly Surveyed[], context: DecisionContext, origin: SettleOrigin, lease: HeldLease): AsyncGenerator<Settled[]> {
    for (let start = 0; start < surveyed.length; start += CHUNK) {
      const chunk = surveyed.slice(start, start + CHUNK);
      yield await this.dataSource.transaction(async (manager) => {
        await lease.assertHeld(manager);
        const changed = await this.record(manager, chunk, context);
        return this.settler.settle(
          manager,
          chunk.map(({ hsaIdKey }) => hsaIdKey),
          changed,
          context,
          origin,
        );
      });
    }
  }

  private async record(
    manager: EntityManager,
    chunk: readonly Surveyed[],
    { municipality: { code }, externalAd, now }: DecisionContext,
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
      readings.map(({ hsaIdKey, hsaId, next, isProtected }) => ({
        hsaIdKey,
        hsaId,
        reading: next.reading,
        isProtected,
        nextClockChange: nextClockChange({ ...nothingKnown(hsaId, code), hsa: next.reading }, now, externalAd.retentionDays),
      })),
    );
    for (const one of readings) note(one, 'reading');

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

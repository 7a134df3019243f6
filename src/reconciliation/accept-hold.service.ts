import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { HoldEntity } from '../access/hold.entity';
import { nextClockChange } from '../access/next-clock-change';
import { type ChangedFact, type Settled, SettleService } from '../access/settle.service';
import { FactsRepository } from '../access/facts.repository';
import type { Actor } from '../audit/actor';
import { FindingsService } from '../findings/findings.service';
import { hsaIdKey } from '../people/hsa-id';
import { PeopleRepository } from '../people/people.repository';
import type { Person } from '../people/person';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { forgetOverwritten } from '../platform/database/forget-overwritten';
import { LeaseService } from '../platform/leases/lease.service';
import { SealedBox } from '../platform/sealed-box';
import { TellServiceDesk } from '../service-desk/tell-service-desk.service';
import { runTexts } from '../texts/sv/runs';
import { decisionContext } from '../access/decision-context';
import { municipalityLease } from './run-request';

/** `busy`: a run of the municipality went on until the waiting ended; the same words may do later. */
export type Acceptance =
  | { outcome: 'accepted'; municipality: string; settled: Settled }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'busy'; reason: string };

/** Somebody knows why an HSA-id shows other identifiers (a samordningsnummer became a personnummer, say) and makes what was read the truth. */
@Injectable()
export class AcceptHoldService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly leases: LeaseService,
    private readonly facts: FactsRepository,
    private readonly people: PeopleRepository,
    private readonly settler: SettleService,
    private readonly findings: FindingsService,
    private readonly serviceDesk: TellServiceDesk,
    private readonly box: SealedBox,
  ) {}

  /** @param options.within codes of the municipalities that may be looked in; all where none are named */
  async accept(
    hsaId: string,
    actor: Actor,
    reason: string,
    { within, ...wait }: { waitMs: number; signal?: AbortSignal; within?: readonly string[] },
  ): Promise<Acceptance> {
    const key = hsaIdKey(hsaId.trim());
    const held = await this.dataSource.manager.findOneBy(HoldEntity, {
      hsaIdKey: key,
      kind: 'identity-changed',
      ...(within && { municipality: In(within) }),
    });
    const municipality = this.configuration.municipalities.find(({ code }) => code === held?.municipality);
    if (!held || !municipality) return { outcome: 'refused', reason: runTexts.notHeld(hsaId) };
    const lease = await this.leases.acquire(municipalityLease(municipality.code), wait);
    if (!lease) return { outcome: 'busy', reason: runTexts.otherRunIsGoingOn };
    try {
      const acceptance = await this.dataSource.transaction<Acceptance>(async (manager) => {
        await lease.assertHeld(manager);
        const hold = await manager.findOneBy(HoldEntity, { municipality: municipality.code, hsaIdKey: key, kind: 'identity-changed' });
        const loaded = (await this.facts.load(manager, municipality.code, [key])).get(key);
        if (!hold?.observed || !loaded?.facts.hsa) return { outcome: 'refused', reason: runTexts.notHeld(hsaId) };
        const now = this.clock.now();
        const context = decisionContext(this.configuration, municipality, now);
        const observed = this.box.open<Person>(hold.observed);
        const known = loaded.facts.hsa;
        const person = { ...observed, isProtected: observed.isProtected || (known.person?.isProtected ?? false) };
        // The identity is accepted, not the entry: one that cannot be trusted, or is not there, stays so.
        const reading = { ...known, person, since: now };
        await this.people.save(manager, municipality.code, [
          {
            hsaIdKey: key,
            hsaId: person.hsaId,
            reading,
            mark: null,
            isProtected: person.isProtected,
            nextClockChange: nextClockChange({ ...loaded.facts, hsa: reading }, context.policy, now, context.externalAd.retentionDays),
          },
        ]);
        await manager.delete(HoldEntity, { municipality: municipality.code, hsaIdKey: key, kind: 'identity-changed' });
        const becameProtected = person.isProtected && known.person?.isProtected === false;
        const changed = new Map<string, ChangedFact>([[key, { what: ['hold-accepted', 'reading'], becameProtected }]]);
        const origin = { actor, runId: null, traceId: `hold-${key}-${now}`.slice(0, 64), reason };
        const [settled] = await this.settler.settle(manager, [key], changed, context, origin);
        if (!settled) throw new Error('A held person could not be settled');
        await this.findings.close(manager, municipality.code, 'identity-changed', key, now);
        await this.serviceDesk.tell(manager, municipality);
        return { outcome: 'accepted', municipality: municipality.code, settled };
      });
      // Housekeeping: that it could not be done does not undo what was accepted.
      const hasConcealed = acceptance.outcome === 'accepted' && acceptance.settled.isProtected;
      if (hasConcealed) await forgetOverwritten(this.dataSource).catch(() => undefined);
      return acceptance;
    } finally {
      await lease.release();
    }
  }
}

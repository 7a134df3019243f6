import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { endsAsKnown } from '../access/assess';
import { asksWithdrawal } from '../access/decide';
import type { AccessFacts, AccessPolicy } from '../access/facts';
import { FactsRepository } from '../access/facts.repository';
import { type SettleOrigin, SettleService } from '../access/settle.service';
import type { Actor } from '../audit/actor';
import { PeopleRepository } from '../people/people.repository';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import type { Instant } from '../platform/time';
import { type HeldLease, LeaseService } from '../platform/leases/lease.service';
import { TellServiceDesk } from '../service-desk/tell-service-desk.service';
import { decisionContext } from '../access/decision-context';
import { municipalityLease } from './run-request';

const CHUNK = 200;

/**
 * A passed end date is evidence by itself, and so is an agreement that has lapsed: it ends access, or asks Servicecenter to
 * withdraw the permission, at midnight also where the catalogue cannot be read or the
 * municipality is halted. What begins at midnight waits for the next complete read and its guards.
 */
@Injectable()
export class PassedEndsService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly leases: LeaseService,
    private readonly people: PeopleRepository,
    private readonly facts: FactsRepository,
    private readonly settler: SettleService,
    private readonly serviceDesk: TellServiceDesk,
  ) {}

  /**
   * @param wait how long for a run of the municipality that goes on; one that halts does not end anybody's access
   * @returns how many people's access ended; null while another process runs the municipality
   */
  async settle(
    municipality: MunicipalityConfiguration,
    actor: Actor,
    wait: { waitMs?: number; signal?: AbortSignal } = {},
  ): Promise<number | null> {
    const lease = await this.leases.acquire(municipalityLease(municipality.code), wait);
    if (!lease) return null;
    try {
      return await this.settleUnder(lease, municipality, {
        actor,
        runId: null,
        traceId: `midnight-${municipality.code}-${this.clock.now()}`,
      });
    } finally {
      await lease.release();
    }
  }

  /** For who holds the municipality's lease already. @returns how many people's access ended */
  async settleUnder(lease: HeldLease, municipality: MunicipalityConfiguration, origin: Omit<SettleOrigin, 'reason'>): Promise<number> {
    const now = this.clock.now();
    const due = await this.people.due(this.dataSource.manager, municipality.code, now);
    let ended = 0;
    for (let start = 0; start < due.length; start += CHUNK) {
      ended += await this.dataSource.transaction(async (manager) => {
        await lease.assertHeld(manager);
        const loaded = await this.facts.load(manager, municipality.code, due.slice(start, start + CHUNK), { at: now });
        const context = decisionContext(this.configuration, municipality, now);
        const ending = [...loaded]
          .filter(([, { facts }]) => facts.account?.desiredEnabled && comesWithTime(facts, context.policy, now))
          .map(([key]) => key);
        const settled = await this.settler.settle(manager, ending, new Map(), context, { ...origin, reason: null });
        return settled.filter(({ action }) => action === 'ended').length;
      });
    }
    await this.dataSource.transaction(async (manager) => {
      await lease.assertHeld(manager);
      await this.serviceDesk.tell(manager, municipality);
    });
    return ended;
  }
}

/** By facts that were recorded before: access ends, or an agreement's days of grace are over and the permission is to be withdrawn. */
const comesWithTime = (facts: AccessFacts, policy: AccessPolicy, now: Instant): boolean =>
  endsAsKnown(facts, policy, now) || asksWithdrawal(facts, policy, now);

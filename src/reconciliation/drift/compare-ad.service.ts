import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/actor';
import { AdComparer } from '../../external-ad/ad-comparison.service';
import type { CompleteComparison } from '../../external-ad/compared-account';
import { ComparisonMemories } from '../../external-ad/comparison-memory.service';
import type { DriftPolicy } from '../../external-ad/drift-policy';
import { NO_MUNICIPALITY } from '../../findings/finding';
import { Clock } from '../../platform/clock';
import { CONFIGURATION } from '../../platform/config/configuration.token';
import type { Configuration } from '../../platform/config/schema';
import { ServiceError } from '../../platform/errors';
import { type HeldLease, LeaseService } from '../../platform/leases/lease.service';
import type { Instant } from '../../platform/time';
import { driftTexts } from '../../texts/sv/ad-drift';
import { DriftJudge } from './drift-judge.service';
import { type DriftOrigin, DriftRecord } from './drift-record.service';
import type { AdComparison, MunicipalityDrift } from './found-drift';
import { StrangeObjects } from './strange-objects.service';

/** Whoever holds it is the only one that compares. */
export const COMPARISON_LEASE = 'compare:ad';

export interface CompareRequest {
  actor: Actor;
  /** Heals what policy allows; without it only what is always healed. */
  heal: boolean;
  /** Writes nothing, shows what differs and what would be done. */
  dryRun: boolean;
  /** How long to wait for another comparison. */
  waitMs: number;
  signal?: AbortSignal | undefined;
}

/** Only where the external AD is a real one. */
@Injectable()
export class CompareAd {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly leases: LeaseService,
    private readonly comparer: AdComparer,
    private readonly memories: ComparisonMemories,
    private readonly judge: DriftJudge,
    private readonly strangeObjects: StrangeObjects,
    private readonly record: DriftRecord,
    private readonly log: PinoLogger,
  ) {}

  async run(request: CompareRequest): Promise<AdComparison> {
    if (request.dryRun) return this.compare(request, null);
    return (await this.alone(request, (lease) => this.compare(request, lease))) ?? this.nothing('failed', driftTexts.otherIsGoingOn);
  }

  /** Several instances are due at once: the first does it. @returns null when another has, or is still at it */
  async runOnce(request: CompareRequest, due: Instant): Promise<AdComparison | null> {
    return this.alone(request, async (lease) => {
      const last = await this.memories.load(this.dataSource.manager);
      return last !== null && last.beganAt >= due ? null : this.compare(request, lease);
    });
  }

  private async alone<T>({ waitMs, signal }: CompareRequest, work: (lease: HeldLease) => Promise<T>): Promise<T | null> {
    const lease = await this.leases.acquire(COMPARISON_LEASE, { waitMs, ...(signal && { signal }) });
    if (!lease) return null;
    try {
      return await work(lease);
    } finally {
      await lease.release();
    }
  }

  private async compare(request: CompareRequest, lease: HeldLease | null): Promise<AdComparison> {
    const beganAt = this.clock.now();
    const finish = (result: AdComparison): AdComparison => this.told(request, beganAt, result);
    try {
      const memory = await this.memories.load(this.dataSource.manager);
      const comparison = await this.comparer.compare(memory?.groups ?? null, request.signal);
      const origin: DriftOrigin = { actor: request.actor, traceId: `ad-${beganAt}`, beganAt };
      if (comparison.outcome === 'incomplete') {
        if (lease) await this.record.incomplete(lease, comparison.reason, memory, origin);
        return finish(this.nothing('incomplete', comparison.reason));
      }
      return finish(await this.settle(comparison, request, lease, origin));
    } catch (error) {
      this.log.error({ err: error }, 'AD comparison failed');
      const reason = error instanceof ServiceError ? error.message : driftTexts.crashed(error instanceof Error ? error.name : 'Error');
      return finish(this.nothing('failed', reason));
    }
  }

  /** One municipality after the other, each in a transaction of its own: one that halts does not stop the others. */
  private async settle(
    comparison: CompleteComparison,
    { heal, dryRun }: CompareRequest,
    lease: HeldLease | null,
    origin: DriftOrigin,
  ): Promise<AdComparison> {
    const rules = { policy: this.policy, isAskedToHeal: heal };
    const strangers = await this.strangeObjects.sorted(this.dataSource.manager, comparison);
    const municipalities: MunicipalityDrift[] = [];
    let healed = 0;
    for (const municipality of this.configuration.municipalities) {
      const { code } = municipality;
      const drifting = comparison.drifting.filter(({ account }) => account.municipality === code);
      const strange = strangers.get(code) ?? [];
      const judgement = lease
        ? await this.dataSource.transaction(async (manager) => {
            await lease.assertHeld(manager);
            const judged = await this.judge.judge(manager, municipality, drifting, rules);
            await this.record.municipality(manager, municipality, judged, strange, origin);
            return judged;
          })
        : await this.judge.judge(this.dataSource.manager, municipality, drifting, rules);
      healed += [...judgement.accounts, ...strange].filter(({ outcome }) => outcome === 'healed').length;
      municipalities.push({ municipality: code, tripped: judgement.tripped, drifts: [...judgement.found, ...strange] });
    }
    const elsewhere = strangers.get(NO_MUNICIPALITY) ?? [];
    municipalities.push({ municipality: NO_MUNICIPALITY, tripped: [], drifts: elsewhere });
    if (lease) await this.record.whole(lease, comparison, { municipalities, healed }, origin);
    const tripped = municipalities.flatMap((one) => one.tripped);
    return {
      ...this.nothing(
        tripped.length > 0 ? 'halted' : dryRun ? 'previewed' : 'completed',
        tripped.length > 0 ? driftTexts.halted(tripped) : null,
      ),
      server: comparison.server,
      controller: comparison.controller,
      compared: comparison.compared,
      read: comparison.read,
      healed,
      municipalities,
    };
  }

  private get policy(): DriftPolicy {
    const { externalAd } = this.configuration;
    if (externalAd.kind !== 'ldap') throw new Error('The external AD is the model: there is nothing to compare it with');
    return externalAd.drift;
  }

  private nothing(status: AdComparison['status'], reason: string | null): AdComparison {
    return { status, server: null, controller: null, compared: 0, read: 0, healed: 0, municipalities: [], reason, durationMs: 0 };
  }

  /** The one structured line per comparison, and the answer. */
  private told({ actor }: CompareRequest, beganAt: Instant, result: AdComparison): AdComparison {
    const durationMs = Date.parse(this.clock.now()) - Date.parse(beganAt);
    const { status, server, compared, read, healed, municipalities } = result;
    const drifts = municipalities.reduce((sum, one) => sum + one.drifts.length, 0);
    this.log.info({ status, server, compared, read, drifts, healed, startedBy: `${actor.kind}:${actor.name}`, durationMs }, 'AD compared');
    return { ...result, durationMs };
  }
}

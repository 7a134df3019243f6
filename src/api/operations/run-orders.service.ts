import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../audit/actor';
import { actorOf } from '../../auth/actor-of';
import type { Permission } from '../../auth/permission';
import type { Principal } from '../../auth/principal';
import { type Reach, wholeMunicipalitiesOf } from '../../auth/reach';
import { Clock } from '../../platform/clock';
import { CONFIGURATION } from '../../platform/config/configuration.token';
import type { Configuration } from '../../platform/config/schema';
import { notFound, Refusal } from '../../platform/refusal';
import { localDateOf } from '../../platform/time';
import { AcceptHoldService } from '../../reconciliation/accept-hold.service';
import { BackgroundRuns } from '../../reconciliation/background-runs.service';
import { ReleaseService } from '../../reconciliation/release.service';
import { RunList } from '../../reconciliation/run-list.service';
import type { RunRequest } from '../../reconciliation/run-request';
import { type RunRefusal, runRefusals } from '../../texts/run-refusals';

/** A run that goes on is waited for so long before a hold is accepted. */
const WAIT_MS = 5000;

const refusal = (code: RunRefusal): Refusal => new Refusal(code, runRefusals[code].status, runRefusals[code]);

/** What people order of runs through the API, each within what they reach. */
@Injectable()
export class RunOrders {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly runs: RunList,
    private readonly background: BackgroundRuns,
    private readonly releaser: ReleaseService,
    private readonly holds: AcceptHoldService,
  ) {}

  async start(reach: Reach, principal: Principal, { municipality: code, full }: { municipality: string; full: boolean }) {
    const municipality = this.configuration.municipalities.find((one) => one.code === code);
    if (!municipality || !wholeMunicipalitiesOf(reach).includes(code)) throw notFound();
    return this.begin({ municipality, actor: this.actor(principal, 'runs:start', code), full, dryRun: false });
  }

  async release(reach: Reach, principal: Principal, runId: string, reason: string) {
    const run = await this.runs.show(reach, runId);
    if (!run) throw notFound();
    if (principal.kind !== 'person') throw refusal('takes-a-person');
    const consent = await this.releaser.consent(runId, this.releaserOf(principal, run.municipality), reason);
    if (consent.outcome === 'refused') throw refusal(consent.code);
    if (consent.outcome === 'approved') return { outcome: 'approved' as const, waitsFor: 1 };
    return { outcome: 'released' as const, ...(await this.begin(consent.request)) };
  }

  async acceptHold(reach: Reach, principal: Principal, hsaId: string, reason: string) {
    const actor = this.actor(principal, 'holds:accept', null);
    const accepted = await this.holds.accept(hsaId, actor, reason, { waitMs: WAIT_MS, within: wholeMunicipalitiesOf(reach) });
    if (accepted.outcome === 'refused') throw refusal('not-held');
    if (accepted.outcome === 'busy') throw refusal('run-going-on');
    return { municipality: accepted.municipality, action: accepted.settled.action };
  }

  private async begin(request: Omit<RunRequest, 'waitMs'>): Promise<{ runId: string }> {
    const begun = await this.background.begin(request);
    if (begun.outcome === 'busy') throw refusal('run-going-on');
    return { runId: begun.runId };
  }

  private actor(principal: Principal, permission: Permission, municipality: string | null): Actor {
    return actorOf(principal, { permission, today: localDateOf(this.clock.now()), ...(municipality !== null && { municipality }) });
  }

  /** Which roles may is configuration, so the role used is one of those. */
  private releaserOf(principal: Extract<Principal, { kind: 'person' }>, municipality: string): Actor {
    const { roles } = this.configuration.releases;
    const used = principal.roles.find((held) => roles.includes(held.role) && (held.municipality ?? municipality) === municipality);
    return { ...this.actor(principal, 'runs:release', municipality), ...(used && { role: used.role }) };
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../audit/actor';
import { AuditService } from '../audit/audit.service';
import { hsaIdKey, isHsaId } from '../people/hsa-id';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import { releasePersons } from '../platform/config/release-persons';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import { aloneUntilEnd, LOCKS } from '../platform/database/row-locks';
import { SealedBox } from '../platform/sealed-box';
import type { RunRefusal } from '../texts/run-refusals';
import { runTexts } from '../texts/sv/runs';
import { HaltedPlans } from './halted-plans.service';
import { releaseStep } from './plan/approvals';
import { ReconcileService } from './reconcile.service';
import { PlanApprovalEntity } from './run.entity';
import type { RunRequest } from './run-request';
import type { RunResult } from './run-result';

/** `reason`: one Swedish sentence. */
export interface ReleaseRefused {
  outcome: 'refused';
  code: RunRefusal;
  reason: string;
}
/** `approved`: it takes one more person. */
export type Consent =
  ReleaseRefused | { outcome: 'approved'; reason: string } | { outcome: 'release'; request: Omit<RunRequest, 'waitMs'> };
export type Release = ReleaseRefused | { outcome: 'approved'; reason: string } | { outcome: 'released'; run: RunResult };

/**
 * Somebody has looked at a halted plan and lets it through, two people where configuration says so. The catalogue is read
 * again: only what is still the same is approved.
 */
@Injectable()
export class ReleaseService {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly box: SealedBox,
    private readonly audit: AuditService,
    private readonly plans: HaltedPlans,
    private readonly reconciler: ReconcileService,
  ) {}

  async release(
    runId: string,
    actor: Actor,
    reason: string,
    options: { waitMs: number; onProgress?: (peopleRead: number) => void; signal?: AbortSignal },
  ): Promise<Release> {
    const consent = await this.consent(runId, actor, reason);
    if (consent.outcome !== 'release') return consent;
    return { outcome: 'released', run: await this.reconciler.run({ ...consent.request, ...options }) };
  }

  /** One person's yes: kept and told of in the audit trail, or the last that it took, and then what is to be run. @param actor who is known by their HSA-id, or by a name at a terminal */
  async consent(runId: string, actor: Actor, reason: string): Promise<Consent> {
    const halted = await this.plans.ofRun(runId);
    if (!halted) return refused('no-such-run', runTexts.noSuchRun(runId));
    const municipality = this.configuration.municipalities.find(({ code }) => code === halted.run.municipality);
    if (!halted.plan || !municipality) return refused('not-halted', runTexts.notHalted(runId));
    if (halted.plan.state === 'released') return refused('already-released', runTexts.alreadyReleased(runId));
    const step = await this.step(halted.plan.id, runId, municipality, actor, reason);
    if (step === 'wait-for-another') return refused('takes-another-person', runTexts.takesAnotherPerson(runId));
    if (step === 'approve') return { outcome: 'approved', reason: runTexts.approved(runId) };
    const approved = { planId: halted.plan.id, rows: halted.approved, reason };
    return { outcome: 'release', request: { municipality, actor, full: true, dryRun: false, approved } };
  }

  private step(planId: string, runId: string, { code }: MunicipalityConfiguration, actor: Actor, reason: string) {
    return this.dataSource.transaction(async (manager) => {
      await aloneUntilEnd(manager, LOCKS.approvals); // two who say yes at once: one of them is the second
      const approver = this.approverOf(actor);
      const approvals = await manager.findBy(PlanApprovalEntity, { planId });
      const step = releaseStep(releasePersons(this.configuration), approvals, approver);
      if (step !== 'approve') return step;
      const at = this.clock.now();
      await manager.insert(PlanApprovalEntity, { planId, approver, actorName: actor.name, approvedAt: at });
      const entry = { at, actor, action: 'plan-approved', municipality: code, subject: null, runId, traceId: runId, reason };
      await this.audit.append(manager, [entry]);
      return step;
    });
  }

  private approverOf({ name }: Actor): string {
    const written = name.trim();
    return isHsaId(written.toUpperCase()) ? hsaIdKey(written) : this.box.digest(JSON.stringify(['approver', written.toLowerCase()]));
  }
}

const refused = (code: RunRefusal, reason: string): ReleaseRefused => ({ outcome: 'refused', code, reason });

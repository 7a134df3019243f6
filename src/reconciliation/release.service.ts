import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../audit/actor';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { runTexts } from '../texts/sv/runs';
import { HaltedPlans } from './halted-plans.service';
import { ReconcileService } from './reconcile.service';
import type { RunResult } from './run-result';

export type Release = { outcome: 'released'; run: RunResult } | { outcome: 'refused'; reason: string };

/** Somebody has looked at a halted plan and lets it through. The catalogue is read again: only what is still the same is approved. */
@Injectable()
export class ReleaseService {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly plans: HaltedPlans,
    private readonly reconciler: ReconcileService,
  ) {}

  async release(
    runId: string,
    actor: Actor,
    reason: string,
    options: { waitMs: number; onProgress?: (peopleRead: number) => void; signal?: AbortSignal },
  ): Promise<Release> {
    const halted = await this.plans.ofRun(runId);
    if (!halted) return { outcome: 'refused', reason: runTexts.noSuchRun(runId) };
    const municipality = this.configuration.municipalities.find(({ code }) => code === halted.run.municipality);
    if (!halted.plan || !municipality) return { outcome: 'refused', reason: runTexts.notHalted(runId) };
    if (halted.plan.state === 'released') return { outcome: 'refused', reason: runTexts.alreadyReleased(runId) };
    const approved = { planId: halted.plan.id, rows: halted.approved, reason };
    const run = await this.reconciler.run({ municipality, actor, full: true, dryRun: false, approved, ...options });
    return { outcome: 'released', run };
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { RecordProtection } from '../access/record-protection.service';
import type { CompleteRead, ReadRefusal } from '../directory/directory-source';
import type { Finding } from '../findings/finding';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import type { HeldLease } from '../platform/leases/lease.service';
import { TellServiceDesk } from '../service-desk/tell-service-desk.service';
import { findingText } from '../texts/sv/findings';
import { runTexts } from '../texts/sv/runs';
import { CatalogueMemory } from './catalogue-memory.service';
import { CollectFindingsService, type Standing } from './collect-findings.service';
import type { Verdict } from './guards';
import { HaltedPlans } from './halted-plans.service';
import { OperationsAlerts } from './operations-alerts.service';
import { MunicipalityStateEntity } from './run.entity';
import { RunFindings } from './run-findings.service';
import { RunJournal, type StartedRun, settingsDigest } from './run-journal.service';
import { type RunResult, noCounts, writtenOf } from './run-result';
import type { Survey } from './survey';
import { type Comparison, SurveyorService } from './surveyor.service';

/** What a run knows when it has read and compared everything. */
export interface Outcome {
  read: CompleteRead;
  survey: Survey;
  comparison: Comparison;
  verdict: Verdict;
}

/** What was written of a halted municipality all the same. */
export interface AllTheSame {
  /** HSA-id keys of those whose rows somebody had approved. */
  applied: ReadonlySet<string>;
  /** How many people's access ended because their last day, known before the run, had passed. */
  passedEnds: number;
}

/** What each way for a run to end leaves behind, in one transaction with the end itself: findings, mails, the plan, what is remembered. */
@Injectable()
export class RunEndings {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly journal: RunJournal,
    private readonly findings: RunFindings,
    private readonly collector: CollectFindingsService,
    private readonly surveyor: SurveyorService,
    private readonly plans: HaltedPlans,
    private readonly alerts: OperationsAlerts,
    private readonly serviceDesk: TellServiceDesk,
    private readonly protection: RecordProtection,
    private readonly memory: CatalogueMemory,
  ) {}

  async notRead(run: StartedRun, refusal: ReadRefusal, lease: HeldLease | null): Promise<RunResult> {
    const { municipality } = run.request;
    const finding: Finding = { kind: `read-${refusal.outcome}`, hsaId: null, dn: null, detail: `${findingText.notRead} ${refusal.reason}` };
    const ending = { status: refusal.outcome, reason: refusal.reason };
    if (!lease) return this.journal.told(run, { ...ending, findings: await this.findings.previewNotRead(municipality.code, finding) });
    return this.journal.finish(run, lease, ending, async (manager, now) => {
      await this.findings.recordNotRead(manager, municipality.code, finding, now);
      await this.alerts.readTrouble(manager, municipality, run.id, refusal.reason);
      return null;
    });
  }

  async previewed(run: StartedRun, { read, survey, comparison, verdict }: Outcome): Promise<RunResult> {
    const { municipality } = run.request;
    const tripped = verdict.tripped.length > 0;
    const counts = { ...noCounts(), read: read.peopleRead, unchanged: survey.untouched };
    for (const [action, count] of survey.tally.actions) if (action !== 'none') counts[action] += count;
    Object.assign(run.counts, counts);
    return this.journal.told(run, {
      status: tripped ? 'halted' : 'previewed',
      findings: await this.findings.preview(municipality, read, tripped ? null : await this.standingAfter(municipality.code, survey)),
      reason: tripped ? runTexts.halted(verdict.tripped, 0, 0) : null,
      rows: await this.surveyor.rows(this.dataSource.manager, comparison, survey.touched),
    });
  }

  async halted(run: StartedRun, outcome: Outcome, { applied, passedEnds }: AllTheSame, lease: HeldLease): Promise<RunResult> {
    const { read, survey, comparison, verdict } = outcome;
    const { municipality, approved, actor } = run.request;
    const { now } = comparison.context;
    const rest = survey.touched.filter((key) => !applied.has(key));
    const rows = await this.surveyor.rows(this.dataSource.manager, comparison, rest);
    const written = writtenOf(run.counts) - passedEnds;
    const ending = { status: 'halted' as const, reason: runTexts.halted(verdict.tripped, written, passedEnds), rows };
    return this.journal.finish(run, lease, ending, async (manager) => {
      const plan = { municipality: municipality.code, rows, tripped: verdict.tripped, now };
      const planId = await this.plans.keep(manager, plan);
      if (approved && applied.size > 0) await this.plans.markReleased(manager, approved.planId, actor.name, now);
      await this.findings.record(manager, municipality, read, { now, isHalted: true, peopleChanged: true });
      await this.remember(manager, municipality.code, { lastCompleteReadAt: now, readTroubleTold: false });
      const protectedNow = survey.tally.becameProtected.filter((key) => !applied.has(key));
      const origin = { actor, runId: run.id, traceId: run.id, reason: null };
      await this.protection.record(manager, municipality.code, protectedNow, now, origin);
      await this.serviceDesk.tell(manager, municipality);
      await this.alerts.halted(manager, municipality, run.id, verdict, written);
      return planId;
    });
  }

  async completed(run: StartedRun, { read, survey, comparison: { context } }: Outcome, lease: HeldLease): Promise<RunResult> {
    const { municipality, approved, actor } = run.request;
    return this.journal.finish(run, lease, { status: 'completed', reason: null }, async (manager) => {
      if (approved) await this.plans.markReleased(manager, approved.planId, actor.name, context.now);
      await this.plans.supersede(manager, municipality.code);
      // A full read mends what a run that was killed did not come to.
      const peopleChanged = survey.touched.length > 0 || read.mode === 'full';
      await this.findings.record(manager, municipality, read, { now: context.now, isHalted: false, peopleChanged });
      await this.memory.keep(manager, municipality, read);
      await this.remember(manager, municipality.code, {
        lastCompleteReadAt: context.now,
        settledWith: settingsDigest(context, this.configuration),
        haltTold: false,
        readTroubleTold: false,
      });
      await this.serviceDesk.tell(manager, municipality);
      return null;
    });
  }

  /** How people would stand when all of it had been applied. Held are those who are touched: each run looks at them. */
  private async standingAfter(municipality: string, { tally, touched, accounts }: Survey): Promise<Standing> {
    const count = (action: 'created' | 'reinstated' | 'ended'): number => tally.actions.get(action) ?? 0;
    const held = new Set(tally.held.map(({ hsaIdKey }) => hsaIdKey));
    const surveyed = new Set(touched).difference(held);
    const recorded = await this.collector.shortened(this.dataSource.manager, municipality);
    return {
      enabled: accounts + count('created') + count('reinstated') - count('ended'),
      // Somebody who reads without the role keeps an account only while held.
      enabledAmong: (keys) => Promise.resolve(held.intersection(new Set(keys))),
      holds: tally.held.flatMap(({ hsaId, holds }) => holds.map((hold) => ({ ...hold, hsaId }))),
      shortened: [...recorded.filter(({ hsaIdKey }) => !surveyed.has(hsaIdKey)), ...tally.shortened],
    };
  }

  private async remember(manager: EntityManager, code: string, change: Partial<MunicipalityStateEntity>): Promise<void> {
    await manager.update(MunicipalityStateEntity, { code }, change);
  }
}

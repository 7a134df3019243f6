import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource, type EntityManager } from 'typeorm';
import type { DecisionContext } from '../access/decide';
import { RecordProtection } from '../access/record-protection.service';
import { AuditService } from '../audit/audit.service';
import type { CompleteRead, ReadRefusal } from '../directory/directory-source';
import type { Finding } from '../findings/finding';
import { FindingsService } from '../findings/findings.service';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import { ServiceError } from '../platform/errors';
import type { HeldLease } from '../platform/leases/lease.service';
import type { Instant } from '../platform/time';
import { TellServiceDesk } from '../service-desk/tell-service-desk.service';
import { findingText } from '../texts/sv/findings';
import { runTexts } from '../texts/sv/runs';
import { CollectFindingsService } from './collect-findings.service';
import { type Verdict, isApprovedRow } from './guards';
import { HaltedPlans } from './halted-plans.service';
import { OperationsAlerts } from './operations-alerts.service';
import type { RunRequest } from './run-request';
import { MunicipalityStateEntity, RunEntity } from './run.entity';
import { type OpenFinding, type RunCounts, type RunResult, noCounts } from './run-result';
import { SAME_HUMAN, SameHumans } from './same-humans.service';
import type { Survey, Surveyed } from './survey';

export interface StartedRun {
  id: string;
  request: RunRequest;
  startedAt: Instant;
  mode: 'full' | 'changes';
  /** Rises as people are written, so that a run that breaks off tells what it came to. */
  counts: RunCounts;
}

const isAboutReading = (kind: string): boolean => kind.startsWith('read-');
const isAboutMunicipality = (kind: string): boolean => kind !== SAME_HUMAN;

/** Raised when the rules themselves change what follows from unchanged facts: everybody is then settled anew. */
const RULES_VERSION = 1;

/** A run's record: its row, its findings, its mails and its one line in the log, written in one transaction when it ends. */
@Injectable()
export class RunJournal {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly findings: FindingsService,
    private readonly collector: CollectFindingsService,
    private readonly sameHumans: SameHumans,
    private readonly plans: HaltedPlans,
    private readonly alerts: OperationsAlerts,
    private readonly serviceDesk: TellServiceDesk,
    private readonly protection: RecordProtection,
    private readonly audit: AuditService,
    private readonly log: PinoLogger,
  ) {}

  /** A run that leaves no trace: a preview, or one that never began. */
  preview(request: RunRequest): StartedRun {
    const startedAt = this.clock.now();
    const stamp = startedAt.replace(/[-:]|\.\d+Z$/g, '');
    return { id: `${request.municipality.code}-${stamp}-${suffix()}`, request, startedAt, mode: 'full', counts: noCounts() };
  }

  async start(request: RunRequest, lease: HeldLease): Promise<StartedRun> {
    const run = this.preview(request);
    const { municipality, actor } = request;
    await this.dataSource.transaction(async (manager) => {
      await lease.assertHeld(manager);
      await manager
        .createQueryBuilder()
        .insert()
        .into(MunicipalityStateEntity)
        .values({ code: municipality.code, firstRunAt: run.startedAt })
        .orIgnore()
        .execute();
      await this.closeAbandoned(manager, run);
      await manager.insert(RunEntity, {
        id: run.id,
        municipality: municipality.code,
        mode: run.mode,
        status: 'running',
        actorKind: actor.kind,
        actorName: actor.name,
        systemUser: actor.systemUser,
        startedAt: run.startedAt,
        counts: noCounts(),
        releasedPlanId: request.approved?.planId ?? null,
      });
    });
    return run;
  }

  /** Who holds the lease knows that an earlier run of the municipality that never ended was killed. */
  private async closeAbandoned(manager: EntityManager, { id, request, startedAt }: StartedRun): Promise<void> {
    const { code } = request.municipality;
    const abandoned = await manager.findBy(RunEntity, { municipality: code, status: 'running' });
    for (const run of abandoned)
      await manager.update(RunEntity, { id: run.id }, { status: 'failed', finishedAt: startedAt, reason: runTexts.killed });
    await this.audit.append(
      manager,
      abandoned.map((run) => ({
        at: startedAt,
        actor: request.actor,
        action: 'run-abandoned',
        municipality: code,
        subject: null,
        runId: run.id,
        traceId: id,
        reason: null,
      })),
    );
  }

  refuse(run: StartedRun, reason: string): RunResult {
    return this.told(run, { status: 'failed', counts: noCounts(), findings: [], reason });
  }

  async notRead(run: StartedRun, refusal: ReadRefusal, lease: HeldLease | null): Promise<RunResult> {
    const { municipality } = run.request;
    const finding: Finding = { kind: `read-${refusal.outcome}`, hsaId: null, dn: null, detail: `${findingText.notRead} ${refusal.reason}` };
    if (!lease)
      return this.told(run, {
        status: refusal.outcome,
        counts: noCounts(),
        findings: await this.wouldBeOpen(municipality.code, [finding], isAboutReading),
        reason: refusal.reason,
      });
    return this.finish(run, lease, { status: refusal.outcome, counts: noCounts(), reason: refusal.reason }, async (manager) => {
      await this.findings.reconcile(manager, municipality.code, [finding], this.clock.now(), isAboutReading);
      await this.alerts.readTrouble(manager, municipality, run.id, refusal.reason);
      return undefined;
    });
  }

  async previewed(run: StartedRun, read: CompleteRead, survey: Survey, verdict: Verdict): Promise<RunResult> {
    const rows = survey.touched.flatMap(({ row }) => (row ? [row] : []));
    const counts = { ...noCounts(), read: read.peopleRead, unchanged: survey.untouched };
    for (const { action } of survey.touched) if (action !== 'none') counts[action] += 1;
    const found = await this.collector.collect(this.dataSource.manager, run.request.municipality, read);
    const tripped = verdict.tripped.length > 0;
    return this.told(run, {
      status: tripped ? 'halted' : 'previewed',
      counts,
      findings: await this.wouldBeOpen(run.request.municipality.code, found, isAboutMunicipality),
      reason: tripped ? runTexts.halted(verdict.tripped, 0) : null,
      rows,
    });
  }

  async halted(
    run: StartedRun,
    read: CompleteRead,
    survey: Survey,
    verdict: Verdict,
    counts: RunCounts,
    context: DecisionContext,
    lease: HeldLease,
  ): Promise<RunResult> {
    const { municipality, approved } = run.request;
    const applied = counts.created + counts.changed + counts.ended + counts.reinstated + counts.deleted;
    const rows = survey.touched.flatMap(({ row }) => (row && approved?.rows.get(row.hsaIdKey) !== row.digest ? [row] : []));
    const isApplied = (one: Surveyed): boolean => verdict.releasable && isApprovedRow(one, approved?.rows ?? new Map());
    const protectedNow = survey.touched.filter((one) => one.becameProtected && !isApplied(one)).map(({ hsaIdKey }) => hsaIdKey);
    return this.finish(
      run,
      lease,
      { status: 'halted', counts, reason: runTexts.halted(verdict.tripped, applied), rows },
      async (manager) => {
        const planId = await this.plans.keep(manager, {
          runId: run.id,
          municipality: municipality.code,
          rows,
          tripped: verdict.tripped,
          now: context.now,
        });
        if (approved && applied > 0) await this.plans.markReleased(manager, approved.planId, run.request.actor.name, context.now);
        await this.recordFindings(manager, municipality, read, context.now, [
          { kind: 'halted', hsaId: null, dn: null, detail: findingText.halted },
        ]);
        await this.remember(manager, municipality.code, { lastCompleteReadAt: context.now, readTroubleTold: false });
        const origin = { actor: run.request.actor, runId: run.id, traceId: run.id, reason: null };
        await this.protection.record(manager, municipality.code, protectedNow, context.now, origin);
        await this.serviceDesk.tell(manager, municipality);
        await this.alerts.halted(manager, municipality, run.id, verdict, applied);
        return planId;
      },
    );
  }

  async completed(
    run: StartedRun,
    read: CompleteRead,
    survey: Survey,
    counts: RunCounts,
    context: DecisionContext,
    lease: HeldLease,
    releasedPlanId: string | null,
  ): Promise<RunResult> {
    const { municipality } = run.request;
    const rows = survey.touched.flatMap(({ row }) => (row ? [row] : []));
    return this.finish(run, lease, { status: 'completed', counts, reason: null, rows }, async (manager) => {
      if (releasedPlanId) await this.plans.markReleased(manager, releasedPlanId, run.request.actor.name, context.now);
      await this.plans.supersede(manager, municipality.code);
      await this.recordFindings(manager, municipality, read, context.now, []);
      await this.remember(manager, municipality.code, {
        lastCompleteReadAt: context.now,
        settledWith: settingsDigest(context, this.configuration),
        haltTold: false,
        readTroubleTold: false,
      });
      await this.serviceDesk.tell(manager, municipality);
      return undefined;
    });
  }

  /** What happened is kept in the error's own log line, without personal data; the person at the terminal gets a sentence. */
  async crashed(run: StartedRun, error: unknown, lease: HeldLease | null): Promise<RunResult> {
    const reason = error instanceof ServiceError ? error.message : runTexts.crashed(error instanceof Error ? error.name : 'Error');
    this.log.error({ err: error, runId: run.id, municipality: run.request.municipality.code }, 'run failed');
    const outcome = { status: 'failed' as const, counts: run.counts, reason };
    if (!lease) return this.told(run, { ...outcome, findings: [] });
    try {
      return await this.finish(run, lease, outcome, () => Promise.resolve(undefined));
    } catch (worse) {
      // What stopped the run may stop its record too: the next run finds it and closes it, and the others go on now.
      this.log.error({ err: worse, runId: run.id, municipality: run.request.municipality.code }, 'failed run not recorded');
      return this.told(run, { ...outcome, findings: [] });
    }
  }

  /** Policy, names and rules are facts too: when they change, people whose own facts stand still are decided about anew. */
  async lastCompleted(
    { code }: MunicipalityConfiguration,
    context: DecisionContext,
  ): Promise<{ everybody: boolean; isFirstImport: boolean }> {
    const state = await this.dataSource.manager.findOneBy(MunicipalityStateEntity, { code });
    const settledWith = state?.settledWith ?? null;
    return { everybody: settledWith !== settingsDigest(context, this.configuration), isFirstImport: settledWith === null };
  }

  private async finish(
    run: StartedRun,
    lease: HeldLease,
    outcome: Omit<RunResult, 'runId' | 'municipality' | 'mode' | 'findings' | 'durationMs' | 'rows'> & { rows?: RunResult['rows'] },
    write: (manager: EntityManager) => Promise<string | undefined>,
  ): Promise<RunResult> {
    const { code } = run.request.municipality;
    const findings = await this.dataSource.transaction(async (manager) => {
      await lease.assertHeld(manager);
      const planId = await write(manager);
      const finishedAt = this.clock.now();
      await manager.update(
        RunEntity,
        { id: run.id },
        { status: outcome.status, finishedAt, counts: outcome.counts, reason: outcome.reason, planId: planId ?? null },
      );
      await this.audit.append(manager, [
        {
          at: finishedAt,
          actor: run.request.actor,
          action: `run-${outcome.status}`,
          municipality: code,
          subject: null,
          runId: run.id,
          traceId: run.id,
          reason: run.request.approved?.reason ?? null,
          payload: { counts: outcome.counts, reason: outcome.reason },
        },
      ]);
      return this.findings.open(manager, [code]);
    });
    return this.told(run, { ...outcome, findings });
  }

  /** The one structured line per run, and the answer. */
  private told(
    run: StartedRun,
    {
      status,
      counts,
      findings,
      reason,
      rows = [],
    }: Pick<RunResult, 'status' | 'counts' | 'reason'> & { findings: OpenFinding[]; rows?: RunResult['rows'] },
  ): RunResult {
    const durationMs = Date.parse(this.clock.now()) - Date.parse(run.startedAt);
    const { municipality, actor } = run.request;
    this.log.info(
      {
        runId: run.id,
        municipality: municipality.code,
        startedBy: `${actor.kind}:${actor.name}`,
        status,
        ...counts,
        findings: findings.length,
        durationMs,
      },
      'run ended',
    );
    return { runId: run.id, municipality: municipality.code, mode: run.mode, status, counts, findings, reason, rows, durationMs };
  }

  /** The municipality's own, and everywhere those about one human with several HSA-ids: a read here can bring or end them elsewhere. */
  private async recordFindings(
    manager: EntityManager,
    municipality: MunicipalityConfiguration,
    read: CompleteRead,
    now: Instant,
    more: Finding[],
  ): Promise<void> {
    const found = [...more, ...(await this.collector.collect(manager, municipality, read))];
    await this.findings.reconcile(manager, municipality.code, found, now, isAboutMunicipality);
    const sameHumans = await this.sameHumans.find(manager);
    for (const { code } of this.configuration.municipalities) {
      await this.findings.reconcile(manager, code, sameHumans.get(code) ?? [], now, (kind) => kind === SAME_HUMAN);
    }
  }

  private async wouldBeOpen(municipality: string, found: readonly Finding[], looksFor: (kind: string) => boolean): Promise<OpenFinding[]> {
    const open = await this.findings.open(this.dataSource.manager, [municipality]);
    return this.findings.merged(municipality, open, found, this.clock.now(), looksFor);
  }

  private async remember(manager: EntityManager, code: string, change: Partial<MunicipalityStateEntity>): Promise<void> {
    await manager.update(MunicipalityStateEntity, { code }, change);
  }
}

/** Begins with a letter: after the time of day, four digits could be taken for a personnummer and be masked in the log. */
const suffix = (): string =>
  randomBytes(2)
    .toString('hex')
    .replace(/^\d/, (digit) => 'abcdefabcd'.charAt(Number(digit)));

const settingsDigest = ({ municipality, policy, externalAd, notifyOn }: DecisionContext, { systemRole }: Configuration): string =>
  createHash('sha256')
    .update(JSON.stringify([RULES_VERSION, municipality, policy, externalAd, notifyOn, systemRole]))
    .digest('hex');

import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource, type EntityManager } from 'typeorm';
import type { DecisionContext } from '../access/decide';
import { AuditService } from '../audit/audit.service';
import { FindingsService } from '../findings/findings.service';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import { storageFault } from '../platform/database/storage-fault';
import { ServiceError } from '../platform/errors';
import type { HeldLease } from '../platform/leases/lease.service';
import type { Instant } from '../platform/time';
import { platformTexts } from '../texts/sv/platform';
import { runTexts } from '../texts/sv/runs';
import type { PlanRows } from './plan/plan';
import type { RunRequest } from './run-request';
import { MunicipalityStateEntity, RunEntity } from './run.entity';
import { type OpenFinding, type RunCounts, type RunResult, noCounts } from './run-result';

export interface StartedRun {
  id: string;
  request: RunRequest;
  startedAt: Instant;
  mode: 'full' | 'changes';
  /** Rises as people are written, so that a run that breaks off tells what it came to. */
  counts: RunCounts;
}

/** Raised when the rules themselves change what follows from unchanged facts: everybody is then settled anew. */
const RULES_VERSION = 1;

/** A run's record: its row in the database, its row in the audit trail, its one line in the log. */
@Injectable()
export class RunJournal {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly findings: FindingsService,
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
    return this.told(run, { status: 'failed', findings: [], reason });
  }

  /** What happened is kept in the error's own log line, without personal data; the person at the terminal gets a sentence. */
  async crashed(run: StartedRun, error: unknown, lease: HeldLease | null): Promise<RunResult> {
    const fault = storageFault(error);
    const unforeseen = fault === null ? runTexts.crashed(error instanceof Error ? error.name : 'Error') : platformTexts.notWritten(fault);
    const reason = error instanceof ServiceError ? error.message : unforeseen;
    this.log.error({ err: error, runId: run.id, municipality: run.request.municipality.code }, 'run failed');
    const ending = { status: 'failed' as const, reason };
    if (!lease) return this.told(run, { ...ending, findings: [] });
    try {
      return await this.finish(run, lease, ending, () => Promise.resolve(null));
    } catch (worse) {
      // What stopped the run may stop its record too: the next run finds it and closes it, and the others go on now.
      this.log.error({ err: worse, runId: run.id, municipality: run.request.municipality.code }, 'failed run not recorded');
      return this.told(run, { ...ending, findings: [] });
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

  /** Ends a run: its row, the audit row and what else comes with this end, all or nothing. @param write gives the id of a plan where it keeps one */
  async finish(
    run: StartedRun,
    lease: HeldLease,
    { status, reason, rows }: Ending,
    write: (manager: EntityManager, now: Instant) => Promise<string | null>,
  ): Promise<RunResult> {
    const { code } = run.request.municipality;
    const { counts, mode } = run;
    const findings = await this.dataSource.transaction(async (manager) => {
      await lease.assertHeld(manager);
      const planId = await write(manager, this.clock.now());
      const finishedAt = this.clock.now();
      await manager.update(RunEntity, { id: run.id }, { status, mode, finishedAt, counts, reason, planId });
      await this.audit.append(manager, [
        {
          at: finishedAt,
          actor: run.request.actor,
          action: `run-${status}`,
          municipality: code,
          subject: null,
          runId: run.id,
          traceId: run.id,
          reason: run.request.approved?.reason ?? null,
          payload: { counts, reason },
        },
      ]);
      return this.findings.open(manager, [code]);
    });
    return this.told(run, { status, reason, rows, findings });
  }

  /** The one structured line per run, and the answer. */
  told(run: StartedRun, { status, findings, reason, rows = [] }: Ending & { findings: OpenFinding[] }): RunResult {
    const durationMs = Date.parse(this.clock.now()) - Date.parse(run.startedAt);
    const { id: runId, mode, counts } = run;
    const { municipality, actor } = run.request;
    this.log.info(
      {
        runId,
        municipality: municipality.code,
        startedBy: `${actor.kind}:${actor.name}`,
        mode,
        status,
        ...counts,
        findings: findings.length,
        durationMs,
      },
      'run ended',
    );
    return { runId, municipality: municipality.code, mode, status, counts, findings, reason, rows, durationMs };
  }
}

/** How a run ended; its counts are the started run's own. */
type Ending = Pick<RunResult, 'status' | 'reason'> & { rows?: PlanRows };

/** Begins with a letter: after the time of day, four digits could be taken for a personnummer and be masked in the log. */
const suffix = (): string =>
  randomBytes(2)
    .toString('hex')
    .replace(/^\d/, (digit) => 'abcdefabcd'.charAt(Number(digit)));

/** Of every setting that decisions follow from. */
export const settingsDigest = (
  { municipality, policy, externalAd, notifyOn, cosmicRoles }: DecisionContext,
  { systemRole }: Configuration,
): string =>
  createHash('sha256')
    .update(JSON.stringify([RULES_VERSION, municipality, policy, externalAd, notifyOn, systemRole, [...cosmicRoles.values()]]))
    .digest('hex');

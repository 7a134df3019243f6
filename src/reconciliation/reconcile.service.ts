import { setImmediate as breathe } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { DecisionContext } from '../access/decide';
import type { CatalogueRead, CompleteRead, LookUp, ReadEntry, ReadRefusal } from '../directory/directory-source';
import { DirectorySources } from '../directory/directory-sources.service';
import { hsaIdKey, isHsaId, isTestHsaId } from '../people/hsa-id';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import { forgetOverwritten } from '../platform/database/forget-overwritten';
import { ServiceError } from '../platform/errors';
import { type HeldLease, LeaseService } from '../platform/leases/lease.service';
import type { Instant } from '../platform/time';
import { runTexts } from '../texts/sv/runs';
import { ApplyService } from './apply.service';
import { decisionContext } from './decision-context';
import { entriesByKey } from './entries-by-key';
import { type Verdict, isApprovedRow, judge } from './guards';
import { LastRuns } from './last-runs.service';
import { RunJournal, type StartedRun } from './run-journal.service';
import { type RunRequest, municipalityLease } from './run-request';
import type { RunResult } from './run-result';
import type { Survey } from './survey';
import { SurveyorService } from './surveyor.service';

/** The loop: read everything, compare, pass the guards, and only then apply. One municipality; the others do not wait for it. */
@Injectable()
export class ReconcileService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly leases: LeaseService,
    private readonly sources: DirectorySources,
    private readonly surveyor: SurveyorService,
    private readonly applier: ApplyService,
    private readonly journal: RunJournal,
    private readonly lastRuns: LastRuns,
  ) {}

  async run(request: RunRequest): Promise<RunResult> {
    if (request.dryRun) return this.reconcile(request, this.journal.preview(request), null);
    const result = await this.alone(request, (lease) => this.start(request, lease));
    return result ?? this.journal.refuse(this.journal.preview(request), runTexts.otherRunIsGoingOn);
  }

  /**
   * A run that several processes are due to do: the first one does it. Whether one has is asked under the lease, so that
   * it cannot begin and end between the question and the run.
   *
   * @param due when the run was due
   * @returns null when another process has run the municipality since then or is still at it
   */
  async runOnce(request: RunRequest, due: Instant): Promise<RunResult | null> {
    const { municipality, actor } = request;
    return this.alone(request, async (lease) =>
      (await this.lastRuns.beganSince(municipality.code, actor.name, due)) ? null : this.start(request, lease),
    );
  }

  /** Null when another run of the municipality does not end in time. */
  private async alone<T>({ municipality, waitMs, signal }: RunRequest, work: (lease: HeldLease) => Promise<T>): Promise<T | null> {
    const lease = await this.leases.acquire(municipalityLease(municipality.code), { waitMs, signal });
    if (!lease) return null;
    try {
      return await work(lease);
    } finally {
      await lease.release();
    }
  }

  private async start(request: RunRequest, lease: HeldLease): Promise<RunResult> {
    let run: StartedRun;
    try {
      run = await this.journal.start(request, lease);
    } catch (error) {
      return this.journal.crashed(this.journal.preview(request), error, null);
    }
    return this.reconcile(request, run, lease);
  }

  private async reconcile(request: RunRequest, run: StartedRun, lease: HeldLease | null): Promise<RunResult> {
    try {
      const read = await this.read(request);
      stopIfAsked(request); // a read that was broken off here says nothing about the catalogue
      if (read.outcome !== 'complete') return await this.journal.notRead(run, read, lease);
      const entries = this.usable(read, request.municipality);
      const lookUps = await this.lookUpMissing(request.municipality, entries);
      if (!(lookUps instanceof Map)) return await this.journal.notRead(run, lookUps, lease);

      const context = decisionContext(this.configuration, request.municipality, this.clock.now());
      const survey = await this.surveyor.survey(this.dataSource.manager, {
        entries,
        lookUps,
        context,
        ...(await this.journal.lastCompleted(request.municipality, context)),
      });
      const approved = request.approved?.rows ?? new Map<string, string>();
      const verdict = judge(survey, entries, request.municipality, approved);
      if (!lease) return await this.journal.previewed(run, read, survey, verdict);
      return await this.carryOut(request, run, lease, read, survey, verdict, context);
    } catch (error) {
      return this.journal.crashed(run, error, lease);
    }
  }

  /** Nothing of a tripped plan is applied, but for what somebody approved by releasing it. */
  private async carryOut(
    request: RunRequest,
    run: StartedRun,
    lease: HeldLease,
    read: CompleteRead,
    survey: Survey,
    verdict: Verdict,
    context: DecisionContext,
  ): Promise<RunResult> {
    const approved = request.approved?.rows ?? new Map<string, string>();
    const tripped = verdict.tripped.length > 0;
    const applicable = tripped ? survey.touched.filter((one) => verdict.releasable && isApprovedRow(one, approved)) : survey.touched;
    const { counts } = run;
    Object.assign(counts, { read: read.peopleRead, unchanged: survey.untouched });
    const origin = { actor: request.actor, runId: run.id, traceId: run.id, reason: request.approved?.reason ?? null };
    for await (const settled of this.applier.apply(applicable, context, origin, lease)) {
      for (const { action } of settled) if (action !== 'none') counts[action] += 1;
      await breathe();
      stopIfAsked(request);
    }
    const result = await (tripped
      ? this.journal.halted(run, read, survey, verdict, counts, context, lease)
      : this.journal.completed(run, read, survey, counts, context, lease, request.approved?.planId ?? null));
    // Housekeeping after the run has ended: that it could not be done does not make the run another one.
    const concealed = survey.touched.some(({ becameProtected }) => becameProtected);
    if (concealed) await forgetOverwritten(this.dataSource).catch(() => undefined);
    return result;
  }

  private async read({ municipality, full, onProgress, signal }: RunRequest): Promise<CatalogueRead> {
    const known = await this.surveyor.knownKeys(this.dataSource.manager, municipality.code);
    for (const { hsaId } of municipality.source.knownPersons) known.add(hsaIdKey(hsaId));
    return this.sources.of(municipality.code).read({ full, known, onProgress, signal });
  }

  private usable(read: CompleteRead, { allowTestHsaIds }: MunicipalityConfiguration): Map<string, ReadEntry> {
    return entriesByKey(read.entries, (hsaId) => isHsaId(hsaId) || (allowTestHsaIds && isTestHsaId(hsaId)));
  }

  /** Absent is not gone: whoever has an account and is not in the read is looked up, all before anything is decided. */
  private async lookUpMissing(
    municipality: MunicipalityConfiguration,
    entries: ReadonlyMap<string, ReadEntry>,
  ): Promise<Map<string, LookUp> | ReadRefusal> {
    const missing = await this.surveyor.missing(this.dataSource.manager, municipality.code, entries);
    if (missing.length === 0) return new Map();
    const answer = await this.sources.of(municipality.code).lookUp(missing);
    return answer.outcome === 'complete' ? answer.found : answer;
  }
}

/** At points where nothing is half done. */
function stopIfAsked({ signal }: RunRequest): void {
  if (signal?.aborted) throw new ServiceError('stopped', runTexts.stopped);
}

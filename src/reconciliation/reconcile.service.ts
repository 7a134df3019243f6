import { setImmediate as breathe } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CompleteRead, LookUp, ReadRefusal } from '../directory/directory-source';
import { DirectorySources } from '../directory/directory-sources.service';
import { isHsaId, isTestHsaId } from '../people/hsa-id';
import { PeopleToSettle } from '../orders/people-to-settle.repository';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration, MunicipalityConfiguration } from '../platform/config/schema';
import { forgetOverwritten } from '../platform/database/forget-overwritten';
import { ServiceError } from '../platform/errors';
import { type HeldLease, LeaseService } from '../platform/leases/lease.service';
import type { Instant } from '../platform/time';
import { runTexts } from '../texts/sv/runs';
import { ApplyService } from './apply.service';
import { CatalogueMemory } from './catalogue-memory.service';
import { decisionContext } from '../access/decision-context';
import { type EntriesByKey, entriesByKey } from './entries-by-key';
import { judge } from './guards';
import { type KnownPerson, KnownPeople } from './known-people.repository';
import { LastRuns } from './last-runs.service';
import { LeftoverEvents } from './leftover-events.service';
import { PassedEndsService } from './passed-ends.service';
import { type Outcome, RunEndings } from './run-endings.service';
import { RunJournal, type StartedRun } from './run-journal.service';
import { type RunRequest, municipalityLease } from './run-request';
import type { RunResult } from './run-result';
import { type Surveyed, isApprovedRow } from './survey';
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
    private readonly knownPeople: KnownPeople,
    private readonly toSettle: PeopleToSettle,
    private readonly memory: CatalogueMemory,
    private readonly surveyor: SurveyorService,
    private readonly applier: ApplyService,
    private readonly passedEnds: PassedEndsService,
    private readonly journal: RunJournal,
    private readonly endings: RunEndings,
    private readonly lastRuns: LastRuns,
    private readonly leftovers: LeftoverEvents,
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
    request.onStarted?.(run.id);
    return this.reconcile(request, run, lease);
  }

  private async reconcile(request: RunRequest, run: StartedRun, lease: HeldLease | null): Promise<RunResult> {
    try {
      const { manager } = this.dataSource;
      const toSettle = await this.toSettle.of(manager, request.municipality.code);
      const known = await this.knownPeople.index(manager, request.municipality.code);
      const read = await this.sources.of(request.municipality.code).read(await this.memory.requestFor(request, known));
      stopIfAsked(request); // a read that was broken off here says nothing about the catalogue
      if (read.outcome !== 'complete') return await this.notRead(run, read, lease);
      run.mode = read.mode;
      const entries = this.usable(read, request.municipality);
      const lookUps = await this.lookUpMissing(request, known, entries, read.unmoved);
      stopIfAsked(request);
      if (!(lookUps instanceof Map)) return await this.notRead(run, lookUps, lease);

      const context = decisionContext(this.configuration, request.municipality, this.clock.now());
      const comparison = { known, entries, unmoved: read.unmoved, lookUps, toSettle, context };
      const approved = request.approved?.rows ?? new Map<string, string>();
      const settings = await this.journal.lastCompleted(request.municipality, context);
      const survey = await this.surveyor.survey(manager, comparison, { ...settings, approved });
      const outcome = { read, survey, comparison, verdict: judge(survey, entries, request.municipality) };
      return await (lease ? this.carryOut(run, outcome, lease) : this.endings.previewed(run, outcome));
    } catch (error) {
      return this.journal.crashed(run, error, lease);
    }
  }

  /** Nothing of a tripped plan is applied, but for what somebody approved by releasing it, and ends that were known beforehand. */
  private async carryOut(run: StartedRun, outcome: Outcome, lease: HeldLease): Promise<RunResult> {
    const { request, counts } = run;
    const { read, survey, comparison, verdict } = outcome;
    const tripped = verdict.tripped.length > 0;
    const approved = request.approved?.rows ?? new Map<string, string>();
    Object.assign(counts, { read: read.peopleRead, unchanged: survey.untouched });
    const passedEnds = tripped ? await this.endPassed(run, lease) : 0;
    counts.ended += passedEnds;
    const keys = tripped ? survey.touched.filter((key) => verdict.releasable && approved.has(key)) : survey.touched;
    const isApplicable = (one: Surveyed): boolean => !tripped || isApprovedRow(one, approved);
    const origin = { actor: request.actor, runId: run.id, traceId: run.id, reason: request.approved?.reason ?? null };
    const applied = new Set<string>();
    for await (const settled of this.applier.apply(comparison, keys, isApplicable, origin, lease)) {
      for (const { action, hsaIdKey } of settled) {
        if (action !== 'none') counts[action] += 1;
        if (tripped) applied.add(hsaIdKey);
      }
      await breathe();
      stopIfAsked(request);
    }
    await this.applier.remark(survey.remarked, comparison.context, lease);
    if (!tripped) await this.toSettle.clear(comparison.context.municipality.code, comparison.toSettle, lease);
    const result = await (tripped
      ? this.endings.halted(run, outcome, { applied, passedEnds }, lease)
      : this.endings.completed(run, outcome, lease));
    // After the run has ended: that this could not be done does not make the run another one, and the next dispatch tells the rest.
    await this.leftovers.tellUnder(lease, request.municipality).catch(() => undefined);
    if (survey.tally.becameProtected.length > 0) await forgetOverwritten(this.dataSource).catch(() => undefined);
    return result;
  }

  private async notRead(run: StartedRun, refusal: ReadRefusal, lease: HeldLease | null): Promise<RunResult> {
    if (lease) run.counts.ended += await this.endPassed(run, lease);
    return this.endings.notRead(run, refusal, lease);
  }

  /** A passed end date is evidence by itself, whatever the catalogue says or does not say now. */
  private endPassed({ request, id }: StartedRun, lease: HeldLease): Promise<number> {
    const { municipality, actor, signal } = request;
    return signal?.aborted ? Promise.resolve(0) : this.passedEnds.settleUnder(lease, municipality, { actor, runId: id, traceId: id });
  }

  private usable(read: CompleteRead, { allowTestHsaIds }: MunicipalityConfiguration): EntriesByKey {
    return entriesByKey(read.entries, (hsaId) => isHsaId(hsaId) || (allowTestHsaIds && isTestHsaId(hsaId)));
  }

  /** Absent is not gone: whoever has an account, enabled or not, and is not in the read is looked up, all before anything is decided. */
  private async lookUpMissing(
    { municipality: { code }, signal }: RunRequest,
    known: ReadonlyMap<string, KnownPerson>,
    entries: EntriesByKey,
    unmoved: ReadonlySet<string>,
  ): Promise<Map<string, LookUp> | ReadRefusal> {
    const missing: string[] = [];
    for (const [key, { state, account }] of known) {
      const hasAccount = account === 'enabled' || account === 'disabled';
      if (state !== 'absent' && hasAccount && !entries.has(key) && !unmoved.has(key)) missing.push(key);
    }
    if (missing.length === 0) return new Map();
    const answer = await this.sources.of(code).lookUp(missing.sort(), signal);
    return answer.outcome === 'complete' ? answer.found : answer;
  }
}

/** At points where nothing is half done. */
function stopIfAsked({ signal }: RunRequest): void {
  if (signal?.aborted) throw new ServiceError('stopped', runTexts.stopped);
}

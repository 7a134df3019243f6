import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import type { Actor } from '../audit/actor';
import { AuditService } from '../audit/audit.service';
import { MailDispatcher } from '../notifications/dispatcher.service';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { ZONE } from '../platform/time';
import { LeftoverEvents } from '../reconciliation/leftover-events.service';
import { OperationsAlerts } from '../reconciliation/operations-alerts.service';
import { PassedEndsService } from '../reconciliation/passed-ends.service';
import { ReconcileService } from '../reconciliation/reconcile.service';
import { LastRuns } from '../reconciliation/last-runs.service';

/** Every job by name. `sync` and `nearMisses` are configuration; the rest follow from the promises. */
const DISPATCH = '*/10 * * * * *';
const MIDNIGHT = '5 0 0 * * *';
const HOURLY = '0 7 * * * *';
const RETENTION = '0 30 3 * * *';

const actor = (name: string): Actor => ({ kind: 'schedule', name, systemUser: null });

/**
 * The schedules of a running service, in Swedish time. Several instances may tick at once: the municipality's lease lets
 * one in, and a run that already began in the same tick is not repeated.
 */
@Injectable()
export class Jobs implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly dataSource: DataSource,
    private readonly registry: SchedulerRegistry,
    private readonly clock: Clock,
    private readonly reconciler: ReconcileService,
    private readonly lastRuns: LastRuns,
    private readonly passedEnds: PassedEndsService,
    private readonly leftovers: LeftoverEvents,
    private readonly alerts: OperationsAlerts,
    private readonly dispatcher: MailDispatcher,
    private readonly audit: AuditService,
    private readonly log: PinoLogger,
  ) {}

  onApplicationBootstrap(): void {
    const { schedule } = this.configuration;
    this.add('sync', schedule.sync, () => this.sync('sync', false));
    this.add('nearMisses', schedule.nearMisses, () => this.sync('nearMisses', true));
    this.add('midnight', MIDNIGHT, () => this.endPassed());
    this.add('read-trouble', HOURLY, () => this.watchReads());
    this.add('retention', RETENTION, async () => void (await this.audit.eraseExpired(this.clock.now(), actor('retention'))));
    this.add('dispatch', DISPATCH, () => this.dispatch());
    void this.track('midnight', () => this.endPassed()); // a service that was down at midnight
  }

  /** Nothing new begins; what goes on comes to its next safe point and gives its leases back. */
  async onApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    for (const job of this.registry.getCronJobs().values()) await job.stop();
    await Promise.allSettled(this.#running);
  }

  private add(name: string, expression: string, work: () => Promise<void>): void {
    let busy = false;
    const job = CronJob.from({
      cronTime: expression,
      timeZone: ZONE,
      onTick: () => {
        if (busy || this.#stopping.signal.aborted) return;
        busy = true;
        void this.track(name, work).finally(() => (busy = false));
      },
    });
    this.registry.addCronJob(name, job);
    job.start();
  }

  private track(name: string, work: () => Promise<void>): Promise<void> {
    const running = work().catch((error: unknown) => this.log.error({ err: error, job: name }, 'job failed'));
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  private async sync(name: string, full: boolean): Promise<void> {
    const tick = this.clock.now().slice(0, 16);
    for (const municipality of this.configuration.municipalities) {
      if (this.#stopping.signal.aborted) return;
      if (await this.lastRuns.startedSince(municipality.code, name, tick)) continue;
      await this.reconciler.run({ municipality, actor: actor(name), full, dryRun: false, waitMs: 0, signal: this.#stopping.signal });
    }
    await this.dispatch();
  }

  private async endPassed(): Promise<void> {
    for (const municipality of this.configuration.municipalities) await this.passedEnds.settle(municipality, actor('midnight'));
  }

  private async watchReads(): Promise<void> {
    for (const municipality of this.configuration.municipalities) {
      const last = await this.lastRuns.of(municipality.code);
      await this.dataSource.transaction((manager) => this.alerts.readTrouble(manager, municipality, last?.id ?? null, last?.reason ?? null));
    }
  }

  private async dispatch(): Promise<void> {
    await this.leftovers.tell();
    await this.dispatcher.dispatch({ ignoreBackoff: false, signal: this.#stopping.signal });
  }
}

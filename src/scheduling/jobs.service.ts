import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { RemindAgreements } from '../agreements/remind-agreements.service';
import { SettleReplaced } from '../agreements/settle-replaced.service';
import type { Actor } from '../audit/actor';
import { AuditService } from '../audit/audit.service';
import { SessionStore } from '../auth/session/session.store';
import { Checkpoints } from '../audit/checkpoints.service';
import { ExternalAdDispatcher } from '../external-ad/external-ad-dispatcher.service';
import { MailDispatcher } from '../notifications/dispatcher.service';
import { OrderExpiry } from '../orders/order-expiry.service';
import { OrderReminders } from '../orders/order-reminders.service';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { IdempotentRequests } from '../platform/idempotency/idempotent-requests.service';
import { type Instant, ZONE, toInstant } from '../platform/time';
import { LeftoverEvents } from '../reconciliation/leftover-events.service';
import { CompareAd } from '../reconciliation/drift/compare-ad.service';
import { OperationsAlerts } from '../reconciliation/operations-alerts.service';
import { PassedEndsService } from '../reconciliation/passed-ends.service';
import { ReconcileService } from '../reconciliation/reconcile.service';
import { LastRuns } from '../reconciliation/last-runs.service';
import { InformService } from '../service-desk/inform.service';
import { NextCase } from '../service-desk/next-case.service';

/** Every job by name. `sync` and `nearMisses` are configuration; the rest follow from the promises. */
const DISPATCH = '*/10 * * * * *';
const MIDNIGHT = '5 0 0 * * *';
const HOURLY = '0 7 * * * *';
const HOURLY_LATER = '0 37 * * * *';
const SESSIONS = '30 */10 * * * *';
const INFORM = '*/15 * * * * *';
const CLAIMS = '0 */10 * * * *';
const ORDERS = '0 15 6 * * *';
const RETENTION = '0 30 3 * * *';
const EVERY_MINUTE = '20 * * * * *';
const MORNING = '0 10 6 * * *';

/** A job waits this long for another one of the municipality: the schedules meet every night. */
const WAIT_MS = 10 * 60 * 1000;

const actor = (name: string): Actor => ({ kind: 'schedule', name, systemUser: null });

/**
 * The schedules of a running service, in Swedish time. Several instances may tick at once: the municipality's lease lets
 * one in, and what was due at the same moment is not repeated by the others.
 */
@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
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
    private readonly externalAd: ExternalAdDispatcher,
    private readonly audit: AuditService,
    private readonly checkpoints: Checkpoints,
    private readonly comparison: CompareAd,
    private readonly sessions: SessionStore,
    private readonly informing: InformService,
    private readonly cases: NextCase,
    private readonly idempotent: IdempotentRequests,
    private readonly orderExpiry: OrderExpiry,
    private readonly reminders: OrderReminders,
    private readonly replaced: SettleReplaced,
    private readonly agreementReminders: RemindAgreements,
    private readonly log: PinoLogger,
  ) {}

  onApplicationBootstrap(): void {
    const { schedule, externalAd, audit } = this.configuration;
    this.add('sync', schedule.sync, (due) => this.sync('sync', false, due));
    this.add('nearMisses', schedule.nearMisses, (due) => this.sync('nearMisses', true, due));
    this.add('midnight', MIDNIGHT, () => this.endPassed());
    this.add('read-trouble', HOURLY, () => this.watchReads());
    this.add('passed-ends', HOURLY_LATER, () => this.endPassed()); // what midnight could not: a busy lease, a service that slept
    this.add('orders', ORDERS, () => this.lookAfterOrders());
    this.add('retention', RETENTION, () => this.eraseExpired());
    this.add('sessions', SESSIONS, () => this.clearSessions());
    if (audit.checkpointDirectory !== null) this.add('checkpoints', schedule.checkpoints, () => this.checkpoint());
    this.add('agreement-reminders', MORNING, () => this.remind());
    this.add('agreement-versions', EVERY_MINUTE, () => this.settleReplaced());
    if (externalAd.kind === 'ldap') this.add('ad-comparison', schedule.adComparison, (due) => this.compareAd(due));
    this.add('inform', INFORM, () => this.inform());
    this.add('claims', CLAIMS, () => this.expireClaims());
    this.add('dispatch', DISPATCH, () => this.dispatch());
    this.add('dispatch-ad', DISPATCH, () => this.dispatchAd('dispatch-ad')); // neither waits for the other: a catalogue's worth of accounts takes minutes
    void this.track('midnight', () => this.endPassed()); // a service that was down at midnight
  }

  /** Nothing new begins; what goes on comes to its next safe point and gives its leases back. Before the database is closed, that is. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    for (const job of this.registry.getCronJobs().values()) await job.stop();
    await Promise.allSettled(this.#running);
  }

  private add(name: string, expression: string, work: (due: Instant) => Promise<void>): void {
    let busy = false;
    const job = CronJob.from({
      cronTime: expression,
      timeZone: ZONE,
      onTick: () => {
        const due = next;
        next = nextDue();
        if (busy || this.#stopping.signal.aborted) return;
        busy = true;
        void this.track(name, () => work(due)).finally(() => (busy = false));
      },
    });
    const nextDue = (): Instant => toInstant(job.nextDate().toJSDate());
    let next = nextDue(); // a late tick was due when it was due: the other instances reckon from that moment too
    this.registry.addCronJob(name, job);
    job.start();
  }

  private track(name: string, work: () => Promise<void>): Promise<void> {
    const running = work().catch((error: unknown) => this.log.error({ err: error, job: name }, 'job failed'));
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  private async sync(name: string, full: boolean, due: Instant): Promise<void> {
    const { signal } = this.#stopping;
    for (const municipality of this.configuration.municipalities) {
      if (signal.aborted) return;
      await this.reconciler.runOnce({ municipality, actor: actor(name), full, dryRun: false, waitMs: WAIT_MS, signal }, due);
    }
    await this.dispatchAd(name);
    await this.dispatch();
  }

  private async endPassed(): Promise<void> {
    const { signal } = this.#stopping;
    for (const municipality of this.configuration.municipalities) {
      if (signal.aborted) return;
      await this.passedEnds.settle(municipality, actor('midnight'), { waitMs: WAIT_MS, signal }).catch((error: unknown) => {
        this.log.error({ err: error, job: 'midnight', municipality: municipality.code }, 'job failed'); // the others do not wait for it
      });
    }
  }

  private async inform(): Promise<void> {
    await this.informing.informDue(this.#stopping.signal);
  }

  private async expireClaims(): Promise<void> {
    await this.cases.expireClaims();
  }

  /** Before people come to work: what ended is shown so, and what will end is told in time. */
  private async lookAfterOrders(): Promise<void> {
    const { signal } = this.#stopping;
    for (const municipality of this.configuration.municipalities) {
      if (signal.aborted) return;
      const work = async (): Promise<void> => {
        await this.orderExpiry.expire(municipality.code, actor('orders'));
        await this.reminders.remind(municipality);
      };
      await work().catch((error: unknown) => {
        this.log.error({ err: error, job: 'orders', municipality: municipality.code }, 'job failed'); // the others do not wait for it
      });
    }
  }

  private async eraseExpired(): Promise<void> {
    await this.idempotent.forgetExpired();
    await this.audit.eraseExpired(this.clock.now(), actor('retention'));
  }

  private async remind(): Promise<void> {
    await this.agreementReminders.run(this.#stopping.signal);
  }

  private async settleReplaced(): Promise<void> {
    await this.replaced.run(actor('agreement-versions'), this.#stopping.signal);
  }

  private async clearSessions(): Promise<void> {
    await this.sessions.clearExpired();
  }

  private async checkpoint(): Promise<void> {
    const { outcome } = await this.checkpoints.checkpoint();
    if (outcome === 'broken')
      this.log.error({ job: 'checkpoints' }, 'the audit chain is not the one that was signed last: run audit verify');
  }

  private async watchReads(): Promise<void> {
    for (const municipality of this.configuration.municipalities) {
      const last = await this.lastRuns.of(municipality.code);
      await this.dataSource.transaction((manager) =>
        this.alerts.readTrouble(manager, municipality, last?.id ?? null, last?.reason ?? null),
      );
    }
  }

  private async compareAd(due: Instant): Promise<void> {
    const { signal } = this.#stopping;
    await this.comparison.runOnce({ actor: actor('ad-comparison'), heal: true, dryRun: false, waitMs: WAIT_MS, signal }, due);
    await this.dispatchAd('ad-comparison');
  }

  private async dispatchAd(name: string): Promise<void> {
    const { trouble } = await this.externalAd.dispatch({ actor: actor(name), ignoreBackoff: false, signal: this.#stopping.signal });
    if (trouble) this.log.warn(trouble, 'the external AD did not take all that waits');
  }

  private async dispatch(): Promise<void> {
    await this.leftovers.tell();
    await this.dispatcher.dispatch({ ignoreBackoff: false, signal: this.#stopping.signal });
  }
}

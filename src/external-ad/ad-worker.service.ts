import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import type { Actor } from '../audit/actor';
import { JITTER, type Jitter, backoffMs } from '../platform/backoff';
import { Clock } from '../platform/clock';
import { ServiceError } from '../platform/errors';
import { type HeldLease, LeaseLostError, LeaseService } from '../platform/leases/lease.service';
import { type Instant, addMilliseconds } from '../platform/time';
import { adQueueTexts } from '../texts/sv/ad-queue';
import { AccountBatches, type AdTrouble } from './account.batches';
import { AccountQueue, type QueueCounts } from './account-queue.repository';
import { ACTIVE_DIRECTORY, type ActiveDirectory, AdRefusal, type AdSession } from './active-directory';
import { LEAVERS_WAIT_MS } from './account-queue';
import { AdRecorder, type Attempt, type Tally } from './ad-recorder.service';

export interface AdDispatchOptions {
  actor: Actor;
  /** Tries what waits for a later time too, also what was refused. */
  ignoreBackoff: boolean;
  /** `invocationId` of a controller that never comes back: nothing waits for it any more. */
  lostController?: string;
  /** Only those to be disabled or deleted. */
  onlyLeavers?: boolean;
  /** Lets the accounts in hand end and then stops. */
  signal?: AbortSignal;
  /** How long to wait for another process that is dispatching. */
  waitMs?: number;
}

export interface AdDispatchResult extends QueueCounts {
  /** How many were written and read back, or found to be as they should, in this round. */
  applied: number;
  /** Tries in this round that ended otherwise. */
  attemptsFailed: number;
  /** True when another process is dispatching: nothing was done here. */
  busy: boolean;
  /** Null where the AD answered to the end. */
  trouble: AdTrouble | null;
}

export const AD_LEASE = 'dispatch:ad';

/** Accounts in hand at a time: claimed and recorded together, and no longer than this before a leaver has their turn. */
const BATCH = 50;

const FORSAKEN_AT_A_TIME = 500;

/** A server that cannot be reached is not asked once per waiting account. */
const TROUBLES_IN_A_ROW = 3;

/**
 * Brings accounts from applied to desired, some at a time: claim, read and plan; of each, note where it will be written, write
 * and read back; write down what came of them. A kill at any point leaves accounts that wait, and whose objects the next round
 * finds as they are.
 */
@Injectable()
export class AdWorker {
  #failedOpenings = 0;
  #resting: Instant = '';

  constructor(
    private readonly dataSource: DataSource,
    private readonly leases: LeaseService,
    private readonly queue: AccountQueue,
    private readonly recorder: AdRecorder,
    private readonly clock: Clock,
    @Inject(ACTIVE_DIRECTORY) private readonly directory: ActiveDirectory | null,
    @Inject(JITTER) private readonly jitter: Jitter,
    private readonly log: PinoLogger,
  ) {}

  /** One round: until nothing is due. */
  async dispatch(options: AdDispatchOptions): Promise<AdDispatchResult> {
    const { ignoreBackoff, signal, waitMs = 0 } = options;
    const result = { applied: 0, attemptsFailed: 0, busy: false, trouble: null as AdTrouble | null };
    const isResting = !ignoreBackoff && this.clock.now() < this.#resting;
    const lease = isResting ? null : await this.leases.acquire(AD_LEASE, { waitMs, ...(signal && { signal }) });
    if (lease) {
      try {
        await this.dataSource.transaction(async (manager) => {
          await lease.assertHeld(manager);
          await this.queue.enlist(manager, this.clock.now());
          if (ignoreBackoff) await this.queue.hurry(manager, this.clock.now());
        });
        await this.drain(lease, options, result);
      } catch (error) {
        if (!(error instanceof LeaseLostError)) throw error; // another process goes on from here
      } finally {
        await lease.release();
      }
    } else {
      result.busy = !isResting;
    }
    return { ...result, ...(await this.queue.count(this.dataSource.manager)) };
  }

  private async drain(
    lease: HeldLease,
    { actor, signal, lostController, onlyLeavers = false }: AdDispatchOptions,
    result: Omit<AdDispatchResult, keyof QueueCounts>,
  ): Promise<void> {
    let session: AdSession | null = null;
    let batches: AccountBatches | null = null;
    let troubles = 0;
    try {
      if (lostController !== undefined) {
        session = await this.open(signal, result);
        if (!session) return;
        await this.forsake(lease, lostController, session);
      }
      // A lease that could not be renewed may be nobody else's yet: nothing more is written on the strength of it.
      while (troubles < TROUBLES_IN_A_ROW && !signal?.aborted && !lease.lost.aborted) {
        const claimed = await this.dataSource.transaction(async (manager) => {
          await lease.assertHeld(manager);
          return this.queue.claim(manager, { now: this.clock.now(), limit: BATCH });
        });
        if (claimed.length === 0 || (onlyLeavers && claimed[0]?.desiredEnabled)) return;
        session ??= await this.open(signal, result);
        if (!session) return;
        batches ??= this.batchesOver(session, lease, signal);
        const { attempts, trouble } = await batches.carryOut(claimed);
        const { applied, failed } = await this.record(lease, attempts, actor);
        result.applied += applied;
        result.attemptsFailed += failed;
        result.trouble = trouble;
        troubles = trouble ? troubles + 1 : 0;
        if (trouble) {
          session.close();
          session = batches = null;
        }
      }
    } finally {
      session?.close();
    }
  }

  /** @throws ServiceError where nothing was last written there, or it answers */
  private async forsake(lease: HeldLease, lost: string, { controller }: AdSession): Promise<void> {
    let forsaken = 0;
    for (let found = lost === controller ? 0 : 1; found > 0; forsaken += found) {
      found = await this.dataSource.transaction(async (manager) => {
        await lease.assertHeld(manager);
        return this.queue.forsake(manager, lost, controller, FORSAKEN_AT_A_TIME);
      });
    }
    if (forsaken === 0) throw new ServiceError('no-such-controller', adQueueTexts.noSuchController(lost));
  }

  private async record(lease: HeldLease, attempts: readonly Attempt[], actor: Actor): Promise<Tally> {
    try {
      return await this.dataSource.transaction(async (manager) => {
        await lease.assertHeld(manager); // else whoever has it now finds everything in the AD
        return this.recorder.record(manager, attempts, actor, { now: this.clock.now(), jitter: this.jitter });
      });
    } catch (error) {
      if (error instanceof LeaseLostError) await this.leave(attempts);
      throw error;
    }
  }

  /** Whoever has the lease now may have read these before they were written here, and looks at them once more. */
  private async leave(attempts: readonly Attempt[]): Promise<void> {
    const byMunicipality = Map.groupBy(attempts, ({ account }) => account.municipality);
    for (const [municipality, own] of byMunicipality) {
      const keys = own.map(({ account }) => account.hsaIdKey);
      await this.dataSource.transaction((manager) => this.queue.requeue(manager, municipality, keys, this.clock.now()));
    }
  }

  /** Null where no controller answers; then nobody is asked again for a while, unless a person wants it. */
  private async open(signal: AbortSignal | undefined, result: { trouble: AdTrouble | null }): Promise<AdSession | null> {
    if (!this.directory) throw new Error('The external AD is not one to write to');
    try {
      const session = await this.directory.open(signal);
      this.#failedOpenings = 0;
      this.#resting = '';
      return session;
    } catch (error) {
      if (!(error instanceof AdRefusal)) throw error;
      this.#failedOpenings += 1;
      this.#resting = addMilliseconds(this.clock.now(), backoffMs(this.#failedOpenings, this.jitter(), LEAVERS_WAIT_MS));
      result.trouble = { code: error.code, server: error.server };
      return null;
    }
  }

  private batchesOver(session: AdSession, lease: HeldLease, signal: AbortSignal | undefined): AccountBatches {
    const { dataSource, queue, log } = this;
    return new AccountBatches(session, { dataSource, queue, lease, signal, log });
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { JITTER, type Jitter } from '../platform/backoff';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { type HeldLease, LeaseLostError, LeaseService } from '../platform/leases/lease.service';
import { SealedBox } from '../platform/sealed-box';
import { deliveryTexts } from '../texts/sv/mail-delivery';
import { type MailModel, composeMail } from './mails/mail-model';
import { MAIL_TRANSPORT } from './notifications.tokens';
import { type AttemptOutcome, afterAttempt } from './outbox';
import type { MailEntity } from './outbox.entity';
import { OutboxRepository } from './outbox.repository';
import type { MailTransport, RenderedMail } from './transport';

export interface DispatchOptions {
  /** Tries what waits for a later time too. */
  ignoreBackoff: boolean;
  /** How many mails at most. */
  limit?: number;
  /** Lets the mail in hand end and then stops. */
  signal?: AbortSignal;
  /** How long to wait for another process that is dispatching. */
  waitMs?: number;
}

export interface DispatchResult {
  /** How many became so in this round. */
  sent: number;
  failed: number;
  unknown: number;
  /** How many are left to be sent, by now. */
  waiting: number;
  /** Tries in this round that did not end in `sent`. */
  attemptsFailed: number;
  /** True when another process is dispatching: nothing was done here. */
  busy: boolean;
}

export const DISPATCH_LEASE = 'dispatch:mail';

/** A server that cannot be reached is not asked once per waiting mail: that could take hours. */
const UNREACHABLE_IN_A_ROW = 3;

interface Attempt {
  outcome: AttemptOutcome;
  detail: string | null;
}

/**
 * Sends what waits, one mail at a time: claim, deliver, write down, each step a transaction of its own, so that a kill
 * at any point leaves either a mail that waits or one in `sending` that the next dispatcher finds.
 */
@Injectable()
export class MailDispatcher {
  constructor(
    private readonly dataSource: DataSource,
    private readonly leases: LeaseService,
    private readonly repository: OutboxRepository,
    private readonly box: SealedBox,
    private readonly clock: Clock,
    @Inject(MAIL_TRANSPORT) private readonly transport: MailTransport,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(JITTER) private readonly jitter: Jitter,
  ) {}

  /** One round: each mail is tried at most once. */
  async dispatch({ ignoreBackoff, limit = Infinity, signal, waitMs = 0 }: DispatchOptions): Promise<DispatchResult> {
    const result: DispatchResult = { sent: 0, failed: 0, unknown: 0, waiting: 0, attemptsFailed: 0, busy: false };
    const lease = await this.leases.acquire(DISPATCH_LEASE, { waitMs });
    if (lease) {
      try {
        await this.recover(lease, result);
        await this.drain(lease, { ignoreBackoff, limit, signal }, result);
      } catch (error) {
        if (!(error instanceof LeaseLostError)) throw error; // another process goes on from here
      } finally {
        await lease.release();
      }
    } else {
      result.busy = true;
    }
    result.waiting = (await this.repository.countByState(this.dataSource.manager)).waiting;
    return result;
  }

  private async drain(
    lease: HeldLease,
    { ignoreBackoff, limit = Infinity, signal }: DispatchOptions,
    result: DispatchResult,
  ): Promise<void> {
    let unreachable = 0;
    for (let tried = 0; tried < limit && unreachable < UNREACHABLE_IN_A_ROW && !signal?.aborted; tried += 1) {
      const mail = await this.dataSource.transaction(async (manager) => {
        await lease.assertHeld(manager);
        return this.repository.claim(manager, lease.fencing, { now: this.clock.now(), ignoreBackoff });
      });
      if (!mail) return;
      const attempt = await this.attempt(mail);
      await this.record(mail, attempt, result);
      unreachable = attempt.outcome === 'unreachable' ? unreachable + 1 : 0;
    }
  }

  /** Mails that a dead dispatcher had in hand: where a second copy does harm, nobody knows whether there is a first. */
  private async recover(lease: HeldLease, result: DispatchResult): Promise<void> {
    const detail = this.transport.idempotent ? deliveryTexts.crashedHarmlessly : deliveryTexts.crashed;
    for (const mail of await this.repository.abandoned(this.dataSource.manager, lease.fencing)) {
      await this.record(mail, { outcome: 'crashed', detail }, result);
    }
  }

  private async attempt(mail: MailEntity): Promise<Attempt> {
    const rendered = this.render(mail);
    if ('outcome' in rendered) return rendered;
    try {
      return await this.transport.deliver(rendered);
    } catch (error) {
      return { outcome: 'unknown', detail: deliveryTexts.fault(nameOf(error)) };
    }
  }

  /** A mail that cannot be made is shown to a person and does not stop the others. Errors here may quote the mail: only their names are kept. */
  private render(mail: MailEntity): RenderedMail | Attempt {
    let model: MailModel;
    try {
      model = this.box.open<MailModel>(mail.model);
    } catch {
      return { outcome: 'permanent', detail: deliveryTexts.unreadable };
    }
    try {
      const { id, messageId, createdAt, recipient } = mail;
      const address = 'address' in model ? model.address : recipient;
      return { id, messageId, date: createdAt, from: this.configuration.mail.from, to: [address], ...composeMail(model) };
    } catch (error) {
      return { outcome: 'permanent', detail: deliveryTexts.unrenderable(nameOf(error)) };
    }
  }

  /** The guard is the row's own fencing number, not the lease: what is known of a delivery is worth writing down even after the lease was lost. */
  private async record(mail: MailEntity, { outcome, detail }: Attempt, result: DispatchResult): Promise<void> {
    const at = this.clock.now();
    const next = afterAttempt(mail, outcome, { idempotent: this.transport.idempotent, now: at, jitter: this.jitter() });
    const recorded = await this.dataSource.transaction((manager) =>
      this.repository.record(manager, mail, { ...next, outcome, at, detail }),
    );
    if (!recorded) return;
    if (outcome !== 'sent') result.attemptsFailed += 1;
    if (next.state === 'sent' || next.state === 'failed' || next.state === 'unknown') result[next.state] += 1;
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { platformTexts } from '../../texts/sv/platform';
import { Clock } from '../clock';
import { ServiceError } from '../errors';
import { addMilliseconds } from '../time';
import type { Lease } from './lease';
import { LeaseEntity } from './lease.entity';
import { ProcessIdentity } from './process-identity.service';

/** Another holder has the lease now; nothing more may be written on the strength of it. */
export class LeaseLostError extends ServiceError {
  constructor(name: string) {
    super('lease-lost', platformTexts.leaseLost(name));
  }
}

/** A lease that is ours until released or lost. Renewed by a timer that does not keep the process alive. */
export interface HeldLease extends Lease {
  /** Aborted when the lease is found to be another's, or could not be renewed in time. */
  readonly lost: AbortSignal;
  /**
   * To be called first in each transaction that writes on the strength of the lease. On PostgreSQL the row stays locked
   * to the transaction's end, on SQLite the one writer is already inside: so nobody takes over between check and commit.
   * @throws LeaseLostError
   */
  assertHeld(manager: EntityManager): Promise<void>;
  /** Frees the lease at once; does nothing when it is already another's. */
  release(): Promise<void>;
}

export interface AcquireOptions {
  /** How long to wait for another holder; 0 asks once. */
  waitMs?: number;
  /** Ends the waiting. */
  signal?: AbortSignal;
  /** How long a holder that shows no life keeps the lease. Renewed three times within it. */
  ttlMs?: number;
}

const POLL_MS = 200;

/**
 * Sees to it that two processes never do one job at the same time, be it on one machine or on several that share a
 * database. A process that was only paused (a stopped container, a swapped machine) still believes it is the holder when
 * it wakes: the fencing number, checked inside its next transaction, stops it.
 */
@Injectable()
export class LeaseService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly identity: ProcessIdentity,
  ) {}

  /** The lease, or null when another holder (also one in this process) has it. */
  async acquire(name: string, { waitMs = 0, signal, ttlMs = 60_000 }: AcquireOptions = {}): Promise<HeldLease | null> {
    for (let left = waitMs; ; left -= POLL_MS) {
      const fencing = await this.take(name, ttlMs);
      if (fencing !== null) return this.hold({ name, holder: this.identity.self(), fencing }, ttlMs);
      if (left <= 0 || signal?.aborted) return null;
      await pause(Math.min(left, POLL_MS));
    }
  }

  /**
   * One statement decides, so two who ask at once cannot both get it. What was read just before only lets it pass a holder
   * that is certainly dead; when a third process was quicker, that holder stands there no more and the statement changes nothing.
   */
  private async take(name: string, ttlMs: number): Promise<number | null> {
    const present = await this.dataSource.getRepository(LeaseEntity).findOneBy({ name });
    const dead = present && this.identity.isGone(present.holder) ? present.holder : null;
    const now = this.clock.now();
    if (present && dead === null && present.until > now) return null; // without a statement that would wait for the holder's transaction
    const values = [name, this.identity.self(), addMilliseconds(now, ttlMs), now, dead];
    const [p1, p2, p3, p4, p5] = values.map((_, index) => this.dataSource.driver.createParameter('', index));
    const rows: { fencing: number }[] = await this.dataSource.query(
      `INSERT INTO "lease" ("name", "holder", "until", "fencing") VALUES (${p1}, ${p2}, ${p3}, 1)
       ON CONFLICT ("name") DO UPDATE SET "holder" = excluded."holder", "until" = excluded."until", "fencing" = "lease"."fencing" + 1
       WHERE "lease"."until" <= ${p4} OR "lease"."holder" = ${p5}
       RETURNING "fencing"`,
      values,
    );
    return rows[0]?.fencing ?? null;
  }

  private hold(lease: Lease, ttlMs: number): HeldLease {
    const { name, fencing } = lease;
    const leases = this.dataSource.getRepository(LeaseEntity);
    const gone = new AbortController();
    let until = addMilliseconds(this.clock.now(), ttlMs);
    const lose = (): void => {
      clearInterval(heartbeat);
      if (!gone.signal.aborted) gone.abort(new LeaseLostError(name));
    };
    const renew = async (): Promise<void> => {
      const next = addMilliseconds(this.clock.now(), ttlMs);
      try {
        const { affected } = await leases.update({ name, fencing }, { until: next });
        if (affected === 1) until = next;
        else lose();
      } catch {
        if (this.clock.now() >= until) lose(); // a database that answers again in time is no reason to stop
      }
    };
    const heartbeat = setInterval(() => void renew(), Math.max(1, Math.floor(ttlMs / 3))).unref();
    return {
      ...lease,
      lost: gone.signal,
      assertHeld: async (manager) => {
        if (await isHeld(manager, lease)) return;
        lose();
        throw new LeaseLostError(name);
      },
      release: async () => {
        clearInterval(heartbeat);
        await leases.update({ name, fencing }, { until: this.clock.now() });
      },
    };
  }
}

async function isHeld(manager: EntityManager, { name, fencing }: Lease): Promise<boolean> {
  if (!manager.queryRunner?.isTransactionActive) throw new Error('A lease is checked inside the transaction it guards');
  const lock = manager.dataSource.options.type === 'postgres' ? ({ mode: 'pessimistic_read' } as const) : undefined;
  const row = await manager.getRepository(LeaseEntity).findOne({ where: { name }, lock });
  return row?.fencing === fencing;
}

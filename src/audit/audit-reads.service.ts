import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock';
import { apartFromRequest } from '../platform/idempotency/change-hook';
import type { Actor } from './actor';
import { type AuditEntry, AuditService } from './audit.service';
import type { ReadAction } from './read-action';

/** Who reads, and as part of what. */
export interface Reader {
  /** See `actorOf`. */
  actor: Actor;
  /** The same in the role that reaches a municipality, where who reads has several. */
  actorIn?: (municipality: string | null) => Actor;
  /** One for all that a request does. */
  traceId: string | null;
}

/** What is read. */
export interface Read {
  action: ReadAction;
  municipality: string | null;
  /** `hsaIdKey` of whom it is about; null where it is about nobody, or many. */
  subject: string | null;
  caseNumber?: string | null;
  runId?: string | null;
  /** Free text by a person. */
  reason?: string | null;
  /** What was asked for; whose details a list showed. Sealed. */
  payload?: unknown;
}

interface Waiting {
  entries: AuditEntry[];
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** So long a first read waits for others to share its transaction. */
const GATHER_MS = 2;
/** Rows in one transaction: others want to write too. */
const MOST_ROWS = 500;

/**
 * Reads of people's details leave an audit row, on the disk before the details go out. Requests of the same few
 * milliseconds share one transaction: waiting for the disk once for each of them would be what takes the time.
 */
@Injectable()
export class AuditReads implements BeforeApplicationShutdown {
  #waiting: Waiting[] = [];
  #isWriting = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /**
   * Ends when the rows are on the disk: only then may what was read be shown.
   * @throws what the database threw: then nothing may be shown
   */
  read(reader: Reader, ...reads: readonly Read[]): Promise<void> {
    if (reads.length === 0) return Promise.resolve();
    const at = this.clock.now();
    const entries = reads.map((read) => ({
      at,
      actor: reader.actorIn?.(read.municipality) ?? reader.actor,
      traceId: reader.traceId,
      ...read,
    }));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entries, resolve, reject });
      if (!this.#isWriting) this.#writing = apartFromRequest(() => this.writeAll()); // several requests' reads are in one
    });
  }

  /** Nobody is left waiting for an answer when the database is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#writing;
  }

  private async writeAll(): Promise<void> {
    this.#isWriting = true;
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    while (this.#waiting.length > 0) await this.writeGroup(this.nextGroup());
    this.#isWriting = false; // with nothing awaited since it was seen that nobody waits
  }

  /** At least one read, whole, and no more than the others beside it leave room for. */
  private nextGroup(): Waiting[] {
    let rows = 0;
    const fits = this.#waiting.findIndex(({ entries }, index) => (rows += entries.length) > MOST_ROWS && index > 0);
    return this.#waiting.splice(0, fits === -1 ? this.#waiting.length : fits);
  }

  private async writeGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const entries = group.flatMap((one) => one.entries);
      await this.dataSource.transaction((manager) => this.audit.append(manager, entries));
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}

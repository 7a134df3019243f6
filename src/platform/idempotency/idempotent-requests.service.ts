import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, In, LessThanOrEqual } from 'typeorm';
import { Clock } from '../clock';
import { forUpdate } from '../database/row-locks';
import { ServiceError } from '../errors';
import { SealedBox } from '../sealed-box';
import { addMilliseconds, type Instant } from '../time';
import { hookingChanges } from './change-hook';
import { IdempotentRequestEntity } from './idempotency.entity';

const KEPT_MS = 24 * 60 * 60 * 1000;
/** A request that has neither ended nor shown life for so long was cut off with its process. */
const PATIENCE_MS = 60_000;

export type Once<T> =
  | { outcome: 'carried-out'; answer: T; isReplay: boolean }
  /** The same key with another request; the first is still under way; it was cut off between its change and its answer. */
  | { outcome: 'other-request' | 'in-use' | 'answer-lost' };

/**
 * Requests that are carried out once, by several processes on one database and over their ends.
 *
 * | row      | begun | request | what is done                                                          |
 * |----------|-------|---------|-----------------------------------------------------------------------|
 * | none     |       |         | carried out                                                           |
 * | any      |       | another | `other-request`                                                       |
 * | answered |       | same    | the answer is given again                                             |
 * | begun    | late  | same    | `in-use`                                                              |
 * | begun    | long ago | same | carried out: nothing was changed, and who began it can change nothing now |
 * | changed  | late  | same    | `in-use`                                                              |
 * | changed  | long ago | same | `answer-lost`: never a second time                                    |
 *
 * What is refused or fails before it has changed anything is forgotten: it can be asked again under the same key.
 */
@Injectable()
export class IdempotentRequests {
  constructor(
    private readonly dataSource: DataSource,
    private readonly box: SealedBox,
    private readonly clock: Clock,
  ) {}

  /**
   * @param sender who sent it
   * @param request text that is the same where the same is asked for
   * @param work its changes write audit rows; its answer is JSON
   */
  async once<T>({ sender, key, request }: { sender: string; key: string; request: string }, work: () => Promise<T>): Promise<Once<T>> {
    const id = this.box.digest(JSON.stringify(['idempotent-request', sender, key]));
    const attempt = randomUUID();
    const met = await this.begin(id, this.box.digest(request), attempt);
    if (met !== null) return met as Once<T>;
    const mine = { id, attempt };
    const rows = this.dataSource.getRepository(IdempotentRequestEntity);
    try {
      const answer = await hookingChanges(async (manager) => {
        const open = { ...mine, state: In(['begun', 'changed']) };
        const { affected } = await manager.update(IdempotentRequestEntity, open, { state: 'changed' });
        if (affected !== 1) throw new ServiceError('request-taken-over', 'Another process carries out this request by now');
      }, work);
      await rows.update(mine, { state: 'answered', answer: this.box.seal({ answer }) });
      return { outcome: 'carried-out', answer, isReplay: false };
    } catch (error) {
      await rows.delete({ ...mine, state: 'begun' });
      throw error;
    }
  }

  /** Answers hold people: none is kept longer than it is promised. */
  async forgetExpired(): Promise<void> {
    await this.dataSource.getRepository(IdempotentRequestEntity).delete({ expiresAt: LessThanOrEqual(this.clock.now()) });
  }

  /** Null: it is this attempt's to carry out. */
  private begin(id: string, request: string, attempt: string): Promise<Once<unknown> | null> {
    const now = this.clock.now();
    return this.dataSource.transaction(async (manager) => {
      await manager.delete(IdempotentRequestEntity, { expiresAt: LessThanOrEqual(now) });
      const fresh = { id, request, state: 'begun', attempt, begunAt: now, expiresAt: addMilliseconds(now, KEPT_MS), answer: null } as const;
      await manager.createQueryBuilder().insert().into(IdempotentRequestEntity).values(fresh).orIgnore().execute();
      const row = await manager.findOneOrFail(IdempotentRequestEntity, { where: { id }, lock: forUpdate(manager) });
      if (row.attempt === attempt) return null;
      const met = this.met(row, request, now);
      if (met === null) await manager.update(IdempotentRequestEntity, { id }, { attempt, begunAt: now });
      return met;
    });
  }

  private met({ request, state, begunAt, answer }: IdempotentRequestEntity, asked: string, now: Instant): Once<unknown> | null {
    if (request !== asked) return { outcome: 'other-request' };
    if (state === 'answered' && answer !== null)
      return { outcome: 'carried-out', answer: this.box.open<{ answer?: unknown }>(answer).answer, isReplay: true };
    if (addMilliseconds(begunAt, PATIENCE_MS) > now) return { outcome: 'in-use' };
    return state === 'begun' ? null : { outcome: 'answer-lost' };
  }
}

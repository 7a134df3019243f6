import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../audit/actor';
import { AuditService } from '../audit/audit.service';
import type { Reach } from '../auth/reach';
import { type OutboxItem, OutboxService } from '../notifications/outbox.service';
import { Clock } from '../platform/clock';
import { notFound } from '../platform/refusal';
import { wholly } from './case-desk.service';
import { deskRefusal } from './desk-refusal';

/** A mail that a person must look at; whom it went to is not told. */
export interface UndeliveredMail extends Pick<
  OutboxItem,
  'id' | 'messageId' | 'subject' | 'kind' | 'municipality' | 'caseNumbers' | 'attempts' | 'createdAt' | 'lastError'
> {
  state: 'failed' | 'unknown';
}

/** Mails that did not arrive, or that nobody knows of: shown to the desk, and sent again when somebody says so. */
@Injectable()
export class SendAgain {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly outbox: OutboxService,
    private readonly audit: AuditService,
  ) {}

  async undelivered(reach: Reach): Promise<UndeliveredMail[]> {
    const mails = await this.outbox.undelivered(wholly(reach));
    return mails.map(({ id, messageId, subject, kind, municipality, caseNumbers, state, attempts, createdAt, lastError }) => ({
      ...{ id, messageId, subject, kind, municipality, caseNumbers, state: state === 'failed' ? 'failed' : 'unknown' },
      ...{ attempts, createdAt, lastError },
    }));
  }

  /** @param reach null: every mail, also those about no municipality */
  async sendAgain(reach: Reach | null, id: string, { actor, traceId }: { actor: Actor; traceId: string }): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const answer = await this.outbox.requeue(manager, id, reach && wholly(reach));
      if (!answer) throw notFound();
      if (!('requeued' in answer)) throw deskRefusal('mail-not-undelivered');
      const { municipality, hsaIdKey, messageId } = answer.requeued;
      const about = { municipality, subject: hsaIdKey, traceId };
      await this.audit.append(manager, [{ at: this.clock.now(), actor, action: 'mail-sent-again', ...about, payload: { id, messageId } }]);
    });
  }
}

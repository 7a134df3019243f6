import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../audit/actor';
import { AuditService } from '../audit/audit.service';
import { OutboxService } from '../notifications/outbox.service';
import { Clock } from '../platform/clock';
import { SealedBox } from '../platform/sealed-box';
import type { Instant } from '../platform/time';
import type { CaseFacts, FieldChange } from './case-facts';
import { CaseEntity, CaseEventEntity } from './case.entity';

export interface ShownCase {
  number: string;
  event: string;
  state: string;
  supersededBy: string | null;
  openedAt: Instant;
  updatedAt: Instant;
  isProtected: boolean;
  /** Null for a protected person, unless revealed. Nor is the municipality or the HSA-id shown then. */
  municipality: string | null;
  facts: CaseFacts | null;
  history: { event: string; at: Instant; changes: FieldChange[] | null; mail: { state: string; subject: string } | null }[];
}

/** Shows a case. A protected person's only to somebody who says why, and that is audited before it is shown. */
@Injectable()
export class ShowCaseService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly box: SealedBox,
    private readonly audit: AuditService,
    private readonly outbox: OutboxService,
  ) {}

  async show(number: string, reveal: { actor: Actor; reason: string } | null): Promise<ShownCase | null> {
    const { manager } = this.dataSource;
    const row = await manager.findOneBy(CaseEntity, { number });
    if (!row) return null;
    if (reveal) await this.recordRevelation(row, reveal);
    const visible = !row.isProtected || reveal !== null;
    const events = await manager.find(CaseEventEntity, { where: { caseNumber: number }, order: { at: 'ASC', id: 'ASC' } });
    const mails = new Map((await this.outbox.listForCase(number)).map((mail) => [mail.id, mail]));
    return {
      number,
      event: row.event,
      state: row.state,
      supersededBy: row.supersededBy,
      openedAt: row.openedAt,
      updatedAt: row.updatedAt,
      isProtected: row.isProtected,
      municipality: visible ? row.municipality : null,
      facts: visible ? this.box.open<CaseFacts>(row.facts) : null,
      history: events.map(({ event, at, changes, mailId }) => {
        const mail = mailId === null ? undefined : mails.get(mailId);
        return {
          event,
          at,
          changes: visible ? this.box.open<FieldChange[]>(changes) : null,
          mail: mail ? { state: mail.state, subject: mail.subject } : null,
        };
      }),
    };
  }

  private async recordRevelation(
    { number, municipality, hsaIdKey }: CaseEntity,
    { actor, reason }: { actor: Actor; reason: string },
  ): Promise<void> {
    await this.dataSource.transaction((manager) =>
      this.audit.append(manager, [
        { at: this.clock.now(), actor, action: 'case-revealed', municipality, subject: hsaIdKey, caseNumber: number, reason },
      ]),
    );
  }
}

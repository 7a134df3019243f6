import { Inject, Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import type { MailDraft } from '../notifications/outbox.service';
import { OutboxService } from '../notifications/outbox.service';
import type { DigestRow } from '../notifications/mails/digest-mail';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { inChunks } from '../platform/database/bulk';
import { SealedBox } from '../platform/sealed-box';
import type { CaseFacts, FieldChange } from './case-facts';
import { CASE_EVENTS, type CaseEvent } from './case-event';
import { CaseEntity, CaseEventEntity } from './case.entity';

/**
 * Writes the mails about what happened to cases. An event is told exactly once: the mail is queued and the event marked
 * in one transaction, so a process that dies between a decision and its mail leaves the event to the next one.
 */
@Injectable()
export class TellServiceDesk {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly box: SealedBox,
    private readonly outbox: OutboxService,
  ) {}

  /** Municipalities that have events nobody has been told of. */
  async untold(manager: EntityManager): Promise<string[]> {
    const rows = await manager
      .createQueryBuilder(CaseEventEntity, 'e')
      .select('DISTINCT e.municipality', 'municipality')
      .where('e.mail_id IS NULL')
      .orderBy('e.municipality')
      .getRawMany<{ municipality: string }>();
    return rows.map(({ municipality }) => municipality);
  }

  /** From `notifications.digestFrom` events of one kind they become one mail. */
  async tell(manager: EntityManager, municipality: { code: string; name: string }): Promise<void> {
    const events = await manager.find(CaseEventEntity, {
      where: { municipality: municipality.code, mailId: IsNull() },
      order: { caseNumber: 'ASC', at: 'ASC' },
    });
    if (events.length === 0) return;
    const numbers = [...new Set(events.map(({ caseNumber }) => caseNumber))];
    const cases = new Map(
      (await inChunks(numbers, (chunk) => manager.findBy(CaseEntity, { number: In(chunk) }))).map((row) => [row.number, row]),
    );
    for (const event of CASE_EVENTS) {
      const told = events.flatMap((row) => {
        const about = cases.get(row.caseNumber);
        return row.event === event && about ? [{ row, about }] : [];
      });
      if (told.length >= this.configuration.notifications.digestFrom) {
        const [mailId] = await this.outbox.queue(manager, [this.digest(municipality, event, told)]);
        await this.markTold(manager, told, () => mailId ?? '');
      } else if (told.length > 0) {
        const ids = await this.outbox.queue(
          manager,
          told.map((one) => this.single(municipality, event, one)),
        );
        await this.markTold(manager, told, (index) => ids[index] ?? '');
      }
    }
  }

  private async markTold(manager: EntityManager, told: readonly Told[], mailOf: (index: number) => string): Promise<void> {
    const byMail = Map.groupBy(
      told.map(({ row }, index) => ({ id: row.id, mailId: mailOf(index) })),
      ({ mailId }) => mailId,
    );
    for (const [mailId, rows] of byMail) {
      await inChunks(
        rows.map(({ id }) => id),
        async (chunk) => {
          await manager.update(CaseEventEntity, { id: In(chunk) }, { mailId });
          return [];
        },
      );
    }
  }

  private single(municipality: { code: string; name: string }, event: CaseEvent, { row, about }: Told): MailDraft {
    const common = {
      kind: 'case' as const,
      event,
      caseNumber: about.number,
      municipalityName: municipality.name,
      link: this.link(about.number),
    };
    const facts = this.box.open<CaseFacts>(about.facts);
    return {
      recipient: this.configuration.serviceDesk.address,
      municipality: municipality.code,
      model: about.isProtected
        ? { ...common, isProtected: true }
        : { ...common, isProtected: false, hsaId: facts.hsaId, facts, changes: this.box.open<FieldChange[]>(row.changes) },
    };
  }

  private digest(municipality: { code: string; name: string }, event: CaseEvent, told: readonly Told[]): MailDraft {
    const rows = told.map(({ row, about }): DigestRow => {
      const common = { caseNumber: about.number, link: this.link(about.number) };
      if (about.isProtected) return { ...common, isProtected: true };
      const { hsaId, name, unit, titles } = this.box.open<CaseFacts>(about.facts);
      return {
        ...common,
        isProtected: false,
        hsaId,
        name,
        unit: unit?.name ?? null,
        titles,
        changes: this.box.open<FieldChange[]>(row.changes),
      };
    });
    return {
      recipient: this.configuration.serviceDesk.address,
      municipality: municipality.code,
      model: { kind: 'digest', event, municipalityName: municipality.name, rows },
    };
  }

  private link(number: string): string {
    return `${this.configuration.server.publicUrl.replace(/\/$/, '')}/cases/${number}`;
  }
}

interface Told {
  row: CaseEventEntity;
  about: CaseEntity;
}

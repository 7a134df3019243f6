import { setImmediate as breathe } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import type { MailDraft } from '../notifications/outbox.service';
import { OutboxService } from '../notifications/outbox.service';
import type { DigestRow } from '../notifications/mails/digest-mail';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { publicLink } from '../platform/config/public-link';
import { inChunks } from '../platform/database/bulk';
import { forUpdateOfFree } from '../platform/database/row-locks';
import { SealedBox } from '../platform/sealed-box';
import type { CaseFacts, FieldChange } from './case-facts';
import { CASE_EVENTS, type CaseEvent } from './case-event';
import { CaseEntity, CaseEventEntity } from './case.entity';

/** A mail of some megabytes, which mail servers take. */
const DIGEST_ROWS = 5000;

/** Rows written before other work of the process gets its turn. */
const ROWS_AT_ONCE = 500;

/** Events told in one transaction: other writers wait for it. */
const EVENTS_AT_ONCE = 5000;

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

  /**
   * From `notifications.digestFrom` events of one kind they become one mail; where they are very many, several mails of
   * about the same length.
   *
   * @returns true where there is more to tell: ask again, in a transaction of its own
   */
  async tell(manager: EntityManager, municipality: { code: string; name: string }): Promise<boolean> {
    const counts = await this.untoldOf(manager, municipality.code);
    let left = EVENTS_AT_ONCE;
    for (const event of CASE_EVENTS) {
      const total = counts.get(event) ?? 0;
      const asDigest = total >= this.configuration.notifications.digestFrom;
      const length = asDigest ? Math.ceil(total / Math.ceil(total / DIGEST_ROWS)) : DIGEST_ROWS;
      for (let told = 0; told < total; told += length) {
        if (left <= 0) return true;
        const page = await this.page(manager, municipality.code, event, length);
        if (page.length === 0) break; // another process has told them meanwhile
        left -= page.length;
        if (asDigest) {
          const [mailId = ''] = await this.outbox.queue(manager, [await this.digest(municipality, event, page)]);
          await this.markTold(manager, page, () => mailId);
        } else {
          const ids = await this.outbox.queue(
            manager,
            page.map((one) => this.single(municipality, event, one)),
          );
          await this.markTold(manager, page, (index) => ids[index] ?? '');
        }
        await breathe();
      }
    }
    return false;
  }

  private async untoldOf(manager: EntityManager, municipality: string): Promise<Map<string, number>> {
    const rows = await manager
      .createQueryBuilder(CaseEventEntity, 'e')
      .select('e.event', 'event')
      .addSelect('COUNT(*)', 'count')
      .where('e.municipality = :municipality AND e.mail_id IS NULL', { municipality })
      .groupBy('e.event')
      .getRawMany<{ event: string; count: number | string }>();
    return new Map(rows.map(({ event, count }) => [event, Number(count)]));
  }

  private async page(manager: EntityManager, municipality: string, event: CaseEvent, length: number): Promise<Told[]> {
    const rows = await manager.find(CaseEventEntity, {
      where: { municipality, mailId: IsNull(), event },
      order: { caseNumber: 'ASC', at: 'ASC' },
      take: length,
      lock: forUpdateOfFree(manager), // who has them in hand tells them; waiting for it, a deed that is audited already could wait for ever
    });
    const numbers = [...new Set(rows.map(({ caseNumber }) => caseNumber))];
    const cases = await inChunks(numbers, (chunk) => manager.findBy(CaseEntity, { number: In(chunk) }));
    const byNumber = new Map(cases.map((row) => [row.number, row]));
    return rows.map((row) => {
      const about = byNumber.get(row.caseNumber);
      if (!about) throw new Error(`An event of a case that is not there: ${row.caseNumber}`);
      return { row, about };
    });
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

  private digestRow({ row, about }: Told): DigestRow {
    const common = { caseNumber: about.number, link: this.link(about.number) };
    if (about.isProtected) return { ...common, isProtected: true };
    const { hsaId, name, unit, titles } = this.box.open<CaseFacts>(about.facts);
    const changes = this.box.open<FieldChange[]>(row.changes);
    return { ...common, isProtected: false, hsaId, name, unit: unit?.name ?? null, titles, changes };
  }

  private async digest(municipality: { code: string; name: string }, event: CaseEvent, told: readonly Told[]): Promise<MailDraft> {
    const rows: DigestRow[] = [];
    for (const one of told) {
      rows.push(this.digestRow(one));
      if (rows.length % ROWS_AT_ONCE === 0) await breathe();
    }
    return {
      recipient: this.configuration.serviceDesk.address,
      municipality: municipality.code,
      model: { kind: 'digest', event, municipalityName: municipality.name, rows },
    };
  }

  private link(number: string): string {
    return publicLink(this.configuration.server.publicUrl, `cases/${number}`);
  }
}

interface Told {
  row: CaseEventEntity;
  about: CaseEntity;
}

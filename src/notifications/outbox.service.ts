import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { Clock } from '../platform/clock';
import { hsaIdKey } from '../people/hsa-id';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { forUpdate } from '../platform/database/row-locks';
import { SealedBox } from '../platform/sealed-box';
import type { Instant } from '../platform/time';
import { messageIdOf, sortableId } from './mail-id';
import { type MailModel, indexOf, maskModel, type OutboxKind, outboxKind, withoutCases } from './mails/mail-model';
import { assertTransition, type AttemptOutcome, type MailState, TRANSITIONS, UNDELIVERED } from './outbox';
import { MailAttemptEntity, MailCaseEntity, MailEntity } from './outbox.entity';
import { OutboxRepository } from './outbox.repository';

/** Stands where the address would: it lies in the sealed model. */
const SEALED_ADDRESS = '-';

/** A mail to be queued. */
export interface MailDraft {
  /** Left out where the model holds the address. */
  recipient?: string;
  /** The municipality's code; null for mail about the whole service. */
  municipality: string | null;
  model: MailModel;
}

/** A mail as it may be shown: no name, and no HSA-id of a protected person. */
export interface OutboxItem {
  id: string;
  messageId: string;
  to: string;
  subject: string;
  /** `new`, `changed`, `ended`, `reinstated` to Servicecenter; `halt`, `ad-halt`, `read-trouble` to operations. */
  kind: OutboxKind;
  municipality: string | null;
  /** As HSA writes it; absent where the mail is not about one person, or about a protected one. */
  hsaId?: string;
  caseNumbers: string[];
  state: MailState;
  attempts: number;
  unknownOutcomes: number;
  createdAt: Instant;
  nextAttemptAt: Instant | null;
  sentAt: Instant | null;
  lastError: string | null;
}

export interface OutboxItemWithTrail extends OutboxItem {
  trail: { number: number; at: Instant; outcome: AttemptOutcome; detail: string | null }[];
}

/** Mails to be sent, and what became of them. Queueing and masking happen in the transaction of whatever caused them. */
@Injectable()
export class OutboxService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: OutboxRepository,
    private readonly box: SealedBox,
    private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  /** @returns the mails' ids, in the order of the drafts */
  async queue(manager: EntityManager, drafts: readonly MailDraft[]): Promise<string[]> {
    const now = this.clock.now();
    const mails: MailEntity[] = [];
    const cases: MailCaseEntity[] = [];
    drafts.forEach(({ recipient, municipality, model }, position) => {
      const id = sortableId(now, position, randomBytes(8));
      const { subject, caseNumbers, hsaId, isProtected } = indexOf(model);
      mails.push({
        id,
        messageId: messageIdOf(id, this.configuration.mail.from),
        kind: outboxKind(model),
        recipient: 'address' in model ? SEALED_ADDRESS : (recipient ?? ''),
        subject,
        municipality,
        hsaId,
        hsaIdKey: hsaId === null ? null : hsaIdKey(hsaId),
        model: this.box.seal(model),
        isProtected,
        state: 'waiting',
        attempts: 0,
        refusals: 0,
        unknownOutcomes: 0,
        nextAttemptAt: now,
        fencing: null,
        createdAt: now,
        sentAt: null,
        lastError: null,
      });
      cases.push(...caseNumbers.map((caseNumber) => ({ mailId: id, caseNumber })));
    });
    await this.repository.insert(manager, mails, cases);
    return mails.map(({ id }) => id);
  }

  /**
   * From here on no mail, in any state, holds who these cases are about. One that is on its way in this moment cannot be
   * called back, but another try of it is masked.
   */
  async maskCases(manager: EntityManager, caseNumbers: readonly string[]): Promise<void> {
    const cases = new Set(caseNumbers);
    for (const mail of await this.repository.mentioning(manager, caseNumbers, { forUpdate: true })) {
      const model = this.box.open<MailModel>(mail.model);
      const masked = maskModel(model, cases);
      if (masked === model) continue;
      const { subject, hsaId, isProtected } = indexOf(masked);
      const update = { model: this.box.seal(masked), subject, hsaId, hsaIdKey: hsaId === null ? null : hsaIdKey(hsaId), isProtected };
      await manager.update(MailEntity, { id: mail.id }, update);
    }
  }

  /**
   * These cases need nobody's attention any more: mails about them alone that wait are withdrawn, those about others too
   * say nothing of them. One that is on its way in this moment cannot be called back.
   */
  async withdrawCases(manager: EntityManager, caseNumbers: readonly string[]): Promise<number> {
    const cases = new Set(caseNumbers);
    let withdrawn = 0;
    for (const mail of await this.repository.mentioning(manager, caseNumbers, { forUpdate: true })) {
      if (mail.state !== 'waiting') continue;
      const model = this.box.open<MailModel>(mail.model);
      const left = withoutCases(model, cases);
      if (left === model) continue;
      if (left === null) {
        assertTransition(mail.state, 'withdrawn');
        await manager.update(MailEntity, { id: mail.id }, { state: 'withdrawn', nextAttemptAt: null });
        withdrawn += 1;
        continue;
      }
      const { subject, isProtected } = indexOf(left);
      await manager.update(MailEntity, { id: mail.id }, { model: this.box.seal(left), subject, isProtected });
    }
    return withdrawn;
  }

  /** Those that nobody got, or nobody knows of, oldest first. @param municipalities codes; null: all, and what is about none */
  async undelivered(municipalities: readonly string[] | null): Promise<OutboxItem[]> {
    const { manager } = this.dataSource;
    const where = { state: In(UNDELIVERED), ...(municipalities && { municipality: In(municipalities) }) };
    const mails = await manager.find(MailEntity, { where, order: { id: 'ASC' } });
    const mailId = In(mails.map(({ id }) => id));
    return this.show(mails, await manager.findBy(MailCaseEntity, { mailId }));
  }

  /**
   * Somebody wants a mail that nobody got, or nobody knows of, to be sent again: the same mail with the same Message-ID. That
   * it may have been delivered already is not forgotten: after one more outcome that nobody knows it is theirs again.
   *
   * @param municipalities codes of those whose mails they may send; null: all, and what is about none
   * @returns the mail as it waits now; what state it is in where it cannot be sent again; null where there is none
   */
  async requeue(
    manager: EntityManager,
    id: string,
    municipalities: readonly string[] | null,
  ): Promise<{ requeued: MailEntity } | { state: MailState } | null> {
    const mail = await manager.findOne(MailEntity, { where: { id }, lock: forUpdate(manager) });
    if (!mail || (municipalities && (mail.municipality === null || !municipalities.includes(mail.municipality)))) return null;
    if (!UNDELIVERED.includes(mail.state) || !TRANSITIONS[mail.state].includes('waiting')) return { state: mail.state };
    const again = { state: 'waiting' as const, refusals: 0, nextAttemptAt: this.clock.now(), fencing: null };
    await manager.update(MailEntity, { id, state: mail.state }, again);
    return { requeued: { ...mail, ...again } };
  }

  /** All mails, oldest first. */
  async list(): Promise<OutboxItem[]> {
    const { manager } = this.dataSource;
    return this.show(await manager.find(MailEntity, { order: { id: 'ASC' } }), await manager.find(MailCaseEntity));
  }

  /** The mails that mention a case, oldest first, each with its tries. */
  async listForCase(caseNumber: string): Promise<OutboxItemWithTrail[]> {
    const { manager } = this.dataSource;
    const mails = await this.repository.mentioning(manager, [caseNumber]);
    const mailId = In(mails.map(({ id }) => id));
    const attempts = await manager.find(MailAttemptEntity, { where: { mailId }, order: { number: 'ASC' } });
    const trails = Map.groupBy(attempts, (attempt) => attempt.mailId);
    return this.show(mails, await manager.findBy(MailCaseEntity, { mailId })).map((item) => ({
      ...item,
      trail: (trails.get(item.id) ?? []).map(({ number, at, outcome, detail }) => ({ number, at, outcome, detail })),
    }));
  }

  /** From the rows alone: a mail whose model cannot be opened is shown like the others. */
  private show(mails: readonly MailEntity[], cases: readonly MailCaseEntity[]): OutboxItem[] {
    const numbers = Map.groupBy(cases, ({ mailId }) => mailId);
    return mails.map((mail) => ({
      id: mail.id,
      messageId: mail.messageId,
      to: mail.recipient,
      subject: mail.subject,
      kind: mail.kind,
      municipality: mail.municipality,
      ...(mail.hsaId === null ? {} : { hsaId: mail.hsaId }),
      caseNumbers: (numbers.get(mail.id) ?? []).map(({ caseNumber }) => caseNumber).sort(),
      state: mail.state,
      attempts: mail.attempts,
      unknownOutcomes: mail.unknownOutcomes,
      createdAt: mail.createdAt,
      nextAttemptAt: mail.nextAttemptAt,
      sentAt: mail.sentAt,
      lastError: mail.lastError,
    }));
  }
}

import { Injectable } from '@nestjs/common';
import { type EntityManager, In, LessThan } from 'typeorm';
import { inChunks, saveAll } from '../platform/database/bulk';
import { forUpdate as lockFor } from '../platform/database/row-locks';
import type { Instant } from '../platform/time';
import { MAIL_STATES, type AttemptOutcome, type MailState, type Next, assertTransition } from './outbox';
import { MailAttemptEntity, MailCaseEntity, MailEntity } from './outbox.entity';

export interface AttemptRecord extends Next {
  outcome: AttemptOutcome;
  at: Instant;
  detail: string | null;
}

/** The outbox's rows. Every change of state is guarded by the state it starts from. */
@Injectable()
export class OutboxRepository {
  async insert(manager: EntityManager, mails: readonly MailEntity[], cases: readonly MailCaseEntity[]): Promise<void> {
    await saveAll(manager, MailEntity, mails, ['id']);
    await saveAll(manager, MailCaseEntity, cases, ['mail_id', 'case_number']);
  }

  /** @param forUpdate the caller will change what it reads: PostgreSQL keeps others away from it until then, SQLite does anyway */
  async mentioning(manager: EntityManager, caseNumbers: readonly string[], { forUpdate = false } = {}): Promise<MailEntity[]> {
    const rows = await inChunks(caseNumbers, (chunk) => manager.findBy(MailCaseEntity, { caseNumber: In(chunk) }));
    const ids = [...new Set(rows.map(({ mailId }) => mailId))].sort();
    const lock = forUpdate ? lockFor(manager) : undefined;
    return inChunks(ids, (chunk) => manager.find(MailEntity, { where: { id: In(chunk) }, order: { id: 'ASC' }, lock }));
  }

  /**
   * The next mail that is due and has not been tried in this round, now in `sending`; null when there is none.
   * @param fencing of the round's lease
   */
  async claim(manager: EntityManager, fencing: number, due: { now: Instant; ignoreBackoff: boolean }): Promise<MailEntity | null> {
    const query = manager
      .createQueryBuilder(MailEntity, 'mail')
      .where("mail.state = 'waiting' AND (mail.fencing IS NULL OR mail.fencing < :fencing)", { fencing })
      .orderBy('mail.nextAttemptAt')
      .addOrderBy('mail.id')
      .limit(1);
    if (!due.ignoreBackoff) query.andWhere('mail.nextAttemptAt <= :now', { now: due.now });
    const lock = lockFor(manager);
    if (lock) query.setLock(lock.mode); // or a mail that is masked in this moment would be taken as it was
    const mail = await query.getOne();
    if (!mail) return null;
    assertTransition(mail.state, 'sending');
    const { affected } = await manager.update(MailEntity, { id: mail.id, state: mail.state }, { state: 'sending', fencing });
    return affected === 1 ? { ...mail, state: 'sending', fencing } : null;
  }

  /** Mails that a sender before this one had in hand when it stopped. */
  abandoned(manager: EntityManager, fencing: number): Promise<MailEntity[]> {
    return manager.find(MailEntity, { where: { state: 'sending', fencing: LessThan(fencing) }, order: { id: 'ASC' } });
  }

  /** Writes down what came of a try. False when the mail is no longer this sender's: another one has judged it dead. */
  async record(manager: EntityManager, mail: MailEntity, attempt: AttemptRecord): Promise<boolean> {
    const { state, attempts, refusals, unknownOutcomes, nextAttemptAt, outcome, at, detail } = attempt;
    assertTransition('sending', state);
    const { affected } = await manager.update(
      MailEntity,
      { id: mail.id, state: 'sending', fencing: mail.fencing ?? undefined },
      { state, attempts, refusals, unknownOutcomes, nextAttemptAt, lastError: detail, sentAt: state === 'sent' ? at : null },
    );
    if (affected !== 1) return false;
    await manager.insert(MailAttemptEntity, { mailId: mail.id, number: attempts, at, outcome, detail });
    return true;
  }

  async countByState(manager: EntityManager): Promise<Record<MailState, number>> {
    const rows = await manager
      .createQueryBuilder(MailEntity, 'mail')
      .select('mail.state', 'state')
      .addSelect('COUNT(*)', 'count')
      .groupBy('mail.state')
      .getRawMany<{ state: MailState; count: string | number }>();
    const counts = Object.fromEntries(MAIL_STATES.map((state) => [state, 0])) as Record<MailState, number>;
    for (const { state, count } of rows) counts[state] = Number(count);
    return counts;
  }
}

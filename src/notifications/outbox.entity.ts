import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { flag, instant, longText, optional, whole, word } from '../platform/database/columns';
import type { Instant } from '../platform/time';
import type { OutboxKind } from './mails/mail-model';
import type { AttemptOutcome, MailState } from './outbox';

/** A mail from when it was decided until long after it was sent. Who it is about lies only in the sealed model. */
@Entity('mail')
@Index('mail_state', ['state', 'nextAttemptAt'])
@Index('mail_person', ['municipality', 'hsaIdKey'])
export class MailEntity {
  /** Sorts by time and, within a batch, by the order it was queued in. */
  @PrimaryColumn(word('id', 36))
  id: string;

  @Column(word('message_id', 320, { unique: true }))
  messageId: string;

  @Column(word('kind', 16))
  kind: OutboxKind;

  @Column(word('recipient', 320))
  recipient: string;

  @Column(word('subject', 200))
  subject: string;

  @Column(word('municipality', 20, optional))
  municipality: string | null;

  /** As HSA writes it. Null for a protected person, for a digest and for operations' mails. */
  @Column(word('hsa_id', 64, optional))
  hsaId: string | null;

  /** `hsaIdKey` of it. */
  @Column(word('hsa_id_key', 64, optional))
  hsaIdKey: string | null;

  /** `MailModel`, sealed. */
  @Column(longText('model'))
  model: string;

  @Column(flag('is_protected'))
  isProtected: boolean;

  @Column(word('state', 16))
  state: MailState;

  /** Tries that have ended. */
  @Column(whole('attempts'))
  attempts: number;

  @Column(whole('refusals'))
  refusals: number;

  @Column(whole('unknown_outcomes'))
  unknownOutcomes: number;

  @Column(instant('next_attempt_at', optional))
  nextAttemptAt: Instant | null;

  /** The lease's fencing number of whoever tried last: one round tries a mail once, and a dead sender's mails are known by it. */
  @Column(whole('fencing', optional))
  fencing: number | null;

  @Column(instant('created_at'))
  createdAt: Instant;

  @Column(instant('sent_at', optional))
  sentAt: Instant | null;

  /** One Swedish sentence with the receiver's code. No address, nothing from the mail. */
  @Column(longText('last_error', optional))
  lastError: string | null;
}

/** What came of each try. */
@Entity('mail_attempt')
export class MailAttemptEntity {
  @PrimaryColumn(word('mail_id', 36))
  mailId: string;

  /** From 1. */
  @PrimaryColumn(whole('number'))
  number: number;

  @Column(instant('at'))
  at: Instant;

  @Column(word('outcome', 16))
  outcome: AttemptOutcome;

  @Column(longText('detail', optional))
  detail: string | null;
}

/** Which cases a mail mentions: what must be masked when somebody becomes protected. */
@Entity('mail_case')
@Index('mail_case_number', ['caseNumber'])
export class MailCaseEntity {
  @PrimaryColumn(word('mail_id', 36))
  mailId: string;

  @PrimaryColumn(word('case_number', 16))
  caseNumber: string;
}

export const NOTIFICATION_ENTITIES = [MailEntity, MailAttemptEntity, MailCaseEntity];

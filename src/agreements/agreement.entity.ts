import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AgreementFact } from '../access/facts';
import { instant, longText, optional, whole, word } from '../platform/database/columns';
import type { Instant, LocalDate } from '../platform/time';

/** A signed ansvars- och sekretessförbindelse. What it says is never written over: a correction is a row of its own. */
@Entity('agreement')
@Index('agreement_person', ['municipality', 'hsaIdKey'])
@Index('agreement_valid_to', ['municipality', 'validTo'])
@Index('agreement_version', ['templateVersion', 'municipality', 'hsaIdKey'])
@Index('agreement_replaces', ['replaces'], { unique: true })
export class AgreementEntity {
  /** Sorts by when it was recorded. */
  @PrimaryColumn(word('id', 36))
  id: string;

  @Column(word('municipality', 20))
  municipality: string;

  @Column(word('hsa_id_key', 64))
  hsaIdKey: string;

  @Column(word('template_version', 32))
  templateVersion: string;

  /** Of the text that was signed; null for one from before this service kept texts. */
  @Column(word('text_hash', 64, optional))
  textHash: string | null;

  @Column(word('source', 16))
  source: AgreementFact['source'];

  @Column(word('signed_on', 10))
  signedOn: LocalDate;

  /** On screen: the moment. */
  @Column(instant('signed_at', optional))
  signedAt: Instant | null;

  /** On screen: the level of assurance that the user had logged in at. */
  @Column(word('acr', 255, optional))
  acr: string | null;

  @Column(word('received_on', 10))
  receivedOn: LocalDate;

  /** Its last day; null: until it is withdrawn. */
  @Column(word('valid_to', 10, optional))
  validTo: LocalDate | null;

  @Column(instant('recorded_at'))
  recordedAt: Instant;

  /** `AgreementDetails`, sealed. */
  @Column(longText('details'))
  details: string;

  @Column(word('scan_id', 36, optional))
  scanId: string | null;

  @Column(instant('withdrawn_at', optional))
  withdrawnAt: Instant | null;

  /** `Withdrawal`, sealed. */
  @Column(longText('withdrawal', optional))
  withdrawal: string | null;

  /** The row that this one corrects. */
  @Column(word('replaces', 36, optional))
  replaces: string | null;

  /** The row that corrects this one: then this counts no more. */
  @Column(word('replaced_by', 36, optional))
  replacedBy: string | null;

  /** Grows with every change. */
  @Column(whole('revision'))
  revision: number;
}

/** What names somebody, or is written freely. */
export interface AgreementDetails {
  /** Who registered it: HSA-id, or the name given at a terminal. */
  receiver: string;
  role: string | null;
  /** Diarienummer. */
  registryNumber: string | null;
  /** Why it corrects another. */
  reason: string | null;
}

export interface Withdrawal {
  by: string;
  role: string | null;
  reason: string;
}

/** That somebody was told that their agreement ends, or that a finding says that they could not be. */
@Entity('agreement_reminder')
export class AgreementReminderEntity {
  @PrimaryColumn(word('municipality', 20))
  municipality: string;

  @PrimaryColumn(word('hsa_id_key', 64))
  hsaIdKey: string;

  /** The last day that it was about. */
  @PrimaryColumn(word('last_day', 10))
  lastDay: LocalDate;

  /** One of `agreements.remindDays`. */
  @PrimaryColumn(whole('days'))
  days: number;

  @Column(instant('at'))
  at: Instant;

  /** Null: nobody could be mailed. */
  @Column(word('mail_id', 36, optional))
  mailId: string | null;
}

/** Somebody whose agreement a new version puts out of use: what follows from that is still to be settled. */
@Entity('agreement_to_settle')
export class AgreementToSettleEntity {
  @PrimaryColumn(word('municipality', 20))
  municipality: string;

  @PrimaryColumn(word('hsa_id_key', 64))
  hsaIdKey: string;

  /** The new version. */
  @Column(word('template_version', 32))
  templateVersion: string;
}

import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { flag, instant, longText, optional, whole, word } from '../platform/database/columns';
import type { Instant } from '../platform/time';
import type { CaseEvent } from './case-event';

/** Servicecenter's unit of work: one per person and event. */
@Entity('service_case')
@Index('service_case_person', ['municipality', 'hsaIdKey', 'state'])
export class CaseEntity {
  @PrimaryColumn(word('number', 16))
  number: string;

  @Column(word('municipality', 20))
  municipality: string;

  @Column(word('hsa_id_key', 64))
  hsaIdKey: string;

  @Column(word('event', 16))
  event: CaseEvent;

  @Column(word('state', 16))
  state: 'open' | 'superseded' | 'done';

  @Column(flag('is_protected'))
  isProtected: boolean;

  /** `CaseFacts`, sealed: what to enter in Cosmic, always the latest. */
  @Column(longText('facts'))
  facts: string;

  @Column(instant('opened_at'))
  openedAt: Instant;

  @Column(instant('updated_at'))
  updatedAt: Instant;

  @Column(instant('ended_at', optional))
  endedAt: Instant | null;

  @Column(word('superseded_by', 16, optional))
  supersededBy: string | null;
}

/** Something that happened to a case and that Servicecenter is mailed about once. */
@Entity('case_event')
@Index('case_event_untold', ['municipality', 'mailId', 'event', 'caseNumber'])
@Index('case_event_case', ['caseNumber'])
export class CaseEventEntity {
  @PrimaryColumn(word('id', 36))
  id: string;

  @Column(word('case_number', 16))
  caseNumber: string;

  @Column(word('municipality', 20))
  municipality: string;

  @Column(word('event', 16))
  event: CaseEvent;

  @Column(instant('at'))
  at: Instant;

  @Column(word('run_id', 64, optional))
  runId: string | null;

  /** `FieldChange[]`, sealed. */
  @Column(longText('changes'))
  changes: string;

  /** The mail that tells of it; null until it is written. */
  @Column(word('mail_id', 36, optional))
  mailId: string | null;
}

/** The last case number given in a year. */
@Entity('case_counter')
export class CaseCounterEntity {
  @PrimaryColumn(whole('year'))
  year: number;

  @Column(whole('last'))
  last: number;
}

/** What Servicecenter was told last of a person: changes are reckoned from here. */
@Entity('case_told')
export class CaseToldEntity {
  @PrimaryColumn(word('municipality', 20))
  municipality: string;

  @PrimaryColumn(word('hsa_id_key', 64))
  hsaIdKey: string;

  /** `Told`, sealed. */
  @Column(longText('told'))
  told: string;
}

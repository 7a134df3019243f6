import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { flag, instant, longText, optional, whole, word } from '../platform/database/columns';
import type { Instant } from '../platform/time';
import type { CaseEvent } from './case-event';
import type { CaseState, ReturnTarget } from './case-state';

/** Servicecenter's unit of work: one per person and event. */
@Entity('service_case')
@Index('service_case_person', ['municipality', 'hsaIdKey', 'state'])
@Index('service_case_queue', ['state', 'ready', 'openedAt', 'number'])
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
  state: CaseState;

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

  /** Grows with every change that somebody makes to the case or that changes what it shows. */
  @Column(whole('version', { default: 1 }))
  version: number;

  /**
   * Worth taking, as far as was known when the person was settled last: of a grant, nothing but the account's way to the
   * AD is in the way. Whether it can be granted is always asked of the facts.
   */
  @Column(flag('ready', { default: false }))
  ready: boolean;

  /** Who has it in hand: HSA-id, or at a terminal the name as given. */
  @Column(word('claimed_by', 128, optional))
  claimedBy: string | null;

  @Column(instant('claimed_at', optional))
  claimedAt: Instant | null;

  /** When the holder last did something to it. */
  @Column(instant('touched_at', optional))
  touchedAt: Instant | null;

  /** `SeenCase` as it was when it was claimed, sealed. */
  @Column(longText('seen', optional))
  seen: string | null;

  @Column(word('returned_to', 32, optional))
  returnedTo: ReturnTarget | null;

  @Column(instant('returned_at', optional))
  returnedAt: Instant | null;

  /** It was returned while something stood in the way that they can mend: it comes back when nothing of that does. */
  @Column(flag('awaits_mending', { default: false }))
  awaitsMending: boolean;
}

/** What somebody wrote about a case. */
@Entity('case_note')
@Index('case_note_case', ['caseNumber', 'at'])
export class CaseNoteEntity {
  @PrimaryColumn(word('id', 36))
  id: string;

  @Column(word('case_number', 16))
  caseNumber: string;

  @Column(instant('at'))
  at: Instant;

  @Column(word('by', 128))
  by: string;

  @Column(word('kind', 16))
  kind: 'note' | 'returned' | 'taken-over';

  /** Text, sealed: people write names. */
  @Column(longText('text'))
  text: string;
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

import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant, longText, optional, whole, word } from '../platform/database/columns';
import type { Instant, LocalDate } from '../platform/time';

/** A manager's handing over to a colleague for a period. One that was ended stays, as roles do. */
@Entity('deputy')
@Index('deputy_person', ['deputyKey'])
@Index('deputy_manager', ['managerKey'])
export class DeputyEntity {
  /** Sorts by time. */
  @PrimaryColumn(word('id', 36))
  id: string;

  @Column(word('manager_hsa_id', 64))
  managerHsaId: string;

  @Column(word('manager_key', 64))
  managerKey: string;

  @Column(word('deputy_hsa_id', 64))
  deputyHsaId: string;

  @Column(word('deputy_key', 64))
  deputyKey: string;

  /** Code; null: all that the manager has. */
  @Column(word('municipality', 20, optional))
  municipality: string | null;

  /** HSA-id of one unit in that municipality, as written; null: all that the manager has. */
  @Column(word('unit', 64, optional))
  unit: string | null;

  @Column(word('from_day', 10))
  from: LocalDate;

  @Column(word('to_day', 10))
  to: LocalDate;

  @Column(instant('appointed_at'))
  appointedAt: Instant;

  /** `Decision`, sealed. */
  @Column(longText('appointed'))
  appointed: string;

  /** Ended at once, before its last day. */
  @Column(instant('ended_at', optional))
  endedAt: Instant | null;

  /** `Decision`, sealed. */
  @Column(longText('ended', optional))
  ended: string | null;

  @Column(whole('version'))
  version: number;
}

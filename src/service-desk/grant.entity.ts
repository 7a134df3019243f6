import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant, optional, word } from '../platform/database/columns';
import type { Instant } from '../platform/time';

/** A permission in Cosmic at one unit, from when Servicecenter entered it. One that was undone is not kept: the audit trail tells of it. */
@Entity('access_grant')
@Index('access_grant_person', ['municipality', 'hsaIdKey'])
@Index('access_grant_source', ['municipality', 'source', 'removedAt'])
@Index('access_grant_case', ['caseNumber'])
@Index('access_grant_untold', ['undoUntil', 'id'], { where: 'notice_at IS NULL' })
export class GrantEntity {
  @PrimaryColumn(word('id', 36))
  id: string;

  @Column(word('municipality', 20))
  municipality: string;

  @Column(word('hsa_id_key', 64))
  hsaIdKey: string;

  @Column(word('hsa_id', 64))
  hsaId: string;

  /** Null where the unit has no HSA-id. */
  @Column(word('unit_hsa_id', 64, optional))
  unitHsaId: string | null;

  /** `baseline`: taken over from before this service. */
  @Column(word('source', 16))
  source: 'case' | 'baseline';

  @Column(word('case_number', 16, optional))
  caseNumber: string | null;

  /** The order that it fulfils; null while orders are not in use. */
  @Column(word('order_number', 16, optional))
  orderNumber: string | null;

  @Column(word('granted_by', 128))
  grantedBy: string;

  @Column(instant('granted_at'))
  grantedAt: Instant;

  /** Until then it can be undone, and nobody is told. */
  @Column(instant('undo_until'))
  undoUntil: Instant;

  /** When the mails about it were queued; null: not yet. */
  @Column(instant('notice_at', optional))
  noticeAt: Instant | null;

  /** When the person was told; null where a person must do it and has not said so. */
  @Column(instant('informed_at', optional))
  informedAt: Instant | null;

  /** Who said that the person was told; null where a mail did it. */
  @Column(word('informed_by', 128, optional))
  informedBy: string | null;

  @Column(instant('removed_at', optional))
  removedAt: Instant | null;

  @Column(word('removed_by', 128, optional))
  removedBy: string | null;
}

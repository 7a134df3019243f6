import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant, longText, optional, whole, word } from '../platform/database/columns';
import type { Instant, LocalDate } from '../platform/time';
import type { Role } from './role';

/** A role that somebody was given. One that was removed stays: who could do what on a day can be told afterwards. */
@Entity('role_assignment')
@Index('role_assignment_person', ['hsaIdKey'])
export class RoleAssignmentEntity {
  /** Sorts by time. */
  @PrimaryColumn(word('id', 36))
  id: string;

  /** As it was written when the role was given. */
  @Column(word('hsa_id', 64))
  hsaId: string;

  @Column(word('hsa_id_key', 64))
  hsaIdKey: string;

  @Column(word('role', 32))
  role: Role;

  /** Code; null: every municipality. */
  @Column(word('municipality', 20, optional))
  municipality: string | null;

  /** HSA-id of the unit, as written; null: the whole municipality. */
  @Column(word('unit', 64, optional))
  unit: string | null;

  @Column(word('from_day', 10))
  from: LocalDate;

  @Column(word('to_day', 10, optional))
  to: LocalDate | null;

  @Column(instant('granted_at'))
  grantedAt: Instant;

  /** `Decision`, sealed. */
  @Column(longText('granted'))
  granted: string;

  @Column(instant('removed_at', optional))
  removedAt: Instant | null;

  /** `Decision`, sealed. */
  @Column(longText('removed', optional))
  removed: string | null;

  @Column(whole('version'))
  version: number;
}

import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { flag, instant, longText, optional, word } from '../platform/database/columns';
import type { Instant } from '../platform/time';

/** Somebody of a municipality tried to log in to Cosmic Link, and it was written down how it went. */
@Entity('test_login')
@Index('test_login_municipality', ['municipality', 'worked', 'at'])
export class TestLoginEntity {
  @PrimaryColumn(word('id', 36))
  id: string;

  @Column(word('municipality', 20))
  municipality: string;

  /** HSA-id of whoever tried. */
  @Column(word('hsa_id', 64))
  hsaId: string;

  /** Account name or user principal name that they tried with. */
  @Column(word('account', 256))
  account: string;

  @Column(instant('at'))
  at: Instant;

  @Column(flag('worked'))
  worked: boolean;

  @Column(instant('recorded_at'))
  recordedAt: Instant;

  @Column(word('recorded_by', 128))
  recordedBy: string;

  /** Free text, sealed. */
  @Column(longText('note', optional))
  note: string | null;
}

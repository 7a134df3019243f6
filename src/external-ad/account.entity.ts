import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { flag, instant, json, longText, optional, whole, word } from '../platform/database/columns';
import type { Instant } from '../platform/time';
import type { DesiredAccount } from './account.types';

/** One account in the external AD: as it should be, and as it is known to be. Never deleted here: its name is never given to another. */
@Entity('account')
@Index('account_name', ['accountName'], { unique: true })
@Index('account_user_principal_name', ['userPrincipalName'], { unique: true })
export class AccountEntity {
  @PrimaryColumn(word('municipality', 20))
  municipality: string;

  @PrimaryColumn(word('hsa_id_key', 64))
  hsaIdKey: string;

  @Column(word('account_name', 20))
  accountName: string;

  @Column(word('user_principal_name', 256))
  userPrincipalName: string;

  @Column(flag('desired_enabled'))
  desiredEnabled: boolean;

  /** `AccountAttributes` as JSON. A protected person's holds no name (see `account.ts`). */
  @Column(longText('desired'))
  desired: string;

  /** What of the person's values did not fit and was cut; null when all did. */
  @Column(json('remarks', optional))
  remarks: Omit<DesiredAccount, 'attributes'> | null;

  @Column(whole('desired_version'))
  desiredVersion: number;

  @Column(longText('applied', optional))
  applied: string | null;

  @Column(whole('applied_version'))
  appliedVersion: number;

  @Column(instant('applied_at', optional))
  appliedAt: Instant | null;

  @Column(word('refused_code', 64, optional))
  refusedCode: string | null;

  @Column(instant('refused_since', optional))
  refusedSince: Instant | null;

  @Column(instant('created_at'))
  createdAt: Instant;

  @Column(instant('disabled_at', optional))
  disabledAt: Instant | null;

  /** When removal was confirmed for every unit in Cosmic: retention runs from here. */
  @Column(instant('closed_at', optional))
  closedAt: Instant | null;

  @Column(instant('deleted_at', optional))
  deletedAt: Instant | null;
}

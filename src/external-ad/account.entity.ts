import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { flag, instant, json, longText, optional, whole, word } from '../platform/database/columns';
import type { Instant } from '../platform/time';
import type { DesiredAccount, ExternalAdKind, RefusedAttribute } from './account.types';

/** One account in the external AD: as it should be, and as it is known to be. Never deleted here: its name is never given to another. */
@Entity('account')
@Index('account_name', ['accountName'], { unique: true })
@Index('account_user_principal_name', ['userPrincipalName'], { unique: true })
@Index('account_object_guid', ['objectGuid'], { unique: true })
@Index('account_queue', ['desiredEnabled', 'nextAttemptAt'], { where: 'next_attempt_at IS NOT NULL' })
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

  /** What the AD refused while the rest was applied; null when it took everything. */
  @Column(json('refused_detail', optional))
  refusedDetail: RefusedAttribute[] | null;

  /** The external AD that `applied` was confirmed in. */
  @Column(word('applied_in', 8, { default: 'model' }))
  appliedIn: ExternalAdKind;

  /** The object in the AD that is this account, lower-case UUID text; null: not linked. Two accounts never share one. */
  @Column(word('object_guid', 36, optional))
  objectGuid: string | null;

  /** `invocationId` of the controller that a write was last sent to, noted before it was. */
  @Column(word('controller', 36, optional))
  controller: string | null;

  /** Controller and `uSNChanged` when the object was last read and found as `applied` says; null while it is being enabled. */
  @Column(word('seen_on', 36, optional))
  seenOn: string | null;

  @Column(word('seen_usn', 20, optional))
  seenUsn: string | null;

  /** Tries in a row that did not come to an end. */
  @Column(whole('attempts', { default: 0 }))
  attempts: number;

  /** The account waits for the AD from then on; null: nothing waits. */
  @Column(instant('next_attempt_at', optional))
  nextAttemptAt: Instant | null;

  @Column(instant('created_at'))
  createdAt: Instant;

  @Column(instant('disabled_at', optional))
  disabledAt: Instant | null;

  /** When removal was confirmed for every unit in Cosmic: retention runs from here. */
  @Column(instant('closed_at', optional))
  closedAt: Instant | null;

  /** To be deleted from then on. It is gone from a real AD when `applied` and `objectGuid` are null. */
  @Column(instant('deleted_at', optional))
  deletedAt: Instant | null;
}

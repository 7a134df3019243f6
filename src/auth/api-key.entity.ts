import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, json, longText, optional, whole, word } from '../platform/database/columns';
import type { Instant, LocalDate } from '../platform/time';
import type { Permission } from './permission';

/** A program's key. The secret itself was shown once and is nowhere. */
@Entity('api_key')
export class ApiKeyEntity {
  /** Stands in the key, and is no secret. Sorts by time. */
  @PrimaryColumn(word('id', 24))
  id: string;

  /** What the program is called. */
  @Column(word('name', 80))
  name: string;

  /** Keyed digest of the secret, see `SealedBox.digest`. */
  @Column(word('secret_digest', 64))
  secretDigest: string;

  @Column(json('permissions'))
  permissions: Permission[];

  /** Codes; null: every municipality. */
  @Column(json('municipalities', optional))
  municipalities: string[] | null;

  /** Its last whole day. */
  @Column(word('to_day', 10))
  to: LocalDate;

  @Column(instant('created_at'))
  createdAt: Instant;

  /** `Decision`, sealed. */
  @Column(longText('created'))
  created: string;

  @Column(word('last_used_on', 10, optional))
  lastUsedOn: LocalDate | null;

  @Column(instant('revoked_at', optional))
  revokedAt: Instant | null;

  /** `Decision`, sealed. */
  @Column(longText('revoked', optional))
  revoked: string | null;

  @Column(whole('version'))
  version: number;
}

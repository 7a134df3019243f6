import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant, longText, optional, word } from '../database/columns';
import type { Instant } from '../time';

/** A request that bears a key of its sender's, so that it is carried out once however often it is sent. Forgotten after a day. */
@Entity('idempotent_request')
export class IdempotentRequestEntity {
  /** Keyed digest of who sent it and the key. */
  @PrimaryColumn(word('id', 64))
  id: string;

  /** Keyed digest of what was asked for, and how far its sender reached. */
  @Column(word('request', 64))
  request: string;

  /** `begun`: nothing is changed yet; `changed`: in the transaction of the first change; `answered`: and its answer is kept. */
  @Column(word('state', 16))
  state: 'begun' | 'changed' | 'answered';

  /** Which process's which try: one that was taken for dead can change nothing any more. */
  @Column(word('attempt', 36))
  attempt: string;

  @Column(instant('begun_at'))
  begunAt: Instant;

  @Index('idempotent_request_expiry')
  @Column(instant('expires_at'))
  expiresAt: Instant;

  /** Sealed. */
  @Column(longText('answer', optional))
  answer: string | null;
}

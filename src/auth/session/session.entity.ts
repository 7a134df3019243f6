import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { flag, instant, longText, word } from '../../platform/database/columns';
import type { Instant } from '../../platform/time';

/** A browser's session, or a login that was begun. Whoever reads the table can neither take one over nor tell whose it is. */
@Entity('session')
@Index('session_used_at', ['usedAt'])
export class SessionEntity {
  /** Keyed digest of the id in the cookie, see `SealedBox.digest`. */
  @PrimaryColumn(word('digest', 64))
  digest: string;

  /** `SealedSession`. */
  @Column(longText('content'))
  content: string;

  /** False: a login was begun and nobody has logged in. */
  @Column(flag('is_logged_in'))
  isLoggedIn: boolean;

  @Column(instant('created_at'))
  createdAt: Instant;

  /** Within a minute. */
  @Column(instant('used_at'))
  usedAt: Instant;
}

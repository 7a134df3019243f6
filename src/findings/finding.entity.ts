import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant, longText, optional, word } from '../platform/database/columns';
import type { Instant } from '../platform/time';

/** Something in the data that a person must look at. Closed by itself when a read shows that it is right again. */
@Entity('finding')
@Index('finding_open', ['municipality', 'closedAt'])
@Index('finding_open_identity', ['identity'], { unique: true, where: 'closed_at IS NULL' })
export class FindingEntity {
  @PrimaryColumn(word('id', 36))
  id: string;

  /** Keyed digest of what makes two findings the same (kind, municipality, HSA-id, DN, what it is about). */
  @Column(word('identity', 64))
  identity: string;

  @Column(word('kind', 64))
  kind: string;

  @Column(word('municipality', 20))
  municipality: string;

  @Column(longText('hsa_id', optional))
  hsaId: string | null;

  /** Never a protected person's. */
  @Column(longText('dn', optional))
  dn: string | null;

  @Column(longText('detail'))
  detail: string;

  @Column(instant('since'))
  since: Instant;

  @Column(instant('closed_at', optional))
  closedAt: Instant | null;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, longText, optional, word } from '../platform/database/columns';
import type { Instant } from '../platform/time';
import type { HoldKind } from './facts';

/** An open hold; a closed one lives on in the audit trail. */
@Entity('hold')
export class HoldEntity {
  @PrimaryColumn(word('municipality', 20))
  municipality: string;

  @PrimaryColumn(word('hsa_id_key', 64))
  hsaIdKey: string;

  @PrimaryColumn(word('kind', 32))
  kind: HoldKind;

  @Column(instant('since'))
  since: Instant;

  @Column(longText('detail'))
  detail: string;

  /** The reading that was not believed, sealed: what `hold accept` makes the truth. */
  @Column(longText('observed', optional))
  observed: string | null;
}

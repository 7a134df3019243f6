import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, longText, optional, whole, word } from '../platform/database/columns';
import type { Instant } from '../platform/time';

/** A list of the units that Cosmic knows, as it was imported; the highest version is the one that holds. */
@Entity('cosmic_unit_list')
export class CosmicUnitListEntity {
  @PrimaryColumn(word('municipality', 20))
  municipality: string;

  @PrimaryColumn(whole('version'))
  version: number;

  @Column(instant('imported_at'))
  importedAt: Instant;

  @Column(word('imported_by', 128))
  importedBy: string;

  /** How many units it has. */
  @Column(whole('units'))
  units: number;
}

/** A unit in a list. */
@Entity('cosmic_unit')
export class CosmicUnitEntity {
  @PrimaryColumn(word('municipality', 20))
  municipality: string;

  @PrimaryColumn(whole('version'))
  version: number;

  /** `hsaIdKey` of the unit. */
  @PrimaryColumn(word('unit_key', 64))
  unitKey: string;

  @Column(word('hsa_id', 64))
  hsaId: string;

  @Column(longText('name'))
  name: string;

  /** `hsaIdKey` of the unit above; null: at the top. */
  @Column(word('parent_key', 64, optional))
  parentKey: string | null;
}

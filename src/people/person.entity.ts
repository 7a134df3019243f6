import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { flag, instant, json, longText, optional, word } from '../platform/database/columns';
import type { Instant } from '../platform/time';

/** What a municipality's catalogue said last of one HSA-id. */
@Entity('person')
@Index('person_same_human', ['personalNumberHash', 'state', 'hasSystemRole', 'municipality', 'hsaIdKey', 'hsaId'])
@Index('person_next_clock_change', ['municipality', 'nextClockChange'])
@Index('person_name', ['municipality', 'nameKey'])
@Index('person_given_name', ['municipality', 'givenKey'])
@Index('person_unit_place', ['municipality', 'unitPlace'])
export class PersonEntity {
  @PrimaryColumn(word('municipality', 20))
  municipality: string;

  @PrimaryColumn(word('hsa_id_key', 64))
  hsaIdKey: string;

  @Column(word('hsa_id', 64))
  hsaId: string;

  @Column(word('state', 16))
  state: 'present' | 'refused' | 'absent';

  @Column(instant('since'))
  since: Instant;

  @Column(flag('has_system_role'))
  hasSystemRole: boolean;

  @Column(longText('near_miss', optional))
  nearMiss: string | null;

  @Column(json('problems'))
  problems: unknown;

  @Column(flag('is_protected'))
  isProtected: boolean;

  /** HMAC, see `personal-number.ts`: finds one human with several HSA-ids. */
  @Column(word('personal_number_hash', 64, optional))
  personalNumberHash: string | null;

  /** The last readable entry as JSON, sealed while the person is protected; null when none was ever readable. */
  @Column(longText('facts', optional))
  facts: string | null;

  /** SHA-256 over all of the reading: tells in one comparison that nothing moved. */
  @Column(word('fingerprint', 64))
  fingerprint: string;

  /** See `ReadEntry.mark`: of the entry that all this comes from. */
  @Column(word('mark', 64, optional))
  mark: string | null;

  /** See `next-clock-change.ts`. */
  @Column(instant('next_clock_change', optional))
  nextClockChange: Instant | null;

  /** See `name-keys.ts`; null in a row that was last written before people could be listed. */
  @Column(word('name_key', 200, optional))
  nameKey: string | null;

  @Column(word('given_key', 200, optional))
  givenKey: string | null;

  /** See `unit-place.ts`; null for a protected person: a unit's readers do not find them by their place. */
  @Column(word('unit_place', 16, optional))
  unitPlace: string | null;
}

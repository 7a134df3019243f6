import { Column, Entity, PrimaryColumn } from 'typeorm';
import { longText, word } from '../platform/database/columns';

/** Where people of a municipality have been among its units, once for each place: see `unit-place.ts`. */
@Entity('unit_place')
export class UnitPlaceEntity {
  @PrimaryColumn(word('municipality', 20))
  municipality: string;

  @PrimaryColumn(word('place', 16))
  place: string;

  @Column(longText('path'))
  path: string;
}

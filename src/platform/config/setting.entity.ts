import { Column, Entity, PrimaryColumn } from 'typeorm';
import { longText, word } from '../database/columns';

/** What the database must remember of itself, one value per key. No configuration: that stands in the one file. */
@Entity('setting')
export class SettingEntity {
  @PrimaryColumn(word('key'))
  key: string;

  @Column(longText('value'))
  value: string;
}

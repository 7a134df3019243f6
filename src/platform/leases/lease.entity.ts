import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, whole, word } from '../database/columns';
import type { Instant } from '../time';

/** One row per job that only one process may do at a time. A row is never deleted: its fencing number must go on rising. */
@Entity('lease')
export class LeaseEntity {
  @PrimaryColumn(word('name', 100))
  name: string;

  /** Which process, in enough detail to tell on the same machine that it is gone (see `ProcessIdentity`). */
  @Column(word('holder', 200))
  holder: string;

  /** Free from this moment on, unless renewed. */
  @Column(instant('until'))
  until: Instant;

  /** Rises with every new holder. */
  @Column(whole('fencing'))
  fencing: number;
}

import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant, longText, optional, word } from '../platform/database/columns';
import type { Instant, LocalDate } from '../platform/time';

/** A version of the agreement. Never changed from the day it is in force. */
@Entity('agreement_template')
@Index('agreement_template_effective', ['effectiveFrom'], { unique: true })
export class AgreementTemplateEntity {
  @PrimaryColumn(word('version', 32))
  version: string;

  /** See `exactText`. */
  @Column(longText('text'))
  text: string;

  /** SHA-256 of it, hexadecimal. */
  @Column(word('text_hash', 64))
  textHash: string;

  @Column(word('effective_from', 10))
  effectiveFrom: LocalDate;

  /** From this day older versions no longer do. */
  @Column(word('sign_from', 10, optional))
  signFrom: LocalDate | null;

  @Column(instant('added_at'))
  addedAt: Instant;

  /** `Actor`, sealed. */
  @Column(longText('added_by'))
  addedBy: string;
}

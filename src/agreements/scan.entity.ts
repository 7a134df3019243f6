import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, longText, whole, word } from '../platform/database/columns';
import type { Instant } from '../platform/time';
import type { ScanMediaType } from './scan-content';

/** A scanned agreement. Its bytes lie in parts, so that nothing ever holds more than some of them: not a copy of the database either. */
@Entity('agreement_scan')
export class AgreementScanEntity {
  @PrimaryColumn(word('id', 36))
  id: string;

  @Column(word('municipality', 20))
  municipality: string;

  @Column(word('hsa_id_key', 64))
  hsaIdKey: string;

  @Column(word('media_type', 32))
  mediaType: ScanMediaType;

  @Column(whole('bytes'))
  bytes: number;

  /** Of the file as it came, hexadecimal. */
  @Column(word('sha256', 64))
  sha256: string;

  @Column(whole('parts'))
  parts: number;

  @Column(instant('stored_at'))
  storedAt: Instant;
}

@Entity('agreement_scan_part')
export class AgreementScanPartEntity {
  @PrimaryColumn(word('scan_id', 36))
  scanId: string;

  /** From 0. */
  @PrimaryColumn(whole('number'))
  number: number;

  /** See `scan-cipher.ts`. */
  @Column(longText('sealed'))
  sealed: string;
}

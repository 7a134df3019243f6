import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sortByOctets } from '../platform/database/byte-order';

/**
 * Text is sorted by its octets on PostgreSQL too, whatever language its database was made for. No value changes: only
 * indexes are built anew. Nothing to do on SQLite, which has never done otherwise. Not taken back: an older version does not
 * notice.
 */
export class ByteOrder1763697600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await sortByOctets(queryRunner);
  }

  down(): Promise<void> {
    return Promise.resolve();
  }
}

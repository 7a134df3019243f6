import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { sortByOctets } from '../platform/database/byte-order';

/** Requests with an `Idempotency-Key`, so that each is carried out once. A table of its own: nothing that is there is touched. */
export class Idempotency1763730000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'idempotent_request',
        columns: [
          { name: 'id', type: 'varchar', length: '64', isPrimary: true },
          { name: 'request', type: 'varchar', length: '64' },
          { name: 'state', type: 'varchar', length: '16' },
          { name: 'attempt', type: 'varchar', length: '36' },
          { name: 'begun_at', type: 'varchar', length: '24' },
          { name: 'expires_at', type: 'varchar', length: '24' },
          { name: 'answer', type: 'text', isNullable: true },
        ],
        indices: [{ name: 'idempotent_request_expiry', columnNames: ['expires_at'] }],
      }),
    );
    await sortByOctets(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('idempotent_request');
  }
}

import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';
import { sortByOctets } from '../platform/database/byte-order';

const COLUMNS = [
  { name: 'refused_detail', type: 'text', isNullable: true },
  { name: 'applied_in', type: 'varchar', length: '8', default: "'model'" },
  { name: 'object_guid', type: 'varchar', length: '36', isNullable: true },
  { name: 'controller', type: 'varchar', length: '36', isNullable: true },
  { name: 'seen_on', type: 'varchar', length: '36', isNullable: true },
  { name: 'seen_usn', type: 'varchar', length: '20', isNullable: true },
  { name: 'attempts', type: 'integer', default: '0' },
  { name: 'next_attempt_at', type: 'varchar', length: '24', isNullable: true },
];

/**
 * What the way to a real Active Directory needs of each account: the object it is linked to, where it was written and seen
 * last, and whether it waits. Until now the AD was the model in this database, where nothing waits.
 */
export class AccountQueue1763719200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumns(
      'account',
      COLUMNS.map((column) => new TableColumn(column)),
    );
    await queryRunner.createIndex('account', new TableIndex({ name: 'account_object_guid', columnNames: ['object_guid'], isUnique: true }));
    await queryRunner.createIndex(
      'account',
      new TableIndex({
        name: 'account_queue',
        columnNames: ['desired_enabled', 'next_attempt_at'],
        where: 'next_attempt_at IS NOT NULL',
      }),
    );
    await sortByOctets(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropIndex('account', 'account_queue');
    await queryRunner.dropIndex('account', 'account_object_guid');
    await queryRunner.dropColumns(
      'account',
      COLUMNS.map(({ name }) => name),
    );
  }
}

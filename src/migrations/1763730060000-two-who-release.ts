import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { sortByOctets } from '../platform/database/byte-order';

/** Who has said yes to a halted plan, where it takes two. A table of its own: nothing that is there is touched. */
export class TwoWhoRelease1763730060000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'plan_approval',
        columns: [
          { name: 'plan_id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'approver', type: 'varchar', length: '64', isPrimary: true },
          { name: 'actor_name', type: 'text' },
          { name: 'approved_at', type: 'varchar', length: '24' },
        ],
      }),
    );
    await sortByOctets(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('plan_approval');
  }
}

import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { sortByOctets } from '../platform/database/byte-order';

/** Who may do what (roles, deputies, keys of programs) and who is logged in. Only new tables: no data is at risk. */
export class RolesAndSessions1763731000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'role_assignment',
        columns: [
          { name: 'id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'hsa_id', type: 'varchar', length: '64' },
          { name: 'hsa_id_key', type: 'varchar', length: '64' },
          { name: 'role', type: 'varchar', length: '32' },
          { name: 'municipality', type: 'varchar', length: '20', isNullable: true },
          { name: 'unit', type: 'varchar', length: '64', isNullable: true },
          { name: 'from_day', type: 'varchar', length: '10' },
          { name: 'to_day', type: 'varchar', length: '10', isNullable: true },
          { name: 'granted_at', type: 'varchar', length: '24' },
          { name: 'granted', type: 'text' },
          { name: 'removed_at', type: 'varchar', length: '24', isNullable: true },
          { name: 'removed', type: 'text', isNullable: true },
          { name: 'version', type: 'integer' },
        ],
        indices: [{ name: 'role_assignment_person', columnNames: ['hsa_id_key'] }],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'deputy',
        columns: [
          { name: 'id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'manager_hsa_id', type: 'varchar', length: '64' },
          { name: 'manager_key', type: 'varchar', length: '64' },
          { name: 'deputy_hsa_id', type: 'varchar', length: '64' },
          { name: 'deputy_key', type: 'varchar', length: '64' },
          { name: 'municipality', type: 'varchar', length: '20', isNullable: true },
          { name: 'unit', type: 'varchar', length: '64', isNullable: true },
          { name: 'from_day', type: 'varchar', length: '10' },
          { name: 'to_day', type: 'varchar', length: '10' },
          { name: 'appointed_at', type: 'varchar', length: '24' },
          { name: 'appointed', type: 'text' },
          { name: 'ended_at', type: 'varchar', length: '24', isNullable: true },
          { name: 'ended', type: 'text', isNullable: true },
          { name: 'version', type: 'integer' },
        ],
        indices: [
          { name: 'deputy_person', columnNames: ['deputy_key'] },
          { name: 'deputy_manager', columnNames: ['manager_key'] },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'api_key',
        columns: [
          { name: 'id', type: 'varchar', length: '24', isPrimary: true },
          { name: 'name', type: 'varchar', length: '80' },
          { name: 'secret_digest', type: 'varchar', length: '64' },
          { name: 'permissions', type: 'text' },
          { name: 'municipalities', type: 'text', isNullable: true },
          { name: 'to_day', type: 'varchar', length: '10' },
          { name: 'created_at', type: 'varchar', length: '24' },
          { name: 'created', type: 'text' },
          { name: 'last_used_on', type: 'varchar', length: '10', isNullable: true },
          { name: 'revoked_at', type: 'varchar', length: '24', isNullable: true },
          { name: 'revoked', type: 'text', isNullable: true },
          { name: 'version', type: 'integer' },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'session',
        columns: [
          { name: 'digest', type: 'varchar', length: '64', isPrimary: true },
          { name: 'content', type: 'text' },
          { name: 'is_logged_in', type: 'boolean' },
          { name: 'created_at', type: 'varchar', length: '24' },
          { name: 'used_at', type: 'varchar', length: '24' },
        ],
        indices: [{ name: 'session_used_at', columnNames: ['used_at'] }],
      }),
    );
    await sortByOctets(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['session', 'api_key', 'deputy', 'role_assignment']) await queryRunner.dropTable(table);
  }
}

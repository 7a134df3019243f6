import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';
import { sortByOctets } from '../platform/database/byte-order';

const CASE_COLUMNS = [
  { name: 'version', type: 'integer', default: '1' },
  { name: 'ready', type: 'boolean', default: 'false' },
  { name: 'claimed_by', type: 'varchar', length: '128', isNullable: true },
  { name: 'claimed_at', type: 'varchar', length: '24', isNullable: true },
  { name: 'touched_at', type: 'varchar', length: '24', isNullable: true },
  { name: 'seen', type: 'text', isNullable: true },
  { name: 'returned_to', type: 'varchar', length: '32', isNullable: true },
  { name: 'returned_at', type: 'varchar', length: '24', isNullable: true },
  { name: 'awaits_mending', type: 'boolean', default: 'false' },
];

const id = { name: 'id', type: 'varchar', length: '36', isPrimary: true };
const municipality = { name: 'municipality', type: 'varchar', length: '20' };
const at = { name: 'at', type: 'varchar', length: '24' };

const TABLES = [
  new Table({
    name: 'case_note',
    columns: [
      id,
      { name: 'case_number', type: 'varchar', length: '16' },
      at,
      { name: 'by', type: 'varchar', length: '128' },
      { name: 'kind', type: 'varchar', length: '16' },
      { name: 'text', type: 'text' },
    ],
    indices: [{ name: 'case_note_case', columnNames: ['case_number', 'at'] }],
  }),
  new Table({
    name: 'access_grant',
    columns: [
      id,
      municipality,
      { name: 'hsa_id_key', type: 'varchar', length: '64' },
      { name: 'hsa_id', type: 'varchar', length: '64' },
      { name: 'unit_hsa_id', type: 'varchar', length: '64', isNullable: true },
      { name: 'source', type: 'varchar', length: '16' },
      { name: 'case_number', type: 'varchar', length: '16', isNullable: true },
      { name: 'order_number', type: 'varchar', length: '16', isNullable: true },
      { name: 'granted_by', type: 'varchar', length: '128' },
      { name: 'granted_at', type: 'varchar', length: '24' },
      { name: 'undo_until', type: 'varchar', length: '24' },
      { name: 'notice_at', type: 'varchar', length: '24', isNullable: true },
      { name: 'informed_at', type: 'varchar', length: '24', isNullable: true },
      { name: 'informed_by', type: 'varchar', length: '128', isNullable: true },
      { name: 'removed_at', type: 'varchar', length: '24', isNullable: true },
      { name: 'removed_by', type: 'varchar', length: '128', isNullable: true },
    ],
    indices: [
      { name: 'access_grant_person', columnNames: ['municipality', 'hsa_id_key'] },
      { name: 'access_grant_source', columnNames: ['municipality', 'source', 'removed_at'] },
      { name: 'access_grant_case', columnNames: ['case_number'] },
      { name: 'access_grant_untold', columnNames: ['undo_until', 'id'], where: 'notice_at IS NULL' },
    ],
  }),
  new Table({
    name: 'cosmic_unit_list',
    columns: [
      { ...municipality, isPrimary: true },
      { name: 'version', type: 'integer', isPrimary: true },
      { name: 'imported_at', type: 'varchar', length: '24' },
      { name: 'imported_by', type: 'varchar', length: '128' },
      { name: 'units', type: 'integer' },
    ],
  }),
  new Table({
    name: 'cosmic_unit',
    columns: [
      { ...municipality, isPrimary: true },
      { name: 'version', type: 'integer', isPrimary: true },
      { name: 'unit_key', type: 'varchar', length: '64', isPrimary: true },
      { name: 'hsa_id', type: 'varchar', length: '64' },
      { name: 'name', type: 'text' },
      { name: 'parent_key', type: 'varchar', length: '64', isNullable: true },
    ],
  }),
  new Table({
    name: 'test_login',
    columns: [
      id,
      municipality,
      { name: 'hsa_id', type: 'varchar', length: '64' },
      { name: 'account', type: 'varchar', length: '256' },
      at,
      { name: 'worked', type: 'boolean' },
      { name: 'recorded_at', type: 'varchar', length: '24' },
      { name: 'recorded_by', type: 'varchar', length: '128' },
      { name: 'note', type: 'text', isNullable: true },
    ],
    indices: [{ name: 'test_login_municipality', columnNames: ['municipality', 'worked', 'at'] }],
  }),
];

/**
 * What Servicecenter's work needs: who has a case in hand, grants by unit, notes, the units that Cosmic knows and test
 * logins. Cases that were open before count as ready to be taken, so that none waits for its person's next change: whether
 * one can be granted is asked of the facts in any case.
 */
export class ServiceDesk1763734000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumns(
      'service_case',
      CASE_COLUMNS.map((column) => new TableColumn(column)),
    );
    await queryRunner.query(`UPDATE "service_case" SET "ready" = true WHERE "state" = 'open'`);
    await queryRunner.createIndex(
      'service_case',
      new TableIndex({ name: 'service_case_queue', columnNames: ['state', 'ready', 'opened_at', 'number'] }),
    );
    for (const table of TABLES) await queryRunner.createTable(table);
    await sortByOctets(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const { name } of TABLES.toReversed()) await queryRunner.dropTable(name);
    await queryRunner.dropIndex('service_case', 'service_case_queue');
    await queryRunner.dropColumns(
      'service_case',
      CASE_COLUMNS.map(({ name }) => name),
    );
  }
}

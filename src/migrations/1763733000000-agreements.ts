import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { sortByOctets } from '../platform/database/byte-order';

const key = (name: string, length: string) => ({ name, type: 'varchar', length, isPrimary: true });
const word = (name: string, length: string, isNullable = false) => ({ name, type: 'varchar', length, isNullable });
const text = (name: string, isNullable = false) => ({ name, type: 'text', isNullable });
const whole = (name: string, isPrimary = false) => ({ name, type: 'integer', isPrimary });

const TABLES = [
  new Table({
    name: 'agreement_template',
    columns: [
      key('version', '32'),
      text('text'),
      word('text_hash', '64'),
      word('effective_from', '10'),
      word('sign_from', '10', true),
      word('added_at', '24'),
      text('added_by'),
    ],
    indices: [{ name: 'agreement_template_effective', columnNames: ['effective_from'], isUnique: true }],
  }),
  new Table({
    name: 'agreement',
    columns: [
      key('id', '36'),
      word('municipality', '20'),
      word('hsa_id_key', '64'),
      word('template_version', '32'),
      word('text_hash', '64', true),
      word('source', '16'),
      word('signed_on', '10'),
      word('signed_at', '24', true),
      word('acr', '255', true),
      word('received_on', '10'),
      word('valid_to', '10', true),
      word('recorded_at', '24'),
      text('details'),
      word('scan_id', '36', true),
      word('withdrawn_at', '24', true),
      text('withdrawal', true),
      word('replaces', '36', true),
      word('replaced_by', '36', true),
      whole('revision'),
    ],
    indices: [
      { name: 'agreement_person', columnNames: ['municipality', 'hsa_id_key'] },
      { name: 'agreement_valid_to', columnNames: ['municipality', 'valid_to'] },
      { name: 'agreement_version', columnNames: ['template_version', 'municipality', 'hsa_id_key'] },
      { name: 'agreement_replaces', columnNames: ['replaces'], isUnique: true },
    ],
  }),
  new Table({
    name: 'agreement_reminder',
    columns: [
      key('municipality', '20'),
      key('hsa_id_key', '64'),
      key('last_day', '10'),
      whole('days', true),
      word('at', '24'),
      word('mail_id', '36', true),
    ],
  }),
  new Table({
    name: 'agreement_to_settle',
    columns: [key('municipality', '20'), key('hsa_id_key', '64'), word('template_version', '32')],
  }),
  new Table({
    name: 'agreement_scan',
    columns: [
      key('id', '36'),
      word('municipality', '20'),
      word('hsa_id_key', '64'),
      word('media_type', '32'),
      whole('bytes'),
      word('sha256', '64'),
      whole('parts'),
      word('stored_at', '24'),
    ],
  }),
  new Table({ name: 'agreement_scan_part', columns: [key('scan_id', '36'), whole('number', true), text('sealed')] }),
];

/**
 * Agreements: the texts that are signed, who signed them, scans, reminders, and whom a new version concerns. Only new tables:
 * no data is at risk.
 */
export class Agreements1763733000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES) await queryRunner.createTable(table.clone());
    await sortByOctets(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const { name } of TABLES.toReversed()) await queryRunner.dropTable(name);
  }
}

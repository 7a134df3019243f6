import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { sortByOctets } from '../platform/database/byte-order';

const word = (name: string, length: number, more: object = {}) => ({ name, type: 'varchar', length: String(length), ...more });
const instant = (name: string, more: object = {}) => word(name, 24, more);
const key = { isPrimary: true };
const optional = { isNullable: true };

/** What managers order, the reminders they have had, and whom the next run must look at for it. New tables: no data is at risk. */
export class Orders1763732000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'access_order',
        columns: [
          word('number', 16, key),
          word('municipality', 20),
          word('hsa_id_key', 64),
          word('hsa_id', 64),
          word('unit_key', 64, optional),
          word('cosmic_role', 30),
          word('from_day', 10),
          word('to_day', 10, optional),
          { name: 'details', type: 'text' },
          { name: 'is_protected', type: 'boolean' },
          word('ordered_by', 64),
          word('on_behalf_of', 64, optional),
          word('manager_key', 64),
          word('state', 16),
          { name: 'version', type: 'integer' },
          word('trace_id', 64),
          instant('placed_at'),
          instant('changed_at'),
          instant('fulfilled_at', optional),
          instant('ended_at', optional),
          word('ended_by', 64, optional),
        ],
        indices: [
          { name: 'access_order_person', columnNames: ['municipality', 'hsa_id_key', 'state'] },
          { name: 'access_order_end', columnNames: ['state', 'to_day'] },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'access_order_unit',
        columns: [word('number', 16, key), word('unit_key', 64, key)],
        indices: [{ name: 'access_order_unit_key', columnNames: ['unit_key', 'number'] }],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'order_counter',
        columns: [
          { name: 'year', type: 'integer', isPrimary: true },
          { name: 'last', type: 'integer' },
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'order_reminder',
        columns: [word('number', 16, key), word('to_day', 10, key), { name: 'days', type: 'integer', isPrimary: true }, instant('at')],
      }),
    );
    await queryRunner.createTable(
      new Table({ name: 'person_to_settle', columns: [word('municipality', 20, key), word('hsa_id_key', 64, key), instant('since')] }),
    );
    await sortByOctets(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['person_to_settle', 'order_reminder', 'order_counter', 'access_order_unit', 'access_order'])
      await queryRunner.dropTable(table);
  }
}

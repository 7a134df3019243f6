import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';
import { sortByOctets } from '../platform/database/byte-order';

/**
 * What a read compares a catalogue with: the mark of each person's entry, and what the source remembers of units and
 * commissions. Empty at first, so that the next read fetches everything. One human's several HSA-ids are found from an
 * index alone, and what is not told yet a page at a time.
 */
export class CatalogueMarks1763712000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn('person', new TableColumn({ name: 'mark', type: 'varchar', length: '64', isNullable: true }));
    await queryRunner.addColumn('municipality_state', new TableColumn({ name: 'catalogue_memory', type: 'text', isNullable: true }));
    await queryRunner.dropIndex('person', 'person_personal_number');
    await queryRunner.createIndex(
      'person',
      new TableIndex({
        name: 'person_same_human',
        columnNames: ['personal_number_hash', 'state', 'has_system_role', 'municipality', 'hsa_id_key', 'hsa_id'],
      }),
    );
    await queryRunner.dropIndex('case_event', 'case_event_untold');
    await queryRunner.createIndex(
      'case_event',
      new TableIndex({ name: 'case_event_untold', columnNames: ['municipality', 'mail_id', 'event', 'case_number'] }),
    );
    await sortByOctets(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropIndex('case_event', 'case_event_untold');
    await queryRunner.createIndex('case_event', new TableIndex({ name: 'case_event_untold', columnNames: ['municipality', 'mail_id'] }));
    await queryRunner.dropIndex('person', 'person_same_human');
    await queryRunner.createIndex('person', new TableIndex({ name: 'person_personal_number', columnNames: ['personal_number_hash'] }));
    await queryRunner.dropColumn('municipality_state', 'catalogue_memory');
    await queryRunner.dropColumn('person', 'mark');
  }
}

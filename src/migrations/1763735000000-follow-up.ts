import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';
import { nameKeysOf } from '../people/name-keys';
import type { Person } from '../people/person';
import { sortByOctets } from '../platform/database/byte-order';

const PERSON_INDEXES = [
  { name: 'person_name', columnNames: ['municipality', 'name_key'] },
  { name: 'person_given_name', columnNames: ['municipality', 'given_key'] },
  { name: 'person_unit_place', columnNames: ['municipality', 'unit_place'] },
];

const AUDIT_INDEXES = [
  { name: 'ix_audit_row_municipality', columnNames: ['municipality', 'at', 'seq'] },
  { name: 'ix_audit_row_actor', columnNames: ['actor_name', 'at', 'seq'] },
  { name: 'ix_audit_row_action', columnNames: ['action', 'at', 'seq'] },
];

const CHUNK = 500;

interface Row {
  municipality: string;
  hsa_id_key: string;
  is_protected: boolean | number;
  facts: string | null;
}

/** What everybody is listed and searched by, also of those whom no catalogue will show again. Sealed facts are of protected people. */
async function nameAll(queryRunner: QueryRunner): Promise<void> {
  const place = (index: number): string => queryRunner.dataSource.driver.createParameter('', index);
  const next = `SELECT "municipality", "hsa_id_key", "is_protected", "facts" FROM "person"
    WHERE ("municipality", "hsa_id_key") > (${place(0)}, ${place(1)}) ORDER BY "municipality", "hsa_id_key" LIMIT ${CHUNK}`;
  const update = `UPDATE "person" SET "name_key" = ${place(0)}, "given_key" = ${place(1)}
    WHERE "municipality" = ${place(2)} AND "hsa_id_key" = ${place(3)}`;
  for (let after = ['', '']; ;) {
    const rows = (await queryRunner.query(next, after)) as Row[];
    for (const { municipality, hsa_id_key: key, is_protected: isProtected, facts } of rows) {
      const person = facts?.startsWith('{') ? (JSON.parse(facts) as Person) : null;
      const { nameKey, givenKey } = nameKeysOf(key, person, Boolean(isProtected));
      await queryRunner.query(update, [nameKey, givenKey, municipality, key]);
    }
    const last = rows.at(-1);
    if (!last) return;
    after = [last.municipality, last.hsa_id_key];
  }
}

const key = (name: string, type: 'integer' | 'varchar', length?: string) => ({
  ...{ name, type, isPrimary: true },
  ...(length !== undefined && { length }),
});
const column = (
  name: string,
  type: 'integer' | 'varchar' | 'text',
  { length, isNullable = false }: { length?: string; isNullable?: boolean },
) => ({
  ...{ name, type, isNullable },
  ...(length !== undefined && { length }),
});

/**
 * People can be listed and searched, audit rows say which role was used and can be searched, and reviews of them are kept.
 *
 * Nobody's marks hold any longer, so that the next read fetches everybody, and the run writes the units above each: until
 * then nobody is found by a unit. Audit rows without a role keep their hash.
 */
export class FollowUp1763735000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn('person', new TableColumn({ name: 'name_key', type: 'varchar', length: '200', isNullable: true }));
    await queryRunner.addColumn('person', new TableColumn({ name: 'given_key', type: 'varchar', length: '200', isNullable: true }));
    await queryRunner.addColumn('person', new TableColumn({ name: 'unit_place', type: 'varchar', length: '16', isNullable: true }));
    await nameAll(queryRunner);
    await queryRunner.query('UPDATE "person" SET "mark" = NULL');
    await queryRunner.createTable(
      new Table({
        name: 'unit_place',
        columns: [key('municipality', 'varchar', '20'), key('place', 'varchar', '16'), column('path', 'text', {})],
      }),
    );
    await queryRunner.addColumn('audit_row', new TableColumn({ name: 'actor_role', type: 'varchar', length: '32', isNullable: true }));
    await queryRunner.createTable(
      new Table({
        name: 'review',
        columns: [
          key('id', 'integer'),
          column('municipality', 'varchar', { length: '20', isNullable: true }),
          column('from_day', 'varchar', { length: '10' }),
          column('to_day', 'varchar', { length: '10' }),
          column('what', 'varchar', { length: '16' }),
          column('seed', 'varchar', { length: '64' }),
          column('last_seq', 'integer', {}),
          column('population', 'integer', {}),
          column('drawn_by', 'varchar', { length: '200' }),
          column('drawn_at', 'varchar', { length: '24' }),
          column('signed_by', 'varchar', { length: '200', isNullable: true }),
          column('signed_at', 'varchar', { length: '24', isNullable: true }),
          column('conclusion', 'text', { isNullable: true }),
          column('version', 'integer', {}),
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'review_row',
        columns: [
          key('review_id', 'integer'),
          key('place', 'integer'),
          column('seq', 'integer', {}),
          column('judgement', 'varchar', { length: '16', isNullable: true }),
          column('note', 'text', { isNullable: true }),
          column('judged_by', 'varchar', { length: '200', isNullable: true }),
          column('judged_at', 'varchar', { length: '24', isNullable: true }),
        ],
      }),
    );
    await sortByOctets(queryRunner);
    for (const index of PERSON_INDEXES) await queryRunner.createIndex('person', new TableIndex(index));
    for (const index of AUDIT_INDEXES) await queryRunner.createIndex('audit_row', new TableIndex(index));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const { name } of AUDIT_INDEXES) await queryRunner.dropIndex('audit_row', name);
    for (const { name } of PERSON_INDEXES) await queryRunner.dropIndex('person', name);
    await queryRunner.dropTable('review_row');
    await queryRunner.dropTable('review');
    await queryRunner.dropColumn('audit_row', 'actor_role');
    await queryRunner.dropTable('unit_place');
    for (const name of ['unit_place', 'given_key', 'name_key']) await queryRunner.dropColumn('person', name);
  }
}

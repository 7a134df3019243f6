import type { QueryRunner } from 'typeorm';

/**
 * PostgreSQL sorts text as its database was made to, often as a dictionary of some language; SQLite by its octets. Here
 * every text column is sorted and compared by its octets on both (collation C), so that an answer has the same order and a
 * key means the same. To be called by each migration that makes text columns; `migrations.spec.ts` notices one that forgot.
 */
export async function sortByOctets(queryRunner: QueryRunner): Promise<void> {
  if (queryRunner.dataSource.options.type !== 'postgres') return;
  const columns = (await queryRunner.query(`
    SELECT "table_name" AS "table", "column_name" AS "column",
           CASE "data_type" WHEN 'text' THEN 'text' ELSE 'varchar(' || "character_maximum_length" || ')' END AS "type"
    FROM "information_schema"."columns"
    WHERE "table_schema" = current_schema() AND "table_name" <> 'migration' AND "data_type" IN ('text', 'character varying')
      AND "collation_name" IS DISTINCT FROM 'C'
    ORDER BY 1, "ordinal_position"`)) as { table: string; column: string; type: string }[];
  for (const [table, own] of Map.groupBy(columns, (one) => one.table)) {
    const changes = own.map(({ column, type }) => `ALTER COLUMN "${column}" TYPE ${type} COLLATE "C"`);
    await queryRunner.query(`ALTER TABLE "${table}" ${changes.join(', ')}`);
  }
}

import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

/**
 * A finding is open once: two processes that open it at the same time must not both succeed. Of several that are open
 * already the oldest stays and the others are closed as if they had been found right, their names with them.
 */
export class OneOpenFinding1763697660000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      UPDATE "finding" SET "closed_at" = "since", "dn" = NULL
      WHERE "closed_at" IS NULL AND EXISTS (
        SELECT 1 FROM "finding" AS "other"
        WHERE "other"."identity" = "finding"."identity" AND "other"."closed_at" IS NULL
          AND ("other"."since" < "finding"."since" OR ("other"."since" = "finding"."since" AND "other"."id" < "finding"."id"))
      )`);
    await queryRunner.createIndex(
      'finding',
      new TableIndex({ name: 'finding_open_identity', columnNames: ['identity'], isUnique: true, where: 'closed_at IS NULL' }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropIndex('finding', 'finding_open_identity');
  }
}

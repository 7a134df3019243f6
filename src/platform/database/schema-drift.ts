import type { DataSource } from 'typeorm';

/** The statements that would make the database's tables what the entities describe; none when the migrations did. */
export async function schemaDrift(source: DataSource): Promise<string[]> {
  const { upQueries } = await source.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

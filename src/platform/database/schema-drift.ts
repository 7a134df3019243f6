import type { DataSource } from 'typeorm';

/** The statements that would make the database's tables what the entities describe; none when the migrations did. */
export async function schemaDrift(source: DataSource): Promise<string[]> {
  if (source.options.type === 'postgres') expectOctetOrder(source);
  const { upQueries } = await source.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

/** What `sortByOctets` sees to: the entities cannot say it, since SQLite knows no collation of that name. */
function expectOctetOrder(source: DataSource): void {
  for (const { columns } of source.entityMetadatas)
    for (const column of columns) if (['varchar', 'text', 'simple-json'].includes(String(column.type))) column.collation = 'C';
}

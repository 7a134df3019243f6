import { ENTITIES, MIGRATIONS } from '../../../src/database-schema';
import { createDataSource, dataSourceOptions } from '../../../src/platform/database/data-source';
import { migrate } from '../../../src/platform/database/migrate';

/** Brings a database up to date as the service does when it starts, and prints which migrations it ran. Argument: URL. */
async function main([url = '']: string[]): Promise<void> {
  const source = createDataSource(dataSourceOptions({ url, root: '/', entities: ENTITIES, migrations: MIGRATIONS }));
  await source.initialize();
  process.stdout.write(JSON.stringify(await migrate(source)));
  await source.destroy();
}

void main(process.argv.slice(2));

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENTITIES, MIGRATIONS } from './database-schema';
import { createDataSource, dataSourceOptions } from './platform/database/data-source';
import { schemaDrift } from './platform/database/schema-drift';

/** Runs all migrations on an empty database and prints each statement that would still be needed: `scripts/schema-drift`. */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tilltrade-drift-'));
  const source = createDataSource(
    dataSourceOptions({ url: `sqlite:${join(folder, 'empty.sqlite')}`, root: folder, entities: ENTITIES, migrations: MIGRATIONS }),
  );
  try {
    await source.initialize();
    await source.runMigrations({ transaction: 'all' });
    const drift = await schemaDrift(source);
    for (const statement of drift) process.stdout.write(`${statement}\n`);
    if (drift.length > 0) process.exitCode = 1;
  } finally {
    if (source.isInitialized) await source.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();

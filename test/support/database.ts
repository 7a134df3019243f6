import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { createDataSource, dataSourceOptions } from '../../src/platform/database/data-source';

type EntityClass = new (...args: never[]) => object;

/** A real SQLite file of its own for one test, its schema made from the entities given. */
export async function temporaryDatabase(
  entities: EntityClass[],
): Promise<{ source: DataSource; file: string; close: () => Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'tilltrade-'));
  const file = join(directory, 'test.sqlite');
  const source = createDataSource({
    ...dataSourceOptions({ url: `sqlite:${file}`, root: directory, entities, migrations: [] }),
    synchronize: true,
  });
  await source.initialize();
  return {
    source,
    file,
    close: async () => {
      await source.destroy();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

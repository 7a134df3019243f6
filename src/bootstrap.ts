import type { DataSource } from 'typeorm';
import { ENTITIES, MIGRATIONS } from './database-schema';
import { configurationFile, loadConfiguration } from './platform/config/load-configuration';
import { IdentityKey } from './platform/config/identity-key.service';
import { projectRoot } from './platform/config/project-root';
import type { Configuration } from './platform/config/schema';
import { createDataSource, dataSourceOptions } from './platform/database/data-source';
import { migrate } from './platform/database/migrate';

/** What every entrance needs before the features can be wired. */
export interface Foundation {
  configuration: Configuration;
  root: string;
  dataSource: DataSource;
  identityKey: IdentityKey;
  /** Names of the migrations that were run now. */
  migrated: string[];
}

/**
 * Configuration, an open database with a schema that is up to date, and the key that fits it.
 *
 * @throws ConfigurationError, SecretError: status 2 of a command
 */
export async function layFoundation(configOption: string | undefined): Promise<Foundation> {
  const configuration = loadConfiguration(configurationFile(configOption, process.env));
  const dataSource = createDataSource(dataSourceOptions({ url: configuration.database.url, root: projectRoot, entities: ENTITIES, migrations: MIGRATIONS }));
  await dataSource.initialize();
  try {
    const migrated = await migrate(dataSource);
    const identityKey = await IdentityKey.open(dataSource, configuration.identityHashKeyFile);
    return { configuration, root: projectRoot, dataSource, identityKey, migrated };
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

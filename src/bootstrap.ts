import type { DataSource } from 'typeorm';
import { ENTITIES, MIGRATIONS } from './database-schema';
import { configurationFile, loadConfiguration } from './platform/config/load-configuration';
import { IdentityKey } from './platform/config/identity-key.service';
import { projectRoot } from './platform/config/project-root';
import type { Configuration } from './platform/config/schema';
import { ServiceError } from './platform/errors';
import { createDataSource, dataSourceOptions } from './platform/database/data-source';
import { migrate } from './platform/database/migrate';
import { platformTexts } from './texts/sv/platform';

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
 * @throws ConfigurationError, SecretError: status 2 of a command; ServiceError where the database cannot be opened: status 1
 */
export async function layFoundation(configOption: string | undefined): Promise<Foundation> {
  const configuration = loadConfiguration(configurationFile(configOption, process.env));
  const dataSource = createDataSource(
    dataSourceOptions({ url: configuration.database.url, root: projectRoot, entities: ENTITIES, migrations: MIGRATIONS }),
  );
  await open(dataSource);
  try {
    const migrated = await migrate(dataSource);
    const identityKey = await IdentityKey.open(dataSource, configuration.identityHashKeyFile);
    return { configuration, root: projectRoot, dataSource, identityKey, migrated };
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

/** What drivers say may hold a host's or a user's name: only their code is told. */
async function open(dataSource: DataSource): Promise<void> {
  try {
    await dataSource.initialize();
  } catch (error) {
    const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
    const known = [code, driverError?.code].find((one) => typeof one === 'string');
    throw new ServiceError('database-unavailable', platformTexts.databaseUnavailable(known ?? (error as Error).name), { cause: error });
  }
}

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { tmpdir } from 'node:os';
import type { DataSource } from 'typeorm';
import { ENTITIES, MIGRATIONS } from './database-schema';
import { configurationFile, loadConfiguration } from './platform/config/load-configuration';
import { IdentityKey } from './platform/config/identity-key.service';
import { projectRoot } from './platform/config/project-root';
import type { Configuration } from './platform/config/schema';
import { ServiceError } from './platform/errors';
import { createDataSource, dataSourceOptions } from './platform/database/data-source';
import { migrate, pendingMigrations } from './platform/database/migrate';
import { platformTexts } from './texts/sv/platform';

/** What every entrance needs before the features can be wired. */
export interface Foundation {
  configuration: Configuration;
  root: string;
  dataSource: DataSource;
  identityKey: IdentityKey;
  /** Names of the migrations that were run now. */
  migrated: string[];
  /** Takes away what was made for this foundation alone; the data source is closed by then. */
  dispose: () => void;
}

/**
 * Configuration, an open database with a schema that is up to date, and the key that fits it.
 *
 * @throws ConfigurationError, SecretError: status 2 of a command; ServiceError where the database cannot be opened: status 1
 */
export async function layFoundation(configOption: string | undefined): Promise<Foundation> {
  const configuration = loadConfiguration(configurationFile(configOption, process.env));
  return openedAt(configuration, configuration.database.url, async (dataSource) => ({
    migrated: await migrate(dataSource),
    identityKey: await IdentityKey.open(dataSource, configuration.identityHashKeyFile),
  }));
}

/**
 * As `layFoundation`, for what must not write: it makes no file and no table. Where there is no database yet, an empty one
 * that vanishes afterwards stands in for it.
 *
 * @throws as `layFoundation`; ServiceError `schema-outdated` where the database waits for migrations
 */
export async function layFoundationToLookAt(configOption: string | undefined): Promise<Foundation> {
  const configuration = loadConfiguration(configurationFile(configOption, process.env));
  const { url } = configuration.database;
  if (isMissingFile(url)) return standIn(configuration);
  const foundation = await openedAt(configuration, url, async (dataSource) => {
    const pending = await pendingMigrations(dataSource);
    if (pending.length === MIGRATIONS.length) return { migrated: pending, identityKey: null };
    if (pending.length > 0) throw new ServiceError('schema-outdated', platformTexts.schemaOutdated);
    return { migrated: [], identityKey: await IdentityKey.open(dataSource, configuration.identityHashKeyFile, { create: false }) };
  });
  const { identityKey } = foundation;
  if (identityKey) return { ...foundation, identityKey };
  await foundation.dataSource.destroy();
  return standIn(configuration);
}

/** A database that nobody has used: a new one, in a folder that only this process has. */
async function standIn(configuration: Configuration): Promise<Foundation> {
  const folder = mkdtempSync(join(tmpdir(), 'tilltrade-'));
  const dispose = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const foundation = await openedAt(configuration, `sqlite:${join(folder, 'preview.sqlite')}`, async (dataSource) => ({
      migrated: await migrate(dataSource),
      identityKey: IdentityKey.toLookAt(configuration.identityHashKeyFile),
    }));
    return { ...foundation, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

async function openedAt<K>(
  configuration: Configuration,
  url: string,
  prepare: (dataSource: DataSource) => Promise<{ migrated: string[]; identityKey: K }>,
): Promise<Omit<Foundation, 'identityKey'> & { identityKey: K }> {
  const dataSource = await openDatabase(url, projectRoot, platformTexts.databaseUnavailable);
  try {
    return { configuration, root: projectRoot, dataSource, ...(await prepare(dataSource)), dispose: () => undefined };
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

function isMissingFile(url: string): boolean {
  if (!url.startsWith('sqlite:')) return false;
  const file = url.slice('sqlite:'.length);
  return !existsSync(isAbsolute(file) ? file : join(projectRoot, file));
}

/**
 * A database with the service's tables, whatever stands in it.
 *
 * @param unavailable what is said where it cannot be opened. What drivers say may hold a host's or a user's name: only their code is told.
 */
export async function openDatabase(url: string, root: string, unavailable: (code: string) => string): Promise<DataSource> {
  const dataSource = createDataSource(dataSourceOptions({ url, root, entities: ENTITIES, migrations: MIGRATIONS }));
  try {
    return await dataSource.initialize();
  } catch (error) {
    const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
    const known = [code, driverError?.code].find((one) => typeof one === 'string');
    throw new ServiceError('database-unavailable', unavailable(known ?? (error as Error).name), { cause: error });
  }
}

import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DataSource } from 'typeorm';
import { configurationTexts as texts } from '../../texts/sv/configuration';
import { readSecretFile, SecretError } from './secret-file';
import { SettingEntity } from './setting.entity';

const SETTING = 'identityHashKeyFile';
const CHECK_KEY = 'identity-key-check';
const CHECKED_TEXT = 'tilltrade identity key check 1';
/** Of a key file, a final newline not counted. */
export const LEAST_KEY_BYTES = 32;

/**
 * The key that personnummer are hashed and payloads sealed under. It lies outside the database, so that a copy of the
 * database alone tells nothing; the database keeps a check value, so that another key is noticed before anything is
 * compared or written with it.
 */
export class IdentityKey {
  private constructor(readonly secret: Buffer) {}

  /**
   * Reads the key; makes one only where neither file nor check value exists. The database's schema must be up to date.
   * @param create false where nothing may be written: a key that is missing is then an error
   * @throws SecretError when the key is missing, too short or not this database's
   */
  static async open(dataSource: DataSource, file: string, { create = true } = {}): Promise<IdentityKey> {
    const settings = dataSource.getRepository(SettingEntity);
    const stored = await settings.findOneBy({ key: CHECK_KEY });
    let secret = readSecretFile(file, SETTING);
    if (secret === null) {
      if (stored || !create) throw new SecretError(SETTING, texts.keyMissing);
      createKeyFile(file, SETTING);
      secret = readSecretFile(file, SETTING);
    }
    if (secret === null || secret.length < LEAST_KEY_BYTES) throw new SecretError(SETTING, texts.keyTooShort(LEAST_KEY_BYTES));
    const value = createHmac('sha256', secret).update(CHECKED_TEXT).digest('hex');
    if (!stored && !create) return new IdentityKey(secret);
    if (!stored) await settings.createQueryBuilder().insert().values({ key: CHECK_KEY, value }).orIgnore().execute();
    const kept = stored ?? (await settings.findOneByOrFail({ key: CHECK_KEY })); // another process may have been first
    if (kept.value !== value) throw new SecretError(SETTING, texts.keyOfAnotherDatabase);
    return new IdentityKey(secret);
  }

  /** For a database that is thrown away: the key that is there, or one that is as short-lived. */
  static toLookAt(file: string): IdentityKey {
    const secret = readSecretFile(file, SETTING) ?? randomBytes(48);
    if (secret.length < LEAST_KEY_BYTES) throw new SecretError(SETTING, texts.keyTooShort(LEAST_KEY_BYTES));
    return new IdentityKey(secret);
  }
}

/**
 * Whole and on the disk before it bears its name, and never over another key: what is hashed or sealed under it is lost with it.
 * @param setting that names the file, for the message
 */
export function createKeyFile(file: string, setting: string): void {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const descriptor = openSync(temporary, 'wx', 0o600);
    try {
      writeSync(descriptor, `${randomBytes(48).toString('base64url')}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    linkSync(temporary, file);
    syncFolder(dirname(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw new SecretError(setting, texts.keyNotCreated(code ?? 'I/O'));
  } finally {
    rmSync(temporary, { force: true });
  }
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** What `doctor` says of who may read the key; null when only its owner may. */
export function keyFileWarning(file: string): string | null {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  return mode !== undefined && (mode & 0o077) !== 0 ? texts.keyReadableByOthers((mode & 0o777).toString(8)) : null;
}

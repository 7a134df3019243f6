import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DataSource } from 'typeorm';
import { temporaryDatabase } from '../../../test/support/database';
import { IdentityKey, keyFileWarning } from './identity-key.service';
import { SettingEntity } from './setting.entity';

// Real: the database and the key's file.

let source: DataSource;
let close: () => Promise<void>;
let file: string;
beforeEach(async () => {
  const database = await temporaryDatabase([SettingEntity]);
  ({ source, close } = database);
  file = join(dirname(database.file), 'keys', 'identity.key');
});
afterEach(() => close());

describe('the identity key', () => {
  it('is made beside an empty database, for its owner alone, and stays the same', async () => {
    const { secret } = await IdentityKey.open(source, file);
    expect(secret).toHaveLength(64);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await IdentityKey.open(source, file)).secret).toEqual(secret);
    expect(readdirSync(dirname(file))).toEqual(['identity.key']);
  });

  it('is one when two processes begin at once', async () => {
    const [one, two] = await Promise.all([IdentityKey.open(source, file), IdentityKey.open(source, file)]);
    expect(one.secret).toEqual(two.secret);
  });

  it('is read as bytes, one final newline removed', async () => {
    mkdirSync(dirname(file));
    const bytes = Buffer.concat([Buffer.alloc(31, 0xff), Buffer.from('\n')]);
    writeFileSync(file, Buffer.concat([bytes, Buffer.from('\n')]));
    expect((await IdentityKey.open(source, file)).secret).toEqual(bytes);
  });

  it('is not accepted when it is short, and nothing is remembered of it', async () => {
    mkdirSync(dirname(file));
    writeFileSync(file, `${'k'.repeat(31)}\n`);
    await expect(IdentityKey.open(source, file)).rejects.toThrow('minst 32 byte');
    expect(await source.getRepository(SettingEntity).count()).toBe(0);
  });

  it('cannot be changed for another', async () => {
    await IdentityKey.open(source, file);
    writeFileSync(file, 'another-key-that-is-long-enough-to-be-one');
    await expect(IdentityKey.open(source, file)).rejects.toThrow('en annan nyckel');
  });

  it('is not made anew when its file is gone', async () => {
    await IdentityKey.open(source, file);
    rmSync(file);
    await expect(IdentityKey.open(source, file)).rejects.toThrow('saknas');
    expect(existsSync(file)).toBe(false);
  });

  it('leaves nothing of itself in the database or in an error', async () => {
    const { secret } = await IdentityKey.open(source, file);
    const [setting] = await source.getRepository(SettingEntity).find();
    expect(setting!.value).toMatch(/^[0-9a-f]{64}$/);
    writeFileSync(file, 'another-key-that-is-long-enough-to-be-one');
    const error = await IdentityKey.open(source, file).catch((caught: Error) => caught.message);
    expect(error).not.toContain('another-key');
    expect(readFileSync(file, 'utf8')).not.toContain(secret.toString());
  });

  it('says when its file cannot be read', async () => {
    mkdirSync(file, { recursive: true });
    await expect(IdentityKey.open(source, file)).rejects.toThrow('identityHashKeyFile går inte att läsa (EISDIR)');
  });

  it('says when its file cannot be made', async () => {
    writeFileSync(dirname(file), 'a file where a folder should be');
    await expect(IdentityKey.open(source, file)).rejects.toThrow(/ENOTDIR|EEXIST/);
  });
});

describe('keyFileWarning', () => {
  it.each([
    [0o600, false],
    [0o400, false],
    [0o640, true],
    [0o604, true],
    [0o700, false],
  ])('mode %o: warns %s', async (mode, warns) => {
    await IdentityKey.open(source, file);
    chmodSync(file, mode);
    expect(keyFileWarning(file) !== null).toBe(warns);
  });

  it('says nothing of a file that is not there', () => {
    expect(keyFileWarning(file)).toBeNull();
  });
});

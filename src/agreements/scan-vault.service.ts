import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type EntityManager, MoreThanOrEqual } from 'typeorm';
import { configurationTexts as keyTexts } from '../texts/sv/configuration';
import { createKeyFile, LEAST_KEY_BYTES } from '../platform/config/identity-key.service';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { readSecretFile, SecretError } from '../platform/config/secret-file';
import { SettingEntity } from '../platform/config/setting.entity';
import { insertAll } from '../platform/database/bulk';
import { randomOctets } from '../platform/random-octets';
import type { Instant } from '../platform/time';
import { refusal } from './refusal';
import { judgeScan, type ScanMediaType } from './scan-content';
import { NONCE_BYTES, ScanCipher } from './scan-cipher';
import { AgreementScanEntity, AgreementScanPartEntity } from './scan.entity';

const SETTING = 'agreements.scanKeyFile';
const CHECK_KEY = 'scan-key-check';

/** A part is some 44 kB as text: what is read of 500 rows at a time, as a copy of the database does, stays small. */
const PART_BYTES = 32 * 1024;
const PARTS_AT_ONCE = 64;

/** A scan that was looked at and found good. */
export interface GoodScan {
  bytes: Buffer;
  mediaType: ScanMediaType;
}

/** Scanned agreements, encrypted in the database: they follow it wherever it is copied and say nothing without the key. */
@Injectable()
export class ScanVault {
  #cipher: ScanCipher | null = null;

  constructor(@Inject(CONFIGURATION) private readonly configuration: Configuration) {}

  /** The largest scan that is taken. */
  get mostBytes(): number {
    return Math.floor(this.configuration.agreements.scanMegabytes * 1024 * 1024);
  }

  /** @throws Refusal where scans are not taken, or not this one */
  judge(bytes: Buffer): GoodScan {
    if (this.configuration.agreements.scanKeyFile === null) throw refusal('scans-not-taken');
    if (bytes.length > this.mostBytes) throw refusal('scan-too-large');
    const judged = judgeScan(bytes);
    if ('fault' in judged) throw refusal(`scan-${judged.fault}`);
    return { bytes, mediaType: judged.mediaType };
  }

  /**
   * @param scan as `judge` gave it
   * @throws SecretError where there is no key, or not the one that the other scans are sealed with
   */
  async store(
    manager: EntityManager,
    scan: GoodScan,
    { id, ...whose }: { id: string; municipality: string; hsaIdKey: string },
    now: Instant,
  ): Promise<AgreementScanEntity> {
    const cipher = await this.cipher(manager);
    const parts = Math.ceil(scan.bytes.length / PART_BYTES);
    const row = { id, ...whose, mediaType: scan.mediaType, bytes: scan.bytes.length, sha256: hash('sha256', scan.bytes, 'hex'), parts };
    await insertAll(manager, AgreementScanEntity, [{ ...row, storedAt: now }]);
    for (let first = 0; first < parts; first += PARTS_AT_ONCE) {
      const numbers = Array.from({ length: Math.min(PARTS_AT_ONCE, parts - first) }, (_, index) => first + index);
      const sealed = numbers.map((number) => ({
        scanId: id,
        number,
        sealed: cipher.seal(
          scan.bytes.subarray(number * PART_BYTES, (number + 1) * PART_BYTES),
          { scanId: id, ...whose, number, parts },
          randomOctets(NONCE_BYTES),
        ),
      }));
      await insertAll(manager, AgreementScanPartEntity, sealed);
    }
    return { ...row, storedAt: now };
  }

  /**
   * The file as it came.
   * @throws SecretError under another key; Error where anything of it is missing or was changed
   */
  async open(manager: EntityManager, scan: AgreementScanEntity): Promise<Buffer> {
    const cipher = await this.cipher(manager);
    const { id: scanId, municipality, hsaIdKey, parts } = scan;
    const opened: Buffer[] = [];
    while (opened.length < parts) {
      const rows = await manager.find(AgreementScanPartEntity, {
        where: { scanId, number: MoreThanOrEqual(opened.length) },
        order: { number: 'ASC' },
        take: PARTS_AT_ONCE,
      });
      if (rows.length === 0) throw new Error(`Scan ${scanId} lacks parts`);
      for (const { number, sealed } of rows) {
        if (number !== opened.length) throw new Error(`Scan ${scanId} lacks parts`);
        opened.push(cipher.open(sealed, { scanId, municipality, hsaIdKey, number, parts }));
      }
    }
    const bytes = Buffer.concat(opened);
    if (bytes.length !== scan.bytes || hash('sha256', bytes, 'hex') !== scan.sha256)
      throw new Error(`Scan ${scanId} is not what was stored`);
    return bytes;
  }

  /** The database keeps a check value, so that another key is noticed before anything is sealed with it. */
  private async cipher(manager: EntityManager): Promise<ScanCipher> {
    const file = this.configuration.agreements.scanKeyFile;
    if (file === null) throw refusal('scans-not-taken');
    const stored = await manager.findOneBy(SettingEntity, { key: CHECK_KEY });
    const cipher = (this.#cipher ??= new ScanCipher(keyIn(file, stored === null)));
    if (!stored)
      await manager.createQueryBuilder().insert().into(SettingEntity).values({ key: CHECK_KEY, value: cipher.check }).orIgnore().execute();
    const kept = stored ?? (await manager.findOneByOrFail(SettingEntity, { key: CHECK_KEY }));
    if (kept.value === cipher.check) return cipher;
    this.#cipher = null; // the right file may be put in its place
    throw new SecretError(SETTING, keyTexts.keyOfAnotherDatabase);
  }
}

/** @param create where no scan was ever stored: otherwise a key that is missing is an error */
function keyIn(file: string, create: boolean): Buffer {
  if (create && readSecretFile(file, SETTING) === null) createKeyFile(file, SETTING);
  const secret = readSecretFile(file, SETTING);
  if (secret === null) throw new SecretError(SETTING, keyTexts.keyMissing);
  if (secret.length < LEAST_KEY_BYTES) throw new SecretError(SETTING, keyTexts.keyTooShort(LEAST_KEY_BYTES));
  return secret;
}

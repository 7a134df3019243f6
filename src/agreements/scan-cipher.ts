import { type KeyObject, createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync } from 'node:crypto';

/** Where a part belongs: a part that is moved, left out or given to somebody else does not open. */
export interface PartPlace {
  scanId: string;
  municipality: string;
  hsaIdKey: string;
  /** From 0. */
  number: number;
  /** How many there are. */
  parts: number;
}

export const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Scans at rest: AES-256-GCM, each part by itself, under a key derived (HKDF-SHA-256) from `agreements.scanKeyFile`. */
export class ScanCipher {
  readonly #key: KeyObject;
  /** Tells whether a key is the one that scans were sealed with, and nothing of the key. */
  readonly check: string;

  /** @param secret the bytes of the key file */
  constructor(secret: Buffer) {
    const derived = (info: string): KeyObject => createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'tilltrade', info, 32)));
    this.#key = derived('agreement-scan');
    this.check = createHmac('sha256', derived('agreement-scan-check')).update('tilltrade scan key check 1').digest('hex');
  }

  /** @param nonce never used before, 12 octets */
  seal(part: Buffer, place: PartPlace, nonce: Buffer): string {
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(bound(place));
    return Buffer.concat([nonce, cipher.update(part), cipher.final(), cipher.getAuthTag()]).toString('base64url');
  }

  /** @throws Error where it was changed, stands in another place or was sealed with another key */
  open(sealed: string, place: PartPlace): Buffer {
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(bound(place)).setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  }
}

const bound = ({ scanId, municipality, hsaIdKey, number, parts }: PartPlace): Buffer =>
  Buffer.from(JSON.stringify([scanId, municipality, hsaIdKey, number, parts]), 'utf8');

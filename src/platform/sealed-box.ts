import { type KeyObject, createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import { randomOctets } from './random-octets';

const PREFIX = 'sealed1.';

/**
 * Personal payloads at rest: AES-256-GCM under a key derived (HKDF-SHA-256) from the key file, which lies outside the
 * database. The text names nobody, so a database dump, a free page or a backup does not either.
 */
export class SealedBox {
  readonly #key: KeyObject;
  readonly #digestKey: KeyObject;

  /** @param secret the bytes of `identityHashKeyFile` */
  constructor(secret: Buffer) {
    this.#key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'tilltrade', 'sealed-payload', 32)));
    this.#digestKey = createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'tilltrade', 'digest', 32)));
  }

  /** HMAC-SHA-256, hexadecimal: recognises what was seen before without telling what it was, not even to somebody who guesses. */
  digest(text: string): string {
    return createHmac('sha256', this.#digestKey).update(text).digest('hex');
  }

  seal(value: unknown): string {
    return this.sealJson(JSON.stringify(value));
  }

  /** Of a value that is written as JSON already. */
  sealJson(json: string): string {
    const nonce = randomOctets(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const sealed = Buffer.concat([nonce, cipher.update(json, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return PREFIX + sealed.toString('base64url');
  }

  /** @throws Error when the text was changed or sealed with another key. */
  open<T>(text: string): T {
    if (!text.startsWith(PREFIX)) throw new Error('A sealed payload was expected and something else stands there');
    const bytes = Buffer.from(text.slice(PREFIX.length), 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(bytes.subarray(-16));
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')) as T;
  }
}

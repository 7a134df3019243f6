import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { configurationTexts as texts } from '../../texts/sv/configuration';
import { ServiceError } from '../errors';

/** A secret that is named in the configuration and cannot be had. */
export class SecretError extends ServiceError {
  constructor(path: string, problem: string) {
    super('secret', `${path} ${problem}`);
  }
}

const MAX_BYTES = 65_536;

/**
 * The bytes of a secret's file, one final newline removed; null when there is no such file.
 * @param path the setting that names the file, for the message
 * @throws SecretError when the file cannot be read or is too large to be a secret
 */
export function readSecretFile(file: string, path: string): Buffer | null {
  let bytes: Buffer;
  try {
    const descriptor = openSync(file, 'r');
    try {
      if (fstatSync(descriptor).size > MAX_BYTES) throw new SecretError(path, texts.tooLarge(MAX_BYTES));
      bytes = readFileSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof SecretError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new SecretError(path, texts.unreadable(code ?? 'I/O'));
  }
  return bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes;
}

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { readSecretFile, SecretError } from '../platform/config/secret-file';
import { auditTexts } from '../texts/sv/audit';

const SETTING = 'audit.checkpointKeyFile';

/** Beside the private key, for whoever verifies without it. */
export const publicKeyFile = (file: string): string => `${file}.pub`;

/**
 * The key that checkpoints are signed with: Ed25519, PEM. Made, with its public half beside it, where there is neither a
 * key nor a checkpoint that another has signed.
 * @throws SecretError when it is missing, or is no such key
 */
export function checkpointKey(file: string, { create }: { create: boolean }): KeyObject {
  let pem = readSecretFile(file, SETTING);
  if (pem === null && create) {
    makeKey(file);
    pem = readSecretFile(file, SETTING);
  }
  if (pem === null) throw new SecretError(SETTING, auditTexts.keyMissing);
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // told below, without what stands in the file
  }
  throw new SecretError(SETTING, auditTexts.noSuchKey);
}

/** Of the private key where it is there, else what stands beside it: to verify needs no secret. */
export function verificationKey(file: string): KeyObject {
  if (readSecretFile(file, SETTING) !== null) return createPublicKey(checkpointKey(file, { create: false }));
  const pem = readSecretFile(publicKeyFile(file), SETTING);
  if (pem === null) throw new SecretError(SETTING, auditTexts.keyMissing);
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // told below
  }
  throw new SecretError(SETTING, auditTexts.noSuchKey);
}

function makeKey(file: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if (!writeNew(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600)) return; // another process was first
  rmSync(publicKeyFile(file), { force: true });
  writeNew(publicKeyFile(file), publicKey.export({ type: 'spki', format: 'pem' }).toString(), 0o644);
}

/** Whole and on the disk before it bears its name, and never over another. False where there is one. */
function writeNew(file: string, text: string, mode: number): boolean {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    const descriptor = openSync(temporary, 'wx', mode);
    try {
      writeSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    linkSync(temporary, file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    throw new SecretError(SETTING, auditTexts.keyNotCreated(code ?? 'I/O'));
  } finally {
    rmSync(temporary, { force: true });
  }
}

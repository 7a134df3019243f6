import { sameDn } from '../../../src/people/distinguished-name';
import type { Entry } from './ad-entry';
import { textOf } from './ad-entry';
import { badCredentials } from './ad-error';
import type { Replica } from './ad-replica';
import { isEnabled } from './ad-values';

const WRONG = '52e';
const UNKNOWN = '525';
const DISABLED = '533';
const EXPIRED = '701';
const LOCKED = '775';

/** From 1601 to 1970. */
export const EPOCH_DIFFERENCE_MS = 11_644_473_600_000;

/**
 * Who logs in, by DN, UPN or `DOMAIN\name`.
 * @throws AdError
 */
export function logIn(name: string, password: string, replica: Replica, now: Date): Entry {
  const account = [...replica.entries].find((entry) => entry.objectClass === 'user' && isNamed(entry, name, replica));
  if (!account) throw badCredentials(UNKNOWN);
  if ((textOf(account, 'lockoutTime') ?? '0') !== '0') throw badCredentials(LOCKED);
  const stored = account.attributes.get('unicodepwd')?.values[0];
  if (!stored?.equals(Buffer.from(`"${password}"`, 'utf16le'))) throw badCredentials(WRONG);
  if (!isEnabled(Number(textOf(account, 'userAccountControl')))) throw badCredentials(DISABLED);
  const expires = BigInt(textOf(account, 'accountExpires') ?? '0');
  const isOver = expires !== 0n && Number(expires / 10_000n) - EPOCH_DIFFERENCE_MS <= now.getTime();
  if (isOver) throw badCredentials(EXPIRED);
  return account;
}

function isNamed(entry: Entry, name: string, replica: Replica): boolean {
  const accountName = textOf(entry, 'sAMAccountName')?.toLowerCase();
  if (name.includes('\\') && !name.includes('=')) return accountName === name.slice(name.indexOf('\\') + 1).toLowerCase();
  if (!name.includes('=')) return textOf(entry, 'userPrincipalName')?.toLowerCase() === name.toLowerCase();
  try {
    return sameDn(replica.dnOf(entry), name);
  } catch {
    return false;
  }
}

import { passwordRestriction, passwordUnusable } from './ad-error';

/** Windows' default policy. */
const SHORTEST = 7;
const KINDS = [/\p{Lu}/u, /\p{Ll}/u, /\d/, /[^\p{L}\d]/u, /[\p{Lo}\p{Lt}\p{Lm}]/u];
const NEEDED_KINDS = 3;
/** Shorter account names are not looked for. */
const SHORTEST_NAME = 3;

/**
 * `unicodePwd`: UTF-16, least significant octet first, within quotation marks, and only over an encrypted connection.
 * @throws AdError
 */
export function checkPassword(octets: Buffer, accountName: string, isEncrypted: boolean): string {
  const text = octets.toString('utf16le');
  const isQuoted = octets.length % 2 === 0 && text.length >= 2 && text.startsWith('"') && text.endsWith('"');
  if (!isEncrypted || !isQuoted) throw passwordUnusable();
  const password = text.slice(1, -1);
  const kinds = KINDS.filter((kind) => kind.test(password)).length;
  const holdsName = accountName.length >= SHORTEST_NAME && password.toLowerCase().includes(accountName.toLowerCase());
  if (password.length < SHORTEST || kinds < NEEDED_KINDS || holdsName) throw passwordRestriction();
  return password;
}

import { createHash } from 'node:crypto';
import { hsaIdKey } from '../people/hsa-id';

const PREFIX = 'ext';
const LENGTH = 10;

/** Crockford's base32 in lower case: no `i`, `l`, `o` or `u`, which are misread or spell words. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A sAMAccountName for an HSA-id: `ext` and ten characters of base32 (50 bits) of SHA-256, 13 in all.
 *
 * Nothing personal is in it: names change, people become protected, everybody who can log in can read AD, and the
 * name is for life and is never given to another. It follows from the HSA-id alone (compared without case), so that
 * the order in which people are read does not matter.
 *
 * @param attempt 0 first; 1, 2, … give the next candidate when the one before is taken, or was once.
 * @throws RangeError when `attempt` is not a whole number from 0.
 */
export function accountNameCandidate(hsaId: string, attempt: number): string {
  if (!Number.isSafeInteger(attempt) || attempt < 0) throw new RangeError('attempt must be a whole number from 0');
  const digest = createHash('sha256')
    .update(`${hsaIdKey(hsaId)}#${attempt}`)
    .digest();
  let bits = digest.readBigUInt64BE();
  let name = '';
  while (name.length < LENGTH) {
    name += ALPHABET.charAt(Number(bits >> 59n));
    bits = BigInt.asUintN(64, bits << 5n);
  }
  return PREFIX + name;
}

/** For user objects, whatever the schema's 256 says (MS-SAMR 3.1.1.6; SAM-Account-Name attribute). */
const MAX_LENGTH = 20;

// eslint-disable-next-line no-control-regex -- control characters are what AD refuses
const FORBIDDEN = /["[\]:;|=+*?<>/\\,@\u0000-\u001f\u007f]/;

/** Built-in accounts, and words Windows keeps for itself (Microsoft, "Naming conventions in Active Directory", reserved words). */
const RESERVED = new Set(
  [
    ...['administrator', 'guest', 'krbtgt', 'defaultaccount', 'wdagutilityaccount'],
    ...['anonymous', 'authenticated user', 'batch', 'builtin', 'creator group', 'creator group server', 'creator owner'],
    ...['creator owner server', 'dialup', 'digest auth', 'interactive', 'internet', 'local', 'local system', 'network'],
    ...['network service', 'nt authority', 'nt domain', 'ntlm auth', 'null', 'proxy', 'remote interactive', 'restricted'],
    ...['schannel auth', 'self', 'server', 'service', 'system', 'terminal server', 'this organization', 'users', 'world'],
  ].map((word) => word.toUpperCase()),
);

/**
 * Whether AD takes a text as a user's sAMAccountName, and a person can log in with it (`@` can be stored but not typed).
 *
 * | text                                                         | valid |
 * |--------------------------------------------------------------|-------|
 * | empty                                                        | no    |
 * | more than 20 UTF-16 units                                    | no    |
 * | one of `" [ ] : ; | = + * ? < > / \ , @`, or a control character | no    |
 * | ends with a dot                                              | no    |
 * | begins or ends with a blank                                  | no    |
 * | the name of a built-in account, or reserved (without case)   | no    |
 * | otherwise                                                    | yes   |
 */
export function isValidAccountName(text: string): boolean {
  if (text.length === 0 || text.length > MAX_LENGTH) return false;
  if (FORBIDDEN.test(text) || text.endsWith('.') || text.trim() !== text) return false;
  return !RESERVED.has(text.toUpperCase());
}

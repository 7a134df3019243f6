import { randomInt } from 'node:crypto';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const KINDS = [UPPER, '0123456789', UPPER.toLowerCase(), '!#$%&()*+/:;<=>?@[]^{|}~'];
/** 80 characters, over 300 bits. */
const ROUNDS = 20;

/**
 * A password that nobody knows, as `unicodePwd` takes it: in quotation marks, UTF-16LE (MS-ADTS 3.1.1.3.1.5). All four
 * kinds of characters are in it, in turn, so that it can hold no three letters of a person's name, which AD refuses where
 * passwords must be complex.
 */
export function newPassword(): Buffer {
  let password = '"';
  for (let round = 0; round < ROUNDS; round++) for (const kind of KINDS) password += kind.charAt(randomInt(kind.length));
  return Buffer.from(`${password}"`, 'utf16le');
}

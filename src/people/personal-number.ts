import { createHmac, createSecretKey } from 'node:crypto';
import { isLocalDate, type LocalDate } from '../platform/time';

const TWELVE = /^(\d{8})[-+]?(\d{4})$/;
const TEN = /^(\d{6})([-+]?)(\d{4})$/;

/**
 * A personnummer or samordningsnummer (day + 60) in its 12-digit form, or null.
 *
 * | written | read as |
 * |---|---|
 * | `YYYYMMDDNNNN`, `YYYYMMDD-NNNN`, `YYYYMMDD+NNNN` | as it is |
 * | `YYMMDD-NNNN`, `YYMMDDNNNN` | the year that makes the person 0–99 this year |
 * | `YYMMDD+NNNN` | the year that makes the person 100–199 this year |
 * | a day that does not exist or has not come, birth number 000, wrong check digit, anything else | null |
 *
 * Folkbokföringslagen (1991:481) 18 §: the hyphen becomes a plus sign the year a person turns 100.
 */
export function parsePersonalNumber(text: string, today: LocalDate): string | null {
  const digits = twelveDigits(text.trim(), Number(today.slice(0, 4)));
  if (digits === null || digits.slice(8, 11) === '000' || !passesLuhn(digits.slice(2))) return null;
  const day = Number(digits.slice(6, 8));
  const born = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${String(day > 60 ? day - 60 : day).padStart(2, '0')}`;
  return isLocalDate(born) && born <= today ? digits : null;
}

function twelveDigits(text: string, thisYear: number): string | null {
  const twelve = TWELVE.exec(text);
  if (twelve) return `${twelve[1]}${twelve[2]}`;
  const ten = TEN.exec(text);
  if (!ten) return null;
  const [, date = '', separator, serial = ''] = ten;
  const latest = separator === '+' ? thisYear - 100 : thisYear;
  const year = latest - ((((latest - Number(date.slice(0, 2))) % 100) + 100) % 100);
  return `${year}${date.slice(2)}${serial}`;
}

/** The check digit of ISO/IEC 7812: every other digit doubled from the first. */
function passesLuhn(tenDigits: string): boolean {
  let sum = 0;
  for (const [place, character] of [...tenDigits].entries()) {
    const digit = Number(character) * (place % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

/** How a personnummer is kept: HMAC-SHA-256 under a key outside the database, lower-case hexadecimal. */
export type PersonalNumberHash = (twelveDigits: string) => string;

export function personalNumberHasher(key: Buffer): PersonalNumberHash {
  const secret = createSecretKey(key);
  return (twelveDigits) => createHmac('sha256', secret).update(twelveDigits, 'utf8').digest('hex');
}

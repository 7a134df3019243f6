import { MASK } from '../platform/logging/scrub';

/**
 * Personnummer (and samordningsnummer, day + 60) written into a text where they do not belong, such as a title. Neither
 * the check digit nor the calendar is asked for: a mistyped number points out a person all the same, and nothing else
 * in a name, a title or a unit's name looks like this.
 *
 * | text | holds one |
 * |---|---|
 * | `201701012393`, `1701012393` | yes |
 * | the same with `-`, `+`, a dash, a dot or a blank, seen or unseen, before the last four | yes |
 * | the same with one of those between year, month and day, or after the century | yes |
 * | the same in wide digits | yes |
 * | the same within a longer row of digits | no |
 * | two dates, `2026-01-01 – 2026-12-31` | no |
 * | a month over 12, as in every organisation number | no |
 */
const GAP = String.raw`[\s\u00AD\u200B-\u200F\u2060\uFEFF\p{Pd}\u2212.+/]`;
const CENTURY = '(?:18|19|20)';
const MONTH = String.raw`(?:0[1-9]|1[0-2])`;
const DAY = String.raw`(?:[0-2]\d|3[01]|[6-8]\d|9[01])`;
const DATE = String.raw`\d{2}${MONTH}${DAY}`;

const LAST_FOUR = String.raw`${GAP}{0,3}\d{4}(?!\d)`;

const IN_TEXT = new RegExp(
  String.raw`(?<!\d)(?:${CENTURY}${GAP}?)?(?:${DATE}${LAST_FOUR}|\d{2}${GAP}?${MONTH}${GAP}?${DAY}${LAST_FOUR}(?!${GAP}\d{2}(?!\d)))`,
  'gu',
);

/**
 * A telephone number without blanks, `0701012393`, has ten digits and may look like a date: here the number is one
 * only with its century, with the separator in its place, or where no Swedish telephone number begins so.
 */
const IN_TELEPHONE_NUMBER = new RegExp(String.raw`(?<![\d+])(?:${CENTURY}${DATE}[-+]?|${DATE}[-+]|(?!0)${DATE})\d{4}(?!\d)`);

/** Wide and other compatibility digits as plain ones; any other text as it is. */
const withPlainDigits = (text: string): string => (/(?![0-9])\p{Nd}/u.test(text) ? text.normalize('NFKC') : text);

export const holdsPersonalNumber = (text: string): boolean => withPlainDigits(text).search(IN_TEXT) >= 0;

/** Takes the numbers out and closes the gaps; a text without them is left as it is. */
export const withoutPersonalNumbers = (text: string): string =>
  holdsPersonalNumber(text) ? withPlainDigits(text).replace(IN_TEXT, ' ').replace(/\s+/g, ' ').trim() : text;

/** Shows that there was a number, where an empty place would say something else. */
export const maskPersonalNumbers = (text: string): string =>
  holdsPersonalNumber(text) ? withPlainDigits(text).replace(IN_TEXT, MASK) : text;

export const isPersonalNumberAsTelephone = (text: string): boolean => IN_TELEPHONE_NUMBER.test(withPlainDigits(text));

/**
 * Personnummer (and samordningsnummer, day + 60) written into a text where they do not belong, such as a title. Neither
 * the check digit nor the calendar is asked for: a mistyped number points out a person all the same, and nothing else
 * in a name, a title or a unit's name looks like this.
 */
const DATE = String.raw`\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[6-8]\d|9[01])`;
const CENTURY = '(?:18|19|20)';

const IN_TEXT = new RegExp(String.raw`(?<!\d)(?:${CENTURY}[- ]?)?${DATE}\s?[-+–]?\s?\d{4}(?!\d)`, 'g');

/**
 * A telephone number without blanks, `0701012393`, has ten digits and may look like a date: here the number is one
 * only with its century, with the separator in its place, or where no Swedish telephone number begins so.
 */
const IN_TELEPHONE_NUMBER = new RegExp(String.raw`(?<![\d+])(?:${CENTURY}${DATE}[-+]?|${DATE}[-+]|(?!0)${DATE})\d{4}(?!\d)`);

/** Takes the numbers out and closes the gaps. */
export const withoutPersonalNumbers = (text: string): string => text.replace(IN_TEXT, ' ').replace(/\s+/g, ' ').trim();

export const holdsPersonalNumber = (text: string): boolean => text.search(IN_TEXT) >= 0;

export const isPersonalNumberAsTelephone = (text: string): boolean => IN_TELEPHONE_NUMBER.test(text);

export const MASK = '[personnummer]';

/** Cheap look at a whole line: is there anything that could be one at all? */
const MAYBE = /\d{6}\s?[-+–]?\s?\d{4}/;

/** Month 01–12, day 01–31 or, for samordningsnummer, 61–91; then the birth number and the check digit. */
const NUMBER = /((?:18|19|20)?)(\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01]))(\s?[-+–]?\s?)(\d{4})/y;

const isDigit = (character: string | undefined): boolean => character !== undefined && character >= '0' && character <= '9';

/**
 * Masks what looks like a personnummer or samordningsnummer. A log line is no place to find out whose number it is, so
 * too much is masked rather than too little:
 *
 * | digits                                   | check digit | masked |
 * |------------------------------------------|-------------|--------|
 * | 10 or 12 with a date in them, alone      | any         | yes    |
 * | the same within a longer row of digits   | right       | yes    |
 * | the same within a longer row of digits   | wrong       | no     |
 * | no such date                             | any         | no     |
 *
 * With `-`, `+`, an en dash or a blank before the last four, or nothing.
 */
export function scrubText(text: string): string {
  if (!MAYBE.test(text)) return text;
  let clean = '';
  let at = 0;
  while (at < text.length) {
    const length = isDigit(text[at]) ? personalNumberAt(text, at) : 0;
    clean += length > 0 ? MASK : text.charAt(at);
    at += length || 1;
  }
  return clean;
}

/** Length of the number that begins here, 0 where none does. With its century first: it is the longer one. */
function personalNumberAt(text: string, at: number): number {
  NUMBER.lastIndex = at;
  const found = NUMBER.exec(text);
  if (!found) return 0;
  const [whole, , date = '', , last = ''] = found;
  const alone = !isDigit(text[at - 1]) && !isDigit(text[at + whole.length]);
  return alone || passesLuhn(date + last) ? whole.length : 0;
}

/** ISO/IEC 7812: every other digit doubled from the first. */
function passesLuhn(tenDigits: string): boolean {
  const sum = [...tenDigits].reduce((total, character, place) => {
    const digit = Number(character) * (place % 2 === 0 ? 2 : 1);
    return total + (digit > 9 ? digit - 9 : digit);
  }, 0);
  return sum % 10 === 0;
}

/** A line of JSON, all its texts, keys and whole numbers scrubbed. */
export function scrubLine(line: string): string {
  if (!MAYBE.test(line)) return line;
  try {
    return `${JSON.stringify(scrubValue(JSON.parse(line)))}\n`;
  } catch {
    return `${scrubText(line).trimEnd()}\n`;
  }
}

function scrubValue(value: unknown): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (typeof value === 'number') return scrubText(String(value)) === String(value) ? value : MASK;
  if (Array.isArray(value)) return value.map(scrubValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [scrubText(key), scrubValue(held)]));
}

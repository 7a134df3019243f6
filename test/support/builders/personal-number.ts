import { isLuhn, isTestNumber } from '../sample-catalogue';

/**
 * One of Skatteverket's test numbers: a day, one of their birth numbers and the check digit.
 * @param day `YYYYMMDD`; a samordningsnummer has 60 added to its day
 */
export function testPersonalNumber(day: string, birthNumber = 980): string {
  const number = Array.from({ length: 10 }, (_, digit) => `${day}${birthNumber}${digit}`).find((text) => isLuhn(text.slice(2)));
  if (!number || !isTestNumber(number)) throw new Error('Not one of the test numbers');
  return number;
}

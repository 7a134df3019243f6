import { hsaIdKey } from './hsa-id';
import type { Person } from './person';

/** Long names are cut: what is sorted and searched by need not hold all of them. */
const LONGEST = 120;

/**
 * A name as it is searched and sorted by, octet for octet: lower case, words parted by one space, no accents. `å ä ö` (and
 * `æ ø`) stay letters of their own and come last as in Swedish: they are written `{ | }`, which follow `z` in ASCII.
 */
export const foldName = (name: string): string =>
  name
    .normalize('NFC')
    .toLocaleLowerCase('sv')
    .replace(/[{|}]+/g, ' ')
    .replace(/[åäæöø]/gu, (letter) => (letter === 'å' ? '{' : 'äæ'.includes(letter) ? '|' : '}'))
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}{|}]+/gu, ' ') // last: a mark may have stood alone as a word
    .trim();

/** Sorts after every name in Latin letters. */
const NAMELESS = '~';

export interface NameKeys {
  /** `surname given/hsa-id`: the order of a list; nobody else of the municipality has the same. */
  nameKey: string;
  /** `given surname/hsa-id`; null where there is no name to find anybody by. */
  givenKey: string | null;
}

/**
 * | person                              | nameKey              | givenKey           |
 * |-------------------------------------|----------------------|--------------------|
 * | protected, or nothing readable ever | `~/id`, last of all  | null               |
 * | no given name                       | `surname/id`         | null               |
 * | any other                           | `surname given/id`   | `given surname/id` |
 */
export function nameKeysOf(hsaId: string, person: Person | null, isProtected: boolean): NameKeys {
  const id = hsaIdKey(hsaId);
  if (isProtected || person === null) return { nameKey: `${NAMELESS}/${id}`, givenKey: null };
  const surname = foldName(person.surname);
  const given = foldName([person.givenName, person.middleName].filter(Boolean).join(' '));
  const key = (...words: string[]): string => `${words.filter(Boolean).join(' ').slice(0, LONGEST)}/${id}`;
  return { nameKey: key(surname, given), givenKey: given === '' ? null : key(given, surname) };
}

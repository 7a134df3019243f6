import { hsaIdKey, isHsaId, isTestHsaId, looseHsaIdKey } from '../people/hsa-id';
import { parsePersonalNumber, type PersonalNumberHash } from '../people/personal-number';
import { holdsPersonalNumber } from '../people/personal-number-in-text';
import type { LocalDate } from '../platform/time';
import type { EntryAttributes } from './entry-attributes';
import { flagsOf, kindOf } from './object-classes';
import { hasControlCharacters } from './printable-text';

/** Whom somebody looks for. A personnummer is in it for as long as the question takes, and nowhere else. */
export type PersonQuery =
  { kind: 'name'; words: readonly string[] } | { kind: 'hsa-id'; hsaId: string } | { kind: 'personal-number'; digits: string };

const FEWEST_LETTERS = 2;
const MOST_LETTERS = 100;
const MOST_WORDS = 6;

/** `Öberg, Åsa` is as good as `Åsa Öberg`. */
const BETWEEN_WORDS = /[\s,]+/;

/**
 * Reads what was written into one of the fields of a search; null where it asks for nobody in particular.
 *
 * | field          | written                                                          | query           |
 * |----------------|------------------------------------------------------------------|-----------------|
 * | name           | 1 to 6 words, 2 to 100 letters in all, none of them unseen       | name            |
 * | name           | a personnummer                                                   | -               |
 * | hsaId          | an HSA-id, blanks around it                                      | hsa-id          |
 * | personalNumber | a personnummer or samordningsnummer in any form                  | personal-number |
 * | any two, none  |                                                                  | -               |
 * | any            | anything else                                                    | -               |
 */
export function readQuery(
  written: { name?: string | undefined; hsaId?: string | undefined; personalNumber?: string | undefined },
  today: LocalDate,
): PersonQuery | null {
  const { name, hsaId, personalNumber } = written;
  if ([name, hsaId, personalNumber].filter((one) => one !== undefined).length !== 1) return null;
  if (hsaId !== undefined) {
    const trimmed = hsaId.trim();
    const capitals = trimmed.toUpperCase();
    return isHsaId(capitals) || isTestHsaId(capitals) ? { kind: 'hsa-id', hsaId: trimmed } : null;
  }
  if (personalNumber !== undefined) {
    const digits = parsePersonalNumber(personalNumber, today);
    return digits === null ? null : { kind: 'personal-number', digits };
  }
  return byName(name ?? '');
}

function byName(name: string): PersonQuery | null {
  const words = folded(name).split(BETWEEN_WORDS).filter(Boolean);
  const letters = [...words.join('')].length;
  const isUsable = letters >= FEWEST_LETTERS && letters <= MOST_LETTERS && words.length <= MOST_WORDS;
  return isUsable && !hasControlCharacters(name) && !holdsPersonalNumber(name) ? { kind: 'name', words } : null;
}

/** How a catalogue may have written a number: with its century and without, with a separator and without. */
export const writtenForms = (digits: string): string[] => {
  const [date, last] = [digits.slice(0, 8), digits.slice(8)];
  return [digits, `${date}-${last}`, `${date}+${last}`, digits.slice(2), `${date.slice(2)}-${last}`, `${date.slice(2)}+${last}`];
};

/**
 * Whether an entry is one that is looked for. Of a protected person only the exact HSA-id tells that there is one; who is
 * archived, deleted or test data is not found at all.
 *
 * | query           | the entry                                                                  | found |
 * |-----------------|----------------------------------------------------------------------------|-------|
 * | any             | no person's, or archived, deleted, test data                               | no    |
 * | hsa-id          | has that HSA-id, compared without case and blanks                          | yes   |
 * | any other       | protected                                                                  | no    |
 * | personal-number | has that number, however it is written: the keyed hashes are compared      | yes   |
 * | name            | each word begins one of its names, or a part of one after a hyphen         | yes   |
 * | any             | anything else                                                              | no    |
 */
export function matcherOf(
  query: PersonQuery,
  { hashPersonalNumber, today }: { hashPersonalNumber: PersonalNumberHash; today: LocalDate },
): (attributes: EntryAttributes) => boolean {
  const isSought = soughtBy(query, hashPersonalNumber, today);
  return (attributes) => {
    const { isProtected, isArchived, isDeleted, isTestData } = flagsOf(attributes);
    const kind = kindOf(attributes);
    if ((kind !== 'person' && kind !== 'other') || isArchived || isDeleted || isTestData) return false;
    return (query.kind === 'hsa-id' || !isProtected) && isSought(attributes);
  };
}

function soughtBy(query: PersonQuery, hash: PersonalNumberHash, today: LocalDate): (attributes: EntryAttributes) => boolean {
  switch (query.kind) {
    case 'hsa-id': {
      const key = hsaIdKey(query.hsaId);
      return (attributes) => attributes.asWritten('hsaIdentity').some((hsaId) => looseHsaIdKey(hsaId) === key);
    }
    case 'personal-number': {
      const wanted = hash(query.digits);
      return (attributes) =>
        attributes.asWritten('personalIdentityNumber').some((text) => {
          const digits = parsePersonalNumber(text, today);
          return digits !== null && hash(digits) === wanted;
        });
    }
    case 'name': {
      const { words } = query;
      return (attributes) => {
        const parts = partsOfNames(attributes);
        return words.every((word) => parts.some((part) => part.startsWith(word)));
      };
    }
  }
}

/** Entries of people with one of these HSA-ids, whatever else is so: somebody who is named is judged by who asks. @param keys see `looseHsaIdKey` */
export const isOneOf =
  (keys: ReadonlySet<string>) =>
  (attributes: EntryAttributes): boolean =>
    ['person', 'other'].includes(kindOf(attributes)) && attributes.asWritten('hsaIdentity').some((hsaId) => keys.has(looseHsaIdKey(hsaId)));

/** Never `nickName`. */
export const NAME_ATTRIBUTES = ['givenName', 'middleName', 'sn', 'fullName', 'cn'] as const;

function partsOfNames(attributes: EntryAttributes): string[] {
  const words = NAME_ATTRIBUTES.flatMap((name) => attributes.texts(name)).flatMap((text) => folded(text).split(BETWEEN_WORDS));
  return [...new Set(words.flatMap((word) => [word, ...word.split('-').slice(1)]))];
}

const folded = (text: string): string => text.trim().normalize('NFC').toLocaleLowerCase('sv');

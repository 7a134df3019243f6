import type { Person } from '../../people/person';

/** Which identifier shows that a known HSA-id now stands for somebody else. */
export type IdentityMismatch = 'personal-number' | 'entry-uuid' | 'surname-and-dn';

/**
 * Promise 2: nothing is matched on name, mail or personnummer, but a known HSA-id that shows another human is stopped.
 * The strongest identifier that both sides have decides, the weaker ones are not asked.
 *
 * | personnummer known on both | entryUUID known on both | result                                       |
 * |----------------------------|-------------------------|----------------------------------------------|
 * | yes, same                  |                         | the same person                              |
 * | yes, other                 |                         | personal-number                              |
 * | no                         | yes, same               | the same person                              |
 * | no                         | yes, other              | entry-uuid                                   |
 * | no                         | no                      | surname-and-dn, when both of these differ    |
 */
export function identityMismatch(known: Person, read: Person): IdentityMismatch | null {
  if (known.personalNumberHash !== null && read.personalNumberHash !== null) {
    return known.personalNumberHash === read.personalNumberHash ? null : 'personal-number';
  }
  if (known.entryUuid !== null && read.entryUuid !== null) {
    return fold(known.entryUuid) === fold(read.entryUuid) ? null : 'entry-uuid';
  }
  const otherSurname = fold(known.surname) !== fold(read.surname);
  return otherSurname && fold(known.dn) !== fold(read.dn) ? 'surname-and-dn' : null;
}

/** An identifier that HSA no longer shows is remembered: it may come back as somebody else's. */
export function withKnownIdentifiers(known: Person, read: Person): Person {
  return {
    ...read,
    personalNumberHash: read.personalNumberHash ?? known.personalNumberHash,
    entryUuid: read.entryUuid ?? known.entryUuid,
  };
}

const fold = (text: string): string => text.normalize('NFC').toLocaleLowerCase('sv');

/** More people than this, and a larger share than this, changing identity in one run is no coincidence: a mapping is wrong. */
const MISMATCHES = { count: 3, percent: 2 };

export function tooManyMismatches(mismatches: number, people: number): boolean {
  return mismatches > MISMATCHES.count && mismatches * 100 > MISMATCHES.percent * people;
}

export interface KnownPerson {
  hsaId: string;
  surname: string;
}

/** Known persons that do not read as expected. One is enough to halt: on the first load there is no history to compare with. */
export function unexpectedKnownPersons(expected: readonly KnownPerson[], find: (hsaId: string) => Person | null): KnownPerson[] {
  return expected.filter(({ hsaId, surname }) => {
    const person = find(hsaId);
    return person === null || fold(person.surname) !== fold(surname);
  });
}

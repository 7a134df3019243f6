import fc from 'fast-check';
import { aPerson } from '../../../test/support/builders/person';
import type { Person } from '../../people/person';
import { identityMismatch, tooManyMismatches, unexpectedKnownPersons, withKnownIdentifiers } from './identity-guard';

const HASH = { one: 'a'.repeat(64), other: 'b'.repeat(64) };
const UUID = { one: 'a3d1c7a0-5b1e-4a53-9f0e-6d1a2b3c4d5e', other: 'ffd1c7a0-5b1e-4a53-9f0e-6d1a2b3c4d5e' };
const moved = { surname: 'Åberg', dn: 'cn=Åsa Åberg,o=Bergs kommun,c=SE' };
const neither = { personalNumberHash: null, entryUuid: null };

describe('a known HSA-id stands for', () => {
  /** The table above `identityMismatch`. */
  it.each<[string, Partial<Person>, Partial<Person>, string | null]>([
    [
      'the same: personnummer, whatever else differs',
      { personalNumberHash: HASH.one, entryUuid: UUID.one },
      { personalNumberHash: HASH.one, entryUuid: UUID.other, ...moved },
      null,
    ],
    [
      'another: personnummer, whatever else is the same',
      { personalNumberHash: HASH.one },
      { personalNumberHash: HASH.other },
      'personal-number',
    ],
    ['the same: personnummer not known before, entryUUID', { personalNumberHash: null }, { personalNumberHash: HASH.one, ...moved }, null],
    ['the same: personnummer not read now, entryUUID', { personalNumberHash: HASH.one }, { personalNumberHash: null, ...moved }, null],
    ['the same: entryUUID in another case', { entryUuid: UUID.one }, { entryUuid: UUID.one.toUpperCase(), ...moved }, null],
    ['another: entryUUID', { entryUuid: UUID.one }, { entryUuid: UUID.other }, 'entry-uuid'],
    [
      'another: entryUUID, where only one has a personnummer',
      { personalNumberHash: HASH.one, entryUuid: UUID.one },
      { entryUuid: UUID.other },
      'entry-uuid',
    ],
    ['another: surname and DN, nothing else to compare', neither, { ...neither, ...moved }, 'surname-and-dn'],
    ['another: surname and DN, entryUUID only before', { entryUuid: UUID.one }, { entryUuid: null, ...moved }, 'surname-and-dn'],
    ['another: surname and DN, entryUUID only now', { entryUuid: null }, { entryUuid: UUID.one, ...moved }, 'surname-and-dn'],
    ['the same: only the surname differs', neither, { ...neither, surname: moved.surname }, null],
    ['the same: only the DN differs', neither, { ...neither, dn: moved.dn }, null],
    ['the same: the surname in another case', { ...neither, surname: 'ÖBERG' }, { ...neither, dn: moved.dn }, null],
    ['the same: the surname in decomposed letters', { ...neither, surname: 'O\u0308berg' }, { ...neither, dn: moved.dn }, null],
    ['the same: the DN in another case', { ...neither, dn: moved.dn.toUpperCase() }, { ...neither, ...moved }, null],
  ])('%s', (_row, known, read, mismatch) => {
    expect(identityMismatch(aPerson(known), aPerson(read))).toBe(mismatch);
  });

  const person = fc
    .record({
      personalNumberHash: fc.constantFrom(null, HASH.one, HASH.other),
      entryUuid: fc.constantFrom(null, UUID.one, UUID.other),
      surname: fc.string({ unit: 'binary' }),
      dn: fc.string({ unit: 'binary' }),
    })
    .map(aPerson);

  it('itself, and for nobody else in one direction only', () => {
    fc.assert(
      fc.property(person, person, (one, other) => {
        expect(identityMismatch(one, structuredClone(one))).toBeNull();
        expect(identityMismatch(one, other)).toBe(identityMismatch(other, one));
      }),
    );
  });

  it('the same human once what is read has been taken over, with what HSA no longer shows', () => {
    fc.assert(
      fc.property(person, person, (known, read) => {
        const next = withKnownIdentifiers(known, read);
        expect(next).toEqual({
          ...read,
          personalNumberHash: read.personalNumberHash ?? known.personalNumberHash,
          entryUuid: read.entryUuid ?? known.entryUuid,
        });
        expect(identityMismatch(next, read)).toBeNull();
        expect(withKnownIdentifiers(next, read)).toEqual(next);
      }),
    );
  });

  it('somebody else when an identifier that was hidden for a while comes back as another', () => {
    const known = aPerson({ personalNumberHash: HASH.one });
    const meanwhile = withKnownIdentifiers(known, aPerson({ personalNumberHash: null }));
    expect(identityMismatch(meanwhile, aPerson({ personalNumberHash: HASH.other }))).toBe('personal-number');
  });
});

describe('people who changed identity in one run', () => {
  it.each([
    [0, 0, false],
    [3, 3, false],
    [3, 10, false],
    [4, 200, false],
    [4, 199, true],
    [4, 4, true],
    [5, 250, false],
    [5, 249, true],
    [20, 1000, false],
    [21, 1000, true],
  ])('%i of %i: too many is %s', (mismatches, people, tooMany) => {
    expect(tooManyMismatches(mismatches, people)).toBe(tooMany);
  });
});

describe('a known person reads', () => {
  const expected = [{ hsaId: 'SE2120002502-1A2B', surname: 'Öberg' }];

  it.each<[string, Person | null, boolean]>([
    ['as expected', aPerson(), true],
    ['as expected, in another case', aPerson({ surname: 'ÖBERG' }), true],
    ['as expected, in decomposed letters', aPerson({ surname: 'O\u0308berg' }), true],
    ['with another surname', aPerson({ surname: 'Oberg' }), false],
    ['not at all', null, false],
  ])('%s', (_what, person, fine) => {
    expect(unexpectedKnownPersons(expected, () => person)).toEqual(fine ? [] : expected);
  });

  it('and every one is asked for by HSA-id', () => {
    const known = [...expected, { hsaId: 'SE2120002502-2C', surname: 'Berg' }];
    const people = new Map([['SE2120002502-2C', aPerson({ hsaId: 'SE2120002502-2C', surname: 'Berg' })]]);
    expect(unexpectedKnownPersons(known, (hsaId) => people.get(hsaId) ?? null)).toEqual(expected);
  });
});

import fc from 'fast-check';
import { accountNameCandidate, isValidAccountName } from './account-name';

const HSA_ID = 'SE2120002502-1A2B';
const hsaId = fc.stringMatching(/^SE\d{10}-[A-Za-z0-9]{1,18}$/);

describe('an account name', () => {
  it('is the same today as on the day it was given', () => {
    expect([0, 1, 2].map((attempt) => accountNameCandidate(HSA_ID, attempt))).toEqual(['extex26snyr3p', 'extv0r4z65e1g', 'exttejnhvf4tx']);
  });

  it('follows from the HSA-id without case, is within AD rules and holds nothing of the HSA-id', () => {
    fc.assert(
      fc.property(hsaId, fc.nat(50), (id, attempt) => {
        const name = accountNameCandidate(id, attempt);
        expect(name).toMatch(/^ext[0-9abcdefghjkmnpqrstvwxyz]{10}$/);
        expect(isValidAccountName(name)).toBe(true);
        expect(accountNameCandidate(id.toLowerCase(), attempt)).toBe(name);
        expect(accountNameCandidate(id, attempt + 1)).not.toBe(name);
      }),
    );
  });

  it('is distinct for 100 000 HSA-ids', () => {
    const names = Array.from({ length: 100_000 }, (_, index) => accountNameCandidate(`SE2120002502-${index.toString(16)}`, 0));
    expect(new Set(names).size).toBe(100_000);
  });

  it.each([-1, 0.5, Number.NaN])('has no attempt %s', (attempt) => {
    expect(() => accountNameCandidate(HSA_ID, attempt)).toThrow(RangeError);
  });
});

describe('AD takes an account name', () => {
  it.each([
    ['one letter', 'a'],
    ['20 characters', 'abcdefghijklmnopqrst'],
    ['a dot inside', 'anna.berg'],
    ['a blank inside', 'anna berg'],
    ['other signs', "a!#$%&'()-_{}~`^"],
    ['letters that are not ASCII', 'åsaöberg'],
    ['digits only', '20250101'],
    ['a reserved word as a part', 'systemet'],
  ])('with %s', (_, name) => {
    expect(isValidAccountName(name)).toBe(true);
  });

  it.each([
    ['empty', ''],
    ['of 21 characters', 'abcdefghijklmnopqrstu'],
    ['of 20 characters of which one takes two units', 'abcdefghijklmnopqrs😀'],
    ['of dots only', '..'],
    ['with a dot at the end', 'anna.'],
    ['with a blank first', ' anna'],
    ['with a blank last', 'anna '],
    ['of a blank', ' '],
    ['with a line break', 'anna\nberg'],
    ['with a null', 'anna\u0000'],
    ['with a delete', 'anna\u007f'],
    ['of a built-in account', 'Administrator'],
    ['of the key distribution account', 'krbtgt'],
    ['reserved', 'System'],
    ...[...'"[]:;|=+*?<>/\\,@'].map((sign): [string, string] => [`with ${sign}`, `an${sign}na`]),
  ])('but not one %s', (_, name) => {
    expect(isValidAccountName(name)).toBe(false);
  });
});

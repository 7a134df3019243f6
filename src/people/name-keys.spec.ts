import fc from 'fast-check';
import { aPerson } from '../../test/support/builders/person';
import { foldName, nameKeysOf } from './name-keys';

describe('foldName', () => {
  it.each([
    ['Åsa  ÖBERG', '{sa }berg'],
    ['Ægir Øst', '|gir }st'],
    ['A\u030asa', '{sa'],
    ["José O'Brien-Ek", 'jose o brien ek'],
    ['{|}~/', ''],
  ])('%s', (name, folded) => {
    expect(foldName(name)).toBe(folded);
  });

  it('sorts by octets as Swedish does', () => {
    const names = ['Aström', 'Zetterberg', 'Åström', 'Äng', 'Öberg'];
    expect([...names].reverse().sort((one, other) => (foldName(one) < foldName(other) ? -1 : 1))).toEqual(names);
  });

  it('folds what is folded already to itself where it holds no letter of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const folded = foldName(name);
        expect(folded).not.toMatch(/^ | $|\/|~/);
        if (!/[{|}]/.test(folded)) expect(foldName(folded)).toBe(folded);
      }),
    );
  });
});

describe('nameKeysOf', () => {
  const id = 'SE2120002502-1A2B';

  it.each([
    ['protected', nameKeysOf(id, aPerson(), true), { nameKey: '~/se2120002502-1a2b', givenKey: null }],
    ['nothing readable ever', nameKeysOf(id, null, false), { nameKey: '~/se2120002502-1a2b', givenKey: null }],
    ['no given name', nameKeysOf(id, aPerson({ givenName: null }), false), { nameKey: '}berg/se2120002502-1a2b', givenKey: null }],
    [
      'any other',
      nameKeysOf(id, aPerson({ middleName: 'Maria' }), false),
      { nameKey: '}berg {sa maria/se2120002502-1a2b', givenKey: '{sa maria }berg/se2120002502-1a2b' },
    ],
  ])('%s', (_who, keys, expected) => {
    expect(keys).toEqual(expected);
  });
});

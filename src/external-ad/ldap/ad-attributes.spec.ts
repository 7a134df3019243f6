import type { AccountAttributes } from '../account.types';
import type { AttributeChange } from '../diff';
import { changesOf, newAccountAttributes, readAccountExpires, readAttributes, writtenNames } from './ad-attributes';

const names = { hsaIdAttribute: 'employeeNumber', markAttribute: 'adminDescription' };
const account: AccountAttributes = {
  sAMAccountName: 'exta',
  userPrincipalName: 'a@ext.example.se',
  cn: 'exta',
  displayName: 'Åsa Öberg',
  givenName: null,
  sn: 'Öberg',
  mail: '',
  telephoneNumber: null,
  mobile: null,
  title: null,
  company: null,
  department: null,
  hsaId: 'SE2120002502-A',
  userAccountControl: 262656,
  accountExpires: '9223372036854775807',
  altSecurityIdentities: ['b', 'a', 'b'],
  memberOf: ['CN=Grupp'],
  organisationalUnit: 'OU=berg',
};

it('makes a new account of what is not empty, disabled, with the HSA-id where it is configured', () => {
  expect(newAccountAttributes(account, { ...names, hsaIdAttribute: 'extensionAttribute1' })).toEqual([
    { type: 'sAMAccountName', values: ['exta'] },
    { type: 'userPrincipalName', values: ['a@ext.example.se'] },
    { type: 'displayName', values: ['Åsa Öberg'] },
    { type: 'sn', values: ['Öberg'] },
    { type: 'extensionAttribute1', values: ['SE2120002502-A'] },
    { type: 'userAccountControl', values: ['262658'] },
    { type: 'accountExpires', values: ['9223372036854775807'] },
    { type: 'altSecurityIdentities', values: ['b', 'a'] },
  ]);
});

const changed = (held: string[], ...changes: AttributeChange[]) =>
  changesOf({ attributes: { ...account, altSecurityIdentities: held } }, changes, names);

it.each<[AttributeChange, object[]]>([
  [{ attribute: 'sn', before: 'Ek', after: 'Öberg' }, [{ operation: 'replace', type: 'sn', values: ['Öberg'] }]],
  [{ attribute: 'hsaId', before: null, after: 'SE1' }, [{ operation: 'replace', type: 'employeeNumber', values: ['SE1'] }]],
  [
    { attribute: 'userAccountControl', before: 1, after: 262656 },
    [{ operation: 'replace', type: 'userAccountControl', values: ['262656'] }],
  ],
  [{ attribute: 'mail', before: 'a@b', after: null }, [{ operation: 'replace', type: 'mail', values: [] }]],
  [{ attribute: 'mail', before: 'a@b', after: '' }, [{ operation: 'replace', type: 'mail', values: [] }]],
])('writes %j as %j', (change, expected) => {
  expect(changed([], change)).toEqual(expected);
});

it.each<[held: string[], after: string[] | null, object[]]>([
  [
    ['a', 'b'],
    ['b', 'c'],
    [
      { operation: 'delete', values: ['a'] },
      { operation: 'add', values: ['c'] },
    ],
  ],
  [['a'], null, [{ operation: 'delete', values: ['a'] }]],
  [[], ['a', 'a'], [{ operation: 'add', values: ['a'] }]],
  [['a'], ['a'], []],
])('of several values %j to %j names only those that come or go', (held, after, expected) => {
  const type = 'altSecurityIdentities';
  expect(changed(held, { attribute: type, before: null, after })).toEqual(expected.map((change) => ({ ...change, type })));
});

it.each(['cn', 'organisationalUnit', 'memberOf'] as const)('does not write %s', (attribute) => {
  expect(() => changed([], { attribute, before: null, after: 'x' })).toThrow(TypeError);
  expect(writtenNames(names)).not.toContain(attribute);
});

it('reads all that it writes, and the mark', () => {
  expect(readAttributes(names)).toEqual(expect.arrayContaining([...writtenNames(names), 'adminDescription', 'objectGUID', 'uSNChanged']));
});

it.each([
  ['0', '9223372036854775807'],
  ['9223372036854775807', '9223372036854775807'],
  ['134112132000000000', '134112132000000000'],
  [null, null],
])('reads the end %s as %s', (ticks, expected) => {
  expect(readAccountExpires(ticks)).toBe(expected);
});

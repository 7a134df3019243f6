import { anAccount } from '../../test/support/builders/ad-object';
import type { AccountAttributes } from './account.types';
import type { ObservedAttributes } from './active-directory';
import { appliedAs, differences, disabledAsItIs, isEnabled, isSamePlace } from './observed-account';

const account = anAccount();
const [all = '', own = ''] = account.memberOf;

describe('what an object shows is the same', () => {
  it.each<[string, Partial<ObservedAttributes>, (keyof AccountAttributes)[]]>([
    ['as it was written', {}, []],
    ['in an OU that is spelt otherwise', { organisationalUnit: account.organisationalUnit.toLowerCase().replaceAll(',', ', ') }, []],
    ['in groups in another order, spelt otherwise', { memberOf: [own.toUpperCase(), all] }, []],
    ['ending never, said in other ways', { accountExpires: '0' }, []],
    ['ending never, by saying nothing', { accountExpires: null }, []],
  ])('%s', (_, change, expected) => {
    expect(differences({ ...account, ...change }, account).map(({ attribute }) => attribute)).toEqual(expected);
  });
});

describe('what an object shows differs', () => {
  it.each<[string, Partial<ObservedAttributes>, keyof AccountAttributes]>([
    ['in another OU', { organisationalUnit: 'OU=are,OU=Externa,DC=ad,DC=example,DC=se' }, 'organisationalUnit'],
    ['in one group less', { memberOf: [all] }, 'memberOf'],
    ['in one group more', { memberOf: [...account.memberOf, 'CN=Andra,OU=Externa,DC=ad,DC=example,DC=se'] }, 'memberOf'],
    ['ending', { accountExpires: '134116956000000000' }, 'accountExpires'],
    ['a letter in another case', { sn: 'öberg' }, 'sn'],
    ['empty', { mail: null }, 'mail'],
    ['without HSA-id', { hsaId: null }, 'hsaId'],
    ['enabled without a smart card', { userAccountControl: 512 }, 'userAccountControl'],
  ])('%s', (_, change, attribute) => {
    expect(differences({ ...account, ...change }, account)).toEqual([expect.objectContaining({ attribute, after: expect.anything() })]);
  });
});

it('is enabled unless it says that it is disabled', () => {
  expect([262656, 512, null, 262658, 514].map((userAccountControl) => isEnabled({ userAccountControl }))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

it('lies in the same place whatever is written there', () => {
  expect(isSamePlace('no name at all', 'NO NAME AT ALL')).toBe(true);
  expect(isSamePlace('no name at all', 'OU=a')).toBe(false);
});

it('is known to be applied as it was read, in our spelling', () => {
  const observed = {
    ...account,
    organisationalUnit: account.organisationalUnit.toUpperCase(),
    accountExpires: '0',
    memberOf: [own.toLowerCase(), all],
  };
  expect(appliedAs(observed, account)).toEqual(account);
  expect(appliedAs({ ...observed, displayName: null, title: 'Chef' }, account)).toEqual({ ...account, displayName: '', title: 'Chef' });
});

it.each([
  [512, 514],
  [262656 + 0x10000, 262658 + 0x10000],
  [514, 514],
  [null, null],
])('%s is disabled and otherwise as it is: %s', (userAccountControl, expected) => {
  expect(disabledAsItIs({ userAccountControl })).toBe(expected);
});

import fc from 'fast-check';
import type { AccountAttributes } from './account.types';
import { diffAccounts } from './diff';

const account: AccountAttributes = {
  sAMAccountName: 'extex26snyr3p',
  userPrincipalName: 'SE2120002502-1A2B@ext.example.se',
  cn: 'extex26snyr3p',
  displayName: 'Åsa Berg',
  givenName: 'Åsa',
  sn: 'Berg',
  mail: null,
  telephoneNumber: null,
  mobile: null,
  title: null,
  company: 'Bergs kommun',
  department: null,
  hsaId: 'SE2120002502-1A2B',
  userAccountControl: 262656,
  accountExpires: '9223372036854775807',
  altSecurityIdentities: [],
  memberOf: ['CN=A', 'CN=B'],
  organisationalUnit: 'OU=berg,DC=example',
};

describe('the difference between two accounts', () => {
  it.each<[string, Partial<AccountAttributes>, Partial<AccountAttributes>, object[]]>([
    ['empty and empty', { mail: null }, { mail: '' }, []],
    ['a value and the same', {}, {}, []],
    ['empty and a value', {}, { mail: 'asa@example.se' }, [{ attribute: 'mail', before: null, after: 'asa@example.se' }]],
    ['a value and empty', { mail: 'asa@example.se' }, {}, [{ attribute: 'mail', before: 'asa@example.se', after: null }]],
    ['two values', {}, { sn: 'Öberg' }, [{ attribute: 'sn', before: 'Berg', after: 'Öberg' }]],
    ['a value in another case', {}, { sn: 'BERG' }, [{ attribute: 'sn', before: 'Berg', after: 'BERG' }]],
    ['the same values in another order', {}, { memberOf: ['CN=B', 'CN=A'] }, []],
    ['the same values, one twice', {}, { memberOf: ['CN=A', 'CN=B', 'CN=A'] }, []],
    ['one value less', {}, { memberOf: ['CN=A'] }, [{ attribute: 'memberOf', before: ['CN=A', 'CN=B'], after: ['CN=A'] }]],
    ['no values left', {}, { memberOf: [] }, [{ attribute: 'memberOf', before: ['CN=A', 'CN=B'], after: null }]],
    [
      'two attributes, in the order of the list',
      {},
      { userAccountControl: 262658, displayName: 'Skyddad person' },
      [
        { attribute: 'displayName', before: 'Åsa Berg', after: 'Skyddad person' },
        { attribute: 'userAccountControl', before: 262656, after: 262658 },
      ],
    ],
  ])('%s', (_, before, after, changes) => {
    expect(diffAccounts({ ...account, ...before }, { ...account, ...after })).toEqual(changes);
  });

  it('from no account lists every value there is and nothing else', () => {
    const changes = diffAccounts(null, account);
    expect(changes.map(({ attribute }) => attribute)).toEqual([
      'sAMAccountName',
      'userPrincipalName',
      'cn',
      'displayName',
      'givenName',
      'sn',
      'company',
      'hsaId',
      'userAccountControl',
      'accountExpires',
      'memberOf',
      'organisationalUnit',
    ]);
    expect(changes.every(({ before }) => before === null)).toBe(true);
  });

  it('from an account stored before an attribute existed takes it as empty', () => {
    const { memberOf: _, ...older } = account;
    expect(diffAccounts(older as AccountAttributes, account)).toEqual([{ attribute: 'memberOf', before: null, after: ['CN=A', 'CN=B'] }]);
  });

  it('is empty between an account and itself, and carries one into the other', () => {
    const any = fc.record({
      displayName: fc.string(),
      mail: fc.option(fc.string({ minLength: 1 })),
      userAccountControl: fc.constantFrom(262656, 262658),
      memberOf: fc.uniqueArray(fc.string()),
    });
    fc.assert(
      fc.property(any, any, (one, other) => {
        const [before, after] = [
          { ...account, ...one },
          { ...account, ...other },
        ];
        expect(diffAccounts(before, before)).toEqual([]);
        const changes = diffAccounts(before, after);
        const carried = { ...before, ...Object.fromEntries(changes.map((change) => [change.attribute, change.after])) };
        expect(diffAccounts(carried, after)).toEqual([]);
        expect(diffAccounts(after, before).map(({ attribute }) => attribute)).toEqual(changes.map(({ attribute }) => attribute));
      }),
    );
  });
});

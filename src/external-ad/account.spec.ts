import fc from 'fast-check';
import { aPerson } from '../../test/support/builders/person';
import type { Certificate, Person } from '../people/person';
import { type DesiredAccountInput, desiredAccount, disabledAccount, isMasked, knownAs, protectedAccount } from './account';
import { accountNameCandidate } from './account-name';
import type { AccountAttributes } from './account.types';
import { diffAccounts } from './diff';

const NOW = '2026-11-21T03:05:00.000Z';
const BELOW = 'OU=Externa,DC=ad,DC=example,DC=se';
const GROUPS = [`CN=Tillträde Alla,OU=Grupper,${BELOW}`, `CN=Tillträde berg,OU=Grupper,${BELOW}`];
const CERTIFICATE: Certificate = {
  issuer: ['C=SE', 'O=Inera AB', 'CN=SITHS e-id Person HSA-id 3 CA v1'],
  serialNumber: '01772941ce29b3ec999d657f0e0174',
  subjectKeyIdentifier: null,
  sha1: 'ab'.repeat(20),
  validFrom: '2025-01-01T00:00:00.000Z',
  validTo: '2028-01-01T00:00:00.000Z',
};
const MAPPING = 'X509:<I>C=SE,O=Inera AB,CN=SITHS e-id Person HSA-id 3 CA v1<SR>74010e7f659d99ecb329ce41297701';

const desired = (person: Person, overrides: Partial<DesiredAccountInput> = {}) =>
  desiredAccount({
    person,
    municipality: { code: 'berg', name: 'Bergs kommun' },
    accountName: accountNameCandidate(person.hsaId, 0),
    enabled: true,
    now: NOW,
    externalAd: { organisationalUnit: BELOW, upnSuffix: 'ext.example.se' },
    ...overrides,
  });

const open: AccountAttributes = {
  sAMAccountName: 'extex26snyr3p',
  userPrincipalName: 'SE2120002502-1A2B@ext.example.se',
  cn: 'extex26snyr3p',
  displayName: 'Åsa Öberg',
  givenName: 'Åsa',
  sn: 'Öberg',
  mail: 'asa.oberg@berg.example.se',
  telephoneNumber: '0687-123 45',
  mobile: '070-174 06 05',
  title: 'Undersköterska',
  company: 'Bergs kommun',
  department: 'Hemtjänst Norr',
  hsaId: 'SE2120002502-1A2B',
  userAccountControl: 262656,
  accountExpires: '134116956000000000',
  altSecurityIdentities: [MAPPING],
  memberOf: GROUPS,
  organisationalUnit: `OU=berg,${BELOW}`,
};
const masked: AccountAttributes = {
  ...open,
  displayName: 'Skyddad person',
  givenName: null,
  sn: null,
  mail: null,
  telephoneNumber: null,
  mobile: null,
  title: null,
  company: null,
  department: null,
};
const off = { userAccountControl: 262658, memberOf: [] };

describe('the account a person should have', () => {
  it.each<[string, string, boolean, boolean, AccountAttributes]>([
    ['an open person', 'enabled', false, true, open],
    ['an open person', 'disabled', false, false, { ...open, ...off }],
    ['a protected person', 'enabled', true, true, masked],
    ['a protected person', 'disabled', true, false, { ...masked, ...off }],
  ])('%s, %s', (_, __, isProtected, enabled, attributes) => {
    const person = aPerson({ isProtected, endDate: '2025-12-31', certificates: [CERTIFICATE] });
    expect(desired(person, { enabled })).toEqual({ attributes, shortened: [] });
  });

  it.each<[string, Partial<Person>, Partial<AccountAttributes>]>([
    ['no given name: HSA’s full name', { givenName: null }, { displayName: 'Öberg, Åsa', givenName: null }],
    ['a blank given name', { givenName: ' ' }, { displayName: 'Öberg, Åsa', givenName: null }],
    ['neither given nor full name', { givenName: null, fullName: ' ' }, { displayName: 'Öberg' }],
    ['no name that can be shown', { givenName: null, fullName: '', surname: '' }, { displayName: 'SE2120002502-1A2B', sn: null }],
    ['a Chinese name', { givenName: '小龙', surname: '李' }, { displayName: '小龙 李', givenName: '小龙', sn: '李' }],
    ['decomposed letters', { givenName: 'A\u030asa', surname: 'O\u0308berg' }, { displayName: 'Åsa Öberg', givenName: 'Åsa' }],
    ['blanks and line breaks', { givenName: '  Åsa\n Maria ', surname: 'Öberg\t' }, { displayName: 'Åsa Maria Öberg', sn: 'Öberg' }],
    ['several telephones', { telephoneNumbers: ['0687-2', '', '0687-1'] }, { telephoneNumber: '0687-1' }],
    ['several mobiles', { mobileNumbers: ['073-2', '070-1'] }, { mobile: '070-1' }],
    [
      'nothing but what HSA always has',
      { mail: null, title: null, unit: null, telephoneNumbers: [], mobileNumbers: [] },
      { mail: null, title: null, department: null, telephoneNumber: null, mobile: null },
    ],
    ['an end', { endDate: '2026-03-29' }, { accountExpires: '134192952000000000' }],
    ['no end', { endDate: null }, { accountExpires: '9223372036854775807' }],
    [
      'an HSA-id in lower case',
      { hsaId: 'se2120002502-1a2b' },
      { hsaId: 'se2120002502-1a2b', userPrincipalName: open.userPrincipalName, cn: open.cn },
    ],
  ])('with %s', (_, person, attributes) => {
    expect(desired(aPerson(person)).attributes).toMatchObject(attributes);
  });

  it('keeps its name, DN and log-in when the person gets another name, unit, telephone and title', () => {
    const after = desired(
      aPerson({ surname: 'Berg', dn: 'cn=Åsa Berg,o=Bergs kommun,c=SE', unit: null, title: 'Chef', mobileNumbers: [] }),
    );
    const changed = diffAccounts(desired(aPerson()).attributes, after.attributes).map(({ attribute }) => attribute);
    expect(changed).toEqual(['displayName', 'sn', 'mobile', 'title', 'department']);
  });

  it('shortens what is too long and says so, in the order of the attributes', () => {
    const name = 'Å'.repeat(90);
    const unit = { hsaId: null, name: 'b'.repeat(65), path: [], above: [] };
    const { attributes, shortened } = desired(aPerson({ givenName: name, surname: 'b'.repeat(200), title: 'c'.repeat(129), unit }));
    expect(attributes).toMatchObject({ givenName: 'Å'.repeat(64), title: 'c'.repeat(128), department: 'b'.repeat(64), cn: open.cn });
    expect(attributes.displayName).toBe(`${name} ${'b'.repeat(165)}`);
    expect(shortened).toEqual([
      { attribute: 'displayName', length: 291, limit: 256 },
      { attribute: 'givenName', length: 90, limit: 64 },
      { attribute: 'sn', length: 200, limit: 64 },
      { attribute: 'title', length: 129, limit: 128 },
      { attribute: 'department', length: 65, limit: 64 },
    ]);
  });

  it('leaves out a mail address that is too long: a cut one is another one', () => {
    const { attributes, shortened } = desired(aPerson({ mail: `${'a'.repeat(250)}@example.se` }));
    expect(attributes.mail).toBeNull();
    expect(shortened).toEqual([{ attribute: 'mail', length: 261, limit: 256 }]);
  });

  it('is within AD rules, the same every time, and does not depend on the order of values', () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 100 });
    const any = fc.record({
      givenName: fc.option(word),
      surname: word,
      fullName: word,
      mail: fc.option(word),
      title: fc.option(fc.string({ maxLength: 200 })),
      telephoneNumbers: fc.array(word, { maxLength: 3 }),
      isProtected: fc.boolean(),
    });
    fc.assert(
      fc.property(any, fc.boolean(), (overrides, enabled) => {
        const once = desired(aPerson(overrides), { enabled });
        const turned = aPerson({ ...overrides, telephoneNumbers: [...overrides.telephoneNumbers].reverse() });
        expect(desired(turned, { enabled })).toEqual(once);
        for (const [attribute, limit] of [
          ['displayName', 256],
          ['givenName', 64],
          ['sn', 64],
          ['mail', 256],
          ['telephoneNumber', 64],
          ['title', 128],
        ] as const) {
          const value = once.attributes[attribute];
          if (value === null) continue;
          expect(value.length).toBeLessThanOrEqual(limit);
          expect(value.trim()).toBe(value);
          expect(value).not.toBe('');
          expect(value).not.toMatch(/\p{Cc}/u);
        }
      }),
    );
  });
});

it('holds no hash of a personnummer', () => {
  const personalNumberHash = 'c0ffee'.repeat(10) + 'beef';
  expect(JSON.stringify(desired(aPerson({ personalNumberHash })))).not.toContain(personalNumberHash);
});

describe('a protected person', () => {
  it('is not named anywhere, and no remark says what was there', () => {
    const secret = 'Zebrafink';
    const person = aPerson({
      isProtected: true,
      givenName: secret,
      surname: secret.repeat(20),
      fullName: secret,
      dn: `cn=${secret},o=Bergs kommun,c=SE`,
      mail: `${secret}@example.se`,
      telephoneNumbers: [secret],
      mobileNumbers: [secret],
      title: secret,
      unit: { hsaId: null, name: secret, path: [secret], above: [] },
    });
    expect(JSON.stringify(desired(person))).not.toMatch(/zebrafink/i);
    expect(desired(person).shortened).toEqual([]);
  });

  it('has the same account when protection comes afterwards', () => {
    expect(protectedAccount(desired(aPerson()).attributes)).toEqual(desired(aPerson({ isProtected: true })).attributes);
  });

  it.each([
    ['a protected person', desired(aPerson({ isProtected: true })).attributes, true],
    ['a protected leaver', disabledAccount(protectedAccount(open)), true],
    ['anybody', open, false],
    ['somebody of whom little is known', { ...protectedAccount(open), company: 'Bergs kommun' }, false],
    ['somebody who is shown by something else', { ...protectedAccount(open), displayName: 'SE2120002502-1A2B' }, false],
  ])('is known by the account: of %s', (_, account, expected) => {
    expect(isMasked(account)).toBe(expected);
  });

  describe('and what is known of it from the AD', () => {
    const byHand = {
      sAMAccountName: 'anna',
      userPrincipalName: 'anna@example.se',
      cn: 'Anna Andersson',
      displayName: 'Anna',
      sn: 'Andersson',
    };
    const found: AccountAttributes = { ...disabledAccount(open), ...byHand };

    it.each<[string, AccountAttributes, AccountAttributes]>([
      ['open: as it is', open, found],
      ['protected: who is disabled, and nobody’s name', protectedAccount(open), protectedAccount(disabledAccount(open))],
    ])('%s', (_, wanted, expected) => {
      expect(knownAs(found, wanted)).toEqual(expected);
    });
  });
});

describe('a leaver', () => {
  it('keeps all but the groups, and comes back as before', () => {
    expect(diffAccounts(open, disabledAccount(open))).toEqual([
      { attribute: 'userAccountControl', before: 262656, after: 262658 },
      { attribute: 'memberOf', before: GROUPS, after: null },
    ]);
    expect(desired(aPerson(), { enabled: false }).attributes).toEqual(disabledAccount(desired(aPerson()).attributes));
  });

  it('and a protected leaver are the same when it is done again, in either order', () => {
    const once = protectedAccount(disabledAccount(open));
    expect(disabledAccount(protectedAccount(open))).toEqual(once);
    expect(protectedAccount(disabledAccount(once))).toEqual(once);
  });
});

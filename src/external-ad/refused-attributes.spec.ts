import { anAccount } from '../../test/support/builders/ad-object';
import { isAboutName, isAboutObject, isAboutValue, isEssential, isPersonal, partsOf } from './refused-attributes';

describe('an attribute that the AD refuses', () => {
  it.each(['sAMAccountName', 'userPrincipalName', 'hsaId', 'altSecurityIdentities', 'accountExpires', 'userAccountControl'])(
    '%s holds the account',
    (attribute) => {
      expect([isEssential(attribute), isPersonal(attribute)]).toEqual([true, false]);
    },
  );

  it.each(['displayName', 'givenName', 'sn', 'mail', 'telephoneNumber', 'mobile', 'title', 'company', 'department'])(
    '%s does not',
    (attribute) => {
      expect([isEssential(attribute), isPersonal(attribute)]).toEqual([false, true]);
    },
  );

  it('is one or the other, or has a step of its own', () => {
    const neither = Object.keys(anAccount()).filter((attribute) => isEssential(attribute) === isPersonal(attribute));
    expect(neither.sort()).toEqual(['cn', 'memberOf', 'organisationalUnit']);
  });
});

describe('a creation that is refused', () => {
  it.each([
    ['account-name-taken', true, false],
    ['name-taken', true, false],
    ['entry-exists', true, false],
    ['upn-taken', false, false],
    ['unit-missing', false, false],
    ['value-too-long', false, true],
    ['constraint', false, true],
    ['no-rights', false, true],
  ])('%s: another name, fewer values', (code, name, value) => {
    expect([isAboutName(code), isAboutValue(code)]).toEqual([name, value]);
  });
});

describe('values that were refused together', () => {
  const certificates = (before: string[] | null, after: string[] | null) => ({
    attribute: 'altSecurityIdentities' as const,
    before,
    after,
  });
  const title = { attribute: 'title' as const, before: 'Chef', after: 'Vikarie' };

  it.each([
    [
      'some taken away and some new',
      certificates(['a', 'b'], ['b', 'c']),
      [certificates(['a', 'b'], ['b']), certificates(['b'], ['b', 'c'])],
    ],
    ['all others than before', certificates(['a'], ['b']), [certificates(['a'], []), certificates([], ['b'])]],
    ['only taken away', certificates(['a', 'b'], ['b']), [certificates(['a', 'b'], ['b'])]],
    ['all taken away', certificates(['a'], null), [certificates(['a'], null)]],
    ['only new', certificates(null, ['a']), [certificates(null, ['a'])]],
    ['another attribute', title, [title]],
  ])('are tried apart, what is taken away first: %s', (_, change, parts) => {
    expect(partsOf(change)).toEqual(parts);
  });

  it.each([
    ['no-such-object', true],
    ['not-ours', true],
    ['outside-base', true],
    ['no-rights', false],
    ['constraint', false],
  ])('unless the object is to blame: %s %s', (code, expected) => {
    expect(isAboutObject(code)).toBe(expected);
  });
});

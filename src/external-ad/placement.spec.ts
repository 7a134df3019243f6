import { parseDn } from '../people/distinguished-name';
import { accountDn, groupsFor, organisationalUnitFor } from './placement';

const BELOW = 'OU=Externa,DC=ad,DC=example,DC=se';
const berg = { code: 'berg', name: 'Bergs kommun' };

describe('the place of an account', () => {
  it('is an OU per municipality', () => {
    expect(organisationalUnitFor(berg, BELOW)).toBe('OU=berg,OU=Externa,DC=ad,DC=example,DC=se');
  });

  it('is in the group of all users and in that of the municipality, sorted', () => {
    expect(groupsFor(berg, BELOW)).toEqual([
      'CN=Tillträde Alla,OU=Grupper,OU=Externa,DC=ad,DC=example,DC=se',
      'CN=Tillträde berg,OU=Grupper,OU=Externa,DC=ad,DC=example,DC=se',
    ]);
  });

  it('stays when a municipality gets another name', () => {
    const renamed = { ...berg, name: 'Östra Bergs kommun' };
    expect(organisationalUnitFor(renamed, BELOW)).toBe(organisationalUnitFor(berg, BELOW));
    expect(groupsFor(renamed, BELOW)).toEqual(groupsFor(berg, BELOW));
  });

  it('has a DN that can be read back, whatever the value', () => {
    const dn = accountDn({ cn: 'a,b+c=d', organisationalUnit: organisationalUnitFor({ code: ' x"y', name: '' }, BELOW) });
    expect(parseDn(dn).map(([rdn]) => rdn?.value)).toEqual(['a,b+c=d', ' x"y', 'Externa', 'ad', 'example', 'se']);
  });
});

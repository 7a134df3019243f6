import { cosmicRows, cosmicTable } from './cosmic-attributes';

const rows = new Map(cosmicRows().map((row) => [row.attribute, row]));

describe('what Cosmic can rely on', () => {
  it.each([
    ['sAMAccountName', true, 'as anybody', true],
    ['userPrincipalName', true, 'as anybody', true],
    ['cn', true, 'as anybody', true],
    ['employeeNumber', true, 'as anybody', true],
    ['distinguishedName', true, 'as anybody', true],
    ['displayName', true, 'neutral', false],
    ['sn', true, 'empty', false],
    ['givenName', false, 'empty', false],
    ['mail', false, 'empty', false],
    ['telephoneNumber', false, 'empty', false],
    ['mobile', false, 'empty', false],
    ['title', false, 'empty', false],
    ['department', false, 'empty', false],
    ['company', true, 'empty', false],
    ['userAccountControl', true, 'as anybody', false],
    ['accountExpires', true, 'as anybody', false],
    ['altSecurityIdentities', false, 'as anybody', false],
    ['memberOf', false, 'as anybody', false],
  ])('%s', (attribute, isAlwaysThere, ofProtected, isForLife) => {
    expect(rows.get(attribute)).toMatchObject({ isAlwaysThere, ofProtected, isForLife });
  });

  it('says it of every attribute, in five cells, and names nobody', () => {
    const [, , ...lines] = cosmicTable().split('\n');
    expect(lines).toHaveLength(rows.size);
    expect(lines.filter((line) => !/^\| `\w+` \| [^|]{5,} \| [^|]+ \| [^|]+ \| [^|]+ \|$/.test(line))).toEqual([]);
    expect(cosmicTable()).not.toMatch(/Kim|Berg|SE2120002502/);
  });
});

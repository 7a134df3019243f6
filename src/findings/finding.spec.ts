import { SealedBox } from '../platform/sealed-box';
import { type Finding, findingIdentity } from './finding';

const finding: Finding = {
  kind: 'hsa-id-blanks',
  hsaId: 'SE2120002502-1A2B',
  dn: 'cn=Åsa Öberg,o=Bergs kommun,c=SE',
  detail: 'HSA-id:t innehåller blanktecken.',
  about: 'hsaIdentity',
};
const box = new SealedBox(Buffer.alloc(32, 7));
const identity = (municipality: string, one: Finding) => findingIdentity(municipality, one, (text) => box.digest(text));
const nobody: Finding = { ...finding, hsaId: null };

describe('a finding', () => {
  it.each<[string, Finding, Finding]>([
    ['its sentence is written otherwise', finding, { ...finding, detail: 'Ta bort blanktecknen.' }],
    ['the entry has moved', finding, { ...finding, dn: 'cn=Åsa Öberg,ou=Vård,o=Bergs kommun,c=SE' }],
    ['the person has become protected', finding, { ...finding, dn: null }],
    ['the HSA-id is written in another case', finding, { ...finding, hsaId: 'se2120002502-1a2b' }],
    ['the HSA-id has blanks around it', finding, { ...finding, hsaId: ' SE2120002502-1A2B ' }],
    ['it is about nothing more', { ...finding, about: undefined }, { ...finding, about: '' }],
    ['nobody is pointed out but by the DN', nobody, { ...nobody, detail: 'Posten saknar HSA-id.' }],
  ])('is the same when %s', (_what, one, other) => {
    expect(identity('berg', other)).toBe(identity('berg', one));
  });

  it.each<[string, string, Finding]>([
    ['of another kind', 'berg', { ...finding, kind: 'mail-missing' }],
    ['in another municipality', 'are', finding],
    ['about another person', 'berg', { ...finding, hsaId: 'SE2120002502-2C' }],
    ['about another attribute', 'berg', { ...finding, about: 'endDate' }],
    ['about a DN only', 'berg', nobody],
    ['about a whole municipality', 'berg', { ...nobody, dn: null }],
    ['about an HSA-id that reads like a DN', 'berg', { ...finding, hsaId: finding.dn }],
  ])('is another %s', (_what, municipality, other) => {
    expect(identity(municipality, other)).not.toBe(identity('berg', finding));
  });

  it('without an HSA-id is another for another entry', () => {
    expect(identity('berg', { ...nobody, dn: 'cn=Öberg Åsa,o=Bergs kommun,c=SE' })).not.toBe(identity('berg', nobody));
  });

  it('shows nothing of whom it is about', () => {
    expect(identity('berg', finding)).toMatch(/^[0-9a-f]{64}$/);
    const another = new SealedBox(Buffer.alloc(32, 8));
    expect(findingIdentity('berg', finding, (text) => another.digest(text))).not.toBe(identity('berg', finding));
  });
});

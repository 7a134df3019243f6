import { DnPlaces, shortHash } from './dn-places';

const places = new DnPlaces('o=Bergs kommun,l=Jämtlands län,c=SE');

it.each([
  ['the base itself', 'o=Bergs kommun,l=Jämtlands län,c=SE', true],
  ['the base in other letters', 'O=BERGS  KOMMUN, L=jämtlands län ,c=se', true],
  ['straight under', 'cn=Anna,o=Bergs kommun,l=Jämtlands län,c=SE', true],
  ['far under', 'cn=Anna,ou=Norr,ou=Vård,o=Bergs kommun,l=Jämtlands län,c=SE', true],
  ['under, with an escaped comma first', 'cn=Alm\\, Anna,o=Bergs kommun,l=Jämtlands län,c=SE', true],
  ['under, with an escaped backslash first', 'cn=Alm\\\\,o=Bergs kommun,l=Jämtlands län,c=SE', true],
  ['under, with the base written in hexadecimal', 'cn=Anna,o=Bergs\\20kommun,l=J\\C3\\A4mtlands län,c=SE', true],
  ['beside', 'o=Åre kommun,l=Jämtlands län,c=SE', false],
  ['above', 'l=Jämtlands län,c=SE', false],
  ['another, whose name ends likewise', 'cn=Anna,o=Stora Bergs kommun,l=Jämtlands län,c=SE', false],
  ['the base as the value of a name', 'cn=a\\,o=Bergs kommun\\,l=Jämtlands län\\,c=SE', false],
  ['the base as a quoted value', 'cn="x,o=Bergs kommun,l=Jämtlands län,c=SE"', false],
  ['no name', 'Anna', false],
  ['nothing', '', false],
])('%s is at or under the base: %s', (_case, dn, expected) => {
  expect(places.holds(dn)).toBe(expected);
  expect(places.holds(dn)).toBe(expected);
});

it('knows every place above an entry, however it is written', () => {
  const { hashes } = places.parentOf('cn=Anna,OU=Norr,o=Bergs kommun,l=Jämtlands län,c=SE');
  expect(hashes).toHaveLength(4);
  expect(hashes.slice(1)).toEqual(places.parentOf('cn=Berit,o=bergs kommun,l=jämtlands län,c=se').hashes);
  expect(hashes[0]).toBe(shortHash('ou=norr,o=bergs kommun,l=jämtlands län,c=se'));
});

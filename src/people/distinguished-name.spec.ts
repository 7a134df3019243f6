import fc from 'fast-check';
import { dnKey, DistinguishedNameError, escapeRdnValue, formatDn, isUnder, parentDn, parseDn, sameDn } from './distinguished-name';

const values = (dn: string) => parseDn(dn).map((rdn) => rdn.map(({ type, value }) => `${type}=${value}`));

describe('a distinguished name is read', () => {
  it.each([
    ['the empty name', '', []],
    ['steps, most specific first', 'cn=Anna,ou=Vård,c=SE', [['cn=Anna'], ['ou=Vård'], ['c=SE']]],
    ['spaces around separators', ' cn = Anna , ou= Vård ', [['cn=Anna'], ['ou=Vård']]],
    ['an escaped comma', 'cn=Komma\\, Anna,c=SE', [['cn=Komma, Anna'], ['c=SE']]],
    ['an escaped comma in hexadecimal', 'cn=Komma\\2C Anna', [['cn=Komma, Anna']]],
    ['UTF-8 in hexadecimal', 'ou=V\\C3\\A5rd', [['ou=Vård']]],
    ['every special character', 'cn=\\"\\+\\,\\;\\<\\>\\\\\\=\\#\\ ', [['cn="+,;<>\\=# ']]],
    ['an equals sign without escape', 'cn=a=b', [['cn=a=b']]],
    ['escaped spaces at the ends', 'cn=\\ Anna \\  ', [['cn= Anna  ']]],
    ['an empty value', 'cn=,c=SE', [['cn='], ['c=SE']]],
    ['a multi-valued step', 'cn=Anna+uid=anna,c=SE', [['cn=Anna', 'uid=anna'], ['c=SE']]],
    ['an OID', '2.5.4.3=Anna', [['2.5.4.3=Anna']]],
    ['a hexadecimal string value', 'cn=#0C05416E6E61 ', [['cn=#0c05416e6e61']]],
    ['a hexadecimal string of the right length', 'cn=#0C04416E6E61,c=SE', [['cn=Anna'], ['c=SE']]],
    ['a hexadecimal value that is no string', '1.3.6.1.4.1.1466.0=#04024869', [['1.3.6.1.4.1.1466.0=#04024869']]],
  ])('%s', (_what, dn, expected) => {
    expect(values(dn)).toEqual(expected);
  });

  it.each([
    ['no equals sign', 'Anna', 'type'],
    ['no type', '=Anna', 'type'],
    ['a step that is missing', 'cn=Anna,,c=SE', 'type'],
    ['a comma at the end', 'cn=Anna,', 'type'],
    ['a quotation mark', 'cn="Komma, Anna"', 'character'],
    ['a semicolon as separator', 'cn=Anna;c=SE', 'character'],
    ['an escape of an ordinary letter', 'cn=\\Anna', 'escape'],
    ['an escape at the end', 'cn=Anna\\', 'escape'],
    ['half a character', 'cn=V\\C3rd', 'utf-8'],
    ['an odd number of digits', 'cn=#0C0', 'hex'],
    ['no digits', 'cn=#', 'hex'],
    ['digits followed by something else', 'cn=#0C0x', 'hex'],
  ])('%s is refused without repeating the name', (_what, dn, fault) => {
    const read = () => parseDn(dn);
    expect(read).toThrow(DistinguishedNameError);
    expect(read).toThrow(expect.objectContaining({ fault }));
    expect(read).not.toThrow(/Anna/);
  });
});

describe('names are compared', () => {
  it.each([
    ['case', 'CN=Anna Öberg,C=SE', 'cn=anna öberg,c=se', true],
    ['spaces', 'cn=Anna   Öberg , c=SE', 'cn=Anna Öberg,c=SE', true],
    ['escapes', 'cn=Komma\\, Anna', 'cn=Komma\\2C Anna', true],
    ['composed and decomposed letters', 'cn=\u00c5sa', 'cn=A\u030asa', true],
    ['long names and OIDs', 'commonName=Anna,2.5.4.6=SE', 'cn=Anna,c=SE', true],
    ['order within a step', 'cn=Anna+uid=a', 'uid=a+cn=Anna', true],
    ['order of the steps', 'cn=Anna,ou=A,ou=B', 'cn=Anna,ou=B,ou=A', false],
    ['a comma that divides and one that does not', 'cn=a\\,ou=b', 'cn=a,ou=b', false],
    ['text that looks hexadecimal', 'cn=\\#04024869', 'cn=#04024869', false],
    ['another person', 'cn=Anna', 'cn=Anne', false],
  ])('%s', (_what, one, other, same) => {
    expect(sameDn(one, other)).toBe(same);
  });

  it.each([
    ['cn=Anna,ou=Vård,c=SE', 'OU=vård,C=se', true],
    ['cn=Anna,ou=Vård,c=SE', 'c=SE', true],
    ['ou=Vård,c=SE', 'ou=Vård,c=SE', false],
    ['c=SE', 'ou=Vård,c=SE', false],
    ['cn=Anna\\,ou=Vård,c=SE', 'ou=Vård,c=SE', false],
  ])('%s under %s: %s', (dn, ancestor, expected) => {
    expect(isUnder(dn, ancestor)).toBe(expected);
  });

  it('steps up to the top', () => {
    expect(parentDn('cn=Komma\\, Anna,ou=Vård,c=SE')).toBe('ou=Vård,c=SE');
    expect(parentDn('c=SE')).toBe('');
    expect(parentDn('')).toBeNull();
  });
});

describe('properties', () => {
  const text = fc.string({ unit: 'grapheme' });

  it('a value is read back as it was written', () => {
    fc.assert(fc.property(text, (value) => expect(parseDn(`cn=${escapeRdnValue(value)}`)[0]?.[0]?.value).toBe(value)));
  });

  it('an escaped value holds no separator and nothing unseen', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary-ascii' }), (value) => expect(escapeRdnValue(value)).not.toMatch(/[,+"<>;=\p{Cc}]/u)));
  });

  it('a name written from its parts is the same name, and so is its normal form', () => {
    const rdn = fc.array(fc.record({ type: fc.constantFrom('cn', 'ou', 'UID', '2.5.4.10'), value: text, isHex: fc.constant(false) }), {
      minLength: 1,
      maxLength: 2,
    });
    fc.assert(
      fc.property(fc.array(rdn, { minLength: 1, maxLength: 4 }), (rdns) => {
        const dn = formatDn(rdns);
        expect(parseDn(dn)).toEqual(rdns);
        expect(dnKey(dnKey(dn))).toBe(dnKey(dn));
      }),
    );
  });

  it('any text is read or refused, and never anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('c', 'n', '=', ',', '+', '\\', '#', '0', 'A', ' ', '"') }), (dn) => {
        try {
          expect(sameDn(formatDn(parseDn(dn)), dn)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(DistinguishedNameError);
        }
      }),
    );
  });
});

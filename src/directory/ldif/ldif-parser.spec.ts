import fc from 'fast-check';
import { type CatalogueEntry, ldif, type LdifStyle } from '../../../test/support/builders/ldif';
import { LdifError } from './ldif-error';
import { LdifParser, type LdifRecord } from './ldif-parser';

/** Reads in chunks of the given size: one byte at a time finds every edge. */
function parse(text: string | Buffer, chunkBytes = 1 << 20, limits?: ConstructorParameters<typeof LdifParser>[1]): LdifRecord[] {
  const bytes = Buffer.from(text as string);
  const records: LdifRecord[] = [];
  const parser = new LdifParser((record) => records.push(record), limits);
  for (let at = 0; at < bytes.length; at += chunkBytes) parser.push(bytes.subarray(at, at + chunkBytes));
  parser.end();
  return records;
}

const plain = (records: LdifRecord[]) =>
  records.map(({ dn, attributes }) => [dn, ...attributes.map(({ description, value }) => `${description}=${value.toString()}`)]);

describe('LDIF is read', () => {
  it.each([
    ['one record', 'dn: c=SE\nc: SE\n', [['c=SE', 'c=SE']]],
    [
      'two records',
      'dn: c=SE\nc: SE\n\ndn: c=NO\nc: NO\n',
      [
        ['c=SE', 'c=SE'],
        ['c=NO', 'c=NO'],
      ],
    ],
    ['a version, then an empty line', 'version: 1\n\ndn: c=SE\nc: SE\n', [['c=SE', 'c=SE']]],
    ['a version, and the record at once', 'version: 1\ndn: c=SE\nc: SE\n', [['c=SE', 'c=SE']]],
    ['many empty lines', '\n\nversion: 1\n\n\ndn: c=SE\nc: SE\n\n\n\n', [['c=SE', 'c=SE']]],
    [
      'CRLF',
      'dn: c=SE\r\nc: SE\r\n\r\ndn: c=NO\r\nc: NO\r\n',
      [
        ['c=SE', 'c=SE'],
        ['c=NO', 'c=NO'],
      ],
    ],
    ['a folded line', 'dn: c=S\n E\nc: S\n E\n', [['c=SE', 'c=SE']]],
    ['a line folded in its name', 'd\n n: c=SE\ndescr\n iption: a\n', [['c=SE', 'description=a']]],
    ['a space that is folded', 'dn: c=SE\nou: a\n  b\n', [['c=SE', 'ou=a b']]],
    ['a folded CRLF line', 'dn: c=S\r\n E\r\nc: SE\r\n', [['c=SE', 'c=SE']]],
    ['a comment', '# först\ndn: c=SE\n# mitt i\nc: SE\n', [['c=SE', 'c=SE']]],
    ['a folded comment', '# först\n dn: c=NO\ndn: c=SE\nc: SE\n', [['c=SE', 'c=SE']]],
    ['base64', 'dn:: Yz1TRQ==\nc:: U0U=\n', [['c=SE', 'c=SE']]],
    ['folded base64', 'dn: c=SE\nc:: U0\n U=\n', [['c=SE', 'c=SE']]],
    ['no space after the colon', 'dn:c=SE\nc:SE\n', [['c=SE', 'c=SE']]],
    ['an empty value', 'dn: c=SE\nou:\nou::\n', [['c=SE', 'ou=', 'ou=']]],
    ['a colon in the value', 'dn: c=SE\nou: a:b\n', [['c=SE', 'ou=a:b']]],
    ['UTF-8 as it is', 'dn: ou=Vård\nou: Vård\n', [['ou=Vård', 'ou=Vård']]],
    ['a byte order mark', '\ufeffdn: c=SE\nc: SE\n', [['c=SE', 'c=SE']]],
    [
      'options and case',
      'DN: c=SE\nSN;Lang-sv: a\nuserCertificate;binary:: AA==\n',
      [['c=SE', 'sn;lang-sv=a', 'usercertificate;binary=\0']],
    ],
    ['an OID', 'dn: c=SE\n2.5.4.6: SE\n', [['c=SE', '2.5.4.6=SE']]],
    ['a space at the end of a value', 'dn: c=SE\nou: a \n', [['c=SE', 'ou=a ']]],
  ])('%s', (_what, text, expected) => {
    expect(plain(parse(text))).toEqual(expected);
    expect(plain(parse(text, 1))).toEqual(expected);
  });

  it('knows where each value stands', () => {
    const [record] = parse('version: 1\n\n# kommentar\n som fortsätter\ndn: c=S\n E\nc: SE\nou: a\n');
    expect(record).toMatchObject({ line: 5, attributes: [{ line: 7 }, { line: 8 }] });
  });
});

describe('LDIF is refused, with the line', () => {
  it.each([
    ['an empty file', '', 'empty', 1],
    ['a version and nothing more', 'version: 1\n', 'empty', 1],
    ['comments and nothing more', '# a\n# b\n', 'empty', 2],
    ['half a byte order mark', Buffer.from([0xef, 0xbb]), 'ended-inside-line', 1],
    ['no line end at the end', 'dn: c=SE\nc: SE', 'ended-inside-line', 2],
    ['half a CRLF at the end', 'dn: c=SE\r\nc: SE\r', 'ended-inside-line', 2],
    ['a dn and nothing more', 'dn: c=SE\nc: SE\n\ndn: c=NO\n', 'ended-inside-record', 4],
    ['a dn without attributes in the middle', 'dn: c=SE\n\ndn: c=NO\nc: NO\n', 'record-without-attributes', 1],
    ['another version', 'version: 2\n\ndn: c=SE\nc: SE\n', 'version', 1],
    ['a version further down', 'dn: c=SE\nc: SE\n\nversion: 1\n', 'record-without-dn', 4],
    ['a change', 'dn: c=SE\nchangetype: delete\n', 'change-record', 2],
    ['a change in another case', 'dn: c=SE\nChangeType: add\nc: SE\n', 'change-record', 2],
    ['a control', 'dn: c=SE\ncontrol: 1.2.3 true\n', 'control', 2],
    ['a value by URL', 'dn: c=SE\njpegPhoto:< file:///etc/passwd\n', 'url-value', 2],
    ['base64 with a strange letter', 'dn: c=SE\nc:: U0U!\n', 'base64', 2],
    ['base64 of the wrong length', 'dn: c=SE\nc:: U0U\n', 'base64', 2],
    ['base64 with padding in the middle', 'dn: c=SE\nc:: U0=U\n', 'base64', 2],
    ['base64 with a space', 'dn: c=SE\nc:: U0 U=\n', 'base64', 2],
    ['a dn that is not UTF-8', 'dn:: xQ==\nc: SE\n', 'undecodable', 1],
    ['a dn in Latin-1', Buffer.from('dn: ou=V\u00e5rd\nc: SE\n', 'latin1'), 'undecodable', 1],
    ['an empty dn', 'dn:\nc: SE\n', 'dn-empty', 1],
    ['a line without a colon', 'dn: c=SE\nhej\n', 'no-colon', 2],
    ['the dash of a change', 'dn: c=SE\nc: SE\n-\n', 'no-colon', 3],
    ['a space before the colon', 'dn: c=SE\nc : SE\n', 'attribute-name', 2],
    ['nothing before the colon', 'dn: c=SE\n: SE\n', 'attribute-name', 2],
    ['a name with a strange letter', 'dn: c=SE\nnämn: SE\n', 'attribute-name', 2],
    ['a record without dn', 'c: SE\n', 'record-without-dn', 1],
    ['two dn in one record', 'dn: c=SE\nc: SE\ndn: c=NO\nc: NO\n', 'second-dn', 3],
    ['a continuation of nothing', ' dn: c=SE\nc: SE\n', 'continuation', 1],
    ['a continuation of an empty line', 'dn: c=SE\nc: SE\n\n SE\n', 'continuation', 4],
    ['lines ended by CR only', 'dn: c=SE\rc: SE\r', 'ended-inside-line', 1],
  ])('%s', (_what, text, code, line) => {
    for (const chunkBytes of [1, 1 << 20]) {
      expect(() => parse(text, chunkBytes)).toThrow(LdifError);
      expect(() => parse(text, chunkBytes)).toThrow(expect.objectContaining({ code, line }));
    }
  });

  const limits = { maxLineBytes: 20, maxRecordBytes: 40 };
  it.each([
    ['a line without an end', `dn: c=SE\nc: ${'x'.repeat(30)}`, 'line-too-long', 2],
    ['a line that is folded for ever', `dn: c=SE\nc: x${'\n xxxx'.repeat(6)}`, 'line-too-long', 2],
    ['a record that goes on for ever', `dn: c=SE\n${'c: xxxxxxxxxx\n'.repeat(5)}`, 'record-too-long', 1],
  ])('%s', (_what, text, code, line) => {
    for (const chunkBytes of [1, 1 << 20]) expect(() => parse(text, chunkBytes, limits)).toThrow(expect.objectContaining({ code, line }));
  });

  it('a large value within the limits is read', () => {
    const photo = Buffer.alloc(5 << 20, 7);
    const [record] = parse(ldif([{ dn: 'c=SE', attributes: { jpegPhoto: photo } }]), 1 << 16);
    expect(record?.attributes[0]?.value.equals(photo)).toBe(true);
  });

  it('what the line says is not in the error', () => {
    expect(() => parse('dn: cn=Anna\n201701012393\n')).not.toThrow(/Anna|2393/);
  });
});

describe('properties', () => {
  const style: fc.Arbitrary<LdifStyle> = fc.record({
    newline: fc.constantFrom('\n' as const, '\r\n' as const),
    fold: fc.option(fc.integer({ min: 2, max: 90 })),
    base64: fc.constantFrom('needed' as const, 'always' as const, 'raw' as const),
    version: fc.boolean(),
  });
  const text = fc.string({ unit: 'binary' });
  const value = fc.oneof(
    text,
    text,
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );
  const entries: fc.Arbitrary<CatalogueEntry[]> = fc.array(
    fc.record({
      dn: fc.string({ unit: 'grapheme', minLength: 1 }),
      attributes: fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/), fc.array(value, { minLength: 1, maxLength: 3 }), {
        minKeys: 1,
        maxKeys: 4,
      }),
    }),
    { minLength: 1, maxLength: 4 },
  );
  const reserved = ({ attributes }: CatalogueEntry) => ['dn', 'changetype', 'control'].some((name) => name in attributes);

  it('whatever is written, in whatever style, is read back', () => {
    fc.assert(
      fc.property(entries, style, fc.integer({ min: 1, max: 50 }), (written, how, chunkBytes) => {
        fc.pre(!written.some(reserved));
        const read = parse(ldif(written, how), chunkBytes);
        const flat = read.map(({ dn, attributes }) => ({
          dn,
          values: attributes.map(({ description, value: bytes }) => [description, bytes.toString('hex')]),
        }));
        const expected = written.map(({ dn, attributes }) => ({
          dn,
          values: Object.entries(attributes).flatMap(([name, values]) =>
            (values as (string | Buffer)[]).map((one) => [name, Buffer.from(one as string).toString('hex')]),
          ),
        }));
        expect(flat).toEqual(expected);
      }),
    );
  });

  it('cut anywhere but at the end of a line, it is refused as cut short', () => {
    fc.assert(
      fc.property(entries, style, fc.double({ min: 0, max: 1, noNaN: true }), (written, how, where) => {
        fc.pre(!written.some(reserved));
        const whole = ldif(written, how);
        const at = Math.floor(where * whole.length);
        fc.pre(at < whole.length && whole[at - 1] !== 0x0a);
        let refused: unknown;
        try {
          parse(whole.subarray(0, at));
        } catch (error) {
          refused = error;
        }
        expect(refused).toMatchObject({ isCutShort: true });
      }),
    );
  });

  it('any bytes at all are read or refused, and never anything else', () => {
    const piece = fc.constantFrom('dn: c=SE', 'c: SE', ':', ' ', '\n', '\r\n', '#', 'version: 1', '::', 'U0U=', '<', '\0', 'å');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          parse(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(LdifError);
        }
      }),
    );
  });
});

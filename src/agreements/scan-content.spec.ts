import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { aJpeg, aPdf, aPng, jpegComment, packedObjects, pdfStream, pngChunk } from '../../test/support/builders/scans';
import { judgeScan } from './scan-content';
import type { ScanFault } from './scan-fault';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const zip = bytes('PK\x03\x04\x14\x00\x00\x00evil.exePK\x05\x06' + '\0'.repeat(18));
const action = (what: string): Buffer => aPdf({ catalog: `/OpenAction << ${what} >>` });

describe('a file that is taken', () => {
  it.each<[string, Buffer, string]>([
    ['a PDF', aPdf(), 'application/pdf'],
    ['a PDF with a picture', aPdf({ objects: [pdfStream('/Subtype /Image /Filter /DCTDecode', aJpeg())] }), 'application/pdf'],
    ['a PDF with packed objects', aPdf({ version: '1.7', objects: [packedObjects('5 0 << /Type /Font >>')] }), 'application/pdf'],
    [
      'a PDF whose picture holds by chance what looks like a name',
      aPdf({ objects: [pdfStream('', bytes('\x01/JS \x02/Launch '))] }),
      'application/pdf',
    ],
    ['a PDF with CR LF at its end', Buffer.concat([aPdf().subarray(0, -1), bytes('\r\n')]), 'application/pdf'],
    ['a JPEG', aJpeg(), 'image/jpeg'],
    ['a JPEG with a comment', aJpeg({ more: [jpegComment('<script>')] }), 'image/jpeg'],
    [
      'a JPEG with several scans',
      aJpeg({ data: Buffer.concat([Buffer.from([1, 0xff, 0xd0, 2]), aJpeg().subarray(-16, -6), Buffer.from([3])]) }),
      'image/jpeg',
    ],
    ['a PNG', aPng(), 'image/png'],
    ['a PNG with text', aPng({ more: [pngChunk('tEXt', bytes('Title\0x'))] }), 'image/png'],
  ])('%s', (_what, file, mediaType) => {
    expect(judgeScan(file)).toEqual({ mediaType });
  });
});

describe('a file that is refused', () => {
  it.each<[string, Buffer, ScanFault]>([
    ['nothing', Buffer.alloc(0), 'unknown-kind'],
    ['a program', bytes(`MZ\x90\0${'\0'.repeat(500)}This program cannot be run in DOS mode`), 'unknown-kind'],
    ['a program of Linux', bytes('\x7fELF\x02\x01\x01'), 'unknown-kind'],
    ['a picture with scripts', bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'unknown-kind'],
    ['a page', bytes('<!DOCTYPE html><script>alert(1)</script>'), 'unknown-kind'],
    ['a ZIP, or a document of an office program', zip, 'unknown-kind'],
    ['a bomb', gzipSync(Buffer.alloc(1_000_000)), 'unknown-kind'],
    ['a GIF', bytes('GIF89a\x01\0\x01\0'), 'unknown-kind'],
    ['a PDF after something else', Buffer.concat([bytes('x'), aPdf()]), 'unknown-kind'],
    ['a ZIP with a PDF after it', Buffer.concat([zip, aPdf()]), 'unknown-kind'],
    ['a page that begins as a PDF', bytes('%PDF-1.4\n<html><script>alert(1)</script></html>'), 'damaged'],
    ['a PDF of a version that there is not', aPdf({ version: '9.9' }), 'damaged'],
    ['a PDF cut short', aPdf().subarray(0, -40), 'damaged'],
    [
      'a PDF whose references lie elsewhere',
      bytes(
        aPdf()
          .toString('latin1')
          .replace(/startxref\n\d+/, 'startxref\n7'),
      ),
      'damaged',
    ],
    [
      'a PDF whose references lie after its end',
      bytes(
        aPdf()
          .toString('latin1')
          .replace(/startxref\n\d+/, 'startxref\n999999999'),
      ),
      'damaged',
    ],
    ['a PDF with a ZIP after it', Buffer.concat([aPdf(), zip]), 'data-after-end'],
    ['a PDF with a page after it', Buffer.concat([aPdf(), bytes('<html>')]), 'data-after-end'],
    ['a PDF that runs a script', action('/S /JavaScript /JS (app.alert)'), 'active-content'],
    ['a PDF whose script is spelt otherwise', action('/S /J#61vaScript /#4aS (app.alert)'), 'active-content'],
    ['a PDF that starts a program', action('/S /Launch /F (cmd.exe)'), 'active-content'],
    ['a PDF that sends a form', action('/S /SubmitForm'), 'active-content'],
    ['a PDF with a file inside', aPdf({ objects: [pdfStream('/Type /EmbeddedFile', zip)] }), 'active-content'],
    ['a PDF with a script among packed objects', aPdf({ objects: [packedObjects('5 0 << /S /JavaScript /JS (x) >>')] }), 'active-content'],
    ['a PDF that is locked', bytes(aPdf().toString('latin1').replace('/Root 1 0 R', '/Root 1 0 R /Encrypt 4 0 R')), 'active-content'],
    [
      'a PDF packed twice',
      aPdf({ objects: [pdfStream('/Filter [/FlateDecode /FlateDecode]', deflateSync(deflateSync(Buffer.alloc(1e6))))] }),
      'active-content',
    ],
    ['a PDF whose packed objects are a bomb', aPdf({ objects: [packedObjects(' '.repeat(40_000_000))] }), 'damaged'],
    ['a JPEG cut short', aJpeg().subarray(0, -2), 'damaged'],
    ['a JPEG cut within a table', aJpeg().subarray(0, 40), 'damaged'],
    ['a JPEG without a picture', bytes('\xff\xd8\xff\xd9'), 'damaged'],
    ['a JPEG with nothing but its first letters', bytes(`\xff\xd8\xff\xe0${'x'.repeat(100)}`), 'damaged'],
    ['a JPEG of no size', aJpeg({ width: 0 }), 'damaged'],
    ['a JPEG with a ZIP after it', Buffer.concat([aJpeg(), zip]), 'data-after-end'],
    ['a JPEG with a program after it', Buffer.concat([aJpeg(), bytes('MZ')]), 'data-after-end'],
    ['a JPEG larger than any page', aJpeg({ width: 60_000, height: 60_000 }), 'too-many-pixels'],
    ['a PNG cut short', aPng().subarray(0, -12), 'damaged'],
    ['a PNG with a letter changed', changed(aPng(), 45), 'damaged'],
    ['a PNG with a size changed', changed(aPng(), 18), 'damaged'],
    ['a PNG without a picture', aPng({ data: Buffer.alloc(0) }), 'damaged'],
    ['a PNG of no size', aPng({ height: 0 }), 'damaged'],
    ['a PNG with two beginnings', Buffer.concat([aPng().subarray(0, 33), aPng().subarray(8)]), 'damaged'],
    ['a PNG with a ZIP after it', Buffer.concat([aPng(), zip]), 'data-after-end'],
    ['a PNG that is a bomb', aPng({ width: 100_000, height: 100_000, data: deflateSync(Buffer.alloc(1_000_000)) }), 'too-many-pixels'],
    ['a PNG as wide as four thousand million', aPng({ width: 4_000_000_000, height: 1 }), 'too-many-pixels'],
  ])('%s', (_what, file, fault) => {
    expect(judgeScan(file)).toEqual({ fault });
  });

  it.each<[string, Buffer]>([
    ['PDF', aPdf()],
    ['JPEG', aJpeg()],
    ['PNG', aPng()],
  ])('is a %s with anything at all after its end', (_kind, file) => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (tail) => {
        const isBlank = Buffer.from(tail).every((byte) => [0x09, 0x0a, 0x0d, 0x20].includes(byte));
        expect('fault' in judgeScan(Buffer.concat([file, tail]))).toBe(!(isBlank && file.subarray(0, 4).equals(bytes('%PDF'))));
      }),
    );
  });

  it.each<[string, Buffer]>([
    ['PDF', aPdf()],
    ['JPEG', aJpeg()],
    ['PNG', aPng()],
  ])('is every beginning of a %s', (_kind, file) => {
    const whole = file.toString('latin1').trimEnd().length;
    for (let length = 0; length < whole; length += 1) expect(judgeScan(file.subarray(0, length))).toHaveProperty('fault');
  });

  it('never takes down who looks', () => {
    const start = fc.constantFrom(aPdf(), aJpeg(), aPng());
    fc.assert(
      fc.property(start, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }), (file, changes) => {
        const broken = Buffer.from(file);
        for (const [at, value] of changes) broken[at % broken.length] = value;
        expect(Object.keys(judgeScan(broken))).toHaveLength(1);
      }),
      { numRuns: 1000 },
    );
  });

  it('is looked at in time that grows with its size alone', () => {
    const large = Buffer.concat([
      aJpeg().subarray(0, -2),
      Buffer.alloc(10 * 1024 * 1024, Buffer.from([0xff, 0x00])),
      Buffer.from([0xff, 0xd9]),
    ]);
    const before = performance.now();
    expect(judgeScan(large)).toEqual({ mediaType: 'image/jpeg' });
    expect(judgeScan(Buffer.concat([aPdf(), bytes('stream '.repeat(1_000_000))]))).toEqual({ fault: 'data-after-end' });
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

/** @param at the byte that is another */
function changed(file: Buffer, at: number): Buffer {
  const other = Buffer.from(file);
  other[at] = (other[at] ?? 0) ^ 1;
  return other;
}

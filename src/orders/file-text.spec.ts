import { delimiterOf, textOf } from './file-text';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from(part))));

describe('a file of text', () => {
  it.each<[string, Uint8Array, string | null]>([
    ['in UTF-8', bytes('HSA-id;Från\r\n'), 'HSA-id;Från\r\n'],
    ['in UTF-8 with a mark', bytes([0xef, 0xbb, 0xbf], 'Från'), 'Från'],
    ['in Windows-1252', bytes([0x46, 0x72, 0xe5, 0x6e, 0x20, 0x80]), 'Från €'],
    ['in UTF-16', bytes([0xff, 0xfe, 0x46, 0x00]), null],
    ['that is none', bytes('PK', [3, 4, 0, 0]), null],
    ['that is empty', bytes(''), ''],
  ])('%s', (_what, octets, text) => {
    expect(textOf(octets)).toBe(text);
  });
});

describe('the values of a file', () => {
  it.each<[string, ';' | ',']>([
    ['HSA-id;Enhet;Från', ';'],
    ['HSA-id,Enhet,Från', ','],
    ['HSA-id;Enhet,Från;Till', ';'],
    ['HSA-id', ','],
    ['', ','],
    ['a,b\r\nc;d;e;f', ','],
  ])('of %j are separated by %s', (text, delimiter) => {
    expect(delimiterOf(text)).toBe(delimiter);
  });
});

import { readBerString, readTlv } from './ber-string';

const bytes = (hex: string) => Buffer.from(hex, 'hex');

describe('BER strings', () => {
  it.each([
    ['UTF8String', '0c03c3a561', 'åa'],
    ['PrintableString', '13024142', 'AB'],
    ['IA5String', '16024142', 'AB'],
    ['TeletexString', '1401e5', 'å'],
    ['BMPString', '1e0400410042', 'AB'],
    ['an empty string', '0c00', ''],
    ['a length in two bytes', '0c8102c3a5', 'å'],
    ['broken UTF-8', '0c01c3', null],
    ['an odd BMPString', '1e03004100', null],
    ['another type', '04024142', null],
    ['bytes left over', '0c014142', null],
    ['too few bytes', '0c054142', null],
    ['an indefinite length', '0c8041420000', null],
    ['a length of five bytes', '0c850000000001', null],
    ['nothing', '', null],
  ])('%s', (_what, hex, expected) => {
    expect(readBerString(bytes(hex))).toBe(expected);
  });

  it('elements follow one another', () => {
    const both = bytes('020101020102');
    const first = readTlv(both);
    expect(first).toMatchObject({ tag: 2, end: 3 });
    expect(readTlv(both, first?.end)?.contents).toEqual(bytes('02'));
    expect(readTlv(both, 6)).toBeNull();
  });
});

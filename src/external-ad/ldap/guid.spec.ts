import fc from 'fast-check';
import { guidDn, guidText } from './guid';

it('turns the first three groups, as Guid.ToString() does', () => {
  expect(guidText(Buffer.from('33221100554477668899aabbccddeeff', 'hex'))).toBe('00112233-4455-6677-8899-aabbccddeeff');
});

it('gives different texts for different octets, each good for a name', () => {
  const octets = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((one) => Buffer.from(one));
  fc.assert(
    fc.property(octets, octets, (one, other) => {
      expect(guidText(one) === guidText(other)).toBe(one.equals(other));
      expect(guidDn(guidText(one))).toBe(`<GUID=${guidText(one)}>`);
    }),
  );
});

it.each([15, 17, 0])('takes %s octets for no GUID', (length) => {
  expect(() => guidText(Buffer.alloc(length))).toThrow(RangeError);
});

it.each(['', '00112233-4455-6677-8899-AABBCCDDEEFF', '00112233-4455-6677-8899-aabbccddeeff>,DC=x', '00112233445566778899aabbccddeeff'])(
  'makes no name of %j',
  (text) => {
    expect(() => guidDn(text)).toThrow(RangeError);
  },
);

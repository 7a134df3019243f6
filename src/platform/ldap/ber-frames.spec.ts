import fc from 'fast-check';
import { BerFrameError, BerFrames } from './ber-frames';

const message = (...values: Buffer[]): Buffer => {
  const body = Buffer.concat(values);
  const length =
    body.length < 0x80 ? Buffer.from([body.length]) : Buffer.from([0x84, ...[24, 16, 8, 0].map((shift) => (body.length >>> shift) & 0xff)]);
  return Buffer.concat([Buffer.from([0x30]), length, body]);
};
const text = (value: Uint8Array): Buffer => Buffer.concat([Buffer.from([0x04, 0x82, value.length >> 8, value.length & 0xff]), value]);
const frames = (): BerFrames => new BerFrames(1000);

it('gives the same messages wherever the network cuts', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (values, sizes) => {
      const messages = values.map((value) => message(text(value)));
      const stream = Buffer.concat(messages);
      const cut = frames();
      const got: Buffer[] = [];
      for (let at = 0; at < stream.length;) {
        const size = Number(sizes.next().value);
        got.push(...cut.push(stream.subarray(at, at + size)));
        at += size;
      }
      expect(got.map((one) => one.toString('hex'))).toEqual(messages.map((one) => one.toString('hex')));
    }),
  );
});

it('gives several that come at once, and waits for the rest of the last', () => {
  const one = message(text(Buffer.from('one')));
  const cut = frames();
  expect(cut.push(Buffer.concat([one, one, one.subarray(0, 3)]))).toEqual([one, one]);
  expect(cut.push(one.subarray(3))).toEqual([one]);
  expect(cut.push(Buffer.alloc(0))).toEqual([]);
});

it.each<[string, string]>([
  ['another tag first', '4800'],
  ['an endless length', '3080'],
  ['a length of five octets', '30850000000001'],
  ['a longer message than allowed', '308203e9'],
  ['a value that ends outside its message', '30030405aa'],
  ['a value that ends outside the one around it', '300630040403aabb'],
  ['a length that is cut off by the end of the message', '30020482'],
  ['a tag of several octets', '30033f8101'],
  ['values nested without end', Array.from({ length: 20 }, (_, depth) => `30${(2 * (19 - depth)).toString(16).padStart(2, '0')}`).join('')],
])('refuses %s', (_case, hex) => {
  expect(() => frames().push(Buffer.from(hex, 'hex'))).toThrow(BerFrameError);
});

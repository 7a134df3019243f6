import fc from 'fast-check';
import { SealedBox } from './sealed-box';

const box = new SealedBox(Buffer.alloc(48, 1));

describe('SealedBox', () => {
  it('opens what it sealed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(box.open(box.seal(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('shows nothing of the content, and the same content differently each time', () => {
    const [one, two] = [box.seal({ surname: 'Testsson' }), box.seal({ surname: 'Testsson' })];
    expect(one).not.toBe(two);
    expect(Buffer.from(one.slice('sealed1.'.length), 'base64url').toString('latin1')).not.toContain('Testsson');
  });

  it('does not open what was changed, at any octet', () => {
    const bytes = Buffer.from(box.seal({ surname: 'Testsson' }).slice('sealed1.'.length), 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      expect(() => box.open(`sealed1.${changed.toString('base64url')}`)).toThrow();
    }
  });

  it('does not open what was cut, at any length', () => {
    const bytes = Buffer.from(box.seal('Testsson').slice('sealed1.'.length), 'base64url');
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => box.open(`sealed1.${bytes.subarray(0, length).toString('base64url')}`)).toThrow();
    }
  });

  it('does not open what another key sealed', () => {
    expect(() => new SealedBox(Buffer.alloc(48, 2)).open(box.seal('x'))).toThrow();
  });

  it.each(['', '{"a":1}', 'sealed2.AAAA'])('takes "%s" for nothing sealed', (text) => {
    expect(() => box.open(text)).toThrow('sealed payload');
  });
});

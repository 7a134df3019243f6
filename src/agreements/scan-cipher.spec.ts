import { aPdf } from '../../test/support/builders/scans';
import { NONCE_BYTES, type PartPlace, ScanCipher } from './scan-cipher';

const cipher = new ScanCipher(Buffer.alloc(32, 7));
const place: PartPlace = { scanId: 'scan-1', municipality: 'berg', hsaIdKey: 'se2120002502-1a2b', number: 0, parts: 2 };
const sealed = cipher.seal(aPdf(), place, Buffer.alloc(NONCE_BYTES, 1));

describe('a part of a scan', () => {
  it('is what it was', () => {
    expect(cipher.open(sealed, place).equals(aPdf())).toBe(true);
  });

  it.each<[string, Partial<PartPlace>]>([
    ['of another scan', { scanId: 'scan-2' }],
    ['of another person', { hsaIdKey: 'se2120002502-2' }],
    ['of another municipality', { municipality: 'are' }],
    ['in another place', { number: 1 }],
    ['of a scan that was cut', { parts: 1 }],
  ])('does not open as one %s', (_what, other) => {
    expect(() => cipher.open(sealed, { ...place, ...other })).toThrow();
  });

  it('does not open under another key, nor where a bit was turned, nor cut short', () => {
    const turned = Buffer.from(sealed, 'base64url');
    turned[40] = (turned[40] ?? 0) ^ 1;
    expect(() => new ScanCipher(Buffer.alloc(32, 8)).open(sealed, place)).toThrow();
    expect(() => cipher.open(turned.toString('base64url'), place)).toThrow();
    expect(() => cipher.open(sealed.slice(0, -4), place)).toThrow();
    expect(() => cipher.open('', place)).toThrow();
  });

  it('has a check value that tells keys apart and nothing of them', () => {
    expect(cipher.check).toMatch(/^[0-9a-f]{64}$/);
    expect(new ScanCipher(Buffer.alloc(32, 8)).check).not.toBe(cipher.check);
  });
});

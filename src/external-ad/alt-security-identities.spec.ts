import fc from 'fast-check';
import type { Certificate } from '../people/person';
import { altSecurityIdentities } from './alt-security-identities';

const NOW = '2026-11-21T03:05:00.000Z';
const SITHS = ['C=SE', 'O=Inera AB', 'CN=SITHS e-id Person HSA-id 3 CA v1'];
const certificate = (overrides: Partial<Certificate> = {}): Certificate => ({
  issuer: SITHS,
  serialNumber: '01772941ce29b3ec999d657f0e0174',
  subjectKeyIdentifier: null,
  sha1: 'ab'.repeat(20),
  validFrom: '2025-01-01T00:00:00.000Z',
  validTo: '2028-01-01T00:00:00.000Z',
  ...overrides,
});
const ordinary = 'X509:<I>C=SE,O=Inera AB,CN=SITHS e-id Person HSA-id 3 CA v1<SR>74010e7f659d99ecb329ce41297701';

describe('a strong mapping', () => {
  it('has the issuer most general first and the bytes of the serial number reversed', () => {
    expect(altSecurityIdentities([certificate()], NOW)).toEqual([ordinary]);
  });

  it('is also the subject key identifier, where there is one', () => {
    const ski = 'ddde2ca4b86db8a908b95c6cbcc8bb1ac7a09a41';
    expect(altSecurityIdentities([certificate({ subjectKeyIdentifier: ski.toUpperCase() })], NOW)).toEqual([ordinary, `X509:<SKI>${ski}`]);
  });

  it('stands for each card, the reserve card too, sorted and without doubles', () => {
    const reserve = certificate({ issuer: ['C=SE', 'O=Inera AB', 'CN=SITHS e-id Person HSA-id 2 CA v1'], serialNumber: '0a0b' });
    expect(altSecurityIdentities([certificate(), reserve, certificate()], NOW)).toEqual([
      'X509:<I>C=SE,O=Inera AB,CN=SITHS e-id Person HSA-id 2 CA v1<SR>0b0a',
      ordinary,
    ]);
  });

  it.each([
    ['has run out', { validTo: '2026-11-21T03:04:59.999Z' }, 0],
    ['runs out this moment', { validTo: NOW }, 0],
    ['runs out later', { validTo: '2026-11-21T03:05:00.001Z' }, 1],
    ['is not valid yet', { validFrom: '2026-12-01T00:00:00.000Z' }, 1],
  ])('of a certificate that %s: %j gives %i', (_, overrides, count) => {
    expect(altSecurityIdentities([certificate(overrides)], NOW)).toHaveLength(count);
  });

  it.each([
    ['is as it is', '7f01', '017f'],
    ['keeps the zero byte of a number whose first bit is set', '00f801', '01f800'],
    ['gets that byte back where a reader dropped it', '80', '8000'],
    ['gets it back in a longer number', 'f801', '01f800'],
    ['has no other zero bytes in front', '00007f01', '017f'],
    ['is in lower case', '1BCD', 'cd1b'],
  ])('has a serial number that %s', (_, serialNumber, reversed) => {
    expect(altSecurityIdentities([certificate({ issuer: ['CN=A'], serialNumber })], NOW)).toEqual([`X509:<I>CN=A<SR>${reversed}`]);
  });

  it.each(['', 'abc', 'xy', '00', '01 02'])('is not made from the serial number %j', (serialNumber) => {
    expect(altSecurityIdentities([certificate({ serialNumber })], NOW)).toEqual([]);
  });

  it.each([
    [['ST=Jämtland', 'cn=CA'], 'S=Jämtland,CN=CA'],
    [['DC=se', 'DC=example', 'CN=CA'], 'DC=se,DC=example,CN=CA'],
  ])('writes attributes as Windows does: %j', (issuer, written) => {
    expect(altSecurityIdentities([certificate({ issuer, serialNumber: '01' })], NOW)).toEqual([`X509:<I>${written}<SR>01`]);
  });

  it.each([
    [['O=Exempel\\2C AB']],
    [['O=A+CN=B']],
    [['O=A<S>CN=B']],
    [['2.5.4.97=NTRSE-1', 'CN=CA']],
    [['emailAddress=ca@example.se']],
    [['CN=']],
    [['no name']],
    [[]],
  ])('leaves out the issuer %j, whose form in AD is not certain', (issuer) => {
    const values = altSecurityIdentities([certificate({ issuer, subjectKeyIdentifier: '0102' })], NOW);
    expect(values).toEqual(['X509:<SKI>0102']);
  });

  it('does not depend on the order of the certificates, and names no weak form', () => {
    const some = fc.record({
      serialNumber: fc.stringMatching(/^([0-9a-f]{2}){1,16}$/),
      subjectKeyIdentifier: fc.option(fc.stringMatching(/^([0-9a-f]{2}){20}$/)),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 5 }), (list) => {
        const certificates = list.map(certificate);
        const values = altSecurityIdentities(certificates, NOW);
        expect(altSecurityIdentities([...certificates].reverse(), NOW)).toEqual(values);
        expect(values).toEqual([...new Set(values)].sort());
        for (const value of values) expect(value).toMatch(/^X509:<(I>[^<]+<SR|SKI)>([0-9a-f]{2})+$/);
      }),
    );
  });
});

import { certificateBytes } from '../../test/support/builders/raw-entry';
import { readCertificate } from './certificate';

describe('a certificate', () => {
  it('of a SITHS card gives what a card mapping needs', () => {
    expect(readCertificate(certificateBytes('siths'))).toEqual({
      issuer: ['C=SE', 'O=Inera AB', 'CN=SITHS e-id Person HSA-id 3 CA v1'],
      serialNumber: '01772941ce29b3ec999d657f0e0174',
      subjectKeyIdentifier: '0102030405060708090a0b0c0d0e0f1011121314',
      sha1: '68ddb7c4454f2f6598d0dee6a8e28cc9ab654c35',
      validFrom: '2026-01-01T00:00:00.000Z',
      validTo: '2029-01-01T00:00:00.000Z',
    });
  });

  it('has its issuer escaped, in order, and may lack a key identifier', () => {
    expect(readCertificate(certificateBytes('unusual-issuer'))).toMatchObject({
      issuer: ['C=SE', 'O=Test\\2C Prov \\2B Öva', 'OU=Ett+CN=Två', '2.5.4.97=#0c0756415453452d31'],
      serialNumber: '8f00000001',
      subjectKeyIdentifier: null,
    });
  });

  it('as PEM is the same', () => {
    const der = certificateBytes('siths');
    const pem = `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
    expect(readCertificate(Buffer.from(pem))).toEqual(readCertificate(der));
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('no certificate')],
    ['half a certificate', certificateBytes('siths').subarray(0, 200)],
  ])('%s is none', (_what, bytes) => {
    expect(readCertificate(bytes)).toBeNull();
  });

  it('with any byte changed is read or not, and never anything else', () => {
    const der = certificateBytes('siths');
    for (let at = 0; at < der.length; at++) {
      const changed = Buffer.from(der);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      const read = readCertificate(changed);
      expect(read?.serialNumber ?? '00').toMatch(/^([0-9a-f]{2})+$/);
    }
  });
});

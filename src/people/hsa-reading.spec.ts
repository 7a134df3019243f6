import fc from 'fast-check';
import { aReading, NOW } from '../../test/support/builders/facts';
import { fingerprintOf, type HsaReading } from './hsa-reading';

const reading = aReading();

describe('the fingerprint of a reading', () => {
  it('is the same for the same reading, whenever it began', () => {
    expect(fingerprintOf({ ...structuredClone(reading), since: NOW })).toBe(fingerprintOf(reading));
    expect(fingerprintOf(reading)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('survives being stored: written and read again it is the same', () => {
    expect(fingerprintOf(JSON.parse(JSON.stringify(reading)) as HsaReading)).toBe(fingerprintOf(reading));
  });

  it.each<[string, HsaReading]>([
    ['state', aReading({ state: 'refused' })],
    ['role', aReading({ hasSystemRole: false })],
    ['near miss', aReading({ nearMiss: 'rjh;link' })],
    ['problem', aReading({ problems: [{ kind: 'mail-missing' }] })],
    ['person', aReading({ person: null })],
    ['protection', aReading({ person: { isProtected: true } })],
    ['place, whose stamp stands still', aReading({ person: { dn: 'cn=Åsa Öberg,ou=Ny,o=Bergs kommun,c=SE' } })],
    ['unit', aReading({ person: { unit: null } })],
    ['commission', aReading({ person: { commissions: [{ hsaId: null, name: 'Vård', purpose: null, rights: [], unitHsaId: null }] } })],
  ])('is another with another %s', (_what, other) => {
    expect(fingerprintOf(other)).not.toBe(fingerprintOf(reading));
  });

  it('tells any two texts of a field apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        const same = fingerprintOf(aReading({ person: { surname: one } })) === fingerprintOf(aReading({ person: { surname: other } }));
        expect(same).toBe(one === other);
      }),
    );
  });
});

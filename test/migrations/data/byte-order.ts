import type { MigrationSample } from '../migration-sample';

/** Keys that a dictionary would put in another order: capitals first, hyphens counted, letters with marks last. */
export const byteOrder: MigrationSample = {
  migration: 'ByteOrder1763697600000',
  rows: {
    setting: ['A', 'Z', 'a', 'a-c', 'ab', 'z', 'Ä', 'Å', 'Ö', 'å'].map((key) => ({ key, value: 'x' })),
  },
};

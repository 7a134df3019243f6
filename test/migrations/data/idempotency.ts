import type { MigrationSample } from '../migration-sample';

/** A request that was carried out and answered, and one that is under way. */
export const idempotency: MigrationSample = {
  migration: 'Idempotency1763730000000',
  rows: {
    idempotent_request: [
      {
        id: 'a'.repeat(64),
        request: 'c'.repeat(64),
        state: 'answered',
        attempt: '0199a1b2-0000-4000-8000-0000000000aa',
        begun_at: '2026-11-21T07:00:00.000Z',
        expires_at: '2026-11-22T07:00:00.000Z',
        answer: 'sealed1.AAAA',
      },
      {
        id: 'b'.repeat(64),
        request: 'd'.repeat(64),
        state: 'begun',
        attempt: '0199a1b2-0000-4000-8000-0000000000bb',
        begun_at: '2026-11-21T07:00:01.000Z',
        expires_at: '2026-11-22T07:00:01.000Z',
        answer: null,
      },
    ],
  },
};

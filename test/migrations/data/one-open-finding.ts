import type { MigrationSample } from '../migration-sample';

const finding = {
  identity: 'c'.repeat(64),
  kind: 'same-human',
  municipality: 'berg',
  hsa_id: 'SE2120002502-1A2B',
  dn: null,
  detail: 'Samma människa har flera HSA-id.',
  since: '2026-11-20T07:00:01.000Z',
};

/** A finding that was closed, came back, and is open once. */
export const oneOpenFinding: MigrationSample = {
  migration: 'OneOpenFinding1763697660000',
  rows: {
    finding: [
      { id: '0199a1b2-0000-4000-8000-000000000011', ...finding, closed_at: '2026-11-20T08:00:01.000Z' },
      { id: '0199a1b2-0000-4000-8000-000000000012', ...finding, closed_at: null },
    ],
  },
};

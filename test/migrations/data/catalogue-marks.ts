import type { MigrationSample } from '../migration-sample';

const person = {
  municipality: 'berg',
  hsa_id_key: 'se2120002502-1a2b',
  hsa_id: 'SE2120002502-1A2B',
  state: 'present',
  since: '2026-11-20T07:00:00.000Z',
  has_system_role: true,
  near_miss: null,
  problems: '[]',
  is_protected: false,
  personal_number_hash: 'a'.repeat(64),
  facts: '{"hsaId":"SE2120002502-1A2B","surname":"Öberg"}',
  fingerprint: 'b'.repeat(64),
  mark: 'Zm9yc3RhIG3DpHJrZXQ',
  next_clock_change: null,
};

/** A municipality whose catalogue was read from a server: one person's entry is known by its mark. */
export const catalogueMarks: MigrationSample = {
  migration: 'CatalogueMarks1763712000000',
  rows: {
    person: [person],
    municipality_state: [
      {
        code: 'berg',
        first_run_at: '2026-11-19T07:00:00.000Z',
        last_complete_read_at: '2026-11-20T07:00:02.000Z',
        settled_with: 'f'.repeat(64),
        catalogue_memory: `${'e'.repeat(64)} {"version":1}`,
        halt_told: false,
        read_trouble_told: false,
      },
    ],
  },
  /** Everybody is fetched once more, for the units above them. */
  inNewestSchema: { person: [{ ...person, mark: null }] },
};

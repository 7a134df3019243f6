import type { MigrationSample } from '../migration-sample';

const reader = {
  subject: 'se2120002502-1a2b',
  case_number: null,
  run_id: null,
  payload_digest: null,
  actor_kind: 'person',
  system_user: null,
  municipality: 'berg',
};

/** Somebody who can be found, what a manager has read about them, and a review of that which has been signed. */
export const followUp: MigrationSample = {
  migration: 'FollowUp1763735000000',
  rows: {
    person: [
      {
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
        mark: null,
        next_clock_change: null,
        name_key: '}berg/se2120002502-1a2b',
        given_key: null,
        unit_place: 'cGxhY2VpbmJlcmcx',
      },
    ],
    unit_place: [{ municipality: 'berg', place: 'cGxhY2VpbmJlcmcx', path: '|se2120002502-0001|se2120002502-00n1|' }],
    audit_row: [
      {
        ...reader,
        seq: 1,
        at: '2026-11-20T08:00:00.000Z',
        actor_name: 'SE2120002502-CHEF',
        actor_role: 'manager',
        action: 'person-read',
        trace_id: '0199a1b2c3d4',
        previous_hash: '0'.repeat(64),
        hash: '2'.repeat(64),
      },
    ],
    review: [
      {
        id: 1,
        municipality: 'berg',
        from_day: '2026-11-01',
        to_day: '2026-11-30',
        what: 'reads',
        seed: '5'.repeat(32),
        last_seq: 1,
        population: 1,
        drawn_by: 'SE2321000131-GRANSK',
        drawn_at: '2026-12-01T08:00:00.000Z',
        signed_by: 'SE2321000131-GRANSK',
        signed_at: '2026-12-01T09:00:00.000Z',
        conclusion: 'sealed1.c2x1dHNhdHM',
        version: 3,
      },
    ],
    review_row: [
      {
        review_id: 1,
        place: 1,
        seq: 1,
        judgement: 'ok',
        note: null,
        judged_by: 'SE2321000131-GRANSK',
        judged_at: '2026-12-01T08:30:00.000Z',
      },
    ],
  },
};

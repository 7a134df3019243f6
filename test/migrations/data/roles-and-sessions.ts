import type { MigrationSample } from '../migration-sample';

/** A manager, her deputy for a week, a program's key and a session. What is sealed is only text here. */
export const rolesAndSessions: MigrationSample = {
  migration: 'RolesAndSessions1763731000000',
  rows: {
    role_assignment: [
      {
        id: '0199a1b2-0000-7000-8000-000000000001',
        hsa_id: 'SE2120002502-1M01',
        hsa_id_key: 'se2120002502-1m01',
        role: 'manager',
        municipality: 'berg',
        unit: 'SE2120002502-U001',
        from_day: '2026-11-01',
        to_day: null,
        granted_at: '2026-11-01T07:00:01.000Z',
        granted: 'sealed1.AAAA',
        removed_at: null,
        removed: null,
        version: 1,
      },
    ],
    deputy: [
      {
        id: '0199a1b2-0000-7000-8000-000000000002',
        manager_hsa_id: 'SE2120002502-1M01',
        manager_key: 'se2120002502-1m01',
        deputy_hsa_id: 'SE2120002502-1M02',
        deputy_key: 'se2120002502-1m02',
        municipality: null,
        unit: null,
        from_day: '2026-11-16',
        to_day: '2026-11-22',
        appointed_at: '2026-11-10T07:00:01.000Z',
        appointed: 'sealed1.AAAA',
        ended_at: '2026-11-20T07:00:01.000Z',
        ended: 'sealed1.AAAA',
        version: 2,
      },
    ],
    api_key: [
      {
        id: '0199a1b200007000abcdef01',
        name: 'Uppföljning',
        secret_digest: 'ab'.repeat(32),
        permissions: '["people:read"]',
        municipalities: '["berg"]',
        to_day: '2027-10-31',
        created_at: '2026-11-01T07:00:01.000Z',
        created: 'sealed1.AAAA',
        last_used_on: '2026-11-20',
        revoked_at: null,
        revoked: null,
        version: 1,
      },
    ],
    session: [
      {
        digest: 'cd'.repeat(32),
        content: 'sealed1.AAAA',
        is_logged_in: true,
        created_at: '2026-11-20T07:00:01.000Z',
        used_at: '2026-11-20T07:10:01.000Z',
      },
    ],
  },
};

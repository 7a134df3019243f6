import type { MigrationSample } from '../migration-sample';

/** An account that is linked to its object in a real Active Directory, all but one attribute applied, and that waits for another try. */
export const accountQueue: MigrationSample = {
  migration: 'AccountQueue1763719200000',
  rows: {
    account: [
      {
        municipality: 'berg',
        hsa_id_key: 'se2120002502-1a2b',
        account_name: 'ext0123456789',
        user_principal_name: 'SE2120002502-1A2B@ext.example.se',
        desired_enabled: true,
        desired: '{"sAMAccountName":"ext0123456789"}',
        remarks: null,
        desired_version: 3,
        applied: '{"sAMAccountName":"ext0123456789"}',
        applied_version: 3,
        applied_at: '2026-11-20T07:00:01.000Z',
        refused_code: null,
        refused_since: null,
        refused_detail: '[{"attribute":"title","code":"value-refused","subCode":"00002082"}]',
        applied_in: 'ldap',
        object_guid: '0199a1b2-0000-4000-8000-0000000000aa',
        controller: '0199a1b2-0000-4000-8000-0000000000bb',
        seen_on: '0199a1b2-0000-4000-8000-0000000000bb',
        seen_usn: '184467440737',
        attempts: 1,
        next_attempt_at: '2026-11-21T07:00:01.000Z',
        created_at: '2026-11-20T07:00:01.000Z',
        disabled_at: null,
        closed_at: null,
        deleted_at: null,
      },
    ],
  },
};

import type { MigrationSample } from '../migration-sample';

/** A case that somebody has in hand and has written about, a grant, the units that Cosmic knows and a test login. */
export const serviceDesk: MigrationSample = {
  migration: 'ServiceDesk1763734000000',
  rows: {
    service_case: [
      {
        number: '2026-00123',
        municipality: 'berg',
        hsa_id_key: 'se2120002502-1a2b',
        event: 'new',
        state: 'claimed',
        is_protected: false,
        facts: 'sealed1.case',
        opened_at: '2026-11-20T07:00:01.000Z',
        updated_at: '2026-11-20T08:00:00.000Z',
        ended_at: null,
        superseded_by: null,
        version: 3,
        ready: true,
        claimed_by: 'SE2321000131-S001',
        claimed_at: '2026-11-20T08:00:00.000Z',
        touched_at: '2026-11-20T08:05:00.000Z',
        seen: 'sealed1.seen',
        returned_to: null,
        returned_at: null,
        awaits_mending: false,
      },
    ],
    case_note: [
      {
        id: '0199a1b2-0000-4000-8000-000000000001',
        case_number: '2026-00123',
        at: '2026-11-20T08:05:00.000Z',
        by: 'SE2321000131-S001',
        kind: 'note',
        text: 'sealed1.note',
      },
    ],
    access_grant: [
      {
        id: '0199a1b2-0000-4000-8000-000000000002',
        municipality: 'berg',
        hsa_id_key: 'se2120002502-1a2c',
        hsa_id: 'SE2120002502-1A2C',
        unit_hsa_id: 'SE2120002502-00N1',
        source: 'case',
        case_number: '2026-00122',
        order_number: 'B2026-00007',
        granted_by: 'SE2321000131-S001',
        granted_at: '2026-11-20T08:10:00.000Z',
        undo_until: '2026-11-20T08:20:00.000Z',
        notice_at: '2026-11-20T08:20:05.000Z',
        informed_at: '2026-11-20T08:20:05.000Z',
        informed_by: null,
        removed_at: null,
        removed_by: null,
      },
    ],
    cosmic_unit_list: [
      { municipality: 'berg', version: 2, imported_at: '2026-11-19T09:00:00.000Z', imported_by: 'SE2321000131-S001', units: 1 },
    ],
    cosmic_unit: [
      {
        municipality: 'berg',
        version: 2,
        unit_key: 'se2120002502-00n1',
        hsa_id: 'SE2120002502-00N1',
        name: 'Hemtjänst Norr',
        parent_key: null,
      },
    ],
    test_login: [
      {
        id: '0199a1b2-0000-4000-8000-000000000003',
        municipality: 'berg',
        hsa_id: 'SE2120002502-1A2C',
        account: 'SE2120002502-1A2C@ext.example.se',
        at: '2026-11-18T09:00:00.000Z',
        worked: true,
        recorded_at: '2026-11-18T09:30:00.000Z',
        recorded_by: 'SE2321000131-S001',
        note: 'sealed1.note',
      },
    ],
  },
};

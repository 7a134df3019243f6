import type { MigrationSample } from '../migration-sample';

/** An order that helpdesk placed for a manager, with the units that see it, a reminder, and somebody the next run is to look at. */
export const orders: MigrationSample = {
  migration: 'Orders1763732000000',
  rows: {
    access_order: [
      {
        number: 'B2026-00001',
        municipality: 'berg',
        hsa_id_key: 'se2120002502-1a2b',
        hsa_id: 'SE2120002502-1A2B',
        unit_key: 'se2120002502-00n1',
        cosmic_role: 'SSK',
        from_day: '2026-11-21',
        to_day: '2026-12-31',
        details: 'sealed1.AAAA',
        is_protected: false,
        ordered_by: 'SE2120002502-HELP',
        on_behalf_of: 'SE2120002502-CHEF',
        manager_key: 'se2120002502-chef',
        state: 'placed',
        version: 1,
        trace_id: 'B2026-00001',
        placed_at: '2026-11-21T08:00:00.000Z',
        changed_at: '2026-11-21T08:00:00.000Z',
        fulfilled_at: null,
        ended_at: null,
        ended_by: null,
      },
    ],
    access_order_unit: [{ number: 'B2026-00001', unit_key: 'se2120002502-00n1' }],
    order_counter: [{ year: 2026, last: 1 }],
    order_reminder: [{ number: 'B2026-00001', to_day: '2026-12-31', days: 30, at: '2026-12-01T06:00:00.000Z' }],
    person_to_settle: [{ municipality: 'berg', hsa_id_key: 'se2120002502-1a2b', since: '2026-11-21T08:00:00.000Z' }],
  },
};

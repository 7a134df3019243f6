import type { MigrationSample } from '../migration-sample';

/** A halted plan that one of two has said yes to. */
export const twoWhoRelease: MigrationSample = {
  migration: 'TwoWhoRelease1763730060000',
  rows: {
    plan_approval: [
      {
        plan_id: '0199a1b2-0000-4000-8000-0000000000aa',
        approver: 'se2120002502-drift',
        actor_name: 'SE2120002502-DRIFT',
        approved_at: '2026-11-21T07:00:00.000Z',
      },
    ],
  },
};

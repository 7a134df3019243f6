import type { EntityManager } from 'typeorm';

/**
 * For a read whose rows the same transaction is going to change: on PostgreSQL others are kept from them until it ends, and
 * whoever waited finds them as they are then. SQLite has one writer, who is already alone.
 */
export const forUpdate = (manager: EntityManager): { mode: 'pessimistic_write' } | undefined =>
  manager.dataSource.options.type === 'postgres' ? { mode: 'pessimistic_write' } : undefined;

/** As `forUpdate`, but what others have in hand is left to them: whoever reads so never waits. */
export const forUpdateOfFree = (manager: EntityManager): { mode: 'pessimistic_write'; onLocked: 'skip_locked' } | undefined =>
  manager.dataSource.options.type === 'postgres' ? { mode: 'pessimistic_write', onLocked: 'skip_locked' } : undefined;

/**
 * One transaction at a time from here on, to its end, among those that take the same lock: for what no single row stands
 * for. SQLite has one writer anyway.
 *
 * @param number of the lock, one for each thing that is locked, see `LOCKS`
 */
export async function aloneUntilEnd(manager: EntityManager, number: number): Promise<void> {
  if (manager.dataSource.options.type === 'postgres') await manager.query('SELECT pg_advisory_xact_lock($1, $2)', [FAMILY, number]);
}

/** Tells these locks from those of another program in the same database: `tt` as two ASCII octets. */
export const FAMILY = 0x7474;

/** In one place, so that no two things share a lock. */
export const LOCKS = {
  migrations: 1,
  findings: 2,
  cosmicUnits: 3,
  agreementTemplates: 41,
  agreementReminders: 42,
  roles: 11,
  orders: 12,
  approvals: 21,
  checkpoints: 61,
  reviews: 62,
} as const;

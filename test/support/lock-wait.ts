import type { EntityManager } from 'typeorm';

/** Until somebody waits for a lock that this transaction, or another, has. PostgreSQL only: SQLite has one writer. */
export async function untilSomebodyWaits(manager: EntityManager): Promise<void> {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await manager.query<unknown[]>(waiting)).length === 0);
}

import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/bulk';
import { CaseEntity } from '../service-desk/case.entity';

/** By HSA-id key: the number of the newest case. */
export async function newestCases(
  manager: EntityManager,
  municipality: string,
  hsaIdKeys: readonly string[],
): Promise<Map<string, string>> {
  const rows = await rowsOf(manager, CaseEntity, { municipality }, 'hsaIdKey', hsaIdKeys, { select: ['number', 'hsaIdKey', 'openedAt'] });
  const newest = new Map<string, { number: string; openedAt: string }>();
  for (const row of rows) {
    const known = newest.get(row.hsaIdKey);
    const isNewer = !known || row.openedAt > known.openedAt || (row.openedAt === known.openedAt && row.number > known.number);
    if (isNewer) newest.set(row.hsaIdKey, row);
  }
  return new Map([...newest].map(([key, { number }]) => [key, number]));
}

import { hsaIdKey } from '../people/hsa-id';
import { type Reach, covers } from './reach';

/** A condition for TypeORM's builder. */
export interface Condition {
  sql: string;
  parameters: Record<string, unknown>;
}

/**
 * Rows whose place lies within reach. A row for every municipality is only for whoever reaches every one.
 *
 * @param alias of the table, which has the columns `municipality` and `unit` (an HSA-id as written)
 * @param configured codes of all municipalities
 */
export function placeWithin(reach: Reach, alias: string, configured: readonly string[]): Condition {
  const whole = reach.filter(({ unit }) => unit === null).map(({ municipality }) => municipality);
  const parts = reach.flatMap(({ municipality, unit }) => (unit === null ? [] : [{ municipality, unit: hsaIdKey(unit) }]));
  const everything = configured.every((code) => covers(reach, code, []));
  const conditions = [
    ...(everything ? [`${alias}.municipality IS NULL`] : []),
    ...(whole.length > 0 ? [`${alias}.municipality IN (:...whole)`] : []),
    ...parts.map((_, index) => `(${alias}.municipality = :place${index} AND LOWER(${alias}.unit) = :unit${index})`),
  ];
  const ofParts = parts.flatMap(({ municipality, unit }, index) => [
    [`place${index}`, municipality],
    [`unit${index}`, unit],
  ]) as [string, unknown][];
  return {
    sql: conditions.length === 0 ? '1 = 0' : `(${conditions.join(' OR ')})`,
    parameters: { whole, ...Object.fromEntries<unknown>(ofParts) },
  };
}

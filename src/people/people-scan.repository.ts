import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { endOf, type PeopleScan } from './people-scans';
import { UnitPlaceEntity } from './unit-place.entity';

const COLUMN = { nameKey: 'name_key', givenKey: 'given_key', hsaIdKey: 'hsa_id_key' } as const;

/** From so many people's places on, a name is rather looked up by itself. */
const FEW_PLACES = 20;

export interface FoundPerson {
  hsaIdKey: string;
  /** The key that the scan is in the order of. */
  at: string;
  nameKey: string | null;
}

/** Reads people's keys from the indexes; whose they are is read afterwards. */
@Injectable()
export class PeopleScans {
  /** At most so many, in order. @param after only those whose key is later; empty: from the first */
  async read(
    manager: EntityManager,
    { municipality, by, prefix, places }: PeopleScan,
    after: string,
    limit: number,
  ): Promise<FoundPerson[]> {
    const { driver } = manager.dataSource;
    const values: (string | number)[] = [];
    const given = (value: string | number): string => driver.createParameter('', values.push(value) - 1);
    const column = `"${COLUMN[by]}"`;
    const areFew = places !== null && places.length <= FEW_PLACES;
    // What is made of a column is read from no index over it: so the other one is used, whatever the database would guess.
    const key = areFew ? `(${column} || '')` : column;
    const place = areFew ? '"unit_place"' : `("unit_place" || '')`;
    const conditions = [`"municipality" = ${given(municipality)}`];
    if (after !== '') conditions.push(`${key} > ${given(after)}`);
    else if (prefix !== '') conditions.push(`${key} >= ${given(prefix)}`);
    if (prefix !== '') conditions.push(`${key} < ${given(endOf(prefix))}`);
    if (places) conditions.push(`${place} IN (${places.map(given).join(', ')})`);
    const rows: { hsa_id_key: string; name_key: string | null; at: string }[] = await manager.query(
      `SELECT "hsa_id_key", "name_key", ${column} AS "at" FROM "person" WHERE ${conditions.join(' AND ')} AND ${column} IS NOT NULL ORDER BY ${key} LIMIT ${given(limit)}`,
      values,
    );
    return rows.map((row) => ({ hsaIdKey: row.hsa_id_key, at: row.at, nameKey: row.name_key }));
  }

  /** Places at or below any of the units, by path: a unit's own people stand before those below it. */
  async placesOf(manager: EntityManager, municipality: string, units: readonly string[]): Promise<string[]> {
    const all = await manager.find(UnitPlaceEntity, { where: { municipality }, order: { path: 'ASC' } });
    return all.filter(({ path }) => units.some((unit) => path.includes(`|${unit}|`))).map(({ place }) => place);
  }
}

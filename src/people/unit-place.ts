import { hash } from 'node:crypto';

/**
 * What a person's place among the units is known by: a digest of the HSA-id keys from the organisation down. People share
 * few places, so the long path is kept once, in `unit_place`.
 */
export interface UnitPlace {
  /** 16 characters. */
  place: string;
  /** `|organisation|…|unit|`, HSA-id keys, of which none holds a bar or anything that SQL's LIKE gives a meaning. */
  path: string;
}

/** Null where no unit with an HSA-id is known. */
export function unitPlaceOf(units: readonly string[]): UnitPlace | null {
  if (units.length === 0) return null;
  const path = `|${units.join('|')}|`;
  return { place: hash('sha256', path, 'base64url').slice(0, 16), path };
}

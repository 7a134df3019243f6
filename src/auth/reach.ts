import type { LocalDate } from '../platform/time';
import { type Permission, PERMISSIONS } from './permission';
import type { HeldRole, Principal } from './principal';
import type { Role } from './role';

/** A part of what there is: one municipality, or a unit of it with all below. */
export interface Area {
  municipality: string;
  /** HSA-id key; null: the whole municipality. */
  unit: string | null;
}

/** Everything that somebody may reach with a permission. Empty: nothing. Every query takes one (a municipality sees only its own people). */
export type Reach = readonly Area[];

/**
 * What the principal may reach with the permission on this day.
 *
 * | principal | role permits | day within from–to | municipality of the role | unit   | reach                        |
 * |-----------|--------------|--------------------|--------------------------|--------|------------------------------|
 * | person    | no           |                    |                          |        | -                            |
 * | person    | yes          | no                 |                          |        | -                            |
 * | person    | yes          | yes                | not configured (any more)|        | -                            |
 * | person    | yes          | yes                | one                      | none   | that municipality            |
 * | person    | yes          | yes                | one                      | one    | that unit and all below it   |
 * | person    | yes          | yes                | all                      |        | every municipality           |
 * | machine   | key lacks it |                    |                          |        | -                            |
 * | machine   | key has it   |                    | as the key says          |        | those municipalities         |
 *
 * A whole municipality swallows its units.
 *
 * @param configured codes of all municipalities
 * @param roles that have the permission; others than usual where that is configuration
 */
export function reachOf(
  principal: Principal,
  permission: Permission,
  today: LocalDate,
  configured: readonly string[],
  roles: readonly Role[] = PERMISSIONS[permission],
): Reach {
  const areas =
    principal.kind === 'machine' ? areasOfKey(principal, permission, configured) : areasOfRoles(principal.roles, roles, today, configured);
  const whole = new Set(areas.filter(({ unit }) => unit === null).map(({ municipality }) => municipality));
  const kept = areas.filter(({ municipality, unit }) => unit === null || !whole.has(municipality));
  return [...new Map(kept.map((area) => [`${area.municipality} ${area.unit ?? ''}`, area])).values()];
}

function areasOfKey(
  { permissions, municipalities }: Extract<Principal, { kind: 'machine' }>,
  permission: Permission,
  configured: readonly string[],
): Area[] {
  if (!permissions.includes(permission)) return [];
  return configured.filter((code) => municipalities?.includes(code) ?? true).map((municipality) => ({ municipality, unit: null }));
}

const areasOfRoles = (held: readonly HeldRole[], roles: readonly Role[], today: LocalDate, configured: readonly string[]): Area[] =>
  held
    .filter(({ role, from, to }) => roles.includes(role) && (from === null || from <= today) && (to === null || today <= to))
    .flatMap(({ municipality, unit }) =>
      municipality === null
        ? configured.map((code) => ({ municipality: code, unit: null }))
        : configured.includes(municipality)
          ? [{ municipality, unit }]
          : [],
    );

/**
 * Whether something lies within reach.
 * @param units HSA-id keys of its unit and of every unit above it; empty where none is known, and then only a whole municipality covers it
 */
export const covers = (reach: Reach, municipality: string, units: readonly string[]): boolean =>
  reach.some((area) => area.municipality === municipality && (area.unit === null || units.includes(area.unit)));

/** Codes of the municipalities that are reached whole: what belongs to no unit is for those. */
export const wholeMunicipalitiesOf = (reach: Reach): string[] =>
  reach.filter(({ unit }) => unit === null).map(({ municipality }) => municipality);

/** Codes of the municipalities that are reached, wholly or in part. */
export const municipalitiesOf = (reach: Reach): string[] => [...new Set(reach.map(({ municipality }) => municipality))];

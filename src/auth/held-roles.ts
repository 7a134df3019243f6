import { hsaIdKey } from '../people/hsa-id';
import type { LocalDate } from '../platform/time';
import type { HeldRole } from './principal';
import type { Role } from './role';

/** A role as it was given to one person. */
export interface Assignment {
  /** HSA-id key of the person. */
  person: string;
  role: Role;
  municipality: string | null;
  /** HSA-id of the unit; null: the whole municipality. */
  unit: string | null;
  from: LocalDate | null;
  to: LocalDate | null;
  isRemoved: boolean;
}

/** What a manager handed over to a colleague. */
export interface Deputyship {
  /** As written: it names them in the audit trail. */
  managerHsaId: string;
  /** Both null: all that the manager has. */
  municipality: string | null;
  unit: string | null;
  from: LocalDate;
  to: LocalDate;
  isEnded: boolean;
}

/** A period of whole days, the last one included; null: no such limit. */
export interface Period {
  from: LocalDate | null;
  to: LocalDate | null;
}

export const holdsOn = ({ from, to }: Period, day: LocalDate): boolean => (from === null || from <= day) && (to === null || day <= to);

export const overlaps = (one: Period, other: Period): boolean =>
  (one.from === null || other.to === null || one.from <= other.to) && (other.from === null || one.to === null || other.from <= one.to);

/**
 * The roles that somebody has on a day.
 *
 * | of                 | removed or ended | day within from–to | gives                                     |
 * |--------------------|------------------|--------------------|-------------------------------------------|
 * | an own role        | yes              |                    | -                                         |
 * | an own role        | no               | no                 | -                                         |
 * | an own role        | no               | yes                | it                                        |
 * | a deputyship       | yes              |                    | -                                         |
 * | a deputyship       | no               | no                 | -                                         |
 * | a deputyship       | no               | yes                | each *own* role as manager that the       |
 * |                    |                  |                    | manager has that day, see `handedOver`    |
 *
 * What a manager has as somebody's deputy is not handed on: there are no chains. What the manager loses is lost at once.
 *
 * @param own the person's own
 * @param deputyships in which the person is the deputy
 * @param managers roles of the managers in them
 */
export function heldRoles(
  own: readonly Assignment[],
  deputyships: readonly Deputyship[],
  managers: readonly Assignment[],
  day: LocalDate,
): HeldRole[] {
  const holds = (assignment: Assignment): boolean => !assignment.isRemoved && holdsOn(assignment, day);
  const ofDeputyships = deputyships
    .filter((deputyship) => !deputyship.isEnded && holdsOn(deputyship, day))
    .flatMap((deputyship) =>
      managers
        .filter((role) => role.person === hsaIdKey(deputyship.managerHsaId) && role.role === 'manager' && holds(role))
        .flatMap((role) => handedOver(role, deputyship) ?? []),
    );
  return [...own.filter(holds).map(held), ...ofDeputyships];
}

const held = ({ role, municipality, unit, from, to }: Assignment): HeldRole => ({
  role,
  municipality,
  unit: unit === null ? null : hsaIdKey(unit),
  from,
  to,
  deputyFor: null,
});

/**
 * What a deputy gets of one of the manager's roles; null where nothing.
 *
 * | the manager's role is for | handed over is  | gives                |
 * |---------------------------|-----------------|----------------------|
 * | anything                  | all             | the same             |
 * | every municipality        | unit U in M     | unit U in M          |
 * | M, the whole of it        | unit U in M     | unit U in M          |
 * | another municipality      | unit U in M     | -                    |
 * | unit U in M               | unit U in M     | unit U in M          |
 * | another unit of M         | unit U in M     | -                    |
 *
 * The days are those that both cover. A unit further down than the manager's own is not handed over by itself.
 */
export function handedOver(role: Assignment, deputyship: Deputyship): HeldRole | null {
  const from = [role.from, deputyship.from].reduce(later);
  const to = [role.to, deputyship.to].reduce(earlier);
  const own = { ...held(role), from, to, deputyFor: deputyship.managerHsaId };
  if (deputyship.unit === null) return own;
  const unit = hsaIdKey(deputyship.unit);
  const isInMunicipality = role.municipality === null || role.municipality === deputyship.municipality;
  const isInUnit = role.unit === null || hsaIdKey(role.unit) === unit;
  return isInMunicipality && isInUnit ? { ...own, municipality: deputyship.municipality, unit } : null;
}

const later = (one: LocalDate | null, other: LocalDate | null): LocalDate | null =>
  one === null || (other !== null && other > one) ? other : one;

const earlier = (one: LocalDate | null, other: LocalDate | null): LocalDate | null =>
  one === null || (other !== null && other < one) ? other : one;

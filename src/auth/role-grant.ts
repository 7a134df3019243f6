import { hsaIdKey, isHsaId, isTestHsaId } from '../people/hsa-id';
import { type LocalDate, addDays } from '../platform/time';
import type { AuthRefusalCode } from '../texts/auth-refusals';
import { type Assignment, type Deputyship, type Period, handedOver, overlaps } from './held-roles';
import { type Reach, covers } from './reach';
import type { Role } from './role';

/** What is asked for, in order: who, where, when. */
export interface Wish extends Period {
  municipality: string | null;
  /** HSA-id of a unit. */
  unit: string | null;
}

export interface RoleWish extends Wish {
  hsaId: string;
  role: Role;
}

export const isPersonsHsaId = (text: string): boolean => isHsaId(text) || isTestHsaId(text);

/**
 * What is wrong with a place and a period, first one first; null: nothing.
 *
 * | municipality             | unit                | period                     |                             |
 * |--------------------------|---------------------|----------------------------|-----------------------------|
 * | none                     | one                 |                            | `unit-without-municipality` |
 * | not configured           |                     |                            | `municipality-unknown`      |
 * | one                      | not an HSA-id       |                            | `unit-invalid`              |
 * | in order                 | in order            | ends before it begins      | `end-before-start`          |
 * | in order                 | in order            | ended before today         | `already-over`              |
 */
export function wishProblem(
  { municipality, unit, from, to }: Wish,
  configured: readonly string[],
  today: LocalDate,
): AuthRefusalCode | null {
  if (municipality === null && unit !== null) return 'unit-without-municipality';
  if (municipality !== null && !configured.includes(municipality)) return 'municipality-unknown';
  if (unit !== null && !isPersonsHsaId(unit)) return 'unit-invalid';
  if (from !== null && to !== null && to < from) return 'end-before-start';
  return to !== null && to < today ? 'already-over' : null;
}

/**
 * Whether somebody may decide about a place.
 *
 * | place                | reach                                   |                        |
 * |----------------------|-----------------------------------------|------------------------|
 * | every municipality   | every one, wholly                       | null                   |
 * | every municipality   | less                                    | `outside-your-reach`   |
 * | a municipality       | nothing of it: it may as well not exist | `municipality-unknown` |
 * | a municipality, unit | not that                                | `outside-your-reach`   |
 * | a municipality, unit | that, or the whole municipality         | null                   |
 */
export function reachProblem(
  { municipality, unit }: Pick<Wish, 'municipality' | 'unit'>,
  reach: Reach,
  configured: readonly string[],
): AuthRefusalCode | null {
  if (municipality === null) return configured.every((code) => covers(reach, code, [])) ? null : 'outside-your-reach';
  if (!reach.some((area) => area.municipality === municipality)) return 'municipality-unknown';
  return covers(reach, municipality, unit === null ? [] : [hsaIdKey(unit)]) ? null : 'outside-your-reach';
}

/** The same role for the same place, on a day that both cover, is given once. */
export const isGivenAlready = (wish: RoleWish, held: readonly Assignment[]): boolean =>
  held.some((role) => !role.isRemoved && role.role === wish.role && isSamePlace(role, wish) && overlaps(role, wish));

const isSamePlace = (one: Pick<Wish, 'municipality' | 'unit'>, other: Pick<Wish, 'municipality' | 'unit'>): boolean =>
  one.municipality === other.municipality && (one.unit === null ? null : hsaIdKey(one.unit)) === (other.unit && hsaIdKey(other.unit));

/**
 * Why a manager cannot hand over so; null: nothing is in the way.
 *
 * | the manager's own roles as manager     | handed over          |                         |
 * |----------------------------------------|----------------------|-------------------------|
 * | none on any of the days                |                      | `not-a-manager`         |
 * | some                                   | all                  | null                    |
 * | some, one that holds the unit          | one unit             | null                    |
 * | some, none that holds the unit         | one unit             | `unit-not-the-managers` |
 */
export function handOverProblem(deputyship: Deputyship, ofManager: readonly Assignment[]): AuthRefusalCode | null {
  const roles = ofManager.filter((role) => role.role === 'manager' && !role.isRemoved && overlaps(role, deputyship));
  if (roles.length === 0) return 'not-a-manager';
  return roles.some((role) => handedOver(role, deputyship) !== null) ? null : 'unit-not-the-managers';
}

/** The same place to the same deputy, on a day that both cover, is handed over once. */
export const isHandedOverAlready = (wish: Deputyship, others: readonly Deputyship[]): boolean =>
  others.some((one) => !one.isEnded && isSamePlace(one, wish) && overlaps(one, wish));

/** A key's last possible day, when it is made today. */
export const lastDayOfKey = (today: LocalDate): LocalDate => addDays(today, 365);

import type { Actor } from '../audit/actor';
import type { LocalDate } from '../platform/time';
import { type Permission, permits } from './permission';
import type { HeldRole, PersonPrincipal, Principal } from './principal';

/** What a role was needed for. */
export interface Use {
  permission: Permission;
  today: LocalDate;
  municipality?: string;
  /** HSA-id keys of the unit that it was about and of those above it, where one is known. */
  units?: readonly string[];
}

/**
 * Who did it, as an audit row names them.
 *
 * | principal | permission | roles that permit it today, there | name        | role, and in whose place      |
 * |-----------|------------|-----------------------------------|-------------|-------------------------------|
 * | person    | none, self |                                   | HSA-id      | -                             |
 * | person    | another    | none                              | HSA-id      | -                             |
 * | person    | another    | some                              | HSA-id      | the first of them             |
 * | machine   |            |                                   | key's name  | -                             |
 *
 * A role of one's own goes before one in somebody's place, and then one for this municipality before one for all.
 */
export function actorOf(principal: Principal, used?: Use): Actor {
  if (principal.kind === 'machine') return { kind: 'machine', name: principal.name, systemUser: null };
  const held = used && roleUsed(principal, used);
  return {
    kind: 'person',
    name: principal.hsaId,
    systemUser: null,
    ...(held && { role: held.role, ...(held.deputyFor !== null && { deputyFor: held.deputyFor }) }),
  };
}

function roleUsed({ roles }: PersonPrincipal, { permission, today, municipality, units }: Use): HeldRole | undefined {
  const usable = roles.filter(
    ({ role, from, to, municipality: where, unit }) =>
      permits(role, permission) &&
      (from === null || from <= today) &&
      (to === null || today <= to) &&
      (municipality === undefined || where === null || where === municipality) &&
      (units === undefined || unit === null || units.includes(unit)),
  );
  const own = usable.filter(({ deputyFor }) => deputyFor === null);
  const first = own.length > 0 ? own : usable;
  return first.find((one) => one.municipality === municipality) ?? first[0];
}

import { hsaIdKey } from '../people/hsa-id';
import type { HeldRole, Principal } from '../auth/principal';
import { type Reach, covers, reachOf } from '../auth/reach';
import type { Role } from '../auth/role';
import type { LocalDate } from '../platform/time';
import type { OrderQuestion } from './order-rules';

/** Where something lies: its unit and every unit above it, HSA-id keys. */
export type Place = readonly string[];

/** In what capacity somebody orders, and which manager answers for it. */
export interface Ordering {
  manager: OrderQuestion['manager'];
  /** The role used; null for a program. */
  role: Role | null;
  /** HSA-id of the manager, as written; null where none is known yet. */
  managerHsaId: string | null;
  /** True where somebody else's name stands on the order. */
  isOnBehalf: boolean;
}

export interface OrderingQuestion {
  principal: Principal;
  /** HSA-id of the manager who was named; null: none. */
  named: string | null;
  /** Roles of the one who was named. */
  rolesOfNamed: readonly HeldRole[];
  municipality: string;
  /** Of the person and of the unit: both must be within a manager's. */
  places: readonly Place[];
  today: LocalDate;
  /** Codes of all municipalities. */
  configured: readonly string[];
}

/**
 * | who asks                                | names            | the manager is       | manager |
 * |-----------------------------------------|------------------|----------------------|---------|
 * | a manager of all the places             | nobody, or self  | who asks             | own     |
 * | a deputy of a manager of all the places | nobody, or them  | whose deputy it is   | own     |
 * | helpdesk of all the places, a program   | nobody           | -                    | missing |
 * | helpdesk of all the places, a program   | a manager of all | the one named        | fit     |
 * | anybody                                 | anybody else     | -                    | unfit   |
 * | anybody else                            | nobody           | -                    | missing |
 */
export function whoOrders(question: OrderingQuestion): Ordering {
  const { principal, named } = question;
  const asManager = principal.kind === 'person' ? ownCapacity(principal.roles, question) : null;
  if (asManager && principal.kind === 'person') {
    const managerHsaId = asManager.deputyFor ?? principal.hsaId;
    if (named === null || hsaIdKey(named) === hsaIdKey(managerHsaId))
      return { manager: 'own', role: 'manager', managerHsaId, isOnBehalf: asManager.deputyFor !== null };
  }
  const isHelper = principal.kind === 'machine' || reaches(rolesOf(principal.roles, 'helpdesk'), question);
  const role = principal.kind === 'machine' ? null : isHelper ? 'helpdesk' : 'manager';
  if (named === null) return { manager: 'missing', role, managerHsaId: null, isOnBehalf: true };
  const isFit = isHelper && reaches(ownManagerRoles(question.rolesOfNamed), question);
  return { manager: isFit ? 'fit' : 'unfit', role, managerHsaId: named, isOnBehalf: true };
}

/** The role as manager that covers all the places, an own one before a deputy's; null where none does. */
function ownCapacity(roles: readonly HeldRole[], question: OrderingQuestion): HeldRole | null {
  const asManager = rolesOf(roles, 'manager').filter((role) => reaches([role], question));
  return (
    asManager.find(({ deputyFor }) => deputyFor === null) ??
    asManager.find(({ deputyFor }) => deputyFor === question.named) ??
    asManager[0] ??
    null
  );
}

const rolesOf = (roles: readonly HeldRole[], role: Role): HeldRole[] => roles.filter((held) => held.role === role);

/** A deputy is not named: whoever they stand in for is. */
const ownManagerRoles = (roles: readonly HeldRole[]): HeldRole[] => rolesOf(roles, 'manager').filter(({ deputyFor }) => deputyFor === null);

const reaches = (roles: readonly HeldRole[], { municipality, places, today, configured }: OrderingQuestion): boolean => {
  const principal: Principal = { kind: 'person', hsaId: '', hsaIdKey: '', name: '', acr: null, loggedInAt: '', roles };
  const reach: Reach = reachOf(principal, 'orders:write', today, configured);
  return places.every((place) => covers(reach, municipality, place));
};

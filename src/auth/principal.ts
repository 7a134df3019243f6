import type { Instant, LocalDate } from '../platform/time';
import type { Permission } from './permission';
import type { Role } from './role';

/** A role as it was given to somebody, or to a deputy in their place. */
export interface HeldRole {
  role: Role;
  /** Code; null: every municipality. */
  municipality: string | null;
  /** HSA-id key of the unit that it is for with all below it; null: the whole municipality. */
  unit: string | null;
  /** First and last whole day; null: no such limit. */
  from: LocalDate | null;
  to: LocalDate | null;
  /** HSA-id of the manager whose deputy this is; null for a role of one's own. */
  deputyFor: string | null;
}

/** Who asks: somebody who has logged in. Known by `employeeHsaId` and by nothing else. */
export interface PersonPrincipal {
  kind: 'person';
  /** As the identity provider writes it. */
  hsaId: string;
  hsaIdKey: string;
  name: string;
  /** Level of assurance that they logged in at. */
  acr: string | null;
  loggedInAt: Instant;
  /** Read anew for every request: a change takes effect at once. */
  roles: readonly HeldRole[];
}

/** Who asks: a program with an API key. */
export interface MachinePrincipal {
  kind: 'machine';
  /** The key's id, which is no secret. */
  keyId: string;
  name: string;
  /** What the key may be used for, everywhere or in some municipalities. */
  permissions: readonly Permission[];
  /** Codes; null: every municipality. */
  municipalities: readonly string[] | null;
}

export type Principal = PersonPrincipal | MachinePrincipal;

import type { Permission } from '../../../src/auth/permission';
import type { HeldRole, MachinePrincipal, PersonPrincipal } from '../../../src/auth/principal';
import type { Role } from '../../../src/auth/role';

export const heldRole = (role: Role, municipality: string | null = 'berg', more: Partial<HeldRole> = {}): HeldRole => ({
  role,
  municipality,
  unit: null,
  from: null,
  to: null,
  deputyFor: null,
  ...more,
});

/** Somebody who has logged in; `person(heldRole('manager'))`. */
export const personWith = (roles: readonly HeldRole[], more: Partial<PersonPrincipal> = {}): PersonPrincipal => ({
  kind: 'person',
  hsaId: 'SE2120002502-CHEF',
  hsaIdKey: 'se2120002502-chef',
  name: 'Kim Chef',
  acr: 'http://id.sambi.se/loa/loa3',
  loggedInAt: '2026-11-21T06:00:00.000Z',
  roles,
  ...more,
});

export const person = (...roles: HeldRole[]): PersonPrincipal => personWith(roles);

/** A program with a key. @param municipalities null: every one */
export const machine = (permissions: readonly Permission[], municipalities: readonly string[] | null = null): MachinePrincipal => ({
  kind: 'machine',
  keyId: 'key-1',
  name: 'Testprogram',
  permissions,
  municipalities,
});

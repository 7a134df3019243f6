import type { HeldRole, PersonPrincipal } from '../../src/auth/principal';
import { reachOf } from '../../src/auth/reach';
import { RoleAssignmentEntity } from '../../src/auth/role-assignment.entity';
import type { Asker } from '../../src/orders/asker';
import { type NewOrder, type OrderAnswer, OrderService } from '../../src/orders/order.service';
import type { OrderView } from '../../src/orders/order-view';
import { OrderViews } from '../../src/orders/order-views.service';
import { hsaIdKey } from '../../src/people/hsa-id';
import { SealedBox } from '../../src/platform/sealed-box';
import { localDateOf } from '../../src/platform/time';
import { heldRole, personWith } from './builders/principal';
import type { TestService } from './service';

/** Roles in Cosmic as the tests' configuration has them: `configuration: ROLES_TO_ORDER`. */
export const ROLES_TO_ORDER = {
  cosmicRoles: [
    { code: 'SSK', name: 'Sjuksköterska kommun', enter: 'Sjuksköterska kommun, läsa och skriva', titles: ['Sjuksköterska'] },
    { code: 'USK', name: 'Undersköterska kommun', enter: 'Undersköterska kommun, läsa' },
  ],
};

export const MANAGER = 'SE2120002502-CHEF';
const CODES = ['berg', 'are', 'ostersund'];

const named = (hsaId: string, role: HeldRole): PersonPrincipal => personWith([role], { hsaId, hsaIdKey: hsaIdKey(hsaId) });

export function asker(service: TestService, principal: PersonPrincipal): Asker {
  return { principal, reach: reachOf(principal, 'orders:write', localDateOf(service.clock.now()), CODES) };
}

/** Somebody who manages the whole of Bergs kommun, or the unit that is named. */
export const manager = (service: TestService, overrides: Partial<HeldRole> = {}, hsaId = MANAGER): Asker =>
  asker(service, named(hsaId, heldRole('manager', 'berg', overrides)));

export const helpdesk = (service: TestService): Asker => asker(service, named('SE2120002502-HELP', heldRole('helpdesk')));

/** As an operator would have given it. */
export async function giveRole(service: TestService, hsaId: string, role: HeldRole['role'], unit: string | null = null): Promise<void> {
  const now = service.clock.now();
  const id = `${hsaIdKey(hsaId)}-${role}`.slice(0, 36);
  const granted = service.get(SealedBox).seal({ by: 'drift', reason: null });
  const place = { municipality: 'berg', unit, from: '2026-01-01', to: null };
  await service.dataSource.manager.insert(RoleAssignmentEntity, {
    ...{ id, hsaId, hsaIdKey: hsaIdKey(hsaId), role, ...place, grantedAt: now, granted, removedAt: null, removed: null, version: 1 },
  });
}

export const newOrder = (hsaId: string, overrides: Partial<NewOrder> = {}): NewOrder => ({
  municipality: 'berg',
  hsaId,
  unit: null,
  cosmicRole: 'USK',
  to: null,
  reason: 'Ny på enheten',
  onBehalfOf: null,
  ...overrides,
});

/** Places an order as the manager of everybody. @returns its number */
export async function place(service: TestService, hsaId: string, overrides: Partial<NewOrder> = {}): Promise<string> {
  return done(await service.get(OrderService).place(manager(service), newOrder(hsaId, overrides)));
}

/** @returns the order's number. @throws Error where it was refused */
export function done(answer: OrderAnswer): string {
  if (answer.outcome !== 'done') throw new Error(`Refused: ${answer.code}`);
  return answer.number;
}

export const show = (service: TestService, number: string): Promise<OrderView> =>
  service.get(OrderViews).show(manager(service).reach, number);

/** Ends it at once, or on a day. */
export async function end(service: TestService, number: string, day: string | null = null): Promise<string> {
  const { version } = await show(service, number);
  return done(await service.get(OrderService).end(manager(service), number, version, { day, reason: 'Slutar' }));
}

import type { Actor } from '../audit/actor';
import { actorOf } from '../auth/actor-of';
import type { Principal } from '../auth/principal';
import type { Reach } from '../auth/reach';
import type { Role } from '../auth/role';
import type { LocalDate } from '../platform/time';

/** Who asks for something, and all that they may reach. */
export interface Asker {
  reach: Reach;
  principal: Principal;
  /** The operating system's user behind a command. */
  systemUser?: string;
}

/** A person's HSA-id; a program's key. */
export const nameOf = (principal: Principal): string => (principal.kind === 'person' ? principal.hsaId : `key:${principal.keyId}`);

/** Where a change to an order of the municipality comes from, for the audit trail. @param role where it is known in which one of theirs they act */
export function originOf(
  { principal, systemUser }: Asker,
  { municipality, today, role }: { municipality: string; today: LocalDate; role?: Role | null },
  traceId: string,
  reason: string | null,
): { actor: Actor; runId: null; traceId: string; reason: string | null } {
  const actor = actorOf(principal, { permission: 'orders:write', today, municipality });
  return { actor: { ...actor, systemUser: systemUser ?? null, ...(role ? { role } : {}) }, runId: null, traceId, reason };
}

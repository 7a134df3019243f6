import type { Instant, LocalDate } from '../platform/time';
import type { Permission } from './permission';
import type { Role } from './role';

/** A role that somebody was given, as its readers get it. */
export interface RoleView {
  id: string;
  hsaId: string;
  role: Role;
  municipality: string | null;
  unit: string | null;
  from: LocalDate;
  to: LocalDate | null;
  grantedAt: Instant;
  grantedBy: string;
  reason: string | null;
  removedAt: Instant | null;
  removedBy: string | null;
  removalReason: string | null;
  version: number;
}

/** A deputyship, as its readers get it. */
export interface DeputyView {
  id: string;
  managerHsaId: string;
  deputyHsaId: string;
  municipality: string | null;
  unit: string | null;
  from: LocalDate;
  to: LocalDate;
  appointedAt: Instant;
  appointedBy: string;
  reason: string | null;
  endedAt: Instant | null;
  endedBy: string | null;
  endReason: string | null;
  version: number;
}

/** A key without its secret. */
export interface KeyView {
  id: string;
  name: string;
  permissions: Permission[];
  municipalities: string[] | null;
  to: LocalDate;
  createdAt: Instant;
  createdBy: string;
  reason: string | null;
  lastUsedOn: LocalDate | null;
  revokedAt: Instant | null;
  revokedBy: string | null;
  revocationReason: string | null;
  version: number;
}

/** The one answer that holds the key itself. */
export type NewKey = KeyView & { key: string };

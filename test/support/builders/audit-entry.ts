import type { Actor } from '../../../src/audit/actor';
import type { AuditEntry } from '../../../src/audit/audit.service';
import { addMilliseconds, type Instant } from '../../../src/platform/time';

export const AUDIT_START: Instant = '2026-11-21T03:05:00.000Z';
export const DAY = 86_400_000;
export const auditActor: Actor = { kind: 'command', name: 'sync', systemUser: 'tilltrade' };

/** An entry of day `index`; odd and even ones are about two different people. */
export const auditEntry = (index: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
  at: addMilliseconds(AUDIT_START, index * DAY),
  actor: auditActor,
  action: 'access-changed',
  municipality: 'berg',
  subject: `se2120002502-${1000 + (index % 2)}`,
  runId: 'run-1',
  traceId: 'trace-1',
  caseNumber: `2026-0000${index}`,
  reason: 'Beställd av chefen',
  payload: { index, surname: 'Testsson' },
  ...more,
});

import type { Instant } from '../platform/time';
import type { CaseEvent } from './case-event';
import type { CaseFacts } from './case-facts';
import { type CaseState, LIVE_STATES, type ReturnTarget } from './case-state';
import { dueAt } from './working-time';

/** A case in a list: what tells it from others, how old it is, and who has it. */
export interface CaseSummary {
  number: string;
  event: CaseEvent;
  state: CaseState;
  version: number;
  isProtected: boolean;
  /** Null for a protected person. */
  municipality: string | null;
  hsaId: string | null;
  name: string | null;
  unit: string | null;
  openedAt: Instant;
  updatedAt: Instant;
  endedAt: Instant | null;
  /** By `serviceDesk.serviceLevelDays`. */
  dueAt: Instant;
  isLate: boolean;
  /** Whole days since it was opened, to its end where it has ended. */
  ageDays: number;
  claimedBy: string | null;
  claimedAt: Instant | null;
  returnedTo: ReturnTarget | null;
  returnedAt: Instant | null;
  /** Worth taking, as far as was known when the person was settled last. */
  ready: boolean;
}

export interface SummarisedCase {
  number: string;
  municipality: string;
  event: CaseEvent;
  state: CaseState;
  version: number;
  isProtected: boolean;
  openedAt: Instant;
  updatedAt: Instant;
  endedAt: Instant | null;
  claimedBy: string | null;
  claimedAt: Instant | null;
  returnedTo: ReturnTarget | null;
  returnedAt: Instant | null;
  ready: boolean;
}

/** @param facts null: not to be shown */
export function summaryOf(row: SummarisedCase, facts: CaseFacts | null, levels: Record<CaseEvent, number>, now: Instant): CaseSummary {
  const due = dueAt(row.openedAt, levels[row.event]);
  const until = row.endedAt ?? now;
  return {
    number: row.number,
    event: row.event,
    state: row.state,
    version: row.version,
    isProtected: row.isProtected,
    municipality: facts && row.municipality,
    hsaId: facts?.hsaId ?? null,
    name: facts?.name ?? null,
    unit: facts?.unit?.name ?? null,
    openedAt: row.openedAt,
    updatedAt: row.updatedAt,
    endedAt: row.endedAt,
    dueAt: due,
    isLate: LIVE_STATES.includes(row.state) && due < now,
    ageDays: Math.floor((Date.parse(until) - Date.parse(row.openedAt)) / DAY),
    claimedBy: row.claimedBy,
    claimedAt: row.claimedAt,
    returnedTo: row.returnedTo,
    returnedAt: row.returnedAt,
    ready: row.ready,
  };
}

const DAY = 24 * 3_600_000;

import type { AccountRemarks } from '../access/decide';
import type { Action } from '../access/effects';
import type { HoldFact } from '../access/facts';
import type { BrakeKind } from './plan/brake';
import type { NextReading } from './next-reading';
import { type PlanRow, brakeKindOf, isApproved } from './plan/plan';

/** One person whom something has happened to since the last run: a new reading, a hold, the clock or the settings. */
export interface Surveyed {
  hsaIdKey: string;
  hsaId: string;
  next: NextReading;
  /** The reading is another than the stored one. */
  readingChanged: boolean;
  /** See `ReadEntry.mark`: of the entry that the reading comes from. */
  mark: string | null;
  /** The entry has another mark than the one kept, and says what is recorded: without the new one it would be fetched for ever. */
  isToBeRemarked: boolean;
  isProtected: boolean;
  becameProtected: boolean;
  /** A hold for another human opens with this run. */
  isNewMismatch: boolean;
  /** The holds from now on. */
  holds: HoldFact[];
  action: Action;
  /** What of the person's values does not fit the account; null where nothing is known of one that will be enabled, or it is frozen. */
  remarks: AccountRemarks | null;
  row: PlanRow | null;
}

/** All that a run knows before it decides whether it may write: numbers, and the few people that are told by name. */
export interface Survey {
  /** HSA-id keys of those touched, sorted. */
  touched: readonly string[];
  tally: Tally;
  /** People known and not absent before the run. */
  known: number;
  /** Enabled accounts before the run. */
  accounts: number;
  /** No run of the municipality has come to its end yet. */
  isFirstImport: boolean;
  /** People with an enabled account whom nothing happened to. */
  untouched: number;
  /** New marks of entries that say what is recorded already. */
  remarked: ReadonlyMap<string, string | null>;
}

/** What would come of the people surveyed, added up one by one: there may be 100 000 of them. */
export class Tally {
  readonly actions = new Map<Action, number>();
  /** What meets the brake: not what somebody has approved, nor what was known beforehand. */
  readonly planned: Record<BrakeKind, number> = { removals: 0, changes: 0, creations: 0 };
  /** New identities that nobody has approved. */
  mismatches = 0;
  readonly becameProtected: string[] = [];
  readonly held: Pick<Surveyed, 'hsaIdKey' | 'hsaId' | 'holds'>[] = [];
  readonly shortened: { hsaId: string; remarks: AccountRemarks }[] = [];

  /** @param approved digest by HSA-id key of rows somebody has approved */
  add(one: Surveyed, approved: ReadonlyMap<string, string>): void {
    const { action, row, hsaIdKey, hsaId, holds, remarks } = one;
    this.actions.set(action, (this.actions.get(action) ?? 0) + 1);
    const kind = row && brakeKindOf(row, approved);
    if (kind) this.planned[kind] += 1;
    if (one.isNewMismatch && !isApprovedRow(one, approved)) this.mismatches += 1;
    if (one.becameProtected) this.becameProtected.push(hsaIdKey);
    if (holds.length > 0) this.held.push({ hsaIdKey, hsaId, holds });
    if (remarks && remarks.shortened.length > 0) this.shortened.push({ hsaId, remarks });
  }
}

export const isApprovedRow = ({ row }: Pick<Surveyed, 'row'>, approved: ReadonlyMap<string, string>): boolean =>
  row !== null && isApproved(row, approved);

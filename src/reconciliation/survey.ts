import type { Action } from '../access/effects';
import type { NextReading } from './next-reading';
import type { PlanRow } from './plan/plan';

/** One person whom something has happened to since the last run: a new reading, a hold, the clock or the settings. */
export interface Surveyed {
  hsaIdKey: string;
  hsaId: string;
  next: NextReading;
  /** The reading is another than the stored one. */
  readingChanged: boolean;
  isProtected: boolean;
  becameProtected: boolean;
  /** A hold for another human opens with this run. */
  isNewMismatch: boolean;
  action: Action;
  row: PlanRow | null;
}

/** All that a run knows before it decides whether it may write. */
export interface Survey {
  touched: Surveyed[];
  /** People known and not absent before the run. */
  known: number;
  /** Enabled accounts before the run. */
  accounts: number;
  /** No run of the municipality has come to its end yet. */
  isFirstImport: boolean;
  /** People with an enabled account whom nothing happened to. */
  untouched: number;
}

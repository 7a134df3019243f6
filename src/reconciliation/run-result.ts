import type { Finding } from '../findings/finding';
import type { Instant } from '../platform/time';
import type { PlanRows } from './plan/plan';

export type RunStatus = 'running' | 'completed' | 'halted' | 'incomplete' | 'failed' | 'previewed';

/** People by what came of them; `read` are the person entries seen. */
export interface RunCounts {
  read: number;
  created: number;
  changed: number;
  ended: number;
  reinstated: number;
  deleted: number;
  unchanged: number;
  held: number;
}

export type OpenFinding = Omit<Finding, 'about'> & { since: Instant };

/** What came of one run; the contract of `sync --json`. */
export interface RunResult {
  runId: string;
  municipality: string;
  mode: 'full' | 'changes';
  status: Exclude<RunStatus, 'running'>;
  counts: RunCounts;
  /** All that are open after the run. */
  findings: OpenFinding[];
  /** Why it was halted, incomplete or failed: Swedish sentences without personal data. */
  reason: string | null;
  /** What a preview would apply, or a halted run did not, with before and after. */
  rows: PlanRows;
  durationMs: number;
}

export const noCounts = (): RunCounts => ({ read: 0, created: 0, changed: 0, ended: 0, reinstated: 0, deleted: 0, unchanged: 0, held: 0 });

/** How many people's access was written. */
export const writtenOf = ({ created, changed, ended, reinstated, deleted }: RunCounts): number =>
  created + changed + ended + reinstated + deleted;

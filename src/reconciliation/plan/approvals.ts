/** Somebody who has said yes to a halted plan. */
export interface Approval {
  /** Tells people apart: an HSA-id key, or a digest of the name given at a terminal. */
  approver: string;
}

export type ReleaseStep = 'release' | 'approve' | 'wait-for-another';

/**
 * What one more yes to a halted plan does.
 *
 * | people it takes | others who have said yes | this one has | step             |
 * |-----------------|--------------------------|--------------|------------------|
 * | 1               |                          |              | release          |
 * | 2               | 1 or more                |              | release          |
 * | 2               | none                     | no           | approve          |
 * | 2               | none                     | yes          | wait-for-another |
 */
export function releaseStep(persons: number, approvals: readonly Approval[], approver: string): ReleaseStep {
  const others = approvals.filter((one) => one.approver !== approver).length;
  if (others + 1 >= persons) return 'release';
  return others < approvals.length ? 'wait-for-another' : 'approve';
}

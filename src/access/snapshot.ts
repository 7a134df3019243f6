import { type StoredStanding, standingOf } from '../external-ad/account-standing';
import type { AccessFacts } from './facts';

type Row = Parameters<typeof standingOf>[0];

/**
 * The facts as they are after a transaction: what a later question about that day is answered from.
 * @param account its row as the transaction leaves it; null where it leaves it as it was
 */
export function snapshot(facts: AccessFacts, account: Row | null): Omit<AccessFacts, 'account'> & { account: StoredStanding | null } {
  const { account: before } = facts;
  const standing = account ? standingOf(account) : before && { ...standingOf({ ...before, ...NOT_REFUSED }), refused: before.refused };
  return { ...facts, account: standing };
}

const NOT_REFUSED = { refusedCode: null, refusedSince: null };

import type { AccessFacts, AccountFact } from './facts';

/** Where an account stands, without what stands in it. */
type AccountStanding = Pick<
  AccountFact,
  | 'accountName'
  | 'desiredEnabled'
  | 'desiredVersion'
  | 'appliedVersion'
  | 'appliedAt'
  | 'createdAt'
  | 'disabledAt'
  | 'closedAt'
  | 'deletedAt'
>;

/**
 * The facts as they are after a transaction: what a later question about that day is answered from.
 * @param account as the transaction leaves it; null where it leaves it as it was
 */
export function snapshot(
  facts: AccessFacts,
  account: AccountStanding | null,
): Omit<AccessFacts, 'account'> & { account: AccountStanding | null } {
  const standing = account ?? facts.account;
  return {
    ...facts,
    account: standing && {
      accountName: standing.accountName,
      desiredEnabled: standing.desiredEnabled,
      desiredVersion: standing.desiredVersion,
      appliedVersion: standing.appliedVersion,
      appliedAt: standing.appliedAt,
      createdAt: standing.createdAt,
      disabledAt: standing.disabledAt,
      closedAt: standing.closedAt,
      deletedAt: standing.deletedAt,
    },
  };
}

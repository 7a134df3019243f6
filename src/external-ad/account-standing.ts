import type { Instant } from '../platform/time';

/** Where an account stands, without what stands in it: what a later question about that day is answered from. */
export interface StoredStanding {
  accountName: string;
  desiredEnabled: boolean;
  desiredVersion: number;
  appliedVersion: number;
  appliedAt: Instant | null;
  refused: { code: string; since: Instant } | null;
  createdAt: Instant;
  disabledAt: Instant | null;
  closedAt: Instant | null;
  deletedAt: Instant | null;
}

type Row = Omit<StoredStanding, 'refused'> & { refusedCode: string | null; refusedSince: Instant | null };

export const standingOf = (row: Row): StoredStanding => ({
  accountName: row.accountName,
  desiredEnabled: row.desiredEnabled,
  desiredVersion: row.desiredVersion,
  appliedVersion: row.appliedVersion,
  appliedAt: row.appliedAt,
  refused: refusalOf(row),
  createdAt: row.createdAt,
  disabledAt: row.disabledAt,
  closedAt: row.closedAt,
  deletedAt: row.deletedAt,
});

/** Why the account is held; null where it is not. */
export const refusalOf = ({ refusedCode, refusedSince }: Pick<Row, 'refusedCode' | 'refusedSince'>): StoredStanding['refused'] =>
  refusedCode !== null && refusedSince !== null ? { code: refusedCode, since: refusedSince } : null;

export type BrakeKind = 'removals' | 'changes' | 'creations';

export interface BrakeLimit {
  count: number;
  percent: number;
}

export type BrakeLimits = Record<BrakeKind, BrakeLimit>;

export interface Tripped {
  kind: BrakeKind;
  planned: number;
  accounts: number;
  limit: BrakeLimit;
}

/** Up to this many in one run never trips by share alone. */
const ALWAYS_ALLOWED = 2;

/**
 * Promise 3: too much is stopped before the first write.
 *
 * | accounts            | planned            | share             | kind      | trips |
 * |---------------------|--------------------|-------------------|-----------|-------|
 * | any                 | > count            |                   | any but * | yes   |
 * | any                 | ≤ count, > 2       | > percent         | any but * | yes   |
 * | any                 | ≤ count, > 2       | ≤ percent         | any       | no    |
 * | any                 | ≤ 2, ≤ count       |                   | any       | no    |
 * | of a first import   | any                |                   | creations*| no    |
 *
 * A first import is one into a municipality that never had an account, or what remains of one that was killed half-way.
 * Everybody coming back at once after everybody left is not: that is braked.
 *
 * @param accounts enabled accounts of the municipality before the run
 */
export function brake(planned: Record<BrakeKind, number>, accounts: number, limits: BrakeLimits, isFirstImport = false): Tripped[] {
  return (['removals', 'changes', 'creations'] as const).flatMap((kind) => {
    if (kind === 'creations' && isFirstImport) return [];
    const count = planned[kind];
    const limit = limits[kind];
    const tooMany = count > limit.count;
    const tooLargeShare = count > ALWAYS_ALLOWED && count * 100 > limit.percent * accounts;
    return tooMany || tooLargeShare ? [{ kind, planned: count, accounts, limit }] : [];
  });
}

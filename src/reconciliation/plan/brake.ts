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
 * | 0                   | any                |                   | creations*| no    |
 * | of a broken import  | any                |                   | creations*| no    |
 *
 * A first import that was killed half-way left accounts behind; what remains of it is no surprise either.
 *
 * @param accounts enabled accounts of the municipality before the run
 * @param isFirstImport no run of the municipality has come to its end yet
 */
export function brake(planned: Record<BrakeKind, number>, accounts: number, limits: BrakeLimits, isFirstImport = false): Tripped[] {
  return (['removals', 'changes', 'creations'] as const).flatMap((kind) => {
    if (kind === 'creations' && (accounts === 0 || isFirstImport)) return [];
    const count = planned[kind];
    const limit = limits[kind];
    const tooMany = count > limit.count;
    const tooLargeShare = count > ALWAYS_ALLOWED && count * 100 > limit.percent * accounts;
    return tooMany || tooLargeShare ? [{ kind, planned: count, accounts, limit }] : [];
  });
}

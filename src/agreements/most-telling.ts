import { lapsesOn } from '../access/agreement-status';
import type { AgreementFact } from '../access/facts';

/**
 * Of a person's agreements the one that says most, on whatever day it is asked: the one that holds longest. Where none holds
 * any more it is the one that held last.
 *
 * | first day on which it does not hold | signed | id     | is before               |
 * |-------------------------------------|--------|--------|-------------------------|
 * | none                                |        |        | any that has one        |
 * | a later                             |        |        | an earlier              |
 * | the same                            | later  |        | an earlier              |
 * | the same                            | the same | later | an earlier             |
 */
export const mostTelling = (agreements: readonly AgreementFact[]): AgreementFact | null =>
  agreements.reduce<AgreementFact | null>((most, one) => (most === null || saysMore(one, most) ? one : most), null);

function saysMore(one: AgreementFact, other: AgreementFact): boolean {
  const [ends, otherEnds] = [lapsesOn(one) ?? NEVER, lapsesOn(other) ?? NEVER];
  if (ends !== otherEnds) return ends > otherEnds;
  return one.signedOn === other.signedOn ? one.id > other.id : one.signedOn > other.signedOn;
}

/** After every day. */
const NEVER = '9999-12-31';

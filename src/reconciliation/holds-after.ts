import type { HoldFact } from '../access/facts';
import type { Instant } from '../platform/time';
import { findingText } from '../texts/sv/findings';
import type { NextReading } from './next-reading';

/**
 * The holds from now on.
 *
 * | open before      | from the reading              | from now on                                   |
 * |------------------|-------------------------------|-----------------------------------------------|
 * | any              | none                          | none                                          |
 * | none, other kind | a hold                        | that, from now                                |
 * | the same kind    | a hold, nothing new to say    | as it was                                     |
 * | the same kind    | a hold, which identifier says | since then, with the identifier that says now |
 */
export function holdsAfter({ hold }: NextReading, held: HoldFact | null, now: Instant): HoldFact[] {
  if (!hold) return [];
  const { kind, mismatch } = hold;
  const goesOn = held?.kind === kind;
  if (goesOn && mismatch === null) return [{ kind, since: held.since, detail: held.detail }];
  const detail = mismatch === null ? findingText.absenceUnproven : findingText.identityChanged(mismatch);
  return [{ kind, since: goesOn ? held.since : now, detail }];
}

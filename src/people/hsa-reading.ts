import { hash } from 'node:crypto';
import type { EntryProblem } from '../directory/directory-source';
import type { Instant } from '../platform/time';
import type { Person } from './person';

/** What HSA said last. `since` is when it began to say so. */
export interface HsaReading {
  /**
   * - `present`: a readable entry; `person` is what it says.
   * - `refused`: an entry that cannot be trusted; `person` is what the last readable one said, if there ever was one.
   * - `absent`: proven gone from the catalogue; `person` is what it said last.
   */
  state: 'present' | 'refused' | 'absent';
  since: Instant;
  person: Person | null;
  problems: EntryProblem[];
  /** True when the entry read last carries exactly the configured role, also where the entry is refused. */
  hasSystemRole: boolean;
  /** A value that is nearly the configured role, for the explanation. */
  nearMiss: string | null;
}

/** The same reading gives the same digest; since when it reads so is not part of it. */
export function fingerprintOf({ state, person, problems, hasSystemRole, nearMiss }: HsaReading): string {
  return hash('sha256', JSON.stringify([state, hasSystemRole, nearMiss, problems, person]), 'hex');
}

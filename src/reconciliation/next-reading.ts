import type { HoldKind } from '../access/facts';
import type { EntryStanding, LookUp, ReadEntry } from '../directory/directory-source';
import type { HsaReading } from '../people/hsa-reading';
import type { Person } from '../people/person';
import type { Instant, LocalDate } from '../platform/time';
import { type IdentityMismatch, identityMismatch, withKnownIdentifiers } from './plan/identity-guard';

export interface OpenHold {
  kind: HoldKind;
  mismatch: IdentityMismatch | null;
  /** What was read and not believed. */
  observed: Person | null;
}

export interface NextReading {
  /** The reading from now on; the same object as `known` when nothing moved. */
  reading: HsaReading;
  /** The hold that is open from now on, if any; holds of other kinds close. */
  hold: OpenHold | null;
}

/**
 * From what was known and what was read now to what is known from now on.
 *
 * | known before       | entry read now          | look-up   | reading from now on             | hold             |
 * |--------------------|-------------------------|-----------|---------------------------------|------------------|
 * | nothing            | readable                |           | present                         | -                |
 * | nothing            | refused                 |           | refused, person unknown         | -                |
 * | a person           | readable, same human    |           | present                         | -                |
 * | a person           | readable, other human   |           | as known, with what ends access | identity-changed |
 * | a person           | refused                 |           | refused, as known, with the classes that end access | identity-changed stays |
 * | present or refused | none                    | nothing   | absent, person as known         | -                |
 * | present or refused | none                    | with role | as known                        | absence-unproven, an identity-changed stays |
 * | present or refused | none                    | no role, or classes that end access | as if that entry had been read | as for it |
 * | absent             | none                    |           | as known                        | -                |
 *
 * What ends access, and is believed also of another human's entry: no role, archived, deleted, test data, the earlier
 * last day and the later first day. The rest is as known until the hold closes. Of a refused entry the role and the
 * classes are believed; its dates may be what it was refused for.
 *
 * Protection passes through everything: once any entry under the HSA-id is protected, the person is.
 */
export function nextReading(
  known: HsaReading | null,
  entry: ReadEntry | null,
  lookUp: LookUp | null,
  heldFor: HoldKind | null,
  now: Instant,
): NextReading {
  if (!entry) return whenNotRead(known ?? never(now), lookUp, heldFor, now);
  const role = { hasSystemRole: entry.role.kind === 'exact', nearMiss: entry.role.kind === 'near' ? entry.role.value : null };
  const problems = entry.problems;
  if (!entry.person) {
    const person = known?.person ? protect({ ...known.person, ...entry.standing }, entry.isProtected) : null;
    const hold = heldFor === 'identity-changed' ? { kind: heldFor, mismatch: null, observed: null } : null;
    return { reading: dated(known, { state: 'refused', person, problems, ...role }, now), hold };
  }
  const mismatch = known?.person ? identityMismatch(known.person, entry.person) : null;
  if (known?.person && mismatch) {
    const person = protect(withWhatEndsAccess(known.person, entry.person), entry.isProtected);
    return {
      reading: dated(known, { state: 'present', person, problems, ...role }, now),
      hold: { kind: 'identity-changed', mismatch, observed: entry.person },
    };
  }
  const person = known?.person ? withKnownIdentifiers(known.person, entry.person) : entry.person;
  return { reading: dated(known, { state: 'present', person, problems, ...role }, now), hold: null };
}

function whenNotRead(known: HsaReading, lookUp: LookUp | null, heldFor: HoldKind | null, now: Instant): NextReading {
  if (known.state === 'absent') return { reading: known, hold: null };
  if (lookUp?.found) {
    if (lookUp.entry.role.kind !== 'exact' || endsAccess(lookUp.entry.standing))
      return nextReading(known, lookUp.entry, null, heldFor, now);
    const person = known.person && protect(known.person, lookUp.entry.isProtected);
    const kind = heldFor ?? 'absence-unproven';
    return { reading: person === known.person ? known : { ...known, person }, hold: { kind, mismatch: null, observed: null } };
  }
  return {
    reading: dated(known, { state: 'absent', person: known.person, problems: [], hasSystemRole: false, nearMiss: null }, now),
    hold: null,
  };
}

const never = (now: Instant): HsaReading => ({
  state: 'absent',
  since: now,
  person: null,
  problems: [],
  hasSystemRole: false,
  nearMiss: null,
});

/** Dates only narrow: another human's longer employment gives nobody longer access. */
function withWhatEndsAccess(known: Person, read: Person): Person {
  const { isArchived, isDeleted, isTestData } = read;
  const startDate = both(known.startDate, read.startDate, (one, other) => one > other);
  const endDate = both(known.endDate, read.endDate, (one, other) => one < other);
  return { ...known, isArchived, isDeleted, isTestData, startDate, endDate };
}

const endsAccess = ({ isArchived, isDeleted, isTestData }: EntryStanding): boolean => isArchived || isDeleted || isTestData;

const both = (
  one: LocalDate | null,
  other: LocalDate | null,
  isNarrower: (one: LocalDate, other: LocalDate) => boolean,
): LocalDate | null => (one === null || (other !== null && isNarrower(other, one)) ? other : one);

const protect = (person: Person, isProtected: boolean): Person =>
  isProtected && !person.isProtected ? { ...person, isProtected } : person;

/** A reading that says the same about access keeps its date: a new phone number does not make a lost role younger. */
function dated(known: HsaReading | null, next: Omit<HsaReading, 'since'>, now: Instant): HsaReading {
  return { ...next, since: known && standing(known) === standing(next) ? known.since : now };
}

const standing = ({ state, hasSystemRole, nearMiss, person }: Omit<HsaReading, 'since'>): string =>
  JSON.stringify([
    state,
    hasSystemRole,
    nearMiss,
    person?.isArchived,
    person?.isDeleted,
    person?.isTestData,
    person?.startDate,
    person?.endDate,
  ]);

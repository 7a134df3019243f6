import { hash } from 'node:crypto';
import { addMilliseconds, type Instant } from '../../platform/time';

/** What tells one state of an entry from another. */
export interface EntryStamps {
  /** As the server wrote it: a renamed unit above changes it, though nothing stamps the entry. */
  dn: string;
  hsaIds: readonly string[];
  entryUuid: string | undefined;
  entryCsn: string | undefined;
  modifyTimestamp: string | undefined;
}

/** `modifyTimestamp` counts whole seconds, and clocks differ. */
const YOUNG_MS = 5 * 60_000;

/** From then on a `modifyTimestamp` may be that of two states: `YYYYMMDDhhmmss`, UTC. */
export const youngFrom = (startOfRead: Instant): string => seconds(addMilliseconds(startOfRead, -YOUNG_MS));

/** A `modifyTimestamp` after this is one that a right clock cannot have given: `YYYYMMDDhhmmss`, UTC. */
export const futureFrom = (now: Instant): string => seconds(addMilliseconds(now, YOUNG_MS));

const seconds = (instant: Instant): string => instant.replace(/\.\d+Z$/, '').replace(/\D/g, '');

/**
 * The mark of an entry; null where nothing can be concluded from it being the same the next time.
 *
 * | entry | mark |
 * |---|---|
 * | not exactly one HSA-id | null |
 * | no entryUUID, or neither entryCSN nor modifyTimestamp | null |
 * | entryCSN | of name, HSA-id, entryUUID and entryCSN |
 * | only modifyTimestamp, in UTC, before `youngest` | of name, HSA-id, entryUUID and modifyTimestamp |
 * | only modifyTimestamp, later or of another form | null |
 *
 * @param youngest see `youngFrom`
 */
export function entryMark({ dn, hsaIds, entryUuid, entryCsn, modifyTimestamp }: EntryStamps, youngest: string): string | null {
  if (hsaIds.length !== 1) return null;
  return stampedMark({ dn, hsaIds, entryUuid, entryCsn, modifyTimestamp }, youngest);
}

/** The mark of an entry that may well have no HSA-id, or several: a unit, a commission. */
export function stampedMark({ dn, hsaIds, entryUuid, entryCsn, modifyTimestamp }: EntryStamps, youngest: string): string | null {
  if (!entryUuid) return null;
  const stamp = entryCsn ?? (modifyTimestamp && isSettled(modifyTimestamp, youngest) ? modifyTimestamp : undefined);
  // No value of an LDAP attribute of these holds a NUL, so no two entries have one text.
  return stamp ? hash('sha256', `${dn}\0${hsaIds.join('\0')}\0${entryUuid}\0${stamp}`, 'base64url') : null;
}

const isSettled = (modifyTimestamp: string, youngest: string): boolean =>
  /^\d{14}(\.\d+)?Z$/.test(modifyTimestamp) && modifyTimestamp.slice(0, 14) < youngest;

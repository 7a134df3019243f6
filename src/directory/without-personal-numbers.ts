import { isHsaId, isTestHsaId } from '../people/hsa-id';
import {
  holdsPersonalNumber,
  isPersonalNumberAsTelephone,
  maskPersonalNumbers,
  withoutPersonalNumbers,
} from '../people/personal-number-in-text';
import { MASK } from '../platform/logging/scrub';
import type { UsedAttribute } from './raw-entry';

/*
 * A personnummer that somebody wrote where it does not belong (a title, a unit's name, an entry's DN) stops here, where
 * the catalogue is read: so neither the database nor a mail nor the external AD ever holds it.
 */

const UUID = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
/** Generalized time, also with what `entryCSN` adds. */
const TIMESTAMP = /^\d{10,14}(?:[.,]\d+)?(?:Z|[+-]\d{2,4})(?:#.*)?$/;

/**
 * A value without what looks like a personnummer; empty where nothing usable is left.
 *
 * | attribute | value | becomes |
 * |---|---|---|
 * | entryUUID, entryCSN, modifyTimestamp | a UUID, a time | itself |
 * | entryUUID, entryCSN, modifyTimestamp | another that holds one (a wrong mapping) | empty |
 * | telephoneNumber, mobile | is one and no telephone number | empty |
 * | mail | holds one | empty: with a part left out it would be another address |
 * | any other | holds one | the rest of the text |
 */
export function withoutPersonalNumber(attribute: UsedAttribute, value: string): string {
  switch (attribute) {
    case 'entryUUID':
    case 'entryCSN':
    case 'modifyTimestamp':
      return !UUID.test(value) && !TIMESTAMP.test(value) && holdsPersonalNumber(value) ? '' : value;
    case 'telephoneNumber':
    case 'mobile':
      return isPersonalNumberAsTelephone(value) ? '' : value;
    case 'mail':
      return holdsPersonalNumber(value) ? '' : value;
    default:
      return withoutPersonalNumbers(value);
  }
}

/** A name that there must be (a unit's, a commission's): where nothing is left of it, it says what stood there. */
export const nameWithoutPersonalNumber = (name: string): string => withoutPersonalNumbers(name) || (name && MASK);

/** A unit's or a commission's own id; a true HSA-id is let through. */
export const idWithoutPersonalNumber = (id: string): string => (isHsaId(id) || isTestHsaId(id) ? id : maskPersonalNumbers(id));

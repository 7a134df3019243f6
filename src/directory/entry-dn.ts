import { type AttributeTypeAndValue, formatDn } from '../people/distinguished-name';
import { holdsPersonalNumber, maskPersonalNumbers } from '../people/personal-number-in-text';
import { printableDn } from './printable-text';
import type { RawEntry } from './raw-entry';

/**
 * The entry's name as it may be stored and shown: as written, or, where a value in it holds a personnummer, written
 * anew with that masked. Whether two names are one is decided on what was read, never on this.
 */
export function entryDn({ dn, rdns }: Pick<RawEntry, 'dn' | 'rdns'>): { text: string; heldPersonalNumber: boolean } {
  const heldPersonalNumber = rdns.flat().some(({ value }) => holdsPersonalNumber(value));
  if (!heldPersonalNumber) return { text: printableDn(dn), heldPersonalNumber };
  const masked = (part: AttributeTypeAndValue): AttributeTypeAndValue => ({ ...part, value: maskPersonalNumbers(part.value) });
  return { text: printableDn(formatDn(rdns.map((rdn) => rdn.map(masked)))), heldPersonalNumber };
}

import { hasBlanks } from '../people/blanks';
import { hasHsaIdPrefix, isHsaId, isTestHsaId } from '../people/hsa-id';
import { holdsPersonalNumber } from '../people/personal-number-in-text';
import { directoryTexts } from '../texts/sv/directory';
import type { EntryReader } from './entry-reader';
import { hasControlCharacters, printable } from './printable-text';

export interface HsaIdentityRules {
  /** A person's HSA-id must begin with one of these. */
  hsaIdPrefixes: readonly string[];
  allowTestHsaIds: boolean;
}

/**
 * The entry's HSA-id as it may be shown. The first row that fits:
 *
 * | value | reading |
 * |---|---|
 * | none, or nothing but blanks | null, refused: hsa-id-missing |
 * | several | the first in order, refused: attribute-ambiguous |
 * | holds a control character | escaped, refused: control-character |
 * | holds a blank of any kind | refused: hsa-id-blanks |
 * | a test id where they are not allowed | refused: hsa-id-test |
 * | no HSA-id but a personnummer | null, refused: hsa-id-malformed, never shown |
 * | no HSA-id | refused: hsa-id-malformed |
 * | another organisation's prefix | refused: hsa-id-foreign-prefix |
 * | one of the municipality's | as written |
 */
export function readHsaIdentity(reader: EntryReader, rules: HsaIdentityRules): string | null {
  const written = reader.only('hsaIdentity');
  if (written === null || written.replace(/\p{Zs}/gu, '') === '') {
    reader.refuse(reader.about('hsaIdentity', 'hsa-id-missing'));
    return null;
  }
  if (isPersonalNumber(written)) {
    reader.refuse({ ...reader.about('hsaIdentity', 'hsa-id-malformed'), note: directoryTexts.notes.personalNumberAsHsaId });
    return null;
  }
  const kind = faultOf(written, rules);
  if (kind) reader.refuse(reader.about('hsaIdentity', kind, written));
  return printable(written);
}

function faultOf(hsaId: string, { hsaIdPrefixes, allowTestHsaIds }: HsaIdentityRules) {
  if (hasControlCharacters(hsaId)) return 'control-character';
  if (hasBlanks(hsaId)) return 'hsa-id-blanks';
  if (isTestHsaId(hsaId) && !allowTestHsaIds) return 'hsa-id-test';
  if (!isHsaId(hsaId) && !isTestHsaId(hsaId)) return 'hsa-id-malformed';
  return hasHsaIdPrefix(hsaId, hsaIdPrefixes) ? null : 'hsa-id-foreign-prefix';
}

/** Someone's mistake in the catalogue must not bring a personnummer into findings and mails. A true HSA-id is let through. */
const isPersonalNumber = (text: string): boolean => !isHsaId(text) && !isTestHsaId(text) && holdsPersonalNumber(text);

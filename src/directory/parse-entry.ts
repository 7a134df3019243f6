import type { Certificate, Person } from '../people/person';
import { readDate } from '../people/generalized-time';
import { parsePersonalNumber, type PersonalNumberHash } from '../people/personal-number';
import { holdsPersonalNumber, maskPersonalNumbers } from '../people/personal-number-in-text';
import { readSystemRole } from '../people/system-role';
import type { LocalDate } from '../platform/time';
import { directoryTexts } from '../texts/sv/directory';
import { readCertificate } from './certificate';
import type { ReadEntry, RoleReading } from './directory-source';
import { EntryAttributes } from './entry-attributes';
import { EntryReader } from './entry-reader';
import { type HsaIdentityRules, readHsaIdentity } from './hsa-identity';
import { flagsOf } from './object-classes';
import { entryDn } from './entry-dn';
import { hasControlCharacters, printable } from './printable-text';
import type { AttributeNames, RawEntry, RawValue } from './raw-entry';

/** What an entry is read against. */
export interface EntryContext extends HsaIdentityRules {
  systemRole: string;
  names: AttributeNames;
  hashPersonalNumber: PersonalNumberHash;
  /** Says which century a personnummer of ten digits belongs to. */
  today: LocalDate;
  /** See `ReadEntry.mark`; none where the kind of source has no marks. */
  markOf?: (raw: RawEntry) => string | null;
}

const MAIL = /^[^\s@<>,;:"\\()[\]]+@[^\s@<>,;:"\\()[\]]+\.[^\s@<>,;:"\\()[\]]+$/u;
const MAX_MAIL_LENGTH = 254;

/** How the role stands, without reading the rest of the entry. */
export const roleOf = (attributes: EntryAttributes, systemRole: string): RoleReading =>
  readSystemRole(attributes.asWritten('hsaSystemRole'), systemRole);

/**
 * Reads one person's entry. Unit, commissions and duplicates need the other entries: `Catalogue` adds them.
 *
 * | fault | the entry | kind |
 * |---|---|---|
 * | HSA-id missing, malformed, with blanks, a test id, foreign prefix | refused | see `readHsaIdentity` |
 * | several of HSA-id, start date, end date or personnummer | refused | attribute-ambiguous |
 * | a date that is none | refused | date-malformed |
 * | a control character in a text that is used, or in the DN | refused | control-character |
 * | no surname | refused | attribute-missing |
 * | several of another single-valued attribute: the first in order is used | informs | attribute-ambiguous |
 * | a personnummer that is none: not used | informs | personal-number-malformed |
 * | a personnummer in any other text or in the DN: taken out | informs | personal-number-in-text |
 * | the end before the start | informs | end-before-start |
 * | a certificate that cannot be read: not used | informs | certificate-unreadable |
 * | a certificate with a personnummer in its issuer: not used | informs | personal-number-in-text |
 * | mail that is none (not used) or missing, for one with the role | informs | mail-malformed, mail-missing |
 * | a role value that is nearly right | informs | system-role-near-miss |
 * | test data | informs | test-data |
 */
export function parseEntry(raw: RawEntry, context: EntryContext): ReadEntry {
  const attributes = new EntryAttributes(raw, context.names);
  const reader = new EntryReader(attributes);
  const role = roleOf(attributes, context.systemRole);
  const flags = flagsOf(attributes);
  const hsaId = readHsaIdentity(reader, context);
  if (raw.rdns.some((rdn) => rdn.some(({ value }) => hasControlCharacters(value))))
    reader.refuse({ kind: 'control-character', attribute: 'dn' });
  const dn = entryDn(raw);
  if (dn.heldPersonalNumber) reader.inform({ kind: 'personal-number-in-text', attribute: 'dn' });

  const person: Person = {
    hsaId: hsaId ?? '',
    dn: dn.text,
    entryUuid: reader.one('entryUUID'),
    stamp: reader.one('entryCSN') ?? reader.one('modifyTimestamp'),
    personalNumberHash: personalNumberHash(reader, context),
    ...names(reader),
    mail: mail(reader, role.kind === 'exact'),
    telephoneNumbers: reader.many('telephoneNumber'),
    mobileNumbers: reader.many('mobile'),
    title: reader.one('title'),
    hsaTitles: reader.many('hsaTitle'),
    paTitleNames: reader.many('paTitleName'),
    paTitleCodes: reader.many('paTitleCode'),
    prescriberCode: reader.one('personalPrescriptionCode'),
    hasSystemRole: role.kind === 'exact',
    ...dates(reader),
    unit: null,
    commissions: [],
    ...flags,
    certificates: certificates(reader),
  };
  if (role.kind === 'near') {
    const { value, why } = role;
    reader.inform({ ...reader.about('hsaSystemRole', 'system-role-near-miss', value), note: directoryTexts.notes.nearMiss[why] });
  }
  if (flags.isTestData) reader.inform({ kind: 'test-data' });
  return {
    hsaId,
    dn: dn.text,
    isProtected: flags.isProtected,
    role: role.kind === 'near' ? { ...role, value: printable(maskPersonalNumbers(role.value)) } : role,
    person: reader.isRefused ? null : person,
    standing: { isArchived: flags.isArchived, isDeleted: flags.isDeleted, isTestData: flags.isTestData },
    mark: context.markOf?.(raw) ?? null,
    problems: reader.problems,
  };
}

/** HSA always has a surname; the full name falls back on what there is. */
function names(reader: EntryReader): Pick<Person, 'surname' | 'givenName' | 'middleName' | 'fullName'> {
  const surname = reader.one('sn');
  const givenName = reader.one('givenName');
  if (surname === null) reader.refuse(reader.about('sn', 'attribute-missing'));
  return {
    surname: surname ?? '',
    givenName,
    middleName: reader.one('middleName'),
    fullName: reader.one('fullName') ?? reader.one('cn') ?? [givenName, surname].filter(Boolean).join(' '),
  };
}

function personalNumberHash(reader: EntryReader, { today, hashPersonalNumber }: EntryContext): string | null {
  const written = reader.only('personalIdentityNumber', (text) => parsePersonalNumber(text, today) ?? text.trim())?.trim();
  if (!written) return null;
  const digits = parsePersonalNumber(written, today);
  if (digits === null) reader.inform(reader.about('personalIdentityNumber', 'personal-number-malformed'));
  return digits === null ? null : hashPersonalNumber(digits);
}

/** A missing address hinders nobody but those who are to have an account. */
function mail(reader: EntryReader, hasRole: boolean): string | null {
  const address = reader.one('mail');
  const isGood = address !== null && address.length <= MAX_MAIL_LENGTH && MAIL.test(address);
  if (hasRole && address === null && reader.attributes.texts('mail').length === 0) reader.inform(reader.about('mail', 'mail-missing'));
  if (hasRole && address !== null && !isGood) reader.inform(reader.about('mail', 'mail-malformed'));
  return isGood ? address : null;
}

function dates(reader: EntryReader): Pick<Person, 'startDate' | 'endDate'> {
  const startDate = date(reader, 'startDate');
  const endDate = date(reader, 'endDate');
  if (startDate && endDate && endDate < startDate) {
    reader.inform({
      ...reader.about('endDate', 'end-before-start', endDate),
      note: directoryTexts.notes.endBeforeStart(startDate, endDate),
    });
  }
  return { startDate, endDate };
}

/** An empty value refuses too: who can tell whether it was meant to say "no end"? */
function date(reader: EntryReader, attribute: 'startDate' | 'endDate'): LocalDate | null {
  const written = reader.only(attribute);
  if (written === null) return null;
  const day = readDate(written);
  if (day === null) reader.refuse(reader.about(attribute, 'date-malformed', written));
  return day;
}

function certificates(reader: EntryReader): Certificate[] {
  const read = reader.attributes.values('userCertificate').map((value) => readCertificate(asBytes(value)));
  if (read.includes(null)) reader.inform(reader.about('userCertificate', 'certificate-unreadable'));
  const readable = read.filter((certificate) => certificate !== null);
  // A certificate that a person has issued to itself: its issuer would stand in the account.
  const usable = readable.filter(({ issuer }) => !issuer.some(holdsPersonalNumber));
  if (usable.length < readable.length) reader.inform(reader.about('userCertificate', 'personal-number-in-text'));
  const bySha1 = new Map(usable.map((certificate) => [certificate.sha1, certificate] as const));
  return [...bySha1.values()].sort((one, other) => (one.sha1 < other.sha1 ? -1 : 1));
}

const asBytes = (value: RawValue): Buffer => (typeof value === 'string' ? Buffer.from(value, 'utf8') : value);

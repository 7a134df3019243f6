import type { Instant, LocalDate } from '../platform/time';

/** A unit as HSA's tree has it. */
export interface Unit {
  /** HSA-id of the unit; null where the catalogue has no entry for it. */
  hsaId: string | null;
  name: string;
  /** Names from the organisation down to the unit itself, for example `['Bergs kommun', 'Vård', 'Hemtjänst Norr']`. */
  path: string[];
  /**
   * HSA-id keys of the units from the organisation down to the unit itself, of those that have one: what somebody's reach
   * is compared with. Read it with `unitsOf`: facts that were stored before it was read lack it.
   */
  above: string[];
}

/** A medarbetaruppdrag: an assignment at a unit with a purpose and rights. */
export interface Commission {
  hsaId: string | null;
  name: string;
  /** For example `Vård och behandling`. */
  purpose: string | null;
  /** Each `activity;informationType;scope`. */
  rights: string[];
  /** HSA-id of the unit; a commission may lack one. */
  unitHsaId: string | null;
}

/** What is needed of a SITHS certificate to map a card to an account (see `domain`: strong mappings). */
export interface Certificate {
  /** Issuer's RDNs as in the certificate, most general first, RFC 4514 escaped: `['C=SE', 'O=Inera AB', 'CN=…']`. */
  issuer: string[];
  /** Serial number, lower-case hexadecimal, whole bytes, most significant first. */
  serialNumber: string;
  /** Subject key identifier, lower-case hexadecimal; null where the certificate has none. */
  subjectKeyIdentifier: string | null;
  /** SHA-1 of the whole certificate (DER), lower-case hexadecimal. */
  sha1: string;
  validFrom: Instant;
  validTo: Instant;
}

/**
 * What a catalogue says of one person: plain data, nothing derived from time or policy. The personnummer is not here:
 * it becomes a keyed hash where the entry is parsed.
 */
export interface Person {
  /** As read; compare with `hsaIdKey`. */
  hsaId: string;
  /** The entry's distinguished name as read, a personnummer in it masked. */
  dn: string;
  entryUuid: string | null;
  /** `entryCSN` or `modifyTimestamp` as read. */
  stamp: string | null;
  /** HMAC-SHA-256 of the 12 digits, hexadecimal. */
  personalNumberHash: string | null;
  surname: string;
  givenName: string | null;
  middleName: string | null;
  fullName: string;
  mail: string | null;
  telephoneNumbers: string[];
  mobileNumbers: string[];
  /** Free text title. */
  title: string | null;
  /** Legitimated occupations. */
  hsaTitles: string[];
  paTitleNames: string[];
  paTitleCodes: string[];
  prescriberCode: string | null;
  /** True when one value of `hsaSystemRole` is exactly the configured one. */
  hasSystemRole: boolean;
  /** First and last whole day; null where HSA says nothing. */
  startDate: LocalDate | null;
  endDate: LocalDate | null;
  unit: Unit | null;
  commissions: Commission[];
  isProtected: boolean;
  isArchived: boolean;
  isDeleted: boolean;
  isTestData: boolean;
  certificates: Certificate[];
}

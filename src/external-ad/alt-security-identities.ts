import type { Certificate } from '../people/person';
import type { Instant } from '../platform/time';

/**
 * Values of `altSecurityIdentities` that let a person log in with their cards: for each certificate that has not run
 * out, the two strong forms that can be computed with certainty (Microsoft KB5014754; MS-PKCA 3.1.5.2.1.3).
 *
 * - `X509:<I>C=SE,O=Inera AB,CN=…<SR>7401…`: the issuer's RDNs in the certificate's own order, most general first
 *   (Microsoft's pages say "reversed" because tools show names the other way), a comma without a blank between them, and
 *   the serial number's bytes reversed.
 * - `X509:<SKI>…`: the subject key identifier, as it is.
 *
 * Not `X509:<SHA1-PUKEY>`: Microsoft's text says a hash of the public key, while what works in the field is the
 * thumbprint of the whole certificate. The weak forms (subject, e-mail) are refused by domain controllers since 2025-09.
 *
 * Certificates of every issuer count: which of them are trusted is for the domain controllers. A new or reserve card
 * has another serial number, so several values are the rule, and one that is not valid yet is mapped ahead.
 *
 * @returns sorted, without doubles.
 */
export function altSecurityIdentities(certificates: readonly Certificate[], now: Instant): string[] {
  const valid = certificates.filter(({ validTo }) => validTo > now);
  const values = valid.flatMap((certificate) => [issuerAndSerial(certificate), keyIdentifier(certificate)]);
  return [...new Set(values.filter((value) => value !== null))].sort();
}

/** RFC 4514's names of attributes and those Windows writes (CertNameToStr, CERT_X500_NAME_STR), where both are known. */
const WINDOWS_NAMES: ReadonlyMap<string, string> = new Map([
  ...['C', 'CN', 'DC', 'L', 'O', 'OU', 'STREET', 'SERIALNUMBER'].map((name): [string, string] => [name, name]),
  ['ST', 'S'],
]);

/** What Windows puts in quotation marks, or RFC 4514 escapes: how AD compares such a name is not documented. */
const SPECIAL = /[\\,+="'<>#;\r\n]/;

/** Null where the issuer's name, as AD writes it, is not certain: a wrong mapping is worse than one less. */
function issuerAndSerial({ issuer, serialNumber }: Certificate): string | null {
  const names = issuer.map(windowsName);
  const serial = reversedBytes(serialNumber);
  if (names.length === 0 || names.includes(null) || serial === null) return null;
  return `X509:<I>${names.join(',')}<SR>${serial}`;
}

function windowsName(rdn: string): string | null {
  const [, type = '', value = ''] = /^([^=]+)=(.+)$/s.exec(rdn) ?? [];
  const name = WINDOWS_NAMES.get(type.toUpperCase());
  return name === undefined || SPECIAL.test(value) ? null : `${name}=${value}`;
}

/**
 * The bytes as the certificate has them (DER), last one first. Some readers drop the leading zero byte of a number
 * whose first bit is set; Windows keeps it.
 */
function reversedBytes(hexadecimal: string): string | null {
  const text = hexadecimal.toLowerCase();
  const bytes = /^(?:[0-9a-f]{2})+$/.test(text) ? (text.match(/../g) ?? []) : [];
  const first = bytes.findIndex((byte) => byte !== '00');
  if (first < 0) return null;
  const significant = bytes.slice(first);
  const signed = (significant[0] ?? '') >= '80' ? ['00', ...significant] : significant;
  return signed.reverse().join('');
}

function keyIdentifier({ subjectKeyIdentifier }: Certificate): string | null {
  const text = subjectKeyIdentifier?.toLowerCase() ?? '';
  return /^(?:[0-9a-f]{2})+$/.test(text) ? `X509:<SKI>${text}` : null;
}

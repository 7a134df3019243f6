import { createHash, X509Certificate } from 'node:crypto';
import { readTlv, readBerString, type Tlv } from '../people/ber-string';
import { escapeRdnValue } from '../people/distinguished-name';
import type { Certificate } from '../people/person';
import { toInstant } from '../platform/time';

const SUBJECT_KEY_IDENTIFIER = '2.5.29.14';

/** Attribute types with a short name (RFC 4514, section 3, and those of SITHS issuers). */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
};

/** What card mappings need of a certificate (DER, or PEM as some tools store it); null where it cannot be read. */
export function readCertificate(bytes: Buffer): Certificate | null {
  try {
    const x509 = new X509Certificate(bytes);
    const { serial, issuer, extensions } = tbsParts(x509.raw);
    return {
      issuer: issuer.map(formatRdn),
      // DER sets a zero byte before a number that would else be negative.
      serialNumber: serial.toString('hex').replace(/^00(?=.)/, ''),
      subjectKeyIdentifier: subjectKeyIdentifier(extensions),
      sha1: createHash('sha1').update(x509.raw).digest('hex'),
      validFrom: toInstant(x509.validFromDate),
      validTo: toInstant(x509.validToDate),
    };
  } catch {
    return null;
  }
}

class MalformedCertificate extends Error {}

/** The elements inside a constructed one. */
function children(contents: Buffer): Tlv[] {
  const found: Tlv[] = [];
  for (let at = 0; at < contents.length;) {
    const tlv = readTlv(contents, at);
    if (!tlv) throw new MalformedCertificate();
    found.push(tlv);
    at = tlv.end;
  }
  return found;
}

/**
 * RFC 5280, 4.1: Certificate ::= { tbsCertificate, … }, and tbsCertificate ::= { [0] version?, serialNumber, signature,
 * issuer, validity, subject, subjectPublicKeyInfo, [1]?, [2]?, [3] extensions? }.
 */
function tbsParts(der: Buffer): { serial: Buffer; issuer: Tlv[]; extensions: Tlv[] } {
  const tbs = children(children(der)[0]?.contents ?? Buffer.alloc(0))[0];
  const parts = children(tbs?.contents ?? Buffer.alloc(0));
  const [serial, , issuer] = parts.filter(({ tag }) => tag !== 0xa0);
  if (serial?.tag !== 0x02 || issuer?.tag !== 0x30) throw new MalformedCertificate();
  const wrapped = parts.find(({ tag }) => tag === 0xa3);
  const extensions = wrapped ? children(children(wrapped.contents)[0]?.contents ?? Buffer.alloc(0)) : [];
  return { serial: serial.contents, issuer: children(issuer.contents), extensions };
}

/** Extension ::= { extnID, critical?, extnValue OCTET STRING }; the identifier is an OCTET STRING within. */
function subjectKeyIdentifier(extensions: Tlv[]): string | null {
  for (const extension of extensions) {
    const parts = children(extension.contents);
    const value = parts.at(-1);
    if (!parts[0] || value?.tag !== 0x04 || objectIdentifier(parts[0].contents) !== SUBJECT_KEY_IDENTIFIER) continue;
    const identifier = readTlv(value.contents);
    if (identifier?.tag !== 0x04 || identifier.contents.length === 0) return null;
    return identifier.contents.toString('hex');
  }
  return null;
}

function formatRdn(set: Tlv): string {
  return children(set.contents)
    .map((part) => {
      const [type, value] = splitPair(part.contents);
      const oid = objectIdentifier(type.contents);
      const name = SHORT_NAMES[oid];
      const text = readBerString(value.bytes);
      // RFC 4514, 2.4: a type without a short name has its value in hexadecimal.
      return name && text !== null ? `${name}=${escapeRdnValue(text)}` : `${oid}=#${value.bytes.toString('hex')}`;
    })
    .join('+');
}

function splitPair(contents: Buffer): [Tlv, { bytes: Buffer }] {
  const type = readTlv(contents);
  if (!type) throw new MalformedCertificate();
  return [type, { bytes: contents.subarray(type.end) }];
}

/** Dotted-decimal form of an OBJECT IDENTIFIER's contents (X.690, 8.19). */
function objectIdentifier(contents: Buffer): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of contents) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const first = arcs[0] ?? 0;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...arcs.slice(1)].join('.');
}

/*
 * Distinguished names, RFC 4514. HSA's names hold escaped commas and å, ä, ö, so a name is never split by hand.
 * Comparison follows caseIgnoreMatch (RFC 4518) as far as it matters here: compatibility forms, case and runs of
 * spaces make no difference, nor does the order within a multi-valued RDN.
 */
import { readBerString } from './ber-string';

export interface AttributeTypeAndValue {
  /** As written: a short name or a dotted-decimal OID. */
  type: string;
  /** The value without escapes; for a `#hex` value that is no string, `#` and its lower-case digits. */
  value: string;
  /** True where `value` is the hexadecimal form of a BER value. */
  isHex: boolean;
}

/** One step in a name; more than one part where it is multi-valued (`cn=Anna+uid=anna`). */
export type Rdn = AttributeTypeAndValue[];

/** The text is no distinguished name. The message tells where, never what: a name holds a person's name. */
export class DistinguishedNameError extends Error {
  constructor(
    readonly fault: 'type' | 'character' | 'escape' | 'hex' | 'utf-8',
    readonly position: number,
  ) {
    super(`Not a distinguished name: ${fault} at position ${position}`);
    this.name = 'DistinguishedNameError';
  }
}

const TYPE = / *((?:[A-Za-z][A-Za-z0-9-]*)|(?:(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))+)) *= */y;
const HEX_VALUE = /#((?:[0-9A-Fa-f]{2})+) */y;
const PLAIN = /[^\\,+"<>;\0]+/y;
const ESCAPED_BYTES = /(?:\\[0-9A-Fa-f]{2})+/y;
const ESCAPABLE = '"+,;<>\\ #=';

/**
 * Most specific part first, as written. The empty name is the empty list. Spaces around separators are tolerated;
 * the quotes and semicolons of RFC 1779 are not.
 * @throws DistinguishedNameError
 */
export function parseDn(text: string): Rdn[] {
  const rdns: Rdn[] = [];
  if (text.trim() === '') return rdns;
  let rdn: Rdn = [];
  let at = 0;
  for (;;) {
    const type = matchAt(TYPE, text, at);
    if (!type) throw new DistinguishedNameError('type', at);
    at += type[0].length;
    const { value, isHex, next } = text[at] === '#' ? readHex(text, at) : readString(text, at);
    rdn.push({ type: type[1] ?? '', value, isHex });
    at = next;
    if (text[at] !== '+') {
      rdns.push(rdn);
      rdn = [];
    }
    if (at === text.length) return rdns;
    at++;
  }
}

interface ReadValue {
  value: string;
  isHex: boolean;
  next: number;
}

/** The string form of a value: ends before an unescaped `,`, `+` or the end of the text. */
function readString(text: string, start: number): ReadValue {
  let value = '';
  let significant = 0; // spaces at the end count only where they are escaped
  let at = start;
  while (at < text.length && text[at] !== ',' && text[at] !== '+') {
    const plain = matchAt(PLAIN, text, at);
    const bytes = plain ? null : matchAt(ESCAPED_BYTES, text, at);
    if (plain) {
      value += plain[0];
      significant = Math.max(significant, value.replace(/ +$/, '').length);
    } else {
      value += bytes ? decodeUtf8(Buffer.from(bytes[0].replaceAll('\\', ''), 'hex'), at) : escapedCharacter(text, at);
      significant = value.length;
    }
    at += plain?.[0].length ?? bytes?.[0].length ?? 2;
  }
  return { value: value.slice(0, significant), isHex: false, next: at };
}

function escapedCharacter(text: string, at: number): string {
  if (text[at] !== '\\') throw new DistinguishedNameError('character', at);
  const character = text[at + 1];
  if (character === undefined || !ESCAPABLE.includes(character)) throw new DistinguishedNameError('escape', at);
  return character;
}

function readHex(text: string, start: number): ReadValue {
  const digits = matchAt(HEX_VALUE, text, start);
  const next = start + (digits?.[0].length ?? 0);
  if (!digits?.[1] || (next < text.length && text[next] !== ',' && text[next] !== '+')) throw new DistinguishedNameError('hex', start);
  const string = readBerString(Buffer.from(digits[1], 'hex'));
  return string === null ? { value: `#${digits[1].toLowerCase()}`, isHex: true, next } : { value: string, isHex: false, next };
}

function decodeUtf8(bytes: Buffer, at: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new DistinguishedNameError('utf-8', at);
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/**
 * A value as it may stand in a name. Hexadecimal escapes throughout, control characters included: software that splits
 * at the first comma it sees is then right as well, and the name can be shown.
 */
export const escapeRdnValue = (value: string): string =>
  value.replace(/["+,;<>\\=\p{Cc}]|^[ #]|[ ]$/gu, (character) =>
    Buffer.from(character, 'utf8').toString('hex').toUpperCase().replace(/../g, '\\$&'),
  );

/** Writes a name; the inverse of `parseDn` but for spaces around separators. */
export const formatDn = (rdns: readonly Rdn[]): string => rdns.map((rdn) => rdn.map(formatPart).join('+')).join(',');

const formatPart = ({ type, value, isHex }: AttributeTypeAndValue): string => `${type}=${isHex ? value : escapeRdnValue(value)}`;

/** Long names and OIDs of RFC 4514, section 3, all meaning the short name. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  commonname: 'cn',
  '2.5.4.3': 'cn',
  localityname: 'l',
  '2.5.4.7': 'l',
  stateorprovincename: 'st',
  '2.5.4.8': 'st',
  organizationname: 'o',
  '2.5.4.10': 'o',
  organizationalunitname: 'ou',
  '2.5.4.11': 'ou',
  countryname: 'c',
  '2.5.4.6': 'c',
  streetaddress: 'street',
  '2.5.4.9': 'street',
  domaincomponent: 'dc',
  '0.9.2342.19200300.100.1.25': 'dc',
  userid: 'uid',
  '0.9.2342.19200300.100.1.1': 'uid',
};

/** The attribute type in lower case, by its short name. */
export function typeKey(type: string): string {
  const lower = type.toLowerCase();
  return SHORT_NAMES[lower] ?? lower;
}

const valueKey = (value: string): string => value.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** Normal form of a parsed name: equal for names that mean the same entry. */
export const rdnsKey = (rdns: readonly Rdn[]): string =>
  rdns
    .map((rdn) =>
      rdn
        .map(({ type, value, isHex }) => formatPart({ type: typeKey(type), value: isHex ? value : valueKey(value), isHex }))
        .sort()
        .join('+'),
    )
    .join(',');

/** True for a name that can be parsed and is not the empty one. */
export function isDn(text: string): boolean {
  try {
    return parseDn(text).length > 0;
  } catch {
    return false;
  }
}

/** What stands after the first step of a name, as written: the same text for all that lie in one place. Looks for the comma only. */
export function textAbove(dn: string): string {
  for (let at = 0; at < dn.length; at++) {
    const character = dn[at];
    if (character === ',') return dn.slice(at + 1);
    if (character === '\\') at++;
  }
  return '';
}

/** Normal form of a name: what to compare and to index by. @throws DistinguishedNameError */
export const dnKey = (dn: string): string => rdnsKey(parseDn(dn));

/** @throws DistinguishedNameError */
export const sameDn = (one: string, other: string): boolean => dnKey(one) === dnKey(other);

/** The name one step up; null for the empty name. @throws DistinguishedNameError */
export function parentDn(dn: string): string | null {
  const rdns = parseDn(dn);
  return rdns.length === 0 ? null : formatDn(rdns.slice(1));
}

/** True when `dn` lies somewhere below `ancestor`; an entry is not under itself. @throws DistinguishedNameError */
export function isUnder(dn: string, ancestor: string): boolean {
  const rdns = parseDn(dn);
  const above = parseDn(ancestor);
  return rdns.length > above.length && rdnsKey(rdns.slice(rdns.length - above.length)) === rdnsKey(above);
}

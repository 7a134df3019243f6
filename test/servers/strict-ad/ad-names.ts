import { type Rdn } from '../../../src/people/distinguished-name';
import { folded } from './ad-schema';

/* Names and GUIDs as AD writes them. */

/** RFC 4514 with a backslash before each special character, as AD answers; our own names are escaped otherwise. */
const escaped = (value: string): string =>
  value
    .replace(/[,\\+"<>;=]/g, '\\$&')
    .replace(/[\n\r]/g, (character) => (character === '\n' ? '\\0A' : '\\0D'))
    .replace(/^[ #]|[ ]$/g, '\\$&');

export const rdnText = (type: string, value: string): string => `${type}=${escaped(value)}`;

/** Equal for names that AD takes for the same within one place. */
export const rdnKey = (type: string, value: string): string => `${type.toUpperCase()}=${folded(value).replace(/\s+/g, ' ').trim()}`;

/** Null for a name of several parts, which AD does not have. */
export const single = (rdn: Rdn | undefined): { type: string; value: string } | null => (rdn?.length === 1 ? rdn[0]! : null);

/** The sixteen octets of `objectGUID`: the first three groups stand with their least significant octet first. */
export function guidOctets(guid: string): Buffer {
  const octets = Buffer.from(guid.replaceAll('-', ''), 'hex');
  octets.subarray(0, 4).reverse();
  octets.subarray(4, 6).reverse();
  octets.subarray(6, 8).reverse();
  return octets;
}

export function guidText(octets: Buffer): string {
  const hex = guidOctets(octets.toString('hex')).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const DASHED = /^<GUID=([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})>$/i;
const OCTETS = /^<GUID=([0-9a-f]{32})>$/i;

/** `<GUID=…>` in either form that AD takes; null for any other name. */
export function guidOfName(name: string): string | null {
  const dashed = DASHED.exec(name)?.[1];
  if (dashed !== undefined) return dashed.toLowerCase();
  const octets = OCTETS.exec(name)?.[1];
  return octets === undefined ? null : guidText(Buffer.from(octets, 'hex'));
}

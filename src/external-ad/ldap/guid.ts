/**
 * A GUID as AD's tools write it (`Guid.ToString()`), lower case: the first three groups stand in the octets with their
 * least significant octet first (MS-DTYP 2.3.4.2).
 * @throws RangeError for anything but 16 octets
 */
export function guidText(octets: Buffer): string {
  if (octets.length !== 16) throw new RangeError('A GUID has 16 octets');
  const groups = [turned(octets, 0, 4), turned(octets, 4, 6), turned(octets, 6, 8), octets.subarray(8, 10), octets.subarray(10)];
  return groups.map((group) => group.toString('hex')).join('-');
}

const turned = (octets: Buffer, start: number, end: number): Buffer => Buffer.from(octets.subarray(start, end)).reverse();

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Of names as `guidDn` makes them. */
export const isGuidDn = (name: string): boolean => name.startsWith('<GUID=');

/**
 * The name that finds an object by its GUID wherever it lies and whatever it is called (MS-ADTS 3.1.1.3.1.2.4).
 * @throws RangeError for what is no GUID: a name is made of it
 */
export function guidDn(guid: string): string {
  if (!GUID.test(guid)) throw new RangeError('Not a GUID');
  return `<GUID=${guid}>`;
}

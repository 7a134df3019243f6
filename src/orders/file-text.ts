/** Windows-1252 is what Excel writes where it is not told otherwise. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * What a file of text says.
 *
 * | octets                                | read as                          |
 * |---------------------------------------|----------------------------------|
 * | UTF-8, with or without its mark       | UTF-8, without the mark          |
 * | anything else                         | Windows-1252                     |
 * | a zero octet in them (UTF-16, Excel's own format, a picture) | null      |
 */
export function textOf(octets: Uint8Array): string | null {
  if (octets.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets).replace(BYTE_ORDER_MARK, '');
  } catch {
    return new TextDecoder('windows-1252').decode(octets);
  }
}

/** What separates the values: whichever the first row has more of; a comma where it has neither. */
export function delimiterOf(text: string): ';' | ',' {
  const [first = ''] = text.split(/\r\n|\r|\n/, 1);
  return first.split(';').length > first.split(',').length ? ';' : ',';
}

/** Tags of the string types that directories and certificates use (ITU-T X.680), and how their bytes are read. */
const DECODERS: Readonly<Record<number, (bytes: Buffer) => string | null>> = {
  0x0c: (bytes) => utf8(bytes), // UTF8String
  0x12: (bytes) => bytes.toString('latin1'), // NumericString
  0x13: (bytes) => bytes.toString('latin1'), // PrintableString
  0x14: (bytes) => bytes.toString('latin1'), // TeletexString, Latin-1 in practice
  0x16: (bytes) => bytes.toString('latin1'), // IA5String
  0x1e: (bytes) => (bytes.length % 2 === 0 ? Buffer.from(bytes).swap16().toString('utf16le') : null), // BMPString
};

function utf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** One header and its contents in BER's definite form (ITU-T X.690). */
export interface Tlv {
  tag: number;
  contents: Buffer;
  /** Where the next one begins, from the start of the bytes given. */
  end: number;
}

/** The element that begins at `at`; null where the bytes do not hold a whole one. */
export function readTlv(bytes: Buffer, at = 0): Tlv | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 4 || at + 2 + lengthBytes > bytes.length) return null;
  const start = at + 2 + lengthBytes;
  const end = start + (lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes));
  return end > bytes.length ? null : { tag, contents: bytes.subarray(start, end), end };
}

/** The text of a BER string, or null where the bytes are anything else. */
export function readBerString(bytes: Buffer): string | null {
  const tlv = readTlv(bytes);
  return tlv?.end === bytes.length ? (DECODERS[tlv.tag]?.(tlv.contents) ?? null) : null;
}

import { jpegFault } from './jpeg-structure';
import { pdfFault } from './pdf-structure';
import { pngFault } from './png-structure';
import type { ScanFault } from './scan-fault';

export const SCAN_MEDIA_TYPES = ['application/pdf', 'image/jpeg', 'image/png'] as const;
export type ScanMediaType = (typeof SCAN_MEDIA_TYPES)[number];

/** What the file's name ends with when it is fetched: its own name is not kept, it may name the person. */
export const SCAN_ENDING: Record<ScanMediaType, string> = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' };

export type JudgedScan = { mediaType: ScanMediaType } | { fault: ScanFault };

/**
 * What a file is by what is in it, not by its name or what its sender says:
 *
 * | begins with              | structure holds to the last byte | is                            |
 * |--------------------------|----------------------------------|-------------------------------|
 * | `%PDF-1.x`, `%PDF-2.0`   | yes                              | application/pdf               |
 * | FF D8 FF                 | yes                              | image/jpeg                    |
 * | 89 `PNG` 0D 0A 1A 0A     | yes                              | image/png                     |
 * | one of these             | no                               | refused: see `ScanFault`      |
 * | anything else            |                                  | refused: unknown-kind         |
 */
export function judgeScan(bytes: Buffer): JudgedScan {
  const kind = KINDS.find(({ begins }) => bytes.subarray(0, begins.length).equals(begins));
  if (!kind) return { fault: 'unknown-kind' };
  const fault = kind.faultOf(bytes);
  return fault === null ? { mediaType: kind.mediaType } : { fault };
}

const KINDS: { mediaType: ScanMediaType; begins: Buffer; faultOf: (bytes: Buffer) => ScanFault | null }[] = [
  { mediaType: 'application/pdf', begins: Buffer.from('%PDF-', 'latin1'), faultOf: pdfFault },
  { mediaType: 'image/jpeg', begins: Buffer.from([0xff, 0xd8, 0xff]), faultOf: jpegFault },
  { mediaType: 'image/png', begins: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), faultOf: pngFault },
];

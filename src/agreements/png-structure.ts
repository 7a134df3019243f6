import { crc32 } from 'node:zlib';
import { hasTooManyPixels, type ScanFault } from './scan-fault';

const SIGNATURE = 8;
/** Length, name and checksum around each chunk's data. */
const FRAME = 12;

/** Bits that each kind of colour may have for a sample (PNG 11.2.2). */
const DEPTHS: Record<number, readonly number[]> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] };

/** What is wrong with a PNG; null where nothing is: chunk follows chunk, each with its checksum, from IHDR to IEND, and then the file ends. */
export function pngFault(bytes: Buffer): ScanFault | null {
  let hasData = false;
  for (let at = SIGNATURE; ;) {
    if (at + FRAME > bytes.length) return 'damaged';
    const length = bytes.readUInt32BE(at);
    const end = at + FRAME + length;
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (!/^[A-Za-z]{4}$/.test(name) || end > bytes.length) return 'damaged';
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return 'damaged';
    if ((name === 'IHDR') !== (at === SIGNATURE)) return 'damaged';
    if (name === 'IHDR') {
      const fault = headerFault(bytes.subarray(at + 8, end - 4));
      if (fault) return fault;
    }
    hasData ||= name === 'IDAT' && length > 0;
    if (name === 'IEND') return !hasData || length !== 0 ? 'damaged' : end === bytes.length ? null : 'data-after-end';
    at = end;
  }
}

/** Width, height, depth, colour, compression, filter, interlace. */
function headerFault(header: Buffer): ScanFault | null {
  if (header.length !== 13) return 'damaged';
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth = 0, colour = 0, compression, filter, interlace = 0] = header.subarray(8);
  const isKnown = (DEPTHS[colour]?.includes(depth) ?? false) && compression === 0 && filter === 0 && interlace <= 1;
  if (width === 0 || height === 0 || !isKnown) return 'damaged';
  return hasTooManyPixels(width, height) ? 'too-many-pixels' : null;
}

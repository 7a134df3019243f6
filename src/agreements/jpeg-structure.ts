import { hasTooManyPixels, type ScanFault } from './scan-fault';

/** Markers, ITU-T T.81 table B.1. */
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const TEM = 0x01;

/** Start of a frame, which tells the size of the picture: all of C0 to CF but the tables (C4, CC) and what is reserved (C8). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/** What is wrong with a JPEG; null where nothing is: segment follows segment from its start to its end, which is the file's. */
export function jpegFault(bytes: Buffer): ScanFault | null {
  let [hasFrame, hasScan] = [false, false];
  for (let at = 2; ;) {
    if (bytes[at] !== 0xff) return 'damaged';
    while (bytes[at + 1] === 0xff) at += 1; // any number of FF may fill up before a marker
    const marker = bytes[at + 1] ?? 0;
    at += 2;
    if (marker === EOI) return !hasFrame || !hasScan ? 'damaged' : at === bytes.length ? null : 'data-after-end';
    if (marker === SOI || marker === TEM || marker === 0 || isRestart(marker) || at + 2 > bytes.length) return 'damaged';
    const length = bytes.readUInt16BE(at);
    if (length < 2 || at + length > bytes.length) return 'damaged';
    if (isFrame(marker)) {
      const fault = frameFault(bytes.subarray(at + 2, at + length));
      if (fault) return fault;
      hasFrame = true;
    }
    at += length;
    if (marker !== SOS) continue;
    if (!hasFrame) return 'damaged';
    hasScan = true;
    at = endOfScan(bytes, at);
  }
}

/** Precision, height, width, number of components (T.81 B.2.2). */
function frameFault(frame: Buffer): ScanFault | null {
  if (frame.length < 6) return 'damaged';
  const [height, width, components] = [frame.readUInt16BE(1), frame.readUInt16BE(3), frame[5] ?? 0];
  if (height === 0 || width === 0 || ![1, 3, 4].includes(components) || frame.length !== 6 + 3 * components) return 'damaged';
  return hasTooManyPixels(width, height) ? 'too-many-pixels' : null;
}

/** Where the next marker stands that is not part of the compressed data. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = from; ; at += 2) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return bytes.length;
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && !isRestart(next)) return at;
  }
}

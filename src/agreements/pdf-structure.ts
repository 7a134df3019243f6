import { inflateSync } from 'node:zlib';
import type { ScanFault } from './scan-fault';

const HEAD = /^%PDF-(1\.[0-7]|2\.0)[\r\n \t%]/;
/** The last cross-reference's place and the end, with nothing but line breaks after it (ISO 32000-1, 7.5.5). */
const TAIL = /startxref[ \t]*\r?\n?\r?(\d{1,10})[ \t]*[\r\n]+%%EOF[ \t\r\n]*$/;
const TAIL_LENGTH = 1024;

/** Names of what a scanned page has no need of: what runs, opens, sends or hides something, and what locks the document. */
const ACTIVE =
  /\/(JavaScript|JS|Launch|EmbeddedFiles?|Filespec|RichMedia|XFA|SubmitForm|ImportData|GoToR|GoToE|Rendition|Movie|Sound|Encrypt)(?![A-Za-z0-9])/;

/** Objects of a document that are packed together are read too; those of a scan are some kilobytes. */
const MOST_UNPACKED = 16 * 1024 * 1024;

/** Packed several times over: nothing but a bomb gains from it. */
const PACKED_TWICE = /\/(?:FlateDecode|Fl|LZWDecode|RunLengthDecode)\b[^\]]{0,40}\/(?:FlateDecode|Fl|LZWDecode|RunLengthDecode)\b/;

/** What is wrong with a PDF; null where nothing is. What its pages show is not looked at. */
export function pdfFault(bytes: Buffer): ScanFault | null {
  if (!HEAD.test(bytes.toString('latin1', 0, 16))) return 'damaged';
  const tail = TAIL.exec(bytes.toString('latin1', Math.max(0, bytes.length - TAIL_LENGTH)));
  if (!tail) return bytes.includes('%%EOF', 0, 'latin1') && bytes.includes('startxref', 0, 'latin1') ? 'data-after-end' : 'damaged';
  if (!isReference(bytes, Number(tail[1]))) return 'damaged';
  const { outside, packed } = parts(bytes);
  if (PACKED_TWICE.test(outside) || ACTIVE.test(plain(outside))) return 'active-content';
  let left = MOST_UNPACKED;
  for (const stream of packed) {
    const objects = unpacked(stream, left);
    if (objects === null) return 'damaged';
    left -= objects.length;
    if (ACTIVE.test(plain(objects.toString('latin1')))) return 'active-content';
  }
  return null;
}

/** A table of cross-references stands there, or an object that is one. */
const isReference = (bytes: Buffer, at: number): boolean =>
  /^\s{0,2}(xref\s|\d{1,10} \d{1,5} obj\b)/.test(bytes.toString('latin1', at, at + 32));

/** Names may be written with `#4a` for a letter. */
const plain = (text: string): string => text.replace(/#([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

/** Everything outside streams, and the streams that hold packed objects: in other streams letters stand by chance. */
function parts(bytes: Buffer): { outside: string; packed: Buffer[] } {
  const outside: string[] = [];
  const packed: Buffer[] = [];
  for (let at = 0; ;) {
    const begin = bytes.indexOf('stream', at, 'latin1');
    const isStart = begin >= 0 && [0x0a, 0x0d].includes(bytes[begin + 6] ?? 0);
    if (begin < 0) {
      outside.push(bytes.toString('latin1', at));
      return { outside: outside.join(' '), packed };
    }
    const before = bytes.toString('latin1', at, begin + 6);
    outside.push(before);
    at = begin + 6;
    if (!isStart || before.endsWith('endstream')) continue;
    const end = bytes.indexOf('endstream', at, 'latin1');
    const data = bytes.subarray(at + (bytes[at] === 0x0d && bytes[at + 1] === 0x0a ? 2 : 1), end < 0 ? undefined : end);
    if (/\/ObjStm\b/.test(plain(before.slice(before.lastIndexOf(' obj'))))) packed.push(data);
    at = end < 0 ? bytes.length : end;
  }
}

/** Null where it cannot be unpacked, or unpacks to more than there is room for. */
function unpacked(stream: Buffer, room: number): Buffer | null {
  if (stream.length === 0 || (stream[0] ?? 0) % 16 !== 8) return stream; // not packed with deflate: it reads as it stands
  try {
    return inflateSync(stream, { maxOutputLength: Math.max(1, room) });
  } catch {
    return null;
  }
}

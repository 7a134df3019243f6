import { LdifError } from './ldif-error';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** A line with its continuations joined, and the number of its first physical line. Empty between records. */
export type OnLine = (line: Buffer, number: number) => void;

/**
 * Splits a stream of bytes into the logical lines of RFC 2849: a line that begins with a space continues the one
 * before. Works on bytes, for a fold may stand within a character. Holds one line at a time.
 */
export class LogicalLines {
  /** Bytes of a physical line whose end has not come yet. */
  #rest: Buffer[] = [];
  #restLength = 0;
  /** The logical line so far; null before the first. */
  #parts: Buffer[] | null = null;
  #length = 0;
  #startedAt = 0;
  #number = 0;
  #beginning: Buffer | null = Buffer.alloc(0);

  constructor(
    private readonly onLine: OnLine,
    private readonly maxLineBytes: number,
  ) {}

  /** @throws LdifError */
  push(chunk: Buffer): void {
    const bytes = this.#beginning ? this.withoutByteOrderMark(chunk) : chunk;
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
      this.endPhysicalLine(bytes.subarray(start, end));
      start = end + 1;
    }
    this.keepRest(bytes.subarray(start));
  }

  /** @returns the number of the last line. @throws LdifError where the last line has no end. */
  end(): number {
    if (this.#beginning) this.keepRest(this.#beginning);
    if (this.#restLength > 0) throw new LdifError('ended-inside-line', this.#number + 1);
    this.endLogicalLine();
    return this.#number;
  }

  /** The first three bytes may come one by one. */
  private withoutByteOrderMark(chunk: Buffer): Buffer {
    const bytes = Buffer.concat([this.#beginning ?? Buffer.alloc(0), chunk]);
    const mayBecomeOne = bytes.length < BYTE_ORDER_MARK.length && BYTE_ORDER_MARK.subarray(0, bytes.length).equals(bytes);
    this.#beginning = mayBecomeOne ? bytes : null;
    if (mayBecomeOne) return Buffer.alloc(0);
    return bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes;
  }

  private keepRest(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#restLength += bytes.length;
    if (this.#restLength > this.maxLineBytes) throw new LdifError('line-too-long', this.#number + 1);
    this.#rest.push(bytes);
  }

  private endPhysicalLine(tail: Buffer): void {
    this.#number++;
    const whole = this.#restLength === 0 ? tail : Buffer.concat([...this.#rest, tail]);
    this.#rest = [];
    this.#restLength = 0;
    const line = whole.at(-1) === CARRIAGE_RETURN ? whole.subarray(0, -1) : whole;
    if (line[0] === SPACE) this.continueLine(line.subarray(1));
    else this.startLine(line);
    if (this.#length > this.maxLineBytes) throw new LdifError('line-too-long', this.#startedAt);
  }

  private startLine(line: Buffer): void {
    this.endLogicalLine();
    this.#parts = [line];
    this.#length = line.length;
    this.#startedAt = this.#number;
  }

  private continueLine(line: Buffer): void {
    if (!this.#parts || this.#length === 0) throw new LdifError('continuation', this.#number);
    this.#parts.push(line);
    this.#length += line.length;
  }

  private endLogicalLine(): void {
    if (!this.#parts) return;
    const [only] = this.#parts;
    this.onLine(this.#parts.length === 1 && only ? only : Buffer.concat(this.#parts), this.#startedAt);
    this.#parts = null;
  }
}

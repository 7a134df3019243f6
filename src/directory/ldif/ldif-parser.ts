import { isUtf8 } from 'node:buffer';
import { LdifError } from './ldif-error';
import { LogicalLines } from './logical-lines';

export interface LdifAttribute {
  /** In lower case, options included: `usercertificate;binary`. */
  description: string;
  value: Buffer;
  /** Where it stands, counted from 1. */
  line: number;
}

export interface LdifRecord {
  dn: string;
  /** Where its `dn:` stands. */
  line: number;
  attributes: LdifAttribute[];
}

export interface LdifLimits {
  maxLineBytes: number;
  maxRecordBytes: number;
}

const MIB = 1024 * 1024;
/** Roomy for photos and certificates; a file that is something else altogether is given up early. */
export const LDIF_LIMITS: LdifLimits = { maxLineBytes: 10 * MIB, maxRecordBytes: 50 * MIB };

const COLON = 0x3a;
const SPACE = 0x20;
const LESS_THAN = 0x3c;
const NUMBER_SIGN = 0x23;

/** AttributeDescription of RFC 4512, 2.5: a name or an OID, then options. */
const DESCRIPTION = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)(?:;[A-Za-z0-9-]+)*$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Reads LDIF content records (RFC 2849) from a stream of bytes; what it has read it forgets. Change records and values
 * by URL are refused: neither belongs in a catalogue export, and the second would fetch what someone else chose.
 */
export class LdifParser {
  readonly #lines: LogicalLines;
  readonly #descriptions = new Map<string, string>();
  #record: LdifRecord | null = null;
  #recordBytes = 0;
  #records = 0;
  #isFirstLine = true;

  constructor(
    private readonly onRecord: (record: LdifRecord) => void,
    private readonly limits: LdifLimits = LDIF_LIMITS,
  ) {
    this.#lines = new LogicalLines((line, number) => this.line(line, number), limits.maxLineBytes);
  }

  /** Records read so far. */
  get records(): number {
    return this.#records;
  }

  /** @throws LdifError, or what `onRecord` throws */
  push(chunk: Buffer): void {
    this.#lines.push(chunk);
  }

  /** @throws LdifError where the file ended too early */
  end(): void {
    const last = this.#lines.end();
    if (this.#record?.attributes.length === 0) throw new LdifError('ended-inside-record', last);
    this.endRecord();
    if (this.#records === 0) throw new LdifError('empty', Math.max(last, 1));
  }

  private line(line: Buffer, number: number): void {
    if (line.length === 0) return this.endRecord();
    if (line[0] === NUMBER_SIGN) return;
    const { description, value } = this.split(line, number);
    const isFirst = this.#isFirstLine;
    this.#isFirstLine = false;
    if (isFirst && description === 'version') {
      if (value.toString('latin1').trim() !== '1') throw new LdifError('version', number);
    } else if (this.#record) {
      this.attribute(this.#record, { description, value, line: number });
    } else {
      if (description !== 'dn') throw new LdifError('record-without-dn', number);
      this.#record = { dn: distinguishedName(value, number), line: number, attributes: [] };
      this.#recordBytes = line.length;
    }
  }

  private attribute(record: LdifRecord, attribute: LdifAttribute): void {
    const { description, line } = attribute;
    if (description === 'dn') throw new LdifError('second-dn', line);
    if (description === 'changetype') throw new LdifError('change-record', line);
    if (description === 'control') throw new LdifError('control', line);
    this.#recordBytes += attribute.value.length;
    if (this.#recordBytes > this.limits.maxRecordBytes) throw new LdifError('record-too-long', record.line);
    record.attributes.push(attribute);
  }

  private endRecord(): void {
    const record = this.#record;
    if (!record) return;
    if (record.attributes.length === 0) throw new LdifError('record-without-attributes', record.line);
    this.#record = null;
    this.#records++;
    this.onRecord(record);
  }

  private split(line: Buffer, number: number): { description: string; value: Buffer } {
    const colon = line.indexOf(COLON);
    if (colon === -1) throw new LdifError('no-colon', number);
    const description = this.description(line.toString('latin1', 0, colon), number);
    const marker = line[colon + 1];
    if (marker === LESS_THAN) throw new LdifError('url-value', number);
    if (marker !== COLON) return { description, value: withoutFill(line, colon + 1) };
    return { description, value: fromBase64(withoutFill(line, colon + 2), number) };
  }

  /** A catalogue uses a few dozen names a million times. */
  private description(written: string, number: number): string {
    const known = this.#descriptions.get(written);
    if (known !== undefined) return known;
    if (!DESCRIPTION.test(written)) throw new LdifError('attribute-name', number);
    const description = written.toLowerCase();
    if (this.#descriptions.size < 1000) this.#descriptions.set(written, description);
    return description;
  }
}

function withoutFill(line: Buffer, from: number): Buffer {
  let at = from;
  while (line[at] === SPACE) at++;
  return line.subarray(at);
}

function fromBase64(text: Buffer, number: number): Buffer {
  const digits = text.toString('latin1');
  if (digits.length % 4 !== 0 || !BASE64.test(digits)) throw new LdifError('base64', number);
  return Buffer.from(digits, 'base64');
}

function distinguishedName(value: Buffer, number: number): string {
  if (!isUtf8(value)) throw new LdifError('undecodable', number, 'dn');
  if (value.length === 0) throw new LdifError('dn-empty', number);
  return value.toString('utf8');
}

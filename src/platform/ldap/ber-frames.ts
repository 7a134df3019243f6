/** What came is no LDAP message (RFC 4511, 5.1). */
export class BerFrameError extends Error {
  constructor() {
    super('Not a BER sequence');
    this.name = 'BerFrameError';
  }
}

const SEQUENCE = 0x30;
const CONSTRUCTED = 0x20;
/** Tags above 30 take more octets; LDAP has none. */
const LONG_TAG = 0x1f;
/** Deeper than any message of LDAP but a search filter, which a server never sends. */
const MAX_DEPTH = 12;

/**
 * Cuts what a server sends into whole messages, wherever the network cut it. Each is seen to hold together before
 * anybody decodes it: where a length points past its message, ldapts would look for the value for ever.
 */
export class BerFrames {
  readonly #chunks: Buffer[] = [];
  #length = 0;
  /** Octets that must have come before it is worth looking. */
  #needed = 2;

  /** @param maxBytes longest message */
  constructor(private readonly maxBytes: number) {}

  /** @throws BerFrameError; nothing that comes after it means anything */
  push(data: Buffer): Buffer[] {
    this.#chunks.push(data);
    this.#length += data.length;
    if (this.#length < this.#needed) return [];
    const all = this.#chunks.length === 1 ? data : Buffer.concat(this.#chunks);
    const messages: Buffer[] = [];
    let at = 0;
    for (let end = this.endAt(all, at); end <= all.length; end = this.endAt(all, at)) {
      const message = all.subarray(at, end);
      if (!holdsTogether(message, 0, message.length, 0)) throw new BerFrameError();
      messages.push(message);
      at = end;
    }
    this.#chunks.length = 0;
    if (at < all.length) this.#chunks.push(all.subarray(at));
    this.#length = all.length - at;
    this.#needed = this.endAt(all, at) - at;
    return messages;
  }

  /** Where the message that begins here ends; more than there is where that cannot be told yet. */
  private endAt(all: Buffer, at: number): number {
    if (at < all.length && all[at] !== SEQUENCE) throw new BerFrameError();
    const header = lengthAt(all, at + 1, all.length);
    if (header === 'short') return Math.max(all.length + 1, at + 2);
    if (header === null || header.length > this.maxBytes) throw new BerFrameError();
    return header.start + header.length;
  }
}

/** Where a value starts and how long it is; `short` where octets are missing, null for a form that LDAP forbids. */
function lengthAt(bytes: Buffer, at: number, end: number): { start: number; length: number } | 'short' | null {
  const first = at < end ? bytes[at] : undefined;
  if (first === undefined) return 'short';
  if (first < 0x80) return { start: at + 1, length: first };
  const octets = first - 0x80;
  if (octets === 0 || octets > 4) return null;
  if (at + 1 + octets > end) return 'short';
  return { start: at + 1 + octets, length: bytes.readUIntBE(at + 1, octets) };
}

/** Whether the values from `at` fill the room up to `end`, and those within them theirs. */
function holdsTogether(bytes: Buffer, at: number, end: number, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  while (at < end) {
    const tag = bytes[at] ?? 0;
    const header = lengthAt(bytes, at + 1, end);
    if ((tag & LONG_TAG) === LONG_TAG || header === null || header === 'short') return false;
    const next = header.start + header.length;
    if (next > end) return false;
    if ((tag & CONSTRUCTED) !== 0 && !holdsTogether(bytes, header.start, next, depth + 1)) return false;
    at = next;
  }
  return true;
}

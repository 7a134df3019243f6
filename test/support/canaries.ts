import { createHash } from 'node:crypto';

/** Something that must not be found where it has no business. */
export interface Canary {
  /** As a failed test names it. */
  name: string;
  /** Each way that it may be written before it is encoded. */
  texts: readonly string[];
  /** True for a number that may be written with anything between its digits. */
  isNumber: boolean;
}

/** @param words of a name: each is looked for by itself */
export const nameCanary = (...words: string[]): Canary[] => words.map((word) => ({ name: word, texts: [word], isNumber: false }));

export const secretCanary = (name: string, secret: string): Canary => ({ name, texts: [secret], isNumber: false });

/** @param number a personnummer, twelve digits */
export const personalNumberCanary = (number: string): Canary => ({
  name: `personnummer ${number}`,
  texts: [number, number.slice(2)],
  isNumber: true,
});

/** Where canaries are looked for: what it is called, and its bytes. */
export type Haystack = readonly [name: string, contents: Buffer | string];

/**
 * Finds canaries in bytes, however they are encoded there. Returns a line for each trace: where, which, how.
 *
 * - any case of the letters; composed and decomposed letters
 * - UTF-8, ISO 8859-1, UTF-16 in either byte order
 * - base64 (also for URLs) at each of its three phases, hexadecimal
 * - quoted-printable, RFC 2047, percent encoding, RFC 4514 escapes, JSON and HTML escapes
 * - broken over lines, with or without a soft line break
 * - a number with blanks, hyphens and the like between its digits, and as a digest without a key
 */
export function traces(canaries: readonly Canary[], haystacks: readonly Haystack[]): string[] {
  const searches = canaries.map((canary) => ({ canary, needles: needlesOf(canary) }));
  return haystacks.flatMap(([where, contents]) => {
    const forms = readings(typeof contents === 'string' ? Buffer.from(contents, 'utf8') : contents);
    return searches.flatMap(({ canary, needles }) => {
      const found = needles.find(({ reading, needle }) => forms[reading]().includes(needle));
      return found ? [`${where}: ${canary.name} (${found.how})`] : [];
    });
  });
}

type Reading = 'text' | 'unescaped' | 'bytes' | 'unbroken' | 'digits';

/** The bytes as text for the searches, each made when it is first asked for. */
function readings(bytes: Buffer): Record<Reading, () => string> {
  const once = (make: () => string): (() => string) => {
    let made: string | undefined;
    return () => (made ??= make());
  };
  const unbroken = once(() => bytes.toString('latin1').replace(/=\r?\n|\r?\n[ \t]?|\0/g, ''));
  const plain = once(() => unescaped(unbroken()));
  return {
    text: once(() => folded(unbroken())),
    unescaped: once(() => folded(plain())),
    /** A letter per byte: ISO 8859-1, and UTF-16 whose zero bytes are left out. */
    bytes: once(() => plain().toLowerCase()),
    /** Base64 has case. */
    unbroken,
    digits: once(() => plain().replace(/[^0-9A-Za-z]/g, '')),
  };
}

/** Without regard to case and to how letters are composed. */
const folded = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8').normalize('NFC').toLowerCase();

/** Each escape that stands for bytes becomes those bytes; what is no escape stays. */
const unescaped = (text: string): string => {
  const utf8 = (code: number): string => (code > 0x10ffff ? '' : Buffer.from(String.fromCodePoint(code), 'utf8').toString('latin1'));
  const hex = (_: string, digits: string): string => String.fromCharCode(parseInt(digits, 16));
  return text
    .replace(/\\+u([0-9a-f]{4})/gi, (_, digits: string) => utf8(parseInt(digits, 16)))
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, digits: string) => utf8(parseInt(digits, 16)))
    .replace(/&#(\d{1,7});/g, (_, digits: string) => utf8(Number(digits)))
    .replace(
      /&([aou])(?:uml|ring);/gi,
      (entity, letter: string) =>
        ({ a: entity.toLowerCase().includes('ring') ? utf8(0xe5) : utf8(0xe4), o: utf8(0xf6) })[letter.toLowerCase()] ?? entity,
    )
    .replace(/[%=\\]([0-9a-f]{2})/gi, hex);
};

interface Needle {
  how: string;
  reading: Reading;
  needle: string;
}

function needlesOf({ texts, isNumber }: Canary): Needle[] {
  const spellings = [...new Set(texts.flatMap((text) => [text.normalize('NFC'), text.normalize('NFD')]))];
  const cased = [...new Set(spellings.flatMap((text) => [text, text.toLowerCase(), text.toUpperCase()]))];
  return [
    ...texts.flatMap((text) => [
      { how: 'text', reading: 'text' as const, needle: text.normalize('NFC').toLowerCase() },
      { how: 'escaped', reading: 'unescaped' as const, needle: text.normalize('NFC').toLowerCase() },
      { how: 'ISO 8859-1 or UTF-16', reading: 'bytes' as const, needle: text.normalize('NFC').toLowerCase() },
    ]),
    ...cased.flatMap((text) => [
      ...(['utf8', 'utf16le', 'latin1'] as const).flatMap((encoding) => base64(Buffer.from(text, encoding))),
      { how: 'hexadecimal', reading: 'bytes' as const, needle: Buffer.from(text, 'utf8').toString('hex') },
    ]),
    ...(isNumber ? texts.flatMap(asNumber) : []),
  ];
}

/** What base64 of these bytes must hold, whatever stands before and after them. */
function base64(bytes: Buffer): Needle[] {
  return [0, 1, 2].flatMap((phase) => {
    const encoded = Buffer.concat([Buffer.alloc(phase), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and the last letter may depend on the neighbours.
    const certain = encoded.slice(phase === 0 ? 0 : phase + 1, (phase + bytes.length) % 3 === 0 ? undefined : -1);
    return [certain, certain.replaceAll('+', '-').replaceAll('/', '_')].map((needle) => ({
      how: 'base64',
      reading: 'unbroken' as const,
      needle,
    }));
  });
}

function asNumber(digits: string): Needle[] {
  const written = [digits, `${digits.slice(0, -4)}-${digits.slice(-4)}`];
  const digests = ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) =>
    written.map((text) => createHash(algorithm).update(text).digest()),
  );
  return [
    { how: 'digits', reading: 'digits', needle: digits },
    ...digests.flatMap((digest): Needle[] => [
      { how: 'digest without a key', reading: 'bytes', needle: digest.toString('hex') },
      { how: 'digest without a key', reading: 'unbroken', needle: digest.toString('base64').replace(/=+$/, '') },
      { how: 'digest without a key', reading: 'unbroken', needle: digest.toString('base64url') },
    ]),
  ];
}

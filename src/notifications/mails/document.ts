/** A mail's content before it is text or HTML: both are made of the same blocks and so say the same. */
export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'steps'; items: readonly string[] }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'facts'; rows: readonly Fact[] }
  | { kind: 'changes'; rows: readonly Change[]; columns: { field: string; before: string; after: string } }
  | { kind: 'link'; label: string; url: string }
  | { kind: 'command'; label: string; command: string }
  | { kind: 'table'; columns: readonly string[]; rows: readonly (readonly Cell[])[] };

export interface Fact {
  label: string;
  /** Several values stand below each other. */
  value: string | readonly string[];
}

export interface Change {
  label: string;
  before: string;
  after: string;
}

/** Null is an empty cell. */
export type Cell = string | readonly string[] | { text: string; url: string } | null;

export interface MailDocument {
  subject: string;
  blocks: readonly Block[];
  /** Said last, apart from the rest; null for nothing. */
  footer: string | null;
}

/** A mail ready to be put in an envelope. */
export interface MailContent {
  subject: string;
  text: string;
  html: string;
}

/** Marks that turn the direction of text, invisible ones that split words, and what ends a line anywhere. */
const NOT_ON_A_LINE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/gu;

/**
 * A value from a catalogue as it may stand in a subject or a line: one line, no control characters, nothing that hides or
 * turns what follows. So a name can neither begin a header (RFC 5322, 2.2) nor a paragraph of its own.
 */
export const oneLine = (value: string): string => value.toWellFormed().replace(NOT_ON_A_LINE, ' ').replace(/ {2,}/g, ' ').trim();

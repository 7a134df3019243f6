import { hash } from 'node:crypto';

/** A piece of an agreement's text: all that its markup can say, so nothing in it can be taken for code. */
export type TextBlock =
  { kind: 'heading'; level: 1 | 2; text: string } | { kind: 'paragraph'; text: string } | { kind: 'list'; items: readonly string[] };

/** A long agreement is ten thousand characters. */
const LONGEST = 100_000;

/** Control characters, marks that turn or hide text, halves of characters: what is read and what is hashed would differ. */
const HIDDEN = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/u;

export type TextFault = 'empty' | 'too-long' | 'hidden-character' | 'no-title';

/**
 * The exact text that is signed: what was written with `\n` between lines, composed letters (NFC), no blanks at the ends of
 * lines or of the text, and one final line break. So the same words have the same hash whatever editor they came from.
 */
export function exactText(written: string): string {
  const lines = written
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .normalize('NFC')
    .split('\n');
  return `${lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '')}\n`;
}

/** What keeps a text from being an agreement's; null where nothing does. @param text as `exactText` gives it */
export function textFault(text: string): TextFault | null {
  if (text.trim() === '') return 'empty';
  if (text.length > LONGEST) return 'too-long';
  if (HIDDEN.test(text)) return 'hidden-character';
  const [first] = textBlocks(text);
  return first?.kind === 'heading' && first.level === 1 ? null : 'no-title';
}

/** SHA-256 of the exact text as UTF-8, hexadecimal. */
export const textHash = (text: string): string => hash('sha256', text, 'hex');

/** The title: the text's first line, without its mark. */
export const titleOf = (text: string): string => textBlocks(text).find((block) => block.kind === 'heading')?.text ?? '';

/**
 * The markup: pieces stand apart by an empty line.
 *
 * | a piece's first line begins with | is                                                                   |
 * |----------------------------------|----------------------------------------------------------------------|
 * | `# `                             | the title                                                            |
 * | `## `                            | a heading                                                            |
 * | `- `                             | a list: each line that begins so is an item, another line goes on    |
 * | anything else                    | a paragraph; its lines are one                                       |
 */
export function textBlocks(text: string): TextBlock[] {
  return text
    .split(/\n{2,}/)
    .map((piece) => piece.split('\n').filter((line) => line.trim() !== ''))
    .filter((lines) => lines.length > 0)
    .map(block);
}

function block(lines: string[]): TextBlock {
  const [first = ''] = lines;
  if (first.startsWith('# ')) return { kind: 'heading', level: 1, text: joined([first.slice(2), ...lines.slice(1)]) };
  if (first.startsWith('## ')) return { kind: 'heading', level: 2, text: joined([first.slice(3), ...lines.slice(1)]) };
  if (!first.startsWith('- ')) return { kind: 'paragraph', text: joined(lines) };
  const items: string[][] = [];
  for (const line of lines)
    if (line.startsWith('- ')) items.push([line.slice(2)]);
    else items.at(-1)?.push(line);
  return { kind: 'list', items: items.map(joined) };
}

const joined = (lines: string[]): string => lines.map((line) => line.trim()).join(' ');

/** Line and direction controls can make a mail header, a log line or a screen say something else than what it is. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
const CONTROLS = new RegExp(CONTROL, 'gu');

/** All that cannot be seen: those above, zero-width characters and every blank but the plain space. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

const MAX_SHOWN = 120;

export const hasControlCharacters = (text: string): boolean => CONTROL.test(text);

const escape = (character: string): string => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** Control characters as `\u0007`; nothing else is changed. */
export const escapeControls = (text: string): string => text.replace(CONTROLS, escape);

/** A value as it may stand in a finding: nothing unseen, and cut where it goes on and on. */
export const printable = (text: string): string => {
  const escaped = text.slice(0, MAX_SHOWN).replace(UNSEEN, escape);
  return text.length > MAX_SHOWN ? `${escaped}…` : escaped;
};

/** The same name with its control characters as RFC 4514 hexadecimal escapes. */
export const printableDn = (dn: string): string =>
  dn.replace(CONTROLS, (character) => Buffer.from(character, 'utf8').toString('hex').toUpperCase().replace(/../g, '\\$&'));

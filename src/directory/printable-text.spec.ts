import { dnKey } from '../people/distinguished-name';
import { escapeControls, hasControlCharacters, printable, printableDn } from './printable-text';

describe('text that people read', () => {
  it.each([
    ['a bell', 'a\u0007b', 'a\\u0007b'],
    ['a line feed', 'a\nb', 'a\\u000ab'],
    ['delete', 'a\u007fb', 'a\\u007fb'],
    ['a control of the second set', 'a\u0085b', 'a\\u0085b'],
    ['a change of direction', 'a\u202eb', 'a\\u202eb'],
    ['a line separator', 'a\u2028b', 'a\\u2028b'],
  ])('%s is a control character and escaped', (_what, text, escaped) => {
    expect(hasControlCharacters(text)).toBe(true);
    expect(escapeControls(text)).toBe(escaped);
    expect(printable(text)).toBe(escaped);
  });

  it.each([
    ['a no-break space', 'a\u00a0b', 'a\\u00a0b'],
    ['a zero-width space', 'a\u200bb', 'a\\u200bb'],
  ])('%s is none, but made visible in a finding', (_what, text, escaped) => {
    expect(hasControlCharacters(text)).toBe(false);
    expect(escapeControls(text)).toBe(text);
    expect(printable(text)).toBe(escaped);
  });

  it.each(['Åsa Öberg', '李小龙', 'مریم', "O'Hara-Łuczak", ' '])('%s is left as it is', (text) => {
    expect(hasControlCharacters(text)).toBe(false);
    expect(printable(text)).toBe(text);
  });

  it('a value that goes on and on is cut', () => {
    expect(printable('x'.repeat(121))).toBe(`${'x'.repeat(120)}…`);
  });

  it('a DN stays the same name', () => {
    const dn = 'cn=Anna\u0007\u202e,c=SE';
    expect(printableDn(dn)).toBe('cn=Anna\\07\\E2\\80\\AE,c=SE');
    expect(dnKey(printableDn(dn))).toBe(dnKey(dn));
  });
});

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { exactText, textBlocks, textFault, type TextFault, textHash, titleOf } from './agreement-text';

const shipped = readFileSync(join(__dirname, '..', '..', 'config', 'agreements', '1.txt'), 'utf8');

describe('the exact text', () => {
  it.each([
    ['line breaks of Windows', '# A\r\n\r\nÅ\r\n'],
    ['line breaks of old Macs', '# A\r\rÅ\r'],
    ['a byte order mark', '\ufeff# A\n\nÅ\n'],
    ['blanks at the ends of lines', '# A  \n\nÅ \n'],
    ['empty lines around it', '\n\n# A\n\nÅ\n\n\n'],
    ['no final line break', '# A\n\nÅ'],
    ['decomposed letters', '# A\n\nA\u030a\n'],
  ])('is the same with %s', (_what, written) => {
    expect(exactText(written)).toBe('# A\n\nÅ\n');
  });

  it.each([
    ['another word', '# A\n\nÄ\n'],
    ['another paragraph', '# A\n\nÅ\n\nÅ\n'],
    ['a paragraph that became a line', '# A\nÅ\n'],
  ])('is another with %s', (_what, written) => {
    expect(textHash(exactText(written))).not.toBe(textHash('# A\n\nÅ\n'));
  });

  it('is the same once it is exact', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (written) => exactText(exactText(written)) === exactText(written)));
  });

  it('has the SHA-256 that any other program reckons', () => {
    expect(textHash('# Å\n')).toBe(createHash('sha256').update(Buffer.from('# Å\n', 'utf8')).digest('hex'));
  });
});

describe('a text', () => {
  it.each<[string, string, TextFault | null]>([
    ['with a title and a paragraph', '# Rubrik\n\nText.', null],
    ['with nothing', '', 'empty'],
    ['with blanks', ' \n \n', 'empty'],
    ['without a title', 'Text.', 'no-title'],
    ['that begins with a lesser heading', '## Rubrik\n\nText.', 'no-title'],
    ['that is too long', `# A\n\n${'å'.repeat(100_000)}`, 'too-long'],
    ['with a tab', '# A\n\nEtt\tord', 'hidden-character'],
    ['with a mark that turns text', '# A\n\nEtt\u202eord', 'hidden-character'],
    ['with a letter that is not seen', '# A\n\nEtt\u200bord', 'hidden-character'],
    ['with a control character', '# A\n\nEtt\u0000ord', 'hidden-character'],
    ['with half a character', '# A\n\nEtt\ud800ord', 'hidden-character'],
  ])('%s', (_what, written, fault) => {
    expect(textFault(exactText(written))).toBe(fault);
  });

  it('is made of headings, paragraphs and lists, and nothing else', () => {
    expect(textBlocks(exactText('# Titel\n\nEtt\nstycke.\n\n## Del\n\n- ett\n- två,\n  fortsatt\n\n<b>inte kod</b>'))).toEqual([
      { kind: 'heading', level: 1, text: 'Titel' },
      { kind: 'paragraph', text: 'Ett stycke.' },
      { kind: 'heading', level: 2, text: 'Del' },
      { kind: 'list', items: ['ett', 'två, fortsatt'] },
      { kind: 'paragraph', text: '<b>inte kod</b>' },
    ]);
  });

  it('that ships with the service is good, and says that the duty holds without a signature and for ever', () => {
    const text = exactText(shipped);
    expect(textFault(text)).toBeNull();
    expect(shipped).toBe(text);
    expect(titleOf(text)).toBe('Ansvars- och sekretessförbindelse för Cosmic Link');
    for (const words of ['vare sig du undertecknar', 'har upphört', '2009:400', '2008:355', 'loggas', 'SITHS', 'brottsbalken'])
      expect(text).toContain(words);
  });
});

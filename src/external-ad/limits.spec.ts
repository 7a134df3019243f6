import fc from 'fast-check';
import { LIMITS, type LimitedAttribute, shorten } from './limits';

const clusters = (text: string): string[] => [...new Intl.Segmenter('sv').segment(text)].map(({ segment }) => segment);

describe('a value that is too long for AD', () => {
  it.each(Object.entries(LIMITS) as [LimitedAttribute, number][])('%s holds %i', (attribute, limit) => {
    const full = 'x'.repeat(limit);
    expect(shorten(attribute, full)).toEqual({ value: full, shortened: null });
    expect(shorten(attribute, `${full}y`)).toEqual({ value: full, shortened: { attribute, length: limit + 1, limit } });
  });

  it.each([
    ['ends within the limit as it is', 'a'.repeat(62) + '😀', 'a'.repeat(62) + '😀', null],
    ['is not cut inside a surrogate pair', 'a'.repeat(63) + '😀', 'a'.repeat(63), 65],
    ['is not cut between a letter and its mark', 'a'.repeat(63) + 'x\u0323', 'a'.repeat(63), 65],
    ['is not cut inside a family', 'a'.repeat(60) + '👨‍👩‍👧', 'a'.repeat(60), 68],
    ['loses blanks at the end', 'a'.repeat(60) + '    bcd', 'a'.repeat(60), 67],
    ['keeps blanks inside', 'a b'.repeat(22), 'a b'.repeat(21) + 'a', 66],
    ['counts CJK by the letter', '李'.repeat(70), '李'.repeat(64), 70],
    ['keeps a letter with more marks than fit', 'x' + '\u0323'.repeat(99), 'x' + '\u0323'.repeat(63), 100],
    ['keeps whole code points even then', 'x' + '\u0323'.repeat(62) + '\u{1d165}', 'x' + '\u0323'.repeat(62), 65],
  ])('%s', (_, value, expected, length) => {
    expect(shorten('sn', value)).toEqual({
      value: expected,
      shortened: length === null ? null : { attribute: 'sn', length, limit: 64 },
    });
  });

  it('is the longest whole-letter beginning that fits, and fits the second time as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (value) => {
        const once = shorten('sn', value);
        expect(once.value.length).toBeLessThanOrEqual(64);
        expect(once.value.isWellFormed()).toBe(true);
        expect(value.startsWith(once.value)).toBe(true);
        expect(shorten('sn', once.value)).toEqual({ value: once.value, shortened: null });
        expect(once.shortened === null).toBe(value.length <= 64);
        const kept = clusters(once.value).length;
        expect(clusters(value).slice(0, kept).join('')).toBe(once.value);
        const next = clusters(value)
          .slice(0, kept + 1)
          .join('');
        if (once.shortened && next.trimEnd() === next) expect(next.length).toBeGreaterThan(64);
      }),
    );
  });
});

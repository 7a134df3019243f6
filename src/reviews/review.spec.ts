import fc from 'fast-check';
import { Draw, judgeFault, type JudgeFault, type Judgement, signFault } from './review';

const drawn = (seed: string, count: number, ...chunks: number[][]): number[] => {
  const draw = new Draw(seed, count);
  for (const chunk of chunks) draw.add(chunk);
  return draw.drawn();
};

describe('Draw', () => {
  const seqs = fc.uniqueArray(fc.nat(10_000), { maxLength: 60 });

  it('draws the same rows again with the same seed, however they are handed over', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 20 }), seqs, fc.nat(60), (seed, count, all, cut) => {
        const once = drawn(seed, count, all);
        expect(drawn(seed, count, all.slice(cut).reverse(), all.slice(0, cut))).toEqual(once);
        expect(once).toHaveLength(Math.min(count, all.length));
        expect(once).toEqual([...new Set(once)].sort((one, other) => one - other));
        expect(all).toEqual(expect.arrayContaining(once));
      }),
    );
  });

  it('draws each row as often as any other', () => {
    const times = new Map<number, number>();
    const all = Array.from({ length: 10 }, (_, index) => index + 1);
    for (let seed = 0; seed < 5000; seed += 1) for (const seq of drawn(`seed-${seed}`, 2, all)) times.set(seq, (times.get(seq) ?? 0) + 1);
    for (const seq of all) expect(Math.abs((times.get(seq) ?? 0) - 1000)).toBeLessThan(150);
  });

  it('draws other rows with another seed', () => {
    const all = Array.from({ length: 1000 }, (_, index) => index);
    expect(drawn('one', 5, all)).not.toEqual(drawn('other', 5, all));
  });
});

describe('judgeFault', () => {
  it.each<[string | null, boolean, Judgement, string, JudgeFault | null]>([
    ['2026-12-01T09:00:00.000Z', false, 'ok', '', 'review-signed'],
    [null, true, 'ok', '', 'review-own-action'],
    [null, false, 'question', '', 'judgement-needs-note'],
    [null, false, 'deviation', '', 'judgement-needs-note'],
    [null, false, 'deviation', 'Varför?', null],
    [null, false, 'ok', '', null],
    [null, false, 'ok', 'Enligt ärende', null],
  ])('signed %s, own %s, %s, note %j: %s', (signedAt, isOwn, judgement, note, fault) => {
    expect(judgeFault({ signedAt }, isOwn, { judgement, note })).toBe(fault);
  });
});

describe('signFault', () => {
  it.each([
    ['2026-12-01T09:00:00.000Z', ['ok'], 'review-signed'],
    [null, ['ok', null], 'review-not-judged'],
    [null, ['ok', 'deviation'], null],
  ] as const)('signed %s, rows %j: %s', (signedAt, judgements, fault) => {
    expect(
      signFault(
        { signedAt },
        judgements.map((judgement) => ({ judgement })),
      ),
    ).toBe(fault);
  });
});

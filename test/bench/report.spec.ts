import { type Measurements, median, meets, type Run, rows, table } from './report';

const run = (durationMs: number, more: Partial<Run> = {}): Run => ({
  durationMs,
  wallMs: durationMs + 900,
  peakMemoryMb: 180,
  delayP999Ms: 25,
  delayMaxMs: 60,
  ...more,
});

const measured = (people: number, ms: number, more: Partial<Measurements> = {}): Measurements => ({
  people,
  ldapsearchMs: [ms],
  unchanged: [run(ms)],
  changed: [run(ms)],
  firstImport: [run(20 * ms)],
  bareInsertsMs: [ms],
  ...more,
});

describe('what was measured, against what must be', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
  ])('takes the median of %j', (values, expected) => expect(median(values)).toBe(expected));

  it('compares the durations of runs within one bench, and the cost per person at two sizes', () => {
    const many = measured(100_000, 1000, {
      ldapsearchMs: [800, 1000, 900],
      unchanged: [run(1000), run(990), run(5000)],
      changed: [run(1100), run(1100), run(1100)],
    });
    const few = measured(10_000, 80);
    const values = Object.fromEntries(rows(many, few).map((row) => [row.work, Number(row.value.toFixed(3))]));
    expect(values).toMatchObject({
      'nothing changed / ldapsearch': 1.111,
      '100 changed / nothing changed': 1.1,
      'first import / bare inserts (rate)': 0.05,
      'first import': 5000,
      'memory, first import': 180,
      'event loop late, first import, p99.9': 25,
      'cost per person at 100000 / 10000, nothing changed': 1.25,
      'cost per person at 100000 / 10000, first import': 1.25,
    });
  });

  it.each([
    ['most', 1.3, true],
    ['most', 1.31, false],
    ['least', 1.3, true],
    ['least', 1.29, false],
  ] as const)('a bound of the %s: %d', (bound, value, expected) => {
    expect(meets({ work: '', unit: '', value, must: 1.3, aim: 1, bound }, 1.3)).toBe(expected);
  });

  it('says which limits are met', () => {
    const [line = ''] = table(rows(measured(1000, 12), measured(100, 1)))
      .split('\n')
      .filter((one) => one.startsWith('cost per person at 1000 / 100, first import'));
    expect(line.split(/ {2,}/).slice(1)).toEqual(['1.20 ×', '≤ 1.2', 'yes', '≤ 1.2', 'yes']);
  });
});

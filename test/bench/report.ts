/* What was measured, held against what it must reach. */

export interface Run {
  /** Of the run itself, as it tells. */
  durationMs: number;
  /** Of the whole process: start, configuration, database and the run. */
  wallMs: number;
  peakMemoryMb: number;
  /** How late the event loop was in 999 of 1 000 looks, and at the worst. */
  delayP999Ms: number;
  delayMaxMs: number;
}

/** Each list has one element per repetition. */
export interface Measurements {
  people: number;
  /** ldapsearch reads the same people with all attributes that are used, in milliseconds. */
  ldapsearchMs: number[];
  unchanged: Run[];
  changed: Run[];
  firstImport: Run[];
  /** The very rows of the import, with prepared statements alone, in milliseconds. */
  bareInsertsMs: number[];
}

export interface Row {
  work: string;
  unit: string;
  value: number;
  must: number;
  aim: number;
  /** `most`: `must` is the most that it may be. */
  bound: 'most' | 'least';
}

export const WORKS = ['unchanged', 'changed', 'firstImport'] as const;
const NAMES: Record<(typeof WORKS)[number], string> = { unchanged: 'nothing changed', changed: '100 changed', firstImport: 'first import' };

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export const medianOf = (runs: readonly Run[], what: keyof Run): number => median(runs.map((run) => run[what]));

/** Ratios of the runs' own durations, within the one bench. `few` are the measurements at a tenth of the people. */
export function rows(many: Measurements, few: Measurements): Row[] {
  const ms = (work: (typeof WORKS)[number], of = many): number => medianOf(of[work], 'durationMs');
  const peoplePerSecond = (milliseconds: number): number => (many.people * 1000) / milliseconds;
  const imported = peoplePerSecond(ms('firstImport'));
  return [
    most('nothing changed / ldapsearch', '×', ms('unchanged') / median(many.ldapsearchMs), 1.3, 1),
    most('100 changed / nothing changed', '×', ms('changed') / ms('unchanged'), 1.2, 1.05),
    least('first import / bare inserts (rate)', '×', imported / peoplePerSecond(median(many.bareInsertsMs)), 0.08, 0.2),
    least('first import', 'people/s', imported, 2000, 5000),
    ...WORKS.map((work) => most(`memory, ${NAMES[work]}`, 'MB', medianOf(many[work], 'peakMemoryMb'), 350, 200)),
    most('event loop late, first import, p99.9', 'ms', medianOf(many.firstImport, 'delayP999Ms'), 100, 30),
    ...WORKS.map((work) =>
      most(
        `cost per person at ${many.people} / ${few.people}, ${NAMES[work]}`,
        '×',
        ms(work) / many.people / (ms(work, few) / few.people),
        1.2,
        1.2,
      ),
    ),
  ];
}

export const most = (work: string, unit: string, value: number, must: number, aim: number): Row => ({
  work,
  unit,
  value,
  must,
  aim,
  bound: 'most',
});
export const least = (work: string, unit: string, value: number, must: number, aim: number): Row => ({
  ...most(work, unit, value, must, aim),
  bound: 'least',
});

export const meets = ({ value, bound }: Row, limit: number): boolean => (bound === 'most' ? value <= limit : value >= limit);

export function table(all: readonly Row[]): string {
  const cells = all.map((row) => [
    row.work,
    `${shown(row.value)} ${row.unit}`,
    ...(['must', 'aim'] as const).flatMap((limit) => [
      `${row.bound === 'most' ? '≤' : '≥'} ${row[limit]}`,
      meets(row, row[limit]) ? 'yes' : 'NO',
    ]),
  ]);
  return aligned([['work', 'measured', 'must', 'met', 'aim', 'met'], ...cells]);
}

/** Medians at one size. */
export function details({ people, ldapsearchMs, bareInsertsMs, ...runs }: Measurements): string {
  const lines = WORKS.map((work) => {
    const of = (what: keyof Run): string => shown(medianOf(runs[work], what));
    const perPerson = `${shown((medianOf(runs[work], 'durationMs') * 1000) / people)} µs`;
    return [
      NAMES[work],
      `${of('durationMs')} ms`,
      perPerson,
      `${of('wallMs')} ms`,
      `${of('peakMemoryMb')} MB`,
      `${of('delayP999Ms')} ms`,
      `${of('delayMaxMs')} ms`,
    ];
  });
  const head = [`${people} people`, 'run', 'per person', 'whole command', 'memory', 'loop late p99.9', 'at worst'];
  const bare = [
    ['ldapsearch', `${shown(median(ldapsearchMs))} ms`],
    ['bare inserts', `${shown(median(bareInsertsMs))} ms`],
  ];
  return aligned([head, ...lines, ...bare]);
}

export const shown = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

export function aligned(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) => line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '))
    .join('\n');
}

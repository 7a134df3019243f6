/* What was measured of the service under requests, held against what it must reach. */
import type { Loaded } from './load';
import { aligned, least, median, most, type Row, shown } from './report';

/** Each list has one element per repetition. */
export interface ServiceMeasurements {
  people: number;
  auditRows: number;
  clients: number;
  alone: Loaded[];
  /** While a run reads the whole catalogue and writes a hundred changes, again and again. */
  besideSync: Loaded[];
}

const of = (loaded: readonly Loaded[], what: (one: Loaded) => number): number => median(loaded.map(what));

export function serviceRows({ alone, besideSync }: ServiceMeasurements): Row[] {
  const p95 = of(alone, ({ p95Ms }) => p95Ms);
  return [
    most('requests mixed, p95', 'ms', p95, 30, 15),
    least(
      'requests mixed',
      'requests/s',
      of(alone, ({ requestsPerSecond }) => requestsPerSecond),
      300,
      600,
    ),
    most('p95 beside a run / p95 alone', '×', of(besideSync, ({ p95Ms }) => p95Ms) / p95, 3, 2),
  ];
}

export function serviceDetails({ people, auditRows, clients, alone, besideSync }: ServiceMeasurements): string {
  const line = (name: string, what: (one: Loaded) => number, unit: string): string[] => [
    name,
    `${shown(of(alone, what))} ${unit}`,
    `${shown(of(besideSync, what))} ${unit}`,
  ];
  return aligned([
    [`${people} people, ${auditRows} audit rows, ${clients} clients`, 'alone', 'beside a run'],
    line('requests', ({ requestsPerSecond }) => requestsPerSecond, '/s'),
    ...Object.keys(alone[0]?.p95 ?? {}).map((kind) => line(`${kind}, p95`, ({ p95 }) => p95[kind] ?? 0, 'ms')),
  ]);
}

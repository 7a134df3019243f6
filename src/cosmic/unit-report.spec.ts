import type { CosmicUnit } from './unit-list';
import { type HsaUnit, unitDifferences } from './unit-report';

const A = 'SE2120002502-00A';
const B = 'SE2120002502-00B';
const C = 'SE2120002502-00C';
const cosmic = (...all: [string, string, string | null][]): Map<string, CosmicUnit> =>
  new Map(all.map(([hsaId, name, parent]) => [hsaId.toLowerCase(), { hsaId, name, parentKey: parent?.toLowerCase() ?? null }]));
const hsa = (hsaId: string | null, name: string, path: string[], above: string[] | null = null, people = 1): HsaUnit => ({
  unit: { hsaId, name, path: [...path, name], ...(above && { above: above.map((one) => one.toLowerCase()) }) },
  people,
});

const list = cosmic([A, 'Vård', null], [B, 'Hemtjänst', A]);

it.each<[string, HsaUnit[], [string, string | null, string | null, string | null][]]>([
  ['the same', [hsa(B, 'Hemtjänst', ['Vård'], [A, B])], []],
  ['the same, without what is above', [hsa(A, 'Vård', []), hsa(B, 'Hemtjänst', ['Vård'])], []],
  ['not in Cosmic', [hsa(B, 'Hemtjänst', ['Vård'], [A, B]), hsa(C, 'Ny', ['Vård'], [A, C])], [['missing', C, 'Vård / Ny', null]]],
  ['another name', [hsa(B, 'Hemvård', ['Vård'], [A, B])], [['renamed', B, 'Hemvård', 'Hemtjänst']]],
  ['above it another, by HSA-id', [hsa(B, 'Hemtjänst', ['Skola'], [C, B])], [['missing', C, 'Skola', null]].slice(1) as never],
  [
    'without HSA-id',
    [hsa(B, 'Hemtjänst', ['Vård'], [A, B]), hsa(null, 'Lag 1', ['Vård'])],
    [['without-hsa-id', null, 'Vård / Lag 1', null]],
  ],
  ['nobody under it', [hsa(A, 'Vård', [], [A])], [['added', B, null, 'Hemtjänst']]],
])('%s', (_what, units, expected) => {
  const found = unitDifferences(units, list).filter(({ difference, hsaId }) => difference !== 'added' || hsaId === B);
  expect(found.map(({ difference, hsaId, inHsa, inCosmic }) => [difference, hsaId, inHsa, inCosmic])).toEqual(expected);
});

it.each([
  ['by HSA-id', hsa(C, 'Natt', ['Vård'], [A, C])],
  ['by name', hsa(C, 'Natt', ['Vård'])],
])('a unit that lies under another is moved, %s', (_how, unit) => {
  const moved = unitDifferences([unit], cosmic([A, 'Vård', null], [B, 'Skola', null], [C, 'Natt', B]));
  expect(moved.find(({ difference }) => difference === 'moved')).toEqual({
    difference: 'moved',
    hsaId: C,
    inHsa: 'Vård',
    inCosmic: 'Skola',
    people: 1,
  });
});

it('what concerns most people stands first among its kind', () => {
  const found = unitDifferences([hsa(B, 'Få', [], [B], 2), hsa(C, 'Många', [], [C], 9), hsa(null, 'Lag', [], [], 50)], cosmic());
  expect(found.map(({ difference, people }) => [difference, people])).toEqual([
    ['missing', 9],
    ['missing', 2],
    ['without-hsa-id', 50],
  ]);
});

import { type CosmicUnit, unitChanges, unitList, type UnitRow } from './unit-list';

const row = (line: number, hsaId: string, name = 'Enhet', parent = ''): UnitRow => ({ line, values: { hsaId, name, parent } });
const A = 'SE2120002502-00A';
const B = 'SE2120002502-00B';

describe('a list of units', () => {
  it('is what its rows say, by HSA-id key', () => {
    const { units, problems } = unitList([row(2, A), row(3, B, 'Hemtjänst', A.toLowerCase())]);
    expect(problems).toEqual([]);
    expect([...units]).toEqual([
      [A.toLowerCase(), { hsaId: A, name: 'Enhet', parentKey: null }],
      [B.toLowerCase(), { hsaId: B, name: 'Hemtjänst', parentKey: A.toLowerCase() }],
    ]);
  });

  it.each<[string, UnitRow[], { line: number; problem: string }[]]>([
    ['no HSA-id', [row(2, '')], [{ line: 2, problem: 'hsa-id-malformed' }]],
    ['something else', [row(2, 'Hemtjänst')], [{ line: 2, problem: 'hsa-id-malformed' }]],
    ['no name', [row(2, A, '')], [{ line: 2, problem: 'name-missing' }]],
    ['a long name', [row(2, A, 'x'.repeat(201))], [{ line: 2, problem: 'name-too-long' }]],
    ['a personnummer', [row(2, A, 'Anna 20170101-2393')], [{ line: 2, problem: 'personal-number' }]],
    ['twice', [row(2, A), row(3, 'SE2120002502-00a')], [{ line: 3, problem: 'repeated' }]],
    ['nothing above', [row(2, A, 'Enhet', B)], [{ line: 2, problem: 'parent-unknown' }]],
    ['under itself', [row(2, A, 'Enhet', A)], [{ line: 2, problem: 'in-a-circle' }]],
    [
      'under each other',
      [row(2, A, 'Enhet', B), row(3, B, 'Enhet', A)],
      [
        { line: 2, problem: 'in-a-circle' },
        { line: 3, problem: 'in-a-circle' },
      ],
    ],
  ])('with %s is told what is wrong, and where', (_what, rows, expected) => {
    expect(unitList(rows).problems).toEqual(expected);
  });

  it('says what is wrong with the row, not with those below it, where a row above is wrong', () => {
    expect(unitList([row(2, A, ''), row(3, B, 'Enhet', A)]).problems).toEqual([{ line: 2, problem: 'name-missing' }]);
  });
});

describe('what a new list changes', () => {
  const units = (...all: [string, string, string | null][]): Map<string, CosmicUnit> =>
    new Map(all.map(([hsaId, name, parent]) => [hsaId.toLowerCase(), { hsaId, name, parentKey: parent?.toLowerCase() ?? null }]));
  const before = units([A, 'Vård', null], [B, 'Hemtjänst', A]);

  it.each([
    ['nothing', before, []],
    ['one is gone', units([A, 'Vård', null]), [{ change: 'removed', hsaId: B, before: 'Hemtjänst', after: null }]],
    [
      'one is new',
      new Map([...before, ...units(['SE2120002502-00C', 'Ny', A])]),
      [{ change: 'added', hsaId: 'SE2120002502-00C', before: null, after: 'Ny' }],
    ],
    [
      'renamed and moved',
      units([A, 'Vård', null], [B, 'Hemvård', null]),
      [
        { change: 'renamed', hsaId: B, before: 'Hemtjänst', after: 'Hemvård' },
        { change: 'moved', hsaId: B, before: 'Vård', after: null },
      ],
    ],
  ])('%s', (_what, after, expected) => {
    expect(unitChanges(before, after)).toEqual(expected);
  });
});

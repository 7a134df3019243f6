import fc from 'fast-check';
import { readQuery, writtenForms } from './person-query';

const TODAY = '2026-11-21';
const NUMBER = '201701012393';

describe('what is asked for', () => {
  it.each<[Parameters<typeof readQuery>[0], object | null]>([
    [{ name: ' Åsa  Öberg ' }, { kind: 'name', words: ['åsa', 'öberg'] }],
    [{ name: 'Bo' }, { kind: 'name', words: ['bo'] }],
    [{ name: 'Å' }, null],
    [{ name: ' ' }, null],
    [{ name: 'a'.repeat(101) }, null],
    [{ name: 'a b c d e f g' }, null],
    [{ name: 'Åsa\u0000' }, null],
    [{ name: 'Åsa\u202e' }, null],
    [{ name: '20170101-2393' }, null],
    [{ hsaId: ' se2120002502-1a2b ' }, { kind: 'hsa-id', hsaId: 'se2120002502-1a2b' }],
    [{ hsaId: 'TSTNMT2321000156-10A5' }, { kind: 'hsa-id', hsaId: 'TSTNMT2321000156-10A5' }],
    [{ hsaId: 'SE2120002502-*' }, null],
    [{ hsaId: NUMBER }, null],
    [{ personalNumber: '20170101-2393' }, { kind: 'personal-number', digits: NUMBER }],
    [{ personalNumber: '170101-2393' }, { kind: 'personal-number', digits: NUMBER }],
    [{ personalNumber: '201701012394' }, null],
    [{ personalNumber: 'Åsa' }, null],
    [{ name: 'Åsa', hsaId: 'SE2120002502-1A2B' }, null],
    [{}, null],
  ])('%j', (written, query) => {
    expect(readQuery(written, TODAY)).toEqual(query);
  });

  it('is never anything else than one of the three, whatever is written', () => {
    fc.assert(
      fc.property(fc.record({ name: fc.string(), hsaId: fc.string(), personalNumber: fc.string() }, { requiredKeys: [] }), (written) => {
        const query = readQuery(written, TODAY);
        expect([undefined, 'name', 'hsa-id', 'personal-number']).toContain(query?.kind);
      }),
    );
  });
});

it('a number is looked for in each form that a catalogue may write', () => {
  expect(writtenForms(NUMBER)).toEqual([NUMBER, '20170101-2393', '20170101+2393', '1701012393', '170101-2393', '170101+2393']);
});

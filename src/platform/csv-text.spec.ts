import fc from 'fast-check';
import { csvText } from './csv-text';

const line = (...cells: (string | number | null)[]): string => csvText([cells]).slice(1);

describe('csvText', () => {
  it.each<[string, string | number | null, string]>([
    ['a word', 'Åsa', 'Åsa'],
    ['nothing', null, ''],
    ['a number', -5, '-5'],
    ['a separator', 'a;b', '"a;b"'],
    ['a quotation mark', 'a"b', '"a""b"'],
    ['two lines', 'a\nb', '"a\nb"'],
    ['a formula', '=1+1', `"'=1+1"`],
    ['a formula after blanks', '  @SUM(A1)', `"'  @SUM(A1)"`],
    ['a plus', '+46', `"'+46"`],
    ['a minus', '-1', `"'-1"`],
    ['a tab first', '\tx', `"'\tx"`],
    ['an equals sign inside', 'a=b', 'a=b'],
  ])('%s', (_case, value, cell) => {
    expect(line(value)).toBe(`${cell}\r\n`);
  });

  it('begins with a byte order mark and ends each row with CRLF', () => {
    expect(
      csvText([
        ['a', 'b'],
        [1, null],
      ]),
    ).toBe('\uFEFFa;b\r\n1;\r\n');
  });

  it('never begins a cell with what a spreadsheet runs', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', ' ', 'a', ';', '"') }), (text) => {
        expect(line(text)).not.toMatch(/^"?\s*[=+\-@]/);
      }),
    );
  });
});

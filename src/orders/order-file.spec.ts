import { readOrderFile } from './order-file.csv';
import { MOST_OCTETS, MOST_ROWS } from './order-row';

const HEADER = 'HSA-id;Roll;Skäl;Från;Till;Enhet;Chef;Bekräftad';
const read = (text: string, encoding: BufferEncoding = 'utf8') => readOrderFile(Buffer.from(text, encoding));
const row = (text: string) => {
  const file = read(`${HEADER}\r\n${text}\r\n`);
  return file.outcome === 'read' ? file.rows[0] : file;
};
const whole = {
  line: 2,
  hsaId: 'SE2120002502-P001',
  unit: 'SE2120002502-N',
  cosmicRole: 'SSK',
  from: '2026-12-01',
  to: '2026-12-31',
  reason: 'Vikariat; sommaren',
  onBehalfOf: 'SE2120002502-CHEF',
  confirmed: ['person-protected', 'role-title-unsuited', 'unit-differs'],
};

describe('a file of orders', () => {
  const lines = 'SE2120002502-P001;SSK;"Vikariat; sommaren";2026-12-01;20261231;SE2120002502-N;SE2120002502-CHEF;Ja';

  it.each<[string, Buffer]>([
    ['with semicolons', Buffer.from(`${HEADER}\r\n${lines}\r\n`)],
    ['with a mark of its encoding', Buffer.from(`\uFEFF${HEADER}\r\n${lines}`)],
    ['in Windows-1252', Buffer.from(`${HEADER}\n${lines}\n`, 'latin1')],
    ['with commas', Buffer.from(`${HEADER}\n${lines}`.replaceAll(';', ',').replace('"Vikariat, ', '"Vikariat; '))],
    ['with empty rows', Buffer.from(`${HEADER}\r\n${lines}\r\n\r\n;;;;;;;\r\n`)],
    ['with its columns in capitals', Buffer.from(`${HEADER.toLocaleUpperCase('sv')}\r\n${lines}\r\n`)],
  ])('is read %s', (_what, octets) => {
    expect(readOrderFile(octets)).toEqual({ outcome: 'read', rows: [whole] });
  });

  it('is read with its columns in another order, and without those that may be left out', () => {
    expect(read('Skäl;HSA-id;Roll\nNy;SE2120002502-P001;SSK')).toMatchObject({
      rows: [{ line: 2, hsaId: 'SE2120002502-P001', reason: 'Ny', from: null, to: null, unit: null, onBehalfOf: null, confirmed: [] }],
    });
  });

  it('keeps the line breaks and quotation marks of a value', () => {
    expect(row('SE1;SSK;"Ny ""på"" enheten\r\noch mer";;;;;')).toMatchObject({ reason: 'Ny "på" enheten\r\noch mer' });
  });

  it.each<[string, Buffer | string, string, string]>([
    ['too large', Buffer.alloc(MOST_OCTETS + 1, 0x61), 'file-too-large', 'Filen är för stor'],
    ['no text', Buffer.from([0x50, 0x4b, 3, 4, 0]), 'file-not-text', 'ingen textfil'],
    ['empty', '', 'file-empty', 'tom'],
    ['without rows', HEADER, 'file-no-rows', 'inga beställningar'],
    ['with an unknown column', 'HSA-id;Roll;Namn;Skäl\n1;2;3;4', 'file-unknown-column', 'Kolumn 3'],
    ['with a column twice', 'HSA-id;Roll;Skäl;roll\n1;2;3;4', 'file-repeated-column', 'Kolumn 4'],
    ['without a column', 'HSA-id;Skäl\n1;2', 'file-missing-column', 'Kolumnen Roll saknas'],
    ['with a quotation that does not end', `${HEADER}\n"SE1;SSK`, 'file-malformed', 'Rad 2'],
    ['with too many rows', `${HEADER}\n${'SE1;SSK;Ny;;;;;\n'.repeat(MOST_ROWS + 1)}`, 'file-too-many-rows', `högst ${MOST_ROWS}`],
  ])('that is %s is refused', (_what, contents, code, reason) => {
    const file = readOrderFile(Buffer.from(contents as string));
    expect(file).toMatchObject({ outcome: 'unreadable', code, reason: expect.stringContaining(reason) });
  });

  it('may have as many rows as are said', () => {
    const file = read(`${HEADER}\n${'SE1;SSK;Ny;;;;;\n'.repeat(MOST_ROWS)}`);
    expect(file.outcome === 'read' && file.rows.length).toBe(MOST_ROWS);
  });
});

describe('a row', () => {
  it.each<[string, string, [string | null, string][]]>([
    ['with a value too many', 'a;b;c;;;;;;x', [[null, 'too-many-values']]],
    ['with a value too few', 'a;b;c', [[null, 'too-few-values']]],
    [
      'with a day that does not exist',
      'a;b;c;2026-02-30;imorgon;;;',
      [
        ['from', 'malformed-day'],
        ['to', 'malformed-day'],
      ],
    ],
    ['with an answer that is none', 'a;b;c;;;;;kanske', [['confirmed', 'malformed-answer']]],
    [
      'with a personnummer',
      '20170101-2393;b;gäller 201701012393;;;;;',
      [
        ['hsaId', 'personal-number'],
        ['reason', 'personal-number'],
      ],
    ],
  ])('%s is told where it is wrong, and nothing of it', (_what, text, expected) => {
    const faulty = row(text) as { faults: { column: string | null; fault: string }[] };
    expect(faulty.faults.map(({ column, fault }) => [column, fault])).toEqual(expected);
    expect(JSON.stringify(faulty)).not.toMatch(/2393|kanske|imorgon/);
  });

  it.each([
    ['x', 3],
    ['JA', 3],
    ['nej', 0],
    ['', 0],
  ])('with the answer %j confirms %d warnings', (answer, count) => {
    expect((row(`a;b;c;;;;;${answer}`) as typeof whole).confirmed).toHaveLength(count);
  });
});

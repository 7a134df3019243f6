import { csvTable } from './csv-table';

const COLUMNS = { name: { headings: ['Namn'], required: true }, unit: { headings: ['Enhetens id', 'unit'], required: false } };
const read = (text: string | Buffer) => csvTable(Buffer.from(text as string), COLUMNS);

it.each<[string, string | Buffer, unknown]>([
  ['nothing', '', { fault: 'empty', line: null, column: null }],
  ['headings alone', 'Namn\n', { fault: 'empty', line: null, column: null }],
  ['octets', Buffer.from([0, 1, 2, 255]), { fault: 'column-unknown', line: 1, column: '1' }],
  ['semicolons', 'namn;ENHETENS-ID\nA, B;1\n', { rows: [{ line: 2, values: { name: 'A, B', unit: '1' } }] }],
  ['commas, quoted', 'Namn,unit\r\n"A ""x""\nB",\r\n', { rows: [{ line: 3, values: { name: 'A "x"\nB', unit: '' } }] }],
  ['Windows-1252', Buffer.from('Namn\nÅsa\n', 'latin1'), { rows: [{ line: 2, values: { name: 'Åsa', unit: '' } }] }],
  ['a column twice', 'Namn;namn\nA;B\n', { fault: 'column-twice', line: 1, column: 'name' }],
  ['a column missing', 'unit\nA\n', { fault: 'column-missing', line: 1, column: 'Namn' }],
  ['a row too long', 'Namn\nA;B\n', { rows: [{ line: 2, values: { name: 'A;B', unit: '' } }] }],
  ['a row too short', 'Namn;unit\nA\n', { fault: 'wrong-length', line: 2, column: null }],
])('%s', (_what, text, expected) => {
  expect(read(text)).toEqual(expected);
});

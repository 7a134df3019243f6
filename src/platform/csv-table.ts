import { parse } from 'csv-parse/sync';

export interface CsvColumn {
  /** Headings that it may have, compared without case, blanks, hyphens and underscores. */
  headings: readonly string[];
  required: boolean;
}

/** A row and where it stands in the file, the first line being 1. A column that is not there is empty. */
export interface CsvRow<K extends string> {
  line: number;
  values: Record<K, string>;
}

export type CsvFault = 'too-large' | 'not-csv' | 'empty' | 'wrong-length' | 'column-missing' | 'column-unknown' | 'column-twice';

export type CsvTable<K extends string> = { rows: CsvRow<K>[] } | { fault: CsvFault; line: number | null; column: string | null };

const MOST_BYTES = 20 * 1024 * 1024;

/**
 * A table from a CSV file (RFC 4180) as spreadsheets write it: with a row of headings, separated by `;` or `,` (whichever
 * the headings have more of), in UTF-8 with or without a byte order mark, or else in Windows-1252. A value loses the blanks
 * around it.
 */
export function csvTable<K extends string>(bytes: Buffer, columns: Record<K, CsvColumn>): CsvTable<K> {
  const fault = (what: CsvFault, line: number | null = null, column: string | null = null) => ({ fault: what, line, column });
  if (bytes.length > MOST_BYTES) return fault('too-large');
  const text = decoded(bytes);
  const heading = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = count(heading, ';') >= count(heading, ',') && heading.includes(';') ? ';' : ',';
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, { delimiter, bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, info: true }) as never;
  } catch {
    return fault('not-csv');
  }
  const [headings, ...rest] = records;
  if (!headings) return fault('empty');
  const names = headings.record.map((written) => nameOf(written, columns));
  const unknown = names.findIndex((name) => name === null);
  if (unknown >= 0) return fault('column-unknown', 1, String(unknown + 1));
  const twice = names.findIndex((name, index) => names.indexOf(name) < index);
  if (twice >= 0) return fault('column-twice', 1, names[twice] ?? null);
  const all = Object.entries(columns) as [K, CsvColumn][];
  const missing = all.find(([name, { required }]) => required && !names.includes(name));
  if (missing) return fault('column-missing', 1, missing[1].headings[0] ?? missing[0]);
  const wrong = rest.find(({ record }) => record.length !== names.length);
  if (wrong) return fault('wrong-length', wrong.info.lines);
  if (rest.length === 0) return fault('empty');
  const nothing = Object.fromEntries(all.map(([name]) => [name, ''])) as Record<K, string>;
  const rows = rest.map(({ record, info }) => ({
    line: info.lines,
    values: { ...nothing, ...(Object.fromEntries(names.map((name, index) => [name, record[index] ?? ''])) as Partial<Record<K, string>>) },
  }));
  return { rows };
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

const plain = (heading: string): string => heading.toLocaleLowerCase('sv').replace(/[\s_-]/g, '');

function nameOf<K extends string>(written: string, columns: Record<K, CsvColumn>): K | null {
  const found = (Object.entries(columns) as [K, CsvColumn][]).find(([, { headings }]) =>
    headings.some((one) => plain(one) === plain(written)),
  );
  return found?.[0] ?? null;
}

const count = (text: string, character: string): number => text.split(character).length - 1;

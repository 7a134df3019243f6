import { parse } from 'csv-parse/sync';
import { orderImportTexts as texts } from '../texts/sv/order-import';
import { delimiterOf, textOf } from './file-text';
import { type FaultyRow, type HeaderFault, MOST_OCTETS, MOST_ROWS, readHeader, readRow, type WrittenOrder } from './order-row';

export type OrderFile = { outcome: 'read'; rows: (WrittenOrder | FaultyRow)[] } | { outcome: 'unreadable'; code: string; reason: string };

interface Record {
  record: string[];
  info: { lines: number };
}

const unreadable = (code: string, reason: string): OrderFile => ({ outcome: 'unreadable', code: `file-${code}`, reason });

/**
 * Reads a file of orders: RFC 4180 with a comma or a semicolon, UTF-8 or Windows-1252, its first row the header. Empty rows
 * are passed over.
 */
export function readOrderFile(octets: Uint8Array): OrderFile {
  if (octets.length > MOST_OCTETS) return unreadable('too-large', texts.file['too-large']);
  const text = textOf(octets);
  if (text === null) return unreadable('not-text', texts.file['not-text']);
  const records = recordsOf(text);
  if (!Array.isArray(records)) return unreadable('malformed', texts.file.malformed(records.line));
  const [header, ...rows] = records;
  if (!header) return unreadable('empty', texts.file.empty);
  const columns = readHeader(header.record);
  if (!Array.isArray(columns)) return unreadable(columns.fault, headerText(columns));
  if (rows.length === 0) return unreadable('no-rows', texts.file['no-rows']);
  if (rows.length > MOST_ROWS) return unreadable('too-many-rows', texts.file['too-many-rows'](MOST_ROWS));
  return { outcome: 'read', rows: rows.map(({ record, info }) => readRow(columns, record, info.lines)) };
}

/** As many as may be, and one more: nobody waits for the rest of a file that is too long. */
function recordsOf(text: string): Record[] | { line: number } {
  try {
    return parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      to: MOST_ROWS + 2,
    }) as unknown as Record[];
  } catch (error) {
    return { line: Number((error as { lines?: unknown }).lines ?? 1) };
  }
}

const headerText = (fault: HeaderFault): string =>
  fault.fault === 'missing-column' ? texts.file['missing-column'](fault.column) : texts.file[fault.fault](fault.position);

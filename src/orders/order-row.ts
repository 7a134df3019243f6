import { holdsPersonalNumber } from '../people/personal-number-in-text';
import { isLocalDate, type LocalDate } from '../platform/time';
import { type OrderColumn, orderColumns } from '../texts/sv/order-import';

/** One order of a file, as it was written. */
export interface WrittenOrder {
  /** Of the file, the header being 1. */
  line: number;
  hsaId: string;
  unit: string | null;
  cosmicRole: string;
  from: LocalDate | null;
  to: LocalDate | null;
  reason: string;
  onBehalfOf: string | null;
  confirmed: string[];
}

export type RowFault = 'too-many-values' | 'too-few-values' | 'malformed-day' | 'personal-number' | 'malformed-answer';

/** What is wrong with one row before anybody has been looked up. */
export interface FaultyRow {
  line: number;
  faults: { column: OrderColumn | null; fault: RowFault }[];
}

/** The most rows, besides the header, and octets of one file. */
export const MOST_ROWS = 500;
export const MOST_OCTETS = 1_000_000;

const REQUIRED: readonly OrderColumn[] = ['hsaId', 'cosmicRole', 'reason'];

export type HeaderFault =
  { fault: 'unknown-column' | 'repeated-column'; position: number } | { fault: 'missing-column'; column: OrderColumn };

/**
 * Which column holds what; the names are in Swedish, compared without case and blanks around, in any order.
 *
 * | header                                    |                               |
 * |-------------------------------------------|-------------------------------|
 * | a name that no column has                 | unknown-column, its position  |
 * | a name twice                              | repeated-column, its position |
 * | without HSA-id, role or reason            | missing-column                |
 * | otherwise                                 | the columns                   |
 */
export function readHeader(names: readonly string[]): OrderColumn[] | HeaderFault {
  const columns: OrderColumn[] = [];
  for (const [index, name] of names.entries()) {
    const wanted = folded(name);
    const column = (Object.keys(orderColumns) as OrderColumn[]).find((one) => folded(orderColumns[one]) === wanted);
    if (!column) return { fault: 'unknown-column', position: index + 1 };
    if (columns.includes(column)) return { fault: 'repeated-column', position: index + 1 };
    columns.push(column);
  }
  const missing = REQUIRED.find((column) => !columns.includes(column));
  return missing ? { fault: 'missing-column', column: missing } : columns;
}

/**
 * One row beside its header. A personnummer in any value refuses the row: nothing of it is shown or looked up.
 *
 * | value                                         | read as                    |
 * |-----------------------------------------------|----------------------------|
 * | nothing, for unit, manager, first or last day | none                       |
 * | a day, `2026-11-21` or `20261121`             | the day                    |
 * | anything else in the place of a day           | malformed-day              |
 * | ja, yes, 1, x in "Bekräftad"                  | all warnings are confirmed |
 * | nej, no, 0, nothing                           | none is                    |
 * | anything else there                           | malformed-answer           |
 */
export function readRow(columns: readonly OrderColumn[], values: readonly string[], line: number): WrittenOrder | FaultyRow {
  if (values.length !== columns.length) {
    const fault = values.length > columns.length ? 'too-many-values' : 'too-few-values';
    return { line, faults: [{ column: null, fault }] };
  }
  const faults: FaultyRow['faults'] = [];
  const texts = new Map(columns.map((column, index) => [column, (values[index] ?? '').trim()]));
  for (const [column, text] of texts) if (holdsPersonalNumber(text) && !isDay(text)) faults.push({ column, fault: 'personal-number' });
  const text = (column: OrderColumn): string => texts.get(column) ?? '';
  const day = (column: 'from' | 'to'): LocalDate | null => {
    const written = text(column);
    const read = dayOf(written);
    if (written !== '' && read === null) faults.push({ column, fault: 'malformed-day' });
    return read;
  };
  const order: WrittenOrder = {
    line,
    hsaId: text('hsaId'),
    unit: text('unit') || null,
    cosmicRole: text('cosmicRole'),
    from: day('from'),
    to: day('to'),
    reason: text('reason'),
    onBehalfOf: text('onBehalfOf') || null,
    confirmed: [],
  };
  const answer = folded(text('confirmed'));
  if (YES.has(answer)) order.confirmed = ['person-protected', 'role-title-unsuited', 'unit-differs'];
  else if (!NO.has(answer)) faults.push({ column: 'confirmed', fault: 'malformed-answer' });
  return faults.length > 0 ? { line, faults } : order;
}

export const isFaulty = (row: WrittenOrder | FaultyRow): row is FaultyRow => 'faults' in row;

const YES: ReadonlySet<string> = new Set(['ja', 'yes', '1', 'x']);
const NO: ReadonlySet<string> = new Set(['', 'nej', 'no', '0']);

const isDay = (text: string): boolean => dayOf(text) !== null;

function dayOf(text: string): LocalDate | null {
  const day = text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  return isLocalDate(day) ? day : null;
}

const folded = (text: string): string => text.trim().normalize('NFC').toLocaleLowerCase('sv');

import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { PersonChanges } from '../access/person-changes.service';
import { municipalitiesOf } from '../auth/reach';
import { Clock } from '../platform/clock';
import { csvText } from '../platform/csv-text';
import { notFound, type Refused } from '../platform/refusal';
import { localDateOf } from '../platform/time';
import { orderProblemTexts } from '../texts/order-problems';
import { orderColumns, orderImportTexts as texts } from '../texts/sv/order-import';
import { type Asker, originOf } from './asker';
import { type CheckedOrder, OrderCheck } from './order-check.service';
import { readOrderFile } from './order-file.csv';
import { isFaulty, type WrittenOrder } from './order-row';
import { inTheWay, type OrderProblem, type OtherOrder } from './order-rules';
import { OrderRepository } from './order.repository';
import { OrderService } from './order.service';

/** What comes, or would come, of one row. `already`: there is such an order, and none more is needed. */
export interface ImportedRow {
  /** Of the file, the header being 1. */
  line: number;
  outcome: 'good' | 'already' | 'refused' | 'placed';
  /** As written; null where there may be something else in its place. */
  hsaId: string | null;
  number: string | null;
  problems: { column: string | null; code: string; text: string }[];
}

export interface Import {
  outcome: 'read';
  /** False: nothing was saved. */
  isPlaced: boolean;
  rows: ImportedRow[];
  counts: Record<ImportedRow['outcome'], number>;
}

export type ImportMode = 'preview' | 'all-or-nothing' | 'only-good';

/** Many orders at once, from a file. Nothing is kept between the look at it and the placing: the file is given again. */
@Injectable()
export class OrderImport {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly check: OrderCheck,
    private readonly orders: OrderRepository,
    private readonly service: OrderService,
    private readonly changes: PersonChanges,
  ) {}

  /**
   * All that is placed is placed in one transaction. The same file twice places nothing the second time.
   * @throws Refusal `not-found` for a municipality that is out of reach
   */
  async run(asker: Asker, municipality: string, file: Uint8Array, mode: ImportMode): Promise<Import | Refused> {
    if (!municipalitiesOf(asker.reach).includes(municipality)) throw notFound();
    const read = readOrderFile(file);
    if (read.outcome === 'unreadable') return { outcome: 'refused', code: read.code, status: 422, sv: read.reason, en: FILE_UNREADABLE };
    const today = localDateOf(this.clock.now());
    const written = read.rows.filter((row): row is WrittenOrder => !isFaulty(row));
    const drafts = written.map((row) => ({ ...row, municipality, from: row.from ?? today }));
    const looked = await this.check.look(asker, municipality, drafts);
    if ('outcome' in looked) return looked;
    const checked = new Map(written.map((row, index) => [row.line, looked[index]]));
    const rows: Candidate[] = read.rows.map((row) =>
      isFaulty(row) ? { row: faulty(row) } : { row: empty(row), written: row, checked: checked.get(row.line) },
    );
    if (mode === 'preview') {
      await this.judge(this.dataSource.manager, rows);
      return summed(rows, false);
    }
    return this.place(asker, municipality, rows, mode);
  }

  /** The file's rows with what came of each, to be opened in a spreadsheet. Of a row with a personnummer nothing is repeated. */
  asFile({ rows }: Import): string {
    const { columns, outcome } = texts;
    const header = [columns.line, orderColumns.hsaId, columns.outcome, columns.number, columns.problems];
    const lines = rows.map((row) => [
      String(row.line),
      row.hsaId ?? '',
      outcome[row.outcome],
      row.number ?? '',
      row.problems.map(({ column, text }) => (column === null || text.startsWith(`${column}:`) ? text : `${column}: ${text}`)).join(' '),
    ]);
    return csvText([header, ...lines]);
  }

  private async place(asker: Asker, municipality: string, rows: Candidate[], mode: ImportMode): Promise<Import> {
    const trace = randomUUID();
    const origin = originOf(asker, { municipality, today: localDateOf(this.clock.now()) }, trace, null);
    const { result } = await this.changes.record<Import>(municipality, origin, async (manager, { now }) => {
      await this.orders.alone(manager);
      await this.judge(manager, rows);
      const good = rows.filter(({ row }) => row.outcome === 'good');
      const isStopped = mode === 'all-or-nothing' && rows.some(({ row }) => row.outcome === 'refused');
      if (isStopped || good.length === 0) return { result: summed(rows, false), changes: [] };
      const changed = new Set<string>();
      for (const { row, checked } of good) {
        if (!checked) continue;
        row.number = await this.service.record(manager, asker, checked, trace, now);
        row.outcome = 'placed';
        changed.add(checked.hsaIdKey);
      }
      const changes = [...changed].map((hsaIdKey) => ({ hsaIdKey, what: ['order-placed' as const] }));
      return { result: summed(rows, true), changes };
    });
    return result;
  }

  /** Each row beside the orders that there are and those of the rows before it. */
  private async judge(manager: EntityManager, rows: readonly Candidate[]): Promise<void> {
    const inFile = new Map<string, (OtherOrder & { line: number })[]>();
    for (const { row, written, checked } of rows) {
      if (!written || !checked) continue;
      const { municipality, hsaIdKey, order, unitKey } = checked;
      const before = inFile.get(hsaIdKey) ?? [];
      const active = await this.orders.active(manager, municipality, hsaIdKey);
      const twin = active.find((other) => isSame(other, checked, written.from === null));
      if (twin) {
        Object.assign(row, { outcome: 'already', number: twin.number });
        continue;
      }
      const problems = inTheWay(checked.problems([...active, ...before]), written.confirmed);
      row.problems = problems.map(told);
      row.outcome = problems.length > 0 ? 'refused' : 'good';
      const isRepeated = before.some((other) => other.unitKey === unitKey && other.from === order.from && other.to === order.to);
      if (isRepeated) row.problems = [{ column: null, code: 'repeated-row', text: texts.row['repeated-row'] }];
      if (row.outcome === 'good') inFile.set(hsaIdKey, [...before, { unitKey, from: order.from, to: order.to, line: row.line }]);
    }
  }
}

interface Candidate {
  row: ImportedRow;
  written?: WrittenOrder;
  checked?: CheckedOrder | undefined;
}

const FILE_UNREADABLE = 'The file cannot be read as orders.';

/** @param anyStart the file names no first day: it was the day of its first import */
const isSame = (other: OtherOrder & { cosmicRole: string }, { order, unitKey }: CheckedOrder, anyStart: boolean): boolean =>
  other.unitKey === unitKey && other.cosmicRole === order.cosmicRole && other.to === order.to && (anyStart || other.from === order.from);

const empty = ({ line, hsaId }: WrittenOrder): ImportedRow => ({ line, outcome: 'good', hsaId, number: null, problems: [] });

/** A faulty row may hold anything in the place of an HSA-id. */
const faulty = ({ line, faults }: Extract<Parameters<typeof isFaulty>[0], { faults: unknown }>): ImportedRow => ({
  line,
  outcome: 'refused',
  hsaId: null,
  number: null,
  problems: faults.map(({ column, fault }) => ({ column: column && orderColumns[column], code: fault, text: texts.row[fault] })),
});

const told = ({ code, field }: OrderProblem): ImportedRow['problems'][number] => ({
  column: orderColumns[field],
  code,
  text: orderProblemTexts[code].sv,
});

function summed(candidates: readonly Candidate[], isPlaced: boolean): Import {
  const rows = candidates.map(({ row }) => row);
  const counts = { good: 0, already: 0, refused: 0, placed: 0 };
  for (const { outcome } of rows) counts[outcome] += 1;
  return { outcome: 'read', isPlaced, rows, counts };
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import { Between, type DataSource, type EntityManager, MoreThan } from 'typeorm';
import type { SealedBox } from '../platform/sealed-box';
import { payloadDigest, type SealedPayload } from './audit-chain';
import { AuditHeadEntity, AuditPayloadEntity, AuditRowEntity } from './audit.entity';
import { ChainCheck, type PayloadSeen, type Problem, type StoredErasure } from './chain-check';
import { type Erasure, PAYLOAD_ERASED } from './erasure';

export interface Verdict {
  ok: boolean;
  rows: number;
  /** Payloads that the retention rule erased. */
  erased: number;
  /** In the order of their rows. */
  problems: Problem[];
}

const CHUNK = 1000;

/**
 * Reads the chain in pieces, without holding up those who append: what is checked is the chain as it stood at the head
 * that was found first.
 */
export class AuditVerification {
  readonly #manager: EntityManager;

  constructor(
    dataSource: Pick<DataSource, 'manager'>,
    private readonly box: SealedBox,
  ) {
    this.#manager = dataSource.manager;
  }

  async verify(onProgress?: (read: number, total: number) => void): Promise<Verdict> {
    const head = await this.#manager.findOneBy(AuditHeadEntity, { id: 1 });
    const end = head?.seq ?? (await this.lastRow());
    const check = new ChainCheck(await this.erasures(0, end));
    for (let from = 1; from <= end; from += CHUNK) {
      await this.chunk(check, from, Math.min(from + CHUNK - 1, end));
      onProgress?.(check.rows, end);
      await nextTurn();
    }
    await this.checkEnd(check, head, end);
    check.finish(await this.erasures(end, Number.MAX_SAFE_INTEGER));
    const problems = check.problems.sort((a, b) => a.seq - b.seq);
    return { ok: problems.length === 0, rows: check.rows, erased: check.erased, problems };
  }

  private async chunk(check: ChainCheck, from: number, to: number): Promise<void> {
    const range = { where: { seq: Between(from, to) }, order: { seq: 'ASC' } } as const;
    const payloads = new Map((await this.#manager.find(AuditPayloadEntity, range)).map((payload) => [payload.seq, payload]));
    for (const row of await this.#manager.find(AuditRowEntity, range)) {
      check.row(row, this.seen(row, payloads.get(row.seq)));
      payloads.delete(row.seq);
    }
    for (const seq of payloads.keys()) check.add(seq, 'payload-unexpected');
  }

  private seen(row: AuditRowEntity, payload: AuditPayloadEntity | undefined): PayloadSeen {
    if (!payload) return 'absent';
    try {
      const digest = payloadDigest(payload.salt, this.box.open<SealedPayload>(payload.sealed));
      return digest === row.payloadDigest ? 'intact' : 'changed';
    } catch {
      return 'changed';
    }
  }

  private async checkEnd(check: ChainCheck, head: AuditHeadEntity | null, end: number): Promise<void> {
    const { last } = check;
    if (last.seq < end) check.add(last.seq + 1, 'tail-missing');
    if (!head) {
      if (end > 0) check.add(end, 'head-missing');
      return;
    }
    if (last.seq === end && last.hash !== head.hash) check.add(end, 'head-differs');
    if (!this.isSealOf(head)) check.add(end, 'head-forged');
    // The last row is read before the head: both are written together, so the head can only be further on.
    const lastRow = await this.lastRow();
    const now = await this.#manager.findOneBy(AuditHeadEntity, { id: 1 });
    if (lastRow > (now?.seq ?? end)) check.add(lastRow, 'row-after-head');
  }

  private isSealOf({ seq, hash, seal }: AuditHeadEntity): boolean {
    try {
      const sealed = this.box.open<{ seq: number; hash: string }>(seal);
      return sealed.seq === seq && sealed.hash === hash;
    } catch {
      return false;
    }
  }

  private async lastRow(): Promise<number> {
    return (await this.#manager.maximum(AuditRowEntity, 'seq', {})) ?? 0;
  }

  /** Erasures told of after one row up to another; one whose payload does not open erases nothing. */
  private async erasures(after: number, upTo: number): Promise<StoredErasure[]> {
    const rows = await this.#manager.find(AuditRowEntity, {
      where: { action: PAYLOAD_ERASED, seq: MoreThan(after) },
      order: { seq: 'ASC' },
    });
    const found: StoredErasure[] = [];
    for (const { seq, at } of rows.filter((row) => row.seq <= upTo)) {
      const payload = await this.#manager.findOneBy(AuditPayloadEntity, { seq });
      const erasure = payload && this.erasureIn(payload);
      if (erasure) found.push({ ...erasure, seq, at });
    }
    return found;
  }

  private erasureIn({ sealed }: AuditPayloadEntity): Erasure | null {
    try {
      return this.box.open<{ payload: Erasure }>(sealed).payload;
    } catch {
      return null;
    }
  }
}

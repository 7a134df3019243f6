import { type DataSource, In, Not } from 'typeorm';
import type { SealedBox } from '../platform/sealed-box';
import type { Instant } from '../platform/time';
import type { Actor } from './actor';
import type { SealedPayload } from './audit-chain';
import { AuditPayloadEntity, AuditRowEntity } from './audit.entity';
import { READ_ACTIONS } from './read-action';

/**
 * - `none`: the row was written without a payload
 * - `open`: here it is
 * - `erased`: gone by the retention rule, or removed (`verify` tells which)
 * - `unreadable`: changed, or sealed with another key
 */
export type PayloadState = 'none' | 'open' | 'erased' | 'unreadable';

export interface TrailRow {
  seq: number;
  at: Instant;
  actor: Actor;
  action: string;
  municipality: string | null;
  subject: string | null;
  caseNumber: string | null;
  runId: string | null;
  traceId: string | null;
  reason: string | null;
  payload: unknown;
  payloadState: PayloadState;
}

const CHUNK = 500;

/** Reads one person's rows with their payloads opened. */
export class AuditTrail {
  constructor(
    private readonly dataSource: DataSource,
    private readonly box: SealedBox,
  ) {}

  /** What was done, not who looked: see `READ_ACTIONS`. */
  async read(subject: string, { until }: { until?: Instant }): Promise<TrailRow[]> {
    const all = await this.dataSource
      .getRepository(AuditRowEntity)
      .find({ where: { subject, action: Not(In(READ_ACTIONS)) }, order: { seq: 'ASC' } });
    const rows = until === undefined ? all : all.filter(({ at }) => at < until);
    const sealed = new Map<number, string>();
    for (let start = 0; start < rows.length; start += CHUNK) {
      const seqs = rows.slice(start, start + CHUNK).map(({ seq }) => seq);
      const payloads = await this.dataSource.getRepository(AuditPayloadEntity).findBy({ seq: In(seqs) });
      for (const payload of payloads) sealed.set(payload.seq, payload.sealed);
    }
    return rows.map((row) => this.present(row, sealed.get(row.seq)));
  }

  private present(row: AuditRowEntity, sealed: string | undefined): TrailRow {
    const {
      seq,
      at,
      actorKind,
      actorName,
      actorRole,
      systemUser,
      action,
      municipality,
      subject,
      caseNumber,
      runId,
      traceId,
      payloadDigest,
    } = row;
    return {
      ...{ seq, at, action, municipality, subject, caseNumber, runId, traceId },
      actor: { kind: actorKind, name: actorName, systemUser, ...(actorRole !== null && { role: actorRole }) },
      ...(payloadDigest === null ? absent('none') : sealed === undefined ? absent('erased') : this.open(sealed)),
    };
  }

  private open(sealed: string): Pick<TrailRow, 'reason' | 'payload' | 'payloadState'> {
    try {
      const { reason, payload } = this.box.open<SealedPayload>(sealed);
      return { reason, payload, payloadState: 'open' };
    } catch {
      return absent('unreadable');
    }
  }
}

const absent = (payloadState: PayloadState) => ({ reason: null, payload: null, payloadState });

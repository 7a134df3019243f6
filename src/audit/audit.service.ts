import { setImmediate as breathe } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { insertAll } from '../platform/database/bulk';
import { forgetOverwritten } from '../platform/database/forget-overwritten';
import { beforeChange } from '../platform/idempotency/change-hook';
import { forUpdate } from '../platform/database/row-locks';
import { randomOctets } from '../platform/random-octets';
import { SealedBox } from '../platform/sealed-box';
import type { Instant } from '../platform/time';
import type { Actor } from './actor';
import { canonicalJson, GENESIS, payloadTextDigest, rowHash, type SealedPayload } from './audit-chain';
import { AuditHeadEntity, AuditPayloadEntity, AuditRowEntity } from './audit.entity';
import { AuditTrail, type TrailRow } from './audit-trail.service';
import { AuditVerification, type Verdict } from './audit-verification.service';
import { type Erasure, expiresBefore, PAYLOAD_ERASED, retentionRule } from './erasure';

/** Rows sealed and chained before other work of the process gets its turn. */
const CHUNK = 100;

export interface AuditEntry {
  at: Instant;
  actor: Actor;
  action: string;
  municipality: string | null;
  /** `hsaIdKey` of whom it is about. */
  subject: string | null;
  caseNumber?: string | null;
  runId?: string | null;
  traceId?: string | null;
  /** Free text by a person, who may have written a name: it is sealed with the payload. */
  reason?: string | null;
  /** Anything JSON can hold. Sealed, and erased when its time is up. */
  payload?: unknown;
}

/** The audit chain: written in the transaction of the change it tells of, so that there is never one without the other. */
@Injectable()
export class AuditService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly box: SealedBox,
    @Inject(CONFIGURATION) private readonly configuration: { audit: Pick<Configuration['audit'], 'payloadRetentionDays'> },
  ) {}

  /**
   * Appends rows in the order given. On PostgreSQL the head stays locked until the caller's transaction ends, so keep
   * what follows it short.
   */
  async append(manager: EntityManager, entries: readonly AuditEntry[]): Promise<void> {
    if (!manager.queryRunner?.isTransactionActive) throw new Error('Audit rows are written inside the transaction they tell of');
    if (entries.length === 0) return;
    await beforeChange(manager);
    let { seq, hash } = await this.lockHead(manager);
    const rows: AuditRowEntity[] = [];
    const payloads: AuditPayloadEntity[] = [];
    for (const [index, entry] of entries.entries()) {
      if (index % CHUNK === CHUNK - 1) await breathe();
      seq += 1;
      const payload = this.sealPayload(seq, entry);
      if (payload) payloads.push(payload.row);
      const row = linked(seq, hash, entry, payload?.digest ?? null);
      hash = row.hash;
      rows.push(row);
    }
    await insertAll(manager, AuditRowEntity, rows);
    await insertAll(manager, AuditPayloadEntity, payloads);
    await manager.update(AuditHeadEntity, { id: 1 }, { seq, hash, seal: this.box.seal({ seq, hash }) });
  }

  /** What happened to one person, oldest first. @param until only what was written before this moment */
  trail(subject: string, options: { until?: Instant } = {}): Promise<TrailRow[]> {
    return new AuditTrail(this.dataSource, this.box).read(subject, options);
  }

  /** Reads the whole chain. @param onProgress called with rows read and rows in all, after each chunk */
  verify(onProgress?: (read: number, total: number) => void): Promise<Verdict> {
    return new AuditVerification(this.dataSource, this.box).verify(onProgress);
  }

  /**
   * The retention rule `audit-payload-<days>-days`: erases payloads of rows older than `audit.payloadRetentionDays` and
   * leaves one row that says so. Nothing old enough: no row.
   */
  async eraseExpired(now: Instant, actor: Actor): Promise<{ erased: number }> {
    const days = this.configuration.audit.payloadRetentionDays;
    const before = expiresBefore(now, days);
    const result = await this.dataSource.transaction(async (manager) => {
      await this.lockHead(manager); // two who erase at once would count the same rows
      const expired = await manager
        .createQueryBuilder(AuditPayloadEntity, 'payload')
        .innerJoin(AuditRowEntity, 'row', 'row.seq = payload.seq')
        .where('row.at < :before AND row.action <> :kept', { before, kept: PAYLOAD_ERASED })
        .select('MIN(payload.seq)', 'from')
        .addSelect('MAX(payload.seq)', 'to')
        .addSelect('COUNT(*)', 'count')
        .getRawOne<{ from: number; to: number; count: number | string }>();
      const count = Number(expired?.count ?? 0);
      if (!expired || count === 0) return { erased: 0 };
      const rows = manager.createQueryBuilder(AuditRowEntity, 'row').select('row.seq').where('row.at < :before AND row.action <> :kept');
      await manager
        .createQueryBuilder()
        .delete()
        .from(AuditPayloadEntity)
        .where(`seq IN (${rows.getQuery()})`, { before, kept: PAYLOAD_ERASED })
        .execute();
      const payload: Erasure = { rule: retentionRule(days), before, fromSeq: expired.from, toSeq: expired.to, count };
      await this.append(manager, [{ at: now, actor, action: PAYLOAD_ERASED, municipality: null, subject: null, payload }]);
      return { erased: count };
    });
    if (result.erased > 0) await forgetOverwritten(this.dataSource);
    return result;
  }

  private async lockHead(manager: EntityManager): Promise<{ seq: number; hash: string }> {
    const find = () => manager.findOne(AuditHeadEntity, { where: { id: 1 }, lock: forUpdate(manager) });
    const head = await find();
    if (head) return head;
    const first = { id: 1, seq: 0, hash: GENESIS, seal: this.box.seal({ seq: 0, hash: GENESIS }) };
    await manager.createQueryBuilder().insert().into(AuditHeadEntity).values(first).orIgnore().execute();
    return (await find()) ?? first;
  }

  private sealPayload(seq: number, { reason = null, actor, ...entry }: AuditEntry): { row: AuditPayloadEntity; digest: string } | null {
    // In whose place somebody acted is told with what they did.
    const payload = actor.deputyFor === undefined ? (entry.payload ?? null) : { ...(entry.payload ?? {}), deputyFor: actor.deputyFor };
    if (reason === null && payload === null) return null;
    const text = canonicalJson({ reason, payload } satisfies SealedPayload);
    const salt = randomOctets(16).toString('hex');
    return { row: { seq, salt, sealed: this.box.sealJson(text) }, digest: payloadTextDigest(salt, text) };
  }
}

function linked(seq: number, previousHash: string, entry: AuditEntry, digest: string | null): AuditRowEntity {
  const row = {
    seq,
    at: entry.at,
    actorKind: entry.actor.kind,
    actorName: entry.actor.name,
    actorRole: entry.actor.role ?? null,
    systemUser: entry.actor.systemUser,
    action: entry.action,
    municipality: entry.municipality,
    subject: entry.subject,
    caseNumber: entry.caseNumber ?? null,
    runId: entry.runId ?? null,
    traceId: entry.traceId ?? null,
    payloadDigest: digest,
    previousHash,
  };
  return { ...row, hash: rowHash(row) };
}

import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { instant, longText, optional, whole, word } from '../platform/database/columns';
import type { Instant } from '../platform/time';
import type { Actor } from './actor';
import type { ChainedRow } from './audit-chain';

/** Who did what to whom, for good. It holds an HSA-id and no name; what was known of the person lies in `audit_payload`. */
@Entity('audit_row')
@Index('ix_audit_row_subject', ['subject', 'seq'])
@Index('ix_audit_row_municipality', ['municipality', 'at', 'seq'])
@Index('ix_audit_row_actor', ['actorName', 'at', 'seq'])
@Index('ix_audit_row_action', ['action', 'at', 'seq'])
export class AuditRowEntity implements ChainedRow {
  /** 1, 2, 3 … without gaps. */
  @PrimaryColumn(whole('seq'))
  seq: number;

  @Index('ix_audit_row_at')
  @Column(instant('at'))
  at: Instant;

  @Column(word('actor_kind', 16))
  actorKind: Actor['kind'];

  @Column(longText('actor_name'))
  actorName: string;

  /** See `rowHash`: a row without one is a row of the first form. */
  @Column(word('actor_role', 32, optional))
  actorRole: string | null;

  @Column(longText('system_user', optional))
  systemUser: string | null;

  @Column(word('action'))
  action: string;

  @Column(word('municipality', 20, optional))
  municipality: string | null;

  @Column(word('subject', 64, optional))
  subject: string | null;

  @Column(word('case_number', 16, optional))
  caseNumber: string | null;

  @Index('ix_audit_row_run')
  @Column(word('run_id', 64, optional))
  runId: string | null;

  @Column(word('trace_id', 64, optional))
  traceId: string | null;

  @Column(word('payload_digest', 64, optional))
  payloadDigest: string | null;

  @Column(word('previous_hash', 64))
  previousHash: string;

  @Column(word('hash', 64))
  hash: string;
}

/** The personal part of a row, sealed: before, after, reason. Erased when its time is up; the chain holds without it. */
@Entity('audit_payload')
export class AuditPayloadEntity {
  @PrimaryColumn(whole('seq'))
  seq: number;

  @Column(word('salt', 32))
  salt: string;

  @Column(longText('sealed'))
  sealed: string;
}

/** The chain's last link, one row: without it rows could be cut off the end and nobody would see. */
@Entity('audit_head')
export class AuditHeadEntity {
  @PrimaryColumn(whole('id'))
  id: number;

  @Column(whole('seq'))
  seq: number;

  @Column(word('hash', 64))
  hash: string;

  /** The same two under the key that lies outside the database: who can write the database alone cannot forge a whole new chain. */
  @Column(longText('seal'))
  seal: string;
}

export const AUDIT_ENTITIES = [AuditRowEntity, AuditPayloadEntity, AuditHeadEntity];

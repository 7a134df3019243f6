import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { flag, instant, json, longText, optional, word } from '../platform/database/columns';
import type { Instant } from '../platform/time';
import type { RunCounts, RunStatus } from './run-result';

/** One run of one municipality: who or what started it, and what came of it. */
@Entity('run')
@Index('run_municipality', ['municipality', 'startedAt'])
export class RunEntity {
  @PrimaryColumn(word('id', 64))
  id: string;

  @Column(word('municipality', 20))
  municipality: string;

  @Column(word('mode', 16))
  mode: 'full' | 'changes';

  @Column(word('status', 16))
  status: RunStatus;

  @Column(word('actor_kind', 16))
  actorKind: string;

  @Column(longText('actor_name'))
  actorName: string;

  @Column(longText('system_user', optional))
  systemUser: string | null;

  @Column(instant('started_at'))
  startedAt: Instant;

  @Column(instant('finished_at', optional))
  finishedAt: Instant | null;

  /** Counts by their names: read, created, changed, ended, reinstated, deleted, unchanged, held. */
  @Column(json('counts'))
  counts: RunCounts;

  @Column(longText('reason', optional))
  reason: string | null;

  @Column(word('plan_id', 36, optional))
  planId: string | null;

  /** The plan whose release this run carries out. */
  @Column(word('released_plan_id', 36, optional))
  releasedPlanId: string | null;
}

/** A plan that a guard halted, kept with every person and every before and after until somebody releases it or it is outdated. */
@Entity('plan')
export class PlanEntity {
  @PrimaryColumn(word('id', 36))
  id: string;

  @Column(word('municipality', 20))
  municipality: string;

  @Column(instant('created_at'))
  createdAt: Instant;

  /** SHA-256 over its rows: the same plan is kept once, however many runs halt on it. */
  @Column(word('digest', 64))
  digest: string;

  /** What tripped, ready sentences. */
  @Column(json('tripped'))
  tripped: string[];

  @Column(word('state', 16))
  state: 'pending' | 'released' | 'superseded';

  @Column(longText('released_by', optional))
  releasedBy: string | null;

  @Column(instant('released_at', optional))
  releasedAt: Instant | null;
}

@Entity('plan_row')
export class PlanRowEntity {
  @PrimaryColumn(word('plan_id', 36))
  planId: string;

  @PrimaryColumn(word('hsa_id_key', 64))
  hsaIdKey: string;

  @Column(word('action', 16))
  action: string;

  /** SHA-256 over action, before and after: a release applies the row only while these are the same. */
  @Column(word('digest', 64))
  digest: string;

  /** Before and after, sealed. */
  @Column(longText('content'))
  content: string;
}

/** Somebody who has said yes to a halted plan, where it takes more than one. */
@Entity('plan_approval')
export class PlanApprovalEntity {
  @PrimaryColumn(word('plan_id', 36))
  planId: string;

  /** See `Approval`. */
  @PrimaryColumn(word('approver', 64))
  approver: string;

  /** As the audit trail has it. */
  @Column(longText('actor_name'))
  actorName: string;

  @Column(instant('approved_at'))
  approvedAt: Instant;
}

/** What is remembered of a municipality between runs. */
@Entity('municipality_state')
export class MunicipalityStateEntity {
  @PrimaryColumn(word('code', 20))
  code: string;

  @Column(instant('first_run_at'))
  firstRunAt: Instant;

  @Column(instant('last_complete_read_at', optional))
  lastCompleteReadAt: Instant | null;

  /** Digest of the policy and settings people were settled with; when it changes everybody is settled anew. */
  @Column(word('settled_with', 64, optional))
  settledWith: string | null;

  /** See `catalogue-memory.service.ts`; null before the first whole read and for sources that remember nothing. */
  @Column(longText('catalogue_memory', optional))
  catalogueMemory: string | null;

  /** Operations has been mailed about the halt that goes on. */
  @Column(flag('halt_told', { default: false }))
  haltTold: boolean;

  /** Operations has been mailed about the day without a complete read that goes on. */
  @Column(flag('read_trouble_told', { default: false }))
  readTroubleTold: boolean;
}

import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { AuditReads, type Reader } from '../audit/audit-reads.service';
import { type Reach, wholeMunicipalitiesOf } from '../auth/reach';
import { hsaIdKey } from '../people/hsa-id';
import { PersonEntity } from '../people/person.entity';
import { Cursors } from '../platform/cursors.service';
import { rowsOf } from '../platform/database/bulk';
import { onePage } from '../platform/database/keyset';
import type { Page, PageRequest } from '../platform/paging';
import { SealedBox } from '../platform/sealed-box';
import type { PlanRow } from './plan/plan';
import { PlanApprovalEntity, PlanEntity, PlanRowEntity, RunEntity } from './run.entity';
import type { RunStatus } from './run-result';

export interface ShownRun extends Omit<RunEntity, 'actorKind' | 'actorName' | 'systemUser' | 'planId' | 'releasedPlanId'> {
  startedBy: { kind: string; name: string };
}

export interface ShownPlan extends Pick<PlanEntity, 'createdAt' | 'tripped' | 'state' | 'releasedBy' | 'releasedAt'> {
  rows: number;
  approvals: { by: string; at: string }[];
}

/** A protected person's row says that there is one, and nothing else. */
export type ShownPlanRow = Pick<PlanRow, 'action'> &
  (({ isProtected: false } & Pick<PlanRow, 'hsaId' | 'before' | 'after' | 'changes'>) | { isProtected: true });

/** Runs and the plans they halted on, of the municipalities that are reached whole: a run is about all of one. */
@Injectable()
export class RunList {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cursors: Cursors,
    private readonly box: SealedBox,
    private readonly reads: AuditReads,
  ) {}

  /** Newest first. */
  async list(reach: Reach, query: PageRequest & { municipality?: string[]; status?: RunStatus[] }): Promise<Page<ShownRun>> {
    const { municipality, status } = query;
    const codes = wholeMunicipalitiesOf(reach).filter((code) => municipality?.includes(code) ?? true);
    if (codes.length === 0) return { items: [], next: null };
    const runs = this.dataSource.manager.createQueryBuilder(RunEntity, 'run').where('run.municipality IN (:...codes)', { codes });
    if (status) runs.andWhere('run.status IN (:...status)', { status });
    const rows = await onePage(runs, ['run.startedAt', 'run.id'], 'DESC', this.cursors.read('runs', query.after), query).getMany();
    return this.cursors.page('runs', rows.map(shown), query, ({ startedAt, id }) => [startedAt, id]);
  }

  /** Null where there is none that is reached. */
  async show(reach: Reach, id: string): Promise<(ShownRun & { plan: ShownPlan | null }) | null> {
    const run = await this.reached(reach, id);
    return run && { ...shown(run), plan: run.planId === null ? null : await this.planOf(run.planId) };
  }

  /** What a halted run did not do, by HSA-id. Names stand there: who looked at them is a row in the audit trail, written before they are shown. */
  async planRows(reach: Reach, id: string, query: PageRequest, reader: Reader): Promise<Page<ShownPlanRow> | null> {
    const run = await this.reached(reach, id);
    if (!run) return null;
    const list = `plan ${run.planId ?? ''}`;
    const position = this.cursors.read(list, query.after);
    const found = this.dataSource.manager
      .createQueryBuilder(PlanRowEntity, 'row')
      .where('row.planId = :planId', { planId: run.planId ?? '' });
    const rows = await onePage(found, ['row.hsaIdKey'], 'ASC', position, query).getMany();
    const { items, next } = this.cursors.page(list, rows, query, ({ hsaIdKey }) => [hsaIdKey]);
    const isProtected = await this.protectedNow(
      run.municipality,
      items.map(({ hsaIdKey }) => hsaIdKey),
    );
    const shownRows = items.map(({ hsaIdKey, content }) => shownRow(this.box.open<PlanRow>(content), isProtected.has(hsaIdKey)));
    const people = shownRows.flatMap((row) => (row.isProtected ? [] : [row.hsaId]));
    const named = people.map((hsaId) => `${run.municipality} ${hsaIdKey(hsaId)}`);
    await this.reads.read(reader, {
      action: 'plan-read',
      municipality: run.municipality,
      subject: null,
      runId: run.id,
      payload: { shown: named },
    });
    return { items: shownRows, next };
  }

  private reached(reach: Reach, id: string): Promise<RunEntity | null> {
    return this.dataSource.manager.findOneBy(RunEntity, { id, municipality: In(wholeMunicipalitiesOf(reach)) });
  }

  private async planOf(planId: string): Promise<ShownPlan | null> {
    const { manager } = this.dataSource;
    const plan = await manager.findOneBy(PlanEntity, { id: planId });
    if (!plan) return null;
    const approvals = await manager.find(PlanApprovalEntity, { where: { planId }, order: { approvedAt: 'ASC', approver: 'ASC' } });
    const { createdAt, tripped, state, releasedBy, releasedAt } = plan;
    return {
      createdAt,
      tripped,
      state,
      releasedBy,
      releasedAt,
      rows: await manager.countBy(PlanRowEntity, { planId }),
      approvals: approvals.map(({ actorName, approvedAt }) => ({ by: actorName, at: approvedAt })),
    };
  }

  /** Whoever has become protected since the plan was kept is so in it, too. */
  private async protectedNow(municipality: string, keys: readonly string[]): Promise<Set<string>> {
    const people = await rowsOf(this.dataSource.manager, PersonEntity, { municipality }, 'hsaIdKey', keys, {
      select: ['hsaIdKey', 'isProtected'],
    });
    return new Set(people.filter(({ isProtected }) => isProtected).map(({ hsaIdKey }) => hsaIdKey));
  }
}

const shown = ({ id, municipality, mode, status, actorKind, actorName, startedAt, finishedAt, counts, reason }: RunEntity): ShownRun => ({
  id,
  municipality,
  mode,
  status,
  startedBy: { kind: actorKind, name: actorName },
  startedAt,
  finishedAt,
  counts,
  reason,
});

const shownRow = ({ hsaId, action, before, after, changes, isProtected }: PlanRow, isProtectedNow: boolean): ShownPlanRow =>
  isProtected || isProtectedNow ? { action, isProtected: true } : { action, isProtected: false, hsaId, before, after, changes };

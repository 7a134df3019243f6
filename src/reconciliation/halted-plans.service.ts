import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { saveAll } from '../platform/database/bulk';
import { SealedBox } from '../platform/sealed-box';
import type { Instant } from '../platform/time';
import { type PlanRows, planDigest } from './plan/plan';
import { PlanEntity, PlanRowEntity, RunEntity } from './run.entity';

/** Plans that a guard halted, with every person and every before and after, until somebody releases them. */
@Injectable()
export class HaltedPlans {
  constructor(
    private readonly dataSource: DataSource,
    private readonly box: SealedBox,
  ) {}

  /** Keeps a plan, once however many runs halt on it; an older one of other content is superseded. @returns its id */
  async keep(manager: EntityManager, plan: { municipality: string; rows: PlanRows; tripped: string[]; now: Instant }): Promise<string> {
    const digest = planDigest(plan.rows);
    const pending = await manager.findBy(PlanEntity, { municipality: plan.municipality, state: 'pending' });
    const same = pending.find((row) => row.digest === digest);
    if (same) return same.id;
    await this.supersede(manager, plan.municipality);
    const id = randomUUID();
    await manager.insert(PlanEntity, {
      id,
      municipality: plan.municipality,
      createdAt: plan.now,
      digest,
      tripped: plan.tripped,
      state: 'pending',
    });
    await saveAll(
      manager,
      PlanRowEntity,
      Array.from(plan.rows, (row) => ({
        planId: id,
        hsaIdKey: row.hsaIdKey,
        action: row.action,
        digest: row.digest,
        content: this.box.seal(row),
      })),
      ['plan_id', 'hsa_id_key'],
    );
    return id;
  }

  async supersede(manager: EntityManager, municipality: string): Promise<void> {
    await manager.update(PlanEntity, { municipality, state: 'pending' }, { state: 'superseded' });
  }

  async markReleased(manager: EntityManager, id: string, by: string, at: Instant): Promise<void> {
    await manager.update(PlanEntity, { id }, { state: 'released', releasedBy: by, releasedAt: at });
  }

  /** The plan a run halted on, with the digests of what its reader approves. Also one that a later run superseded: only rows that are still the same are applied. */
  async ofRun(runId: string): Promise<{ run: RunEntity; plan: PlanEntity | null; approved: Map<string, string> } | null> {
    const { manager } = this.dataSource;
    const run = await manager.findOneBy(RunEntity, { id: runId });
    if (!run) return null;
    const plan = run.planId === null ? null : await manager.findOneBy(PlanEntity, { id: run.planId });
    const rows = plan ? await manager.findBy(PlanRowEntity, { planId: plan.id }) : [];
    return { run, plan, approved: new Map(rows.map(({ hsaIdKey, digest }) => [hsaIdKey, digest])) };
  }
}

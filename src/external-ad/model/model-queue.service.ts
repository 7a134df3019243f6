import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/actor';
import { AuditService } from '../../audit/audit.service';
import { FindingsService } from '../../findings/findings.service';
import { inChunks } from '../../platform/database/bulk';
import { Clock } from '../../platform/clock';
import { AccountEntity } from '../account.entity';
import { AccountQueue } from '../account-queue.repository';
import { standingWhenDesired } from '../account-queue';
import { standingOf } from '../account-standing';
import type { AccountAttributes } from '../account.types';
import { AccountsRepository } from '../accounts.repository';
import { AD_FINDINGS } from '../queue-findings';
import type { AdDispatchOptions, AdDispatchResult } from '../ad-worker.service';

/**
 * The queue to the external AD while the AD is the model in this database: what is desired is applied in the transaction
 * that decides it, so nothing waits here but what waited for a real AD when the model took its place. What was found in
 * that AD is not looked for any more.
 */
@Injectable()
export class ModelQueue {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queue: AccountQueue,
    private readonly accounts: AccountsRepository,
    private readonly findings: FindingsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async dispatch({ actor }: Pick<AdDispatchOptions, 'actor'>): Promise<AdDispatchResult> {
    await this.dataSource.transaction((manager) => this.findings.closeAll(manager, AD_FINDINGS, this.clock.now()));
    const waiting = await this.dataSource.manager
      .createQueryBuilder(AccountEntity, 'a')
      .where('a.appliedVersion <> a.desiredVersion OR a.nextAttemptAt IS NOT NULL')
      .getMany();
    const applied = await inChunks(waiting, (chunk) => this.apply(chunk, actor));
    const counts = await this.queue.count(this.dataSource.manager);
    return { applied: applied.length, ...counts, attemptsFailed: 0, busy: false, trouble: null };
  }

  private apply(waiting: readonly AccountEntity[], actor: Actor): Promise<AccountEntity[]> {
    return this.dataSource.transaction(async (manager) => {
      const now = this.clock.now();
      const rows = (await this.queue.unchanged(manager, waiting)).map((row) => {
        const desired = row.deletedAt === null ? (JSON.parse(row.desired) as AccountAttributes) : null;
        const standing = standingWhenDesired(row, { kind: 'model', desired, isProtected: false, now });
        return { ...row, ...standing, desiredVersion: row.desiredVersion, appliedVersion: row.desiredVersion };
      });
      await this.accounts.save(manager, rows);
      await this.audit.append(
        manager,
        rows.map((row) => ({
          at: now,
          actor,
          action: 'account-applied',
          municipality: row.municipality,
          subject: row.hsaIdKey,
          payload: { account: { effect: 'applied' }, standing: standingOf(row) },
        })),
      );
      return rows;
    });
  }
}

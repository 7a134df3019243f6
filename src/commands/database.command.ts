import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditVerification } from '../audit/audit-verification.service';
import { openDatabase } from '../bootstrap';
import { Clock } from '../platform/clock';
import { databaseUrlProblem } from '../platform/config/configuration-rules';
import { PROJECT_ROOT } from '../platform/config/configuration.token';
import { copyDatabase, occupied } from '../platform/database/copy-database';
import { migrate } from '../platform/database/migrate';
import type { TableSum } from '../platform/database/table-rows';
import { ServiceError } from '../platform/errors';
import { LeaseEntity } from '../platform/leases/lease.entity';
import { ProcessIdentity } from '../platform/leases/process-identity.service';
import { SealedBox } from '../platform/sealed-box';
import { databaseTexts as texts } from '../texts/sv/database';
import { type Answer, EXIT, table, UsageError } from './output.cli';
import { progress } from './progress.cli';

/** `database copy --to URL`: moves to another database, of either kind, and proves that both hold the same. */
@Injectable()
export class DatabaseCommand {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(PROJECT_ROOT) private readonly root: string,
    private readonly box: SealedBox,
    private readonly clock: Clock,
    private readonly identity: ProcessIdentity,
  ) {}

  async copy(to: string, signal: AbortSignal): Promise<Answer> {
    const problem = databaseUrlProblem(to);
    if (problem !== null) throw new UsageError(problem === 'password' ? texts.passwordInTarget : texts.badTarget);
    const target = await openDatabase(to, this.root, texts.targetUnavailable);
    try {
      if (isSame(this.dataSource, target)) throw new UsageError(texts.sameDatabase);
      const reason = await occupied(target);
      if (reason !== null) throw new ServiceError('target-not-empty', reason);
      await migrate(target);
      return await this.copyTo(target, signal);
    } finally {
      await target.destroy();
    }
  }

  private async copyTo(target: DataSource, signal: AbortSignal): Promise<Answer> {
    const show = progress(texts.progress);
    let auditRows = 0;
    try {
      const tables = await copyDatabase(this.dataSource, target, {
        hindrance: (from) => this.someoneIsAtWork(from),
        flaw: async (manager) => {
          const { ok, rows } = await new AuditVerification({ manager }, this.box).verify();
          auditRows = rows;
          return ok ? null : texts.brokenChain;
        },
        onRows: show.tick,
        signal,
      });
      return answerOf(tables, auditRows);
    } catch (error) {
      // What drivers say may quote a row: only their code is told.
      if (error instanceof ServiceError) throw error;
      const { code, name } = error as { code?: unknown; name: string };
      throw new ServiceError('copy-failed', texts.failed(typeof code === 'string' ? code : name), { cause: error });
    } finally {
      show.end();
    }
  }

  private async someoneIsAtWork(from: EntityManager): Promise<string | null> {
    const now = this.clock.now();
    const leases = await from.find(LeaseEntity);
    return leases.some(({ until, holder }) => until > now && !this.identity.isGone(holder)) ? texts.held : null;
  }
}

/** The same file, or the same URL: that another name leads to the same server shows in that it is not empty. */
function isSame({ options: one }: DataSource, { options: other }: DataSource): boolean {
  return one.type === other.type && ('url' in one && 'url' in other ? one.url === other.url : one.database === other.database);
}

function answerOf(tables: readonly TableSum[], auditRows: number): Answer {
  const rows = tables.reduce((sum, one) => sum + one.rows, 0);
  return {
    json: { equal: true, rows, auditRows, tables },
    lines: [
      ...table([texts.heading, ...tables.map((one) => [one.table, String(one.rows), one.digest.slice(0, 16)])]),
      '',
      texts.equal(rows, auditRows),
      ...texts.howToSwitch,
    ],
    status: EXIT.done,
  };
}

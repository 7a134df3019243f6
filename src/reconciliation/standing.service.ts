import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Reach, wholeMunicipalitiesOf } from '../auth/reach';
import { AccountEntity } from '../external-ad/account.entity';
import { FindingEntity } from '../findings/finding.entity';
import { MailEntity } from '../notifications/outbox.entity';
import type { Instant } from '../platform/time';
import { LastRuns } from './last-runs.service';
import { MunicipalityStateEntity, PlanEntity } from './run.entity';
import type { RunStatus } from './run-result';

/** How a municipality stands, in numbers that name nobody. */
export interface MunicipalityStanding {
  municipality: string;
  lastRun: { id: string; status: RunStatus; startedAt: Instant; finishedAt: Instant | null } | null;
  lastCompleteReadAt: Instant | null;
  haltedPlans: number;
  openFindings: number;
  mails: { waiting: number; failed: number; unknown: number };
  /** Accounts that the external AD does not have as they should be; `refused`: those that wait for a person. */
  accounts: { waiting: number; refused: number };
}

/** The numbers that tell whether the service does its work. */
@Injectable()
export class Standing {
  constructor(
    private readonly dataSource: DataSource,
    private readonly lastRuns: LastRuns,
  ) {}

  of(reach: Reach): Promise<MunicipalityStanding[]> {
    return Promise.all(wholeMunicipalitiesOf(reach).map((code) => this.municipality(code)));
  }

  private async municipality(code: string): Promise<MunicipalityStanding> {
    const { manager } = this.dataSource;
    const run = await this.lastRuns.of(code);
    const state = await manager.findOneBy(MunicipalityStateEntity, { code });
    const mails = await this.mailsByState(code);
    const waiting = manager
      .createQueryBuilder(AccountEntity, 'account')
      .where('account.municipality = :code AND account.deletedAt IS NULL AND account.desiredVersion <> account.appliedVersion', { code });
    return {
      municipality: code,
      lastRun: run && { id: run.id, status: run.status, startedAt: run.startedAt, finishedAt: run.finishedAt },
      lastCompleteReadAt: state?.lastCompleteReadAt ?? null,
      haltedPlans: await manager.countBy(PlanEntity, { municipality: code, state: 'pending' }),
      openFindings: await manager
        .createQueryBuilder(FindingEntity, 'finding')
        .where('finding.municipality = :code AND finding.closedAt IS NULL', { code })
        .getCount(),
      mails: {
        waiting: (mails.get('waiting') ?? 0) + (mails.get('sending') ?? 0),
        failed: mails.get('failed') ?? 0,
        unknown: mails.get('unknown') ?? 0,
      },
      accounts: {
        waiting: await waiting.getCount(),
        refused: await waiting.andWhere('account.refusedCode IS NOT NULL').getCount(),
      },
    };
  }

  private async mailsByState(code: string): Promise<Map<string, number>> {
    const rows = await this.dataSource.manager
      .createQueryBuilder(MailEntity, 'mail')
      .select('mail.state', 'state')
      .addSelect('COUNT(*)', 'count')
      .where('mail.municipality = :code', { code })
      .groupBy('mail.state')
      .getRawMany<{ state: string; count: string | number }>();
    return new Map(rows.map(({ state, count }) => [state, Number(count)]));
  }
}

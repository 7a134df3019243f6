import { Injectable } from '@nestjs/common';
import { DataSource, MoreThanOrEqual } from 'typeorm';
import type { Instant } from '../platform/time';
import { RunEntity } from './run.entity';

/** Looks back at runs. */
@Injectable()
export class LastRuns {
  constructor(private readonly dataSource: DataSource) {}

  of(municipality: string): Promise<RunEntity | null> {
    return this.dataSource.manager.findOne(RunEntity, { where: { municipality }, order: { startedAt: 'DESC', id: 'DESC' } });
  }

  /** True when a run of this name began at the moment or after it, whichever process began it. */
  async startedSince(municipality: string, actorName: string, since: Instant): Promise<boolean> {
    return (await this.dataSource.manager.countBy(RunEntity, { municipality, actorName, startedAt: MoreThanOrEqual(since) })) > 0;
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource, MoreThanOrEqual, Not } from 'typeorm';
import type { Instant } from '../platform/time';
import { RunEntity } from './run.entity';

/** Looks back at runs. */
@Injectable()
export class LastRuns {
  constructor(private readonly dataSource: DataSource) {}

  of(municipality: string): Promise<RunEntity | null> {
    return this.dataSource.manager.findOne(RunEntity, { where: { municipality }, order: { startedAt: 'DESC', id: 'DESC' } });
  }

  /**
   * True when a run of this name began at the moment or after it and came to its end, whichever process did it. To be
   * asked under the municipality's lease: what still seems to run there was killed.
   */
  async beganSince(municipality: string, actorName: string, since: Instant): Promise<boolean> {
    const runs = { municipality, actorName, startedAt: MoreThanOrEqual(since), status: Not('running' as const) };
    return (await this.dataSource.manager.countBy(RunEntity, runs)) > 0;
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, Not } from 'typeorm';
import { AccountEntity } from '../account.entity';

export interface QueueStanding {
  /** Written in this round. */
  applied: number;
  refused: number;
  waiting: number;
}

/**
 * The queue to the external AD while the AD is the model in this database: what is desired is applied in the
 * transaction that decides it, so nothing ever waits here. Counted all the same, not assumed.
 */
@Injectable()
export class ModelQueue {
  constructor(private readonly dataSource: DataSource) {}

  async standing(): Promise<QueueStanding> {
    const { manager } = this.dataSource;
    const waiting = await manager.createQueryBuilder(AccountEntity, 'a').where('a.appliedVersion <> a.desiredVersion').getCount();
    const refused = await manager.countBy(AccountEntity, { refusedCode: Not(IsNull()) });
    return { applied: 0, refused, waiting };
  }
}

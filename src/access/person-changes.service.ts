import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { FactChange } from '../audit/person-action';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { TellServiceDesk } from '../service-desk/tell-service-desk.service';
import { decisionContext } from './decision-context';
import type { DecisionContext } from './decide';
import { type ChangedFact, type Settled, type SettleOrigin, SettleService } from './settle.service';

/** Facts about one person that somebody records. */
export interface PersonChange {
  hsaIdKey: string;
  /** The first names the audit row where access itself does not move. */
  what: FactChange[];
  /** The case in which it is recorded. */
  caseNumber?: string;
}

export interface Recorded<T> {
  result: T;
  settled: Settled[];
}

/**
 * Somebody records a fact: an order, an agreement, a grant. It is written with all that follows from it, the audit rows
 * and the mails too, in one transaction, or not at all. No lease is needed and no halt stands in the way: a run that goes
 * on decides from the facts as they are when it writes.
 */
@Injectable()
export class PersonChanges {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly settler: SettleService,
    private readonly serviceDesk: TellServiceDesk,
  ) {}

  /**
   * @param write records the facts and says whose they are; nobody's: nothing is settled. What it throws undoes everything
   * @throws Error for a municipality that is not configured
   */
  async record<T>(
    municipality: string,
    origin: SettleOrigin,
    write: (manager: EntityManager, context: DecisionContext) => Promise<{ result: T; changes: PersonChange[] }>,
  ): Promise<Recorded<T>> {
    return this.dataSource.transaction((manager) => this.recordIn(manager, municipality, origin, write));
  }

  /** As `record`, in a transaction that is the caller's. */
  async recordIn<T>(
    manager: EntityManager,
    municipality: string,
    origin: SettleOrigin,
    write: (manager: EntityManager, context: DecisionContext) => Promise<{ result: T; changes: PersonChange[] }>,
  ): Promise<Recorded<T>> {
    const configured = this.configuration.municipalities.find(({ code }) => code === municipality);
    if (!configured) throw new Error(`No municipality ${municipality} is configured`);
    const context = decisionContext(this.configuration, configured, this.clock.now());
    const { result, changes } = await write(manager, context);
    const changed = new Map(
      changes.map(({ hsaIdKey, ...change }): [string, ChangedFact] => [hsaIdKey, { ...change, becameProtected: false }]),
    );
    const settled = await this.settler.settle(manager, [...changed.keys()], changed, context, origin);
    await this.serviceDesk.tell(manager, configured);
    return { result, settled };
  }
}

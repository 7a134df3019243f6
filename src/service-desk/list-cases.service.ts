import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import type { Reach } from '../auth/reach';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { Cursors } from '../platform/cursors.service';
import type { Page, PageRequest } from '../platform/paging';
import { SealedBox } from '../platform/sealed-box';
import { wholly } from './case-desk.service';
import type { CaseEvent } from './case-event';
import type { CaseFacts } from './case-facts';
import { type CaseState, LIVE_STATES } from './case-state';
import { type CaseSummary, summaryOf } from './case-summary';
import { CaseEntity } from './case.entity';

export interface CaseQuery extends PageRequest {
  /** None: those that wait for somebody. */
  states?: readonly CaseState[] | undefined;
  event?: CaseEvent | undefined;
  municipality?: string | undefined;
  /** Who has it in hand. */
  claimedBy?: string | undefined;
  /** Only those worth taking. */
  ready?: boolean | undefined;
}

const LIST = 'cases';

/** The desk's list, oldest first. */
@Injectable()
export class ListCases {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly box: SealedBox,
    private readonly cursors: Cursors,
  ) {}

  async list(reach: Reach, query: CaseQuery): Promise<Page<CaseSummary>> {
    const place = this.cursors.read(LIST, query.after);
    const reached = wholly(reach);
    const municipalities = query.municipality === undefined ? reached : reached.filter((code) => code === query.municipality);
    if (municipalities.length === 0) return { items: [], next: null };
    const { manager } = this.dataSource;
    const rows = manager
      .createQueryBuilder(CaseEntity, 'c')
      .where({ municipality: In(municipalities), state: In(query.states ?? LIVE_STATES) })
      .orderBy('c.openedAt')
      .addOrderBy('c.number')
      .limit(query.limit + 1);
    if (query.event !== undefined) rows.andWhere({ event: query.event });
    if (query.ready !== undefined) rows.andWhere({ ready: query.ready });
    if (query.claimedBy !== undefined) rows.andWhere('LOWER(c.claimedBy) = :holder', { holder: query.claimedBy.trim().toLowerCase() });
    if (place) {
      const [openedAt, number] = place;
      rows.andWhere('(c.openedAt > :openedAt OR (c.openedAt = :openedAt AND c.number > :number))', { openedAt, number });
    }
    const { items, next } = this.cursors.page(LIST, await rows.getMany(), query, (row) => [row.openedAt, row.number]);
    const now = this.clock.now();
    return { items: items.map((row) => this.summary(row, now)), next };
  }

  summary(row: CaseEntity, now = this.clock.now()): CaseSummary {
    const facts = row.isProtected ? null : this.box.open<CaseFacts>(row.facts);
    return summaryOf(row, facts, this.configuration.serviceDesk.serviceLevelDays, now);
  }
}

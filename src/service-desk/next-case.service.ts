import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { assess, readyButForAccount } from '../access/assess';
import { accessPolicy } from '../access/decision-context';
import { FactsRepository } from '../access/facts.repository';
import type { Actor } from '../audit/actor';
import type { Reach } from '../auth/reach';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { forUpdateOfFree } from '../platform/database/row-locks';
import type { Instant } from '../platform/time';
import { CaseDesk, type DeskWork, wholly } from './case-desk.service';
import { afterStep } from './case-state';
import { CaseEntity } from './case.entity';
import { NEEDS_GRANT, NOT_CLAIMED } from './case.service';
import { nameGiven } from './desk-refusal';
import { CLAIM_HOURS, workingHoursBefore } from './working-time';

/** Cases looked at in one go: the first that nobody else is taking is nearly always among them. */
const PAGE = 20;
/** How often the queue is looked through from its beginning, because others were taking what stood there. */
const ROUNDS = 50;

type Place = Pick<CaseEntity, 'openedAt' | 'number'>;

/** Gives out what is worth doing, oldest first, each case to one. */
@Injectable()
export class NextCase {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly desk: CaseDesk,
    private readonly facts: FactsRepository,
  ) {}

  /** The oldest case that can be worked on now, which is the caller's from here on; null where there is none. */
  async take(reach: Reach, work: Omit<DeskWork, 'version'>): Promise<CaseEntity | null> {
    const name = nameGiven(work.actor.name);
    const municipalities = wholly(reach);
    if (municipalities.length === 0) return null;
    await this.expireClaims();
    for (let round = 0; round < ROUNDS; round += 1) {
      let place: Place | null = null;
      let othersTook = false;
      for (;;) {
        const page: Place[] = await this.page(municipalities, place);
        for (const { number } of page) {
          const taken = await this.dataSource.transaction((manager) => this.takeOne(manager, number, name, work));
          if (taken === 'taken-by-other') othersTook = true;
          else if (taken !== 'not-grantable') return taken;
        }
        place = page.at(-1) ?? null;
        if (page.length < PAGE) break;
      }
      if (!othersTook) return null;
    }
    return null;
  }

  /** Cases that nobody has touched for `CLAIM_HOURS` working hours are anybody's again. */
  async expireClaims(): Promise<number> {
    const now = this.clock.now();
    const before = workingHoursBefore(now, CLAIM_HOURS);
    const left = await this.dataSource.manager
      .createQueryBuilder(CaseEntity, 'c')
      .select('c.number', 'number')
      .where("c.state = 'claimed' AND c.touchedAt <= :before", { before })
      .orderBy('c.number')
      .getRawMany<{ number: string }>();
    let expired = 0;
    for (const { number } of left) expired += await this.dataSource.transaction((manager) => this.expire(manager, number, before, now));
    return expired;
  }

  private async expire(manager: EntityManager, number: string, before: Instant, now: Instant): Promise<number> {
    const row = await this.lockFree(manager, number);
    if (row?.state !== 'claimed' || row.touchedAt === null || row.touchedAt > before) return 0;
    const free = await this.desk.write(manager, row, { state: afterStep(row.state, 'expire'), ...NOT_CLAIMED }, now);
    await this.desk.record(manager, free, { actor: CLAIMS, traceId: `claim-${number}-${now}` }, { deed: 'claim-expired' }, now);
    return 1;
  }

  private page(municipalities: readonly string[], after: Place | null): Promise<Place[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(CaseEntity, 'c')
      .select(['c.number', 'c.openedAt'])
      .where({ municipality: In(municipalities), state: 'open', ready: true })
      .orderBy('c.openedAt')
      .addOrderBy('c.number')
      .limit(PAGE);
    if (after) query.andWhere('(c.openedAt > :openedAt OR (c.openedAt = :openedAt AND c.number > :number))', { ...after });
    return query.getMany();
  }

  private async takeOne(
    manager: EntityManager,
    number: string,
    name: string,
    work: Omit<DeskWork, 'version'>,
  ): Promise<CaseEntity | 'taken-by-other' | 'not-grantable'> {
    const row = await this.lockFree(manager, number);
    if (row?.state !== 'open') return 'taken-by-other';
    const now = this.clock.now();
    if (NEEDS_GRANT.has(row.event) && !(await this.isGrantable(manager, row, now))) return 'not-grantable';
    const claimed = await this.desk.write(manager, row, this.desk.claimed(row, name, now), now);
    await this.desk.record(manager, claimed, work, { deed: 'claimed' }, now);
    return claimed;
  }

  /** Null where another one has the row in hand in this moment: they are taking it. */
  private lockFree(manager: EntityManager, number: string): Promise<CaseEntity | null> {
    return manager.findOne(CaseEntity, { where: { number }, lock: forUpdateOfFree(manager) });
  }

  private async isGrantable(manager: EntityManager, row: CaseEntity, now: Instant): Promise<boolean> {
    const configured = this.configuration.municipalities.find(({ code }) => code === row.municipality);
    const loaded = (await this.facts.load(manager, row.municipality, [row.hsaIdKey])).get(row.hsaIdKey);
    if (!configured || !loaded) return false;
    const assessment = assess(loaded.facts, accessPolicy(this.configuration, configured), now);
    if (!readyButForAccount(assessment)) await manager.update(CaseEntity, { number: row.number }, { ready: false });
    return assessment.grantable;
  }
}

const CLAIMS: Actor = { kind: 'schedule', name: 'claims', systemUser: null };

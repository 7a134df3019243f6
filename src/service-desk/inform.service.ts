import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { assess, toldByHand } from '../access/assess';
import type { DecisionContext } from '../access/decide';
import { FactsRepository, type LoadedFacts } from '../access/facts.repository';
import { PersonChanges, type PersonChange } from '../access/person-changes.service';
import type { Actor } from '../audit/actor';
import { covers, type Reach } from '../auth/reach';
import { userPrincipalName } from '../external-ad/user-principal-name';
import { OutboxService, type MailDraft } from '../notifications/outbox.service';
import { hsaIdKey } from '../people/hsa-id';
import type { Person } from '../people/person';
import { unitsOf } from '../people/unit-path';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import { publicLink } from '../platform/config/public-link';
import type { Configuration } from '../platform/config/schema';
import { notFound } from '../platform/refusal';
import { displayNameOf } from './case-changes';
import { wholly } from './case-desk.service';
import { CaseEntity } from './case.entity';
import { deskRefusal, nameGiven } from './desk-refusal';
import { GrantEntity } from './grant.entity';
import { GrantedOrders } from './granted-orders.port';
import { GrantsRepository } from './grants.repository';

/** People told in one round: each in a transaction of its own. */
const AT_ONCE = 500;

const ACTOR: Actor = { kind: 'schedule', name: 'inform', systemUser: null };

type Whose = Pick<GrantEntity, 'municipality' | 'hsaIdKey'>;

/**
 * Tells that a permission is ready, once the undo window is over. The mails are queued and the grant marked in one
 * transaction with the person locked: killed anywhere, and however many try, each is told once.
 *
 * | person may have it still | mail in HSA, not protected | user gets | orderer gets           | informed                  |
 * |--------------------------|----------------------------|-----------|------------------------|---------------------------|
 * | no (left, or held)       |                            | -         | -                      | no; asked again next time |
 * | yes                      | yes                        | a mail    | a mail                 | now                       |
 * | yes                      | no                         | -         | a mail: tell them      | when somebody confirms it |
 */
@Injectable()
export class InformService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly changes: PersonChanges,
    private readonly facts: FactsRepository,
    private readonly grants: GrantsRepository,
    private readonly outbox: OutboxService,
    private readonly orders: GrantedOrders,
  ) {}

  /** @returns how many people's grants were told of */
  async informDue(signal?: AbortSignal): Promise<number> {
    let told = 0;
    let page: GrantEntity[] = [];
    do {
      page = await this.due(page.at(-1) ?? null);
      const people = new Map(page.map((row) => [`${row.municipality} ${row.hsaIdKey}`, row]));
      for (const whose of people.values()) {
        if (signal?.aborted) return told;
        if (await this.inform(whose)) told += 1;
      }
    } while (page.length === AT_ONCE);
    return told;
  }

  /** Somebody has told the person, whom no mail could reach. @param reach of whoever ordered it, or of the desk */
  async confirm(reach: Reach, whose: { municipality: string; hsaId: string }, work: { actor: Actor; traceId: string }): Promise<void> {
    const [name, key, { municipality }] = [nameGiven(work.actor.name), hsaIdKey(whose.hsaId.trim()), whose];
    if (!reach.some((area) => area.municipality === municipality)) throw notFound();
    await this.changes.record(municipality, { ...work, runId: null, reason: null }, async (manager, { now }) => {
      const loaded = (await this.facts.load(manager, municipality, [key], { forUpdate: true })).get(key);
      if (!loaded || !covers(reach, municipality, unitsOf(loaded.facts.hsa?.person ?? null))) throw notFound();
      const open = await this.grants.lockOpen(manager, municipality, key);
      const untold = open.filter(({ noticeAt, informedAt }) => noticeAt !== null && informedAt === null);
      if (untold.length === 0) throw deskRefusal('nothing-to-confirm');
      await mark(manager, untold, { informedAt: now, informedBy: name });
      return { result: undefined, changes: [{ hsaIdKey: key, what: ['informed'] }] };
    });
  }

  /** As `confirm`, by the desk, of whom a case is about. */
  async confirmOfCase(reach: Reach, number: string, work: { actor: Actor; traceId: string }): Promise<void> {
    const where = { number, municipality: In(wholly(reach)) };
    const row = await this.dataSource.manager.findOneBy(CaseEntity, where);
    if (!row) throw notFound();
    await this.confirm(reach, { municipality: row.municipality, hsaId: row.hsaIdKey }, work);
  }

  /** Those after a place: some stay due, because their person may not have it any more. */
  private due(after: GrantEntity | null): Promise<GrantEntity[]> {
    const municipalities = this.configuration.municipalities.map(({ code }) => code);
    const query = this.dataSource.manager
      .createQueryBuilder(GrantEntity, 'g')
      .where('g.notice_at IS NULL AND g.removed_at IS NULL AND g.undoUntil <= :now', { now: this.clock.now() })
      .andWhere({ municipality: In(municipalities) })
      .orderBy('g.undoUntil')
      .addOrderBy('g.id')
      .limit(AT_ONCE);
    if (after) query.andWhere('(g.undoUntil > :undoUntil OR (g.undoUntil = :undoUntil AND g.id > :id))', { ...after });
    return query.getMany();
  }

  private async inform({ municipality, hsaIdKey: key }: Whose): Promise<boolean> {
    const origin = { actor: ACTOR, runId: null, traceId: `inform-${key}`.slice(0, 64), reason: null };
    const { result } = await this.changes.record(municipality, origin, async (manager, context) => {
      const loaded = (await this.facts.load(manager, municipality, [key], { forUpdate: true })).get(key);
      const open = await this.grants.lockOpen(manager, municipality, key);
      const due = open.filter(({ noticeAt, undoUntil }) => noticeAt === null && undoUntil <= context.now);
      const nothing = { result: false, changes: [] };
      if (!loaded || due.length === 0) return nothing;
      const { entitledToAccount, held } = assess(loaded.facts, context.policy, context.now);
      if (!entitledToAccount || held) return nothing;
      const changes: PersonChange[] = [{ hsaIdKey: key, ...(await this.tell(manager, loaded, due, context)) }];
      return { result: true, changes };
    });
    return result;
  }

  private async tell(
    manager: EntityManager,
    { facts }: LoadedFacts,
    due: readonly GrantEntity[],
    { municipality, now }: DecisionContext,
  ): Promise<Pick<PersonChange, 'what' | 'caseNumber'>> {
    const person = facts.hsa?.person ?? null;
    const byHand = toldByHand(person);
    const caseNumber = due.find((one) => one.caseNumber !== null)?.caseNumber ?? '';
    const orders = [...new Set(due.flatMap(({ orderNumber }) => orderNumber ?? []))];
    const drafts: MailDraft[] = [];
    for (const orderNumber of orders) {
      const order = { municipality: municipality.code, hsaIdKey: hsaIdKey(facts.hsaId), orderNumber };
      const address = await this.orders.ordererAddress(manager, order);
      if (address !== null && person) drafts.push(this.draft('orderer', address, { person, due, caseNumber, municipality, byHand }));
    }
    if (!byHand && person?.mail) drafts.push(this.draft('user', person.mail, { person, due, caseNumber, municipality, byHand }));
    await this.outbox.queue(manager, drafts);
    await mark(manager, due, { noticeAt: now, informedAt: byHand ? null : now });
    return { what: [byHand ? 'to-be-told' : 'informed'], ...(caseNumber !== '' && { caseNumber }) };
  }

  private draft(
    audience: 'user' | 'orderer',
    address: string,
    about: {
      person: Person;
      due: readonly GrantEntity[];
      caseNumber: string;
      municipality: { code: string; name: string };
      byHand: boolean;
    },
  ): MailDraft {
    const { person, due, caseNumber, municipality, byHand } = about;
    const link = publicLink(this.configuration.server.publicUrl, `cases/${caseNumber}`);
    const base = { kind: 'access-ready' as const, audience, address, caseNumber, asksToTell: audience === 'orderer' && byHand, link };
    if (person.isProtected) return { municipality: municipality.code, model: { ...base, isProtected: true } };
    return {
      municipality: municipality.code,
      model: {
        ...base,
        isProtected: false,
        hsaId: person.hsaId,
        name: displayNameOf(person),
        municipalityName: municipality.name,
        userPrincipalName: userPrincipalName(person.hsaId, this.configuration.externalAd.upnSuffix),
        units: due.map(({ unitHsaId }) => unitName(person, unitHsaId)).filter((unit) => unit !== ''),
        guideUrl: this.configuration.serviceDesk.guideUrl,
      },
    };
  }
}

const unitName = ({ unit }: Person, unitHsaId: string | null): string =>
  unit && (unitHsaId === null || (unit.hsaId !== null && hsaIdKey(unit.hsaId) === hsaIdKey(unitHsaId))) ? unit.name : (unitHsaId ?? '');

async function mark(manager: EntityManager, grants: readonly GrantEntity[], change: Partial<GrantEntity>): Promise<void> {
  await manager.update(GrantEntity, { id: In(grants.map(({ id }) => id)) }, change);
}

import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { assess } from '../access/assess';
import { accessPolicy } from '../access/decision-context';
import { explainedBlocker, type ExplainedBlocker } from '../access/explain';
import { FactsRepository } from '../access/facts.repository';
import type { Actor } from '../audit/actor';
import { AuditService } from '../audit/audit.service';
import type { Reach } from '../auth/reach';
import { OutboxService } from '../notifications/outbox.service';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { SealedBox } from '../platform/sealed-box';
import type { Instant } from '../platform/time';
import { wholly } from './case-desk.service';
import type { CaseFacts, FieldChange } from './case-facts';
import { type CaseSummary, summaryOf } from './case-summary';
import { changesSince, type SeenCase, toEnter, type ValueToEnter } from './case-view';
import { CaseEntity, CaseEventEntity, CaseNoteEntity } from './case.entity';
import { GrantEntity } from './grant.entity';

export interface ShownGrant {
  id: string;
  /** Null for a unit without an HSA-id, and for a protected person's. */
  unitHsaId: string | null;
  source: GrantEntity['source'];
  grantedAt: Instant;
  grantedBy: string;
  undoUntil: Instant;
  informedAt: Instant | null;
  removedAt: Instant | null;
}

export interface ShownCase extends CaseSummary {
  supersededBy: string | null;
  /** Null for a protected person, unless revealed. Nor is the municipality or the HSA-id shown then. */
  facts: CaseFacts | null;
  /** What to enter in Cosmic. */
  enter: ValueToEnter[] | null;
  /** Everything that is in the way now, what is first in the chain first. */
  blockers: ExplainedBlocker[];
  /** Whether the permission may be marked as granted now. */
  grantable: boolean;
  /** Of a case that somebody has in hand: what reads otherwise than when they took it. */
  changesSinceClaim: FieldChange[] | null;
  grants: ShownGrant[];
  notes: { at: Instant; by: string; kind: CaseNoteEntity['kind']; text: string | null }[];
  history: { event: string; at: Instant; changes: FieldChange[] | null; mail: { state: string; subject: string } | null }[];
}

/** Shows a case. A protected person's only to somebody who says why, and that is audited before it is shown. */
@Injectable()
export class ShowCaseService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly box: SealedBox,
    private readonly audit: AuditService,
    private readonly outbox: OutboxService,
    private readonly facts: FactsRepository,
  ) {}

  /** @param reach null: every case, for whoever runs the service. @returns null where there is none within reach */
  async show(number: string, reveal: { actor: Actor; reason: string } | null, reach: Reach | null = null): Promise<ShownCase | null> {
    const { manager } = this.dataSource;
    const row = await manager.findOneBy(CaseEntity, { number });
    if (!row || (reach && !wholly(reach).includes(row.municipality))) return null;
    if (reveal) await this.recordRevelation(row, reveal);
    const visible = !row.isProtected || reveal !== null;
    const facts = visible ? this.box.open<CaseFacts>(row.facts) : null;
    const now = this.clock.now();
    return {
      ...summaryOf(row, facts, this.configuration.serviceDesk.serviceLevelDays, now),
      supersededBy: row.supersededBy,
      facts,
      enter: facts && toEnter(facts),
      ...(await this.standing(manager, row, now)),
      changesSinceClaim: visible ? this.changesSinceClaim(row) : null,
      grants: await this.grants(manager, row, visible),
      notes: await this.notes(manager, number, visible),
      history: await this.history(manager, number, visible),
    };
  }

  private async standing(manager: EntityManager, row: CaseEntity, now: Instant): Promise<Pick<ShownCase, 'blockers' | 'grantable'>> {
    const configured = this.configuration.municipalities.find(({ code }) => code === row.municipality);
    const loaded = (await this.facts.load(manager, row.municipality, [row.hsaIdKey])).get(row.hsaIdKey);
    if (!configured || !loaded) return { blockers: [], grantable: false };
    const { blockers, grantable } = assess(loaded.facts, accessPolicy(this.configuration, configured), now);
    return { blockers: blockers.map(explainedBlocker), grantable };
  }

  private changesSinceClaim({ state, seen, facts, isProtected }: CaseEntity): FieldChange[] | null {
    if (state !== 'claimed' || seen === null) return null;
    return changesSince(this.box.open<SeenCase>(seen), { facts: this.box.open<CaseFacts>(facts), isProtected });
  }

  private async grants(manager: EntityManager, { municipality, hsaIdKey }: CaseEntity, visible: boolean): Promise<ShownGrant[]> {
    const rows = await manager.find(GrantEntity, { where: { municipality, hsaIdKey }, order: { grantedAt: 'ASC', id: 'ASC' } });
    return rows.map(({ id, unitHsaId, source, grantedAt, grantedBy, undoUntil, informedAt, removedAt }) => ({
      id,
      unitHsaId: visible ? unitHsaId : null,
      source,
      grantedAt,
      grantedBy,
      undoUntil,
      informedAt,
      removedAt,
    }));
  }

  private async notes(manager: EntityManager, caseNumber: string, visible: boolean): Promise<ShownCase['notes']> {
    const rows = await manager.find(CaseNoteEntity, { where: { caseNumber }, order: { at: 'ASC', id: 'ASC' } });
    return rows.map(({ at, by, kind, text }) => ({ at, by, kind, text: visible ? this.box.open<string>(text) : null }));
  }

  private async history(manager: EntityManager, caseNumber: string, visible: boolean): Promise<ShownCase['history']> {
    const events = await manager.find(CaseEventEntity, { where: { caseNumber }, order: { at: 'ASC', id: 'ASC' } });
    const mails = new Map((await this.outbox.listForCase(caseNumber)).map((mail) => [mail.id, mail]));
    return events.map(({ event, at, changes, mailId }) => {
      const mail = mailId === null ? undefined : mails.get(mailId);
      return {
        event,
        at,
        changes: visible ? this.box.open<FieldChange[]>(changes) : null,
        mail: mail ? { state: mail.state, subject: mail.subject } : null,
      };
    });
  }

  private async recordRevelation(
    { number, municipality, hsaIdKey }: CaseEntity,
    { actor, reason }: { actor: Actor; reason: string },
  ): Promise<void> {
    await this.dataSource.transaction((manager) =>
      this.audit.append(manager, [
        { at: this.clock.now(), actor, action: 'case-revealed', municipality, subject: hsaIdKey, caseNumber: number, reason },
      ]),
    );
  }
}

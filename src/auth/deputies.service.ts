import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import type { Actor } from '../audit/actor';
import { AuditService } from '../audit/audit.service';
import { sortableId } from '../notifications/mail-id';
import { hsaIdKey } from '../people/hsa-id';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { Cursors } from '../platform/cursors.service';
import { onePage } from '../platform/database/keyset';
import { LOCKS, aloneUntilEnd } from '../platform/database/row-locks';
import type { Page, PageRequest } from '../platform/paging';
import { randomOctets } from '../platform/random-octets';
import { changedMeanwhile, notFound } from '../platform/refusal';
import { SealedBox } from '../platform/sealed-box';
import { type Instant, type LocalDate, localDateOf } from '../platform/time';
import { authRefusal } from '../texts/auth-refusals';
import { Assignments, deputyshipOf } from './assignments.repository';
import { DeputyEntity } from './deputy.entity';
import type { Decision } from './decision';
import { type DeputyReader, deputiesSeenBy } from './deputy-reader';
import { handOverProblem, isHandedOverAlready, isPersonsHsaId, wishProblem } from './role-grant';
import type { DeputyView } from './views';

export interface DeputyWish {
  managerHsaId: string;
  deputyHsaId: string;
  /** With `unit`: which municipality it is in. Both null: all that the manager has. */
  municipality: string | null;
  unit: string | null;
  /** Null: from today. */
  from: LocalDate | null;
  to: LocalDate;
}

export interface DeputyFilter extends PageRequest {
  /** Those that have ended, too. */
  past?: boolean | undefined;
}

/** Managers who hand over to a colleague for a period; what the colleague may then do is `heldRoles`' answer for each request. */
@Injectable()
export class Deputies {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'municipalities'>,
    private readonly clock: Clock,
    private readonly assignments: Assignments,
    private readonly audit: AuditService,
    private readonly box: SealedBox,
    private readonly cursors: Cursors,
  ) {}

  /** Newest first. */
  async list(reader: DeputyReader, filter: DeputyFilter): Promise<Page<DeputyView>> {
    const { sql, parameters } = deputiesSeenBy(reader, this.#codes());
    const query = this.dataSource.manager.createQueryBuilder(DeputyEntity, 'deputy').where(sql, parameters);
    if (!filter.past) {
      query.andWhere({ endedAt: IsNull() }).andWhere('deputy.to_day >= :today', { today: localDateOf(this.clock.now()) });
    }
    const rows = await onePage(query, ['deputy.id'], 'DESC', this.cursors.read('deputies', filter.after), filter).getMany();
    const page = this.cursors.page('deputies', rows, filter, ({ id }) => [id]);
    return { ...page, items: page.items.map((row) => this.#view(row)) };
  }

  /** @throws Refusal where there is none that the reader sees */
  async find(reader: DeputyReader, id: string): Promise<DeputyView> {
    const { sql, parameters } = deputiesSeenBy(reader, this.#codes());
    const query = this.dataSource.manager.createQueryBuilder(DeputyEntity, 'deputy').where(sql, parameters).andWhere({ id });
    const row = await query.getOne();
    if (!row) throw notFound();
    return this.#view(row);
  }

  /** @throws Refusal where it is not in order, or the manager has no such role of their own */
  async add(actor: Actor, reason: string | null, wish: DeputyWish): Promise<DeputyView> {
    const now = this.clock.now();
    const today = localDateOf(now);
    if (![wish.managerHsaId, wish.deputyHsaId].every(isPersonsHsaId)) throw authRefusal('hsa-id-invalid');
    if (hsaIdKey(wish.managerHsaId) === hsaIdKey(wish.deputyHsaId)) throw authRefusal('deputy-of-oneself');
    const asked = { ...wish, from: wish.from ?? today, isEnded: false };
    const problem = wishProblem(wish, this.#codes(), today);
    if (problem) throw authRefusal(problem);
    if (wish.unit === null && wish.municipality !== null) throw authRefusal('unit-invalid');
    return this.dataSource.transaction(async (manager) => {
      await aloneUntilEnd(manager, LOCKS.roles);
      const managerKey = hsaIdKey(wish.managerHsaId);
      const notHis = handOverProblem(asked, await this.assignments.of(manager, [managerKey]));
      if (notHis) throw authRefusal(notHis);
      const others = await manager.findBy(DeputyEntity, { managerKey, deputyKey: hsaIdKey(wish.deputyHsaId) });
      if (isHandedOverAlready(asked, others.map(deputyshipOf))) throw authRefusal('deputy-already');
      const row: DeputyEntity = {
        id: sortableId(now, 0, randomOctets(8)),
        managerHsaId: wish.managerHsaId,
        managerKey,
        deputyHsaId: wish.deputyHsaId,
        deputyKey: hsaIdKey(wish.deputyHsaId),
        municipality: wish.municipality,
        unit: wish.unit,
        from: asked.from,
        to: wish.to,
        appointedAt: now,
        appointed: this.box.seal({ by: actor.name, reason } satisfies Decision),
        endedAt: null,
        ended: null,
        version: 1,
      };
      await manager.insert(DeputyEntity, row);
      await this.#record(manager, now, 'deputy-added', row, actor, reason);
      return this.#view(row);
    });
  }

  /**
   * At once, before its last day.
   * @param of HSA-id key of the manager who ends it; null: anybody's. @param version as it was read; null: whatever it is. @throws Refusal
   */
  async end(of: string | null, actor: Actor, reason: string | null, id: string, version: number | null = null): Promise<DeputyView> {
    const now = this.clock.now();
    return this.dataSource.transaction(async (manager) => {
      await aloneUntilEnd(manager, LOCKS.roles);
      const row = await manager.findOneBy(DeputyEntity, { id });
      if (!row || (of !== null && row.managerKey !== of)) throw notFound();
      if (version !== null && version !== row.version) throw changedMeanwhile();
      if (row.endedAt !== null) throw authRefusal('deputy-ended-already');
      const ended = { endedAt: now, ended: this.box.seal({ by: actor.name, reason } satisfies Decision), version: row.version + 1 };
      await manager.update(DeputyEntity, { id }, ended);
      await this.#record(manager, now, 'deputy-ended', row, actor, reason);
      return this.#view({ ...row, ...ended });
    });
  }

  async #record(
    manager: EntityManager,
    at: Instant,
    action: 'deputy-added' | 'deputy-ended',
    { id, managerHsaId, deputyKey, municipality, unit, from, to }: DeputyEntity,
    actor: Actor,
    reason: string | null,
  ): Promise<void> {
    const payload = { id, manager: managerHsaId, unit, from, to, as: actor.role ?? null };
    await this.audit.append(manager, [{ at, actor, action, municipality, subject: deputyKey, reason, payload }]);
  }

  #view(row: DeputyEntity): DeputyView {
    const appointed = this.box.open<Decision>(row.appointed);
    const ended = row.ended === null ? null : this.box.open<Decision>(row.ended);
    const { id, managerHsaId, deputyHsaId, municipality, unit, from, to, appointedAt, endedAt, version } = row;
    return {
      ...{ id, managerHsaId, deputyHsaId, municipality, unit, from, to, appointedAt, appointedBy: appointed.by, reason: appointed.reason },
      ...{ endedAt, endedBy: ended?.by ?? null, endReason: ended?.reason ?? null, version },
    };
  }

  #codes(): string[] {
    return this.configuration.municipalities.map(({ code }) => code);
  }
}

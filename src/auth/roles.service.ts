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
import { assignmentOf } from './assignments.repository';
import type { Decision } from './decision';
import type { Reach } from './reach';
import type { Role } from './role';
import { RoleAssignmentEntity } from './role-assignment.entity';
import { type RoleWish, isGivenAlready, isPersonsHsaId, reachProblem, wishProblem } from './role-grant';
import type { RoleView } from './views';
import { placeWithin } from './within-reach';

export interface RoleFilter extends PageRequest {
  hsaId?: string | undefined;
  role?: Role | undefined;
  municipality?: string | undefined;
  /** Those that were removed or are over, too. */
  past?: boolean | undefined;
}

/** Who has which role: given and taken by operators, within what they reach themselves. In force with the next request. */
@Injectable()
export class Roles {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'municipalities'>,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly box: SealedBox,
    private readonly cursors: Cursors,
  ) {}

  /** Newest first. */
  async list(reach: Reach, filter: RoleFilter): Promise<Page<RoleView>> {
    const { sql, parameters } = placeWithin(reach, 'role', this.#codes());
    const query = this.dataSource.manager.createQueryBuilder(RoleAssignmentEntity, 'role').where(sql, parameters);
    if (filter.hsaId !== undefined) query.andWhere({ hsaIdKey: hsaIdKey(filter.hsaId) });
    if (filter.role !== undefined) query.andWhere({ role: filter.role });
    if (filter.municipality !== undefined) query.andWhere({ municipality: filter.municipality });
    if (!filter.past) {
      const today = localDateOf(this.clock.now());
      query.andWhere({ removedAt: IsNull() }).andWhere('(role.to_day IS NULL OR role.to_day >= :today)', { today });
    }
    const rows = await onePage(query, ['role.id'], 'DESC', this.cursors.read('roles', filter.after), filter).getMany();
    const page = this.cursors.page('roles', rows, filter, ({ id }) => [id]);
    return { ...page, items: page.items.map((row) => this.#view(row)) };
  }

  /** @throws Refusal where there is none within reach */
  async find(reach: Reach, id: string): Promise<RoleView> {
    const row = await this.dataSource.manager.findOneBy(RoleAssignmentEntity, { id });
    if (!row || reachProblem(row, reach, this.#codes())) throw notFound();
    return this.#view(row);
  }

  /** @throws Refusal where it is not in order or reaches further than who gives it */
  async grant(reach: Reach, actor: Actor, reason: string | null, wish: RoleWish): Promise<RoleView> {
    const now = this.clock.now();
    const today = localDateOf(now);
    const problem = this.#problemOf(wish, actor, reach, today);
    if (problem) throw authRefusal(problem);
    return this.dataSource.transaction(async (manager) => {
      await aloneUntilEnd(manager, LOCKS.roles);
      const held = await manager.findBy(RoleAssignmentEntity, { hsaIdKey: hsaIdKey(wish.hsaId) });
      const from = wish.from ?? today;
      if (isGivenAlready({ ...wish, from }, held.map(assignmentOf))) throw authRefusal('role-held-already');
      const row: RoleAssignmentEntity = {
        id: sortableId(now, 0, randomOctets(8)),
        hsaId: wish.hsaId,
        hsaIdKey: hsaIdKey(wish.hsaId),
        role: wish.role,
        municipality: wish.municipality,
        unit: wish.unit,
        from,
        to: wish.to,
        grantedAt: now,
        granted: this.box.seal({ by: actor.name, reason } satisfies Decision),
        removedAt: null,
        removed: null,
        version: 1,
      };
      await manager.insert(RoleAssignmentEntity, row);
      await this.#record(manager, now, 'role-granted', row, actor, reason);
      return this.#view(row);
    });
  }

  /** @param version as it was read; null: whatever it is. @throws Refusal */
  async remove(reach: Reach, actor: Actor, reason: string | null, id: string, version: number | null = null): Promise<RoleView> {
    const now = this.clock.now();
    return this.dataSource.transaction(async (manager) => {
      await aloneUntilEnd(manager, LOCKS.roles);
      const row = await manager.findOneBy(RoleAssignmentEntity, { id });
      if (!row || reachProblem(row, reach, this.#codes())) throw notFound();
      if (version !== null && version !== row.version) throw changedMeanwhile();
      if (row.removedAt !== null) throw authRefusal('role-removed-already');
      const removed = { removedAt: now, removed: this.box.seal({ by: actor.name, reason } satisfies Decision), version: row.version + 1 };
      await manager.update(RoleAssignmentEntity, { id }, removed);
      await this.#record(manager, now, 'role-removed', row, actor, reason);
      return this.#view({ ...row, ...removed });
    });
  }

  #problemOf(wish: RoleWish, actor: Actor, reach: Reach, today: LocalDate) {
    if (!isPersonsHsaId(wish.hsaId)) return 'hsa-id-invalid';
    if (hsaIdKey(actor.name) === hsaIdKey(wish.hsaId)) return 'own-role';
    return wishProblem(wish, this.#codes(), today) ?? reachProblem(wish, reach, this.#codes());
  }

  async #record(
    manager: EntityManager,
    at: Instant,
    action: 'role-granted' | 'role-removed',
    { id, hsaIdKey: subject, role, municipality, unit, from, to }: RoleAssignmentEntity,
    actor: Actor,
    reason: string | null,
  ): Promise<void> {
    await this.audit.append(manager, [
      { at, actor, action, municipality, subject, reason, payload: { id, role, unit, from, to, as: actor.role ?? null } },
    ]);
  }

  #view(row: RoleAssignmentEntity): RoleView {
    const granted = this.box.open<Decision>(row.granted);
    const removed = row.removed === null ? null : this.box.open<Decision>(row.removed);
    const { id, hsaId, role, municipality, unit, from, to, grantedAt, removedAt, version } = row;
    return {
      ...{ id, hsaId, role, municipality, unit, from, to, grantedAt, grantedBy: granted.by, reason: granted.reason },
      ...{ removedAt, removedBy: removed?.by ?? null, removalReason: removed?.reason ?? null, version },
    };
  }

  #codes(): string[] {
    return this.configuration.municipalities.map(({ code }) => code);
  }
}

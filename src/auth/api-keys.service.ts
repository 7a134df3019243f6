import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import type { Actor } from '../audit/actor';
import { AuditService } from '../audit/audit.service';
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
import { KEY_PERMISSIONS, type PresentedKey, keyHolds, parseApiKey, writeApiKey } from './api-key';
import { ApiKeyEntity } from './api-key.entity';
import type { Decision } from './decision';
import type { Permission } from './permission';
import type { MachinePrincipal } from './principal';
import { type Reach, covers } from './reach';
import { lastDayOfKey, reachProblem, wishProblem } from './role-grant';
import type { KeyView, NewKey } from './views';

export interface KeyWish {
  name: string;
  permissions: readonly Permission[];
  /** Codes; null: every municipality. */
  municipalities: readonly string[] | null;
  /** Last whole day. */
  to: LocalDate;
}

export interface KeyFilter extends PageRequest {
  /** Those that are revoked or over, too. */
  past?: boolean | undefined;
}

const SECRET_BYTES = 32;
const CHUNK = 200;

/** Keys of programs: made and revoked by operators within what they reach; the secret is shown once and kept as a digest. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'municipalities'>,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly box: SealedBox,
    private readonly cursors: Cursors,
  ) {}

  /** Whose key it is; null for one that is none, wrong, revoked or over. */
  async holder(text: string): Promise<MachinePrincipal | null> {
    const presented = parseApiKey(text);
    if (!presented) return null;
    const row = await this.dataSource.manager.findOneBy(ApiKeyEntity, { id: presented.id });
    const digest = this.#digest(presented);
    // Compared also where there is no such key, so that the answer comes as late.
    const isRight = timingSafeEqual(Buffer.from(digest), Buffer.from(row?.secretDigest ?? digest));
    const today = localDateOf(this.clock.now());
    if (!row || !isRight || !keyHolds({ to: row.to, isRevoked: row.revokedAt !== null }, today)) return null;
    if (row.lastUsedOn === null || row.lastUsedOn < today) await this.#noteUse(row.id, today);
    return { kind: 'machine', keyId: row.id, name: row.name, permissions: row.permissions, municipalities: row.municipalities };
  }

  /** Newest first. A key for several municipalities is seen by whoever reaches all of them. */
  async list(reach: Reach, filter: KeyFilter): Promise<Page<KeyView>> {
    const today = localDateOf(this.clock.now());
    const seen: ApiKeyEntity[] = [];
    let position = this.cursors.read('api-keys', filter.after);
    for (;;) {
      const query = this.dataSource.manager.createQueryBuilder(ApiKeyEntity, 'key').where('1 = 1');
      if (!filter.past) query.andWhere({ revokedAt: IsNull() }).andWhere('key.to_day >= :today', { today });
      const rows = await onePage(query, ['key.id'], 'DESC', position, { limit: CHUNK }).getMany();
      seen.push(...rows.filter(({ municipalities }) => this.#isWithin(reach, municipalities)));
      const last = rows.at(-1);
      if (!last || rows.length <= CHUNK || seen.length > filter.limit) break;
      position = [last.id];
    }
    const page = this.cursors.page('api-keys', seen, filter, ({ id }) => [id]);
    return { ...page, items: page.items.map((row) => this.#view(row)) };
  }

  /** @throws Refusal where there is none within reach */
  async find(reach: Reach, id: string): Promise<KeyView> {
    const row = await this.dataSource.manager.findOneBy(ApiKeyEntity, { id });
    if (!row || !this.#isWithin(reach, row.municipalities)) throw notFound();
    return this.#view(row);
  }

  /** @throws Refusal where it is not in order or reaches further than who makes it */
  async create(reach: Reach, actor: Actor, reason: string | null, wish: KeyWish): Promise<NewKey> {
    const now = this.clock.now();
    const today = localDateOf(now);
    if (wish.permissions.length === 0 || !wish.permissions.every((one) => KEY_PERMISSIONS.includes(one)))
      throw authRefusal('key-permission-unknown');
    const codes = this.#codes();
    if (wish.municipalities?.length === 0) throw authRefusal('municipality-unknown');
    for (const municipality of wish.municipalities ?? [null]) {
      const place = { municipality, unit: null };
      const problem = wishProblem({ ...place, from: null, to: wish.to }, codes, today) ?? reachProblem(place, reach, codes);
      if (problem) throw authRefusal(problem);
    }
    if (wish.to > lastDayOfKey(today)) throw authRefusal('key-too-long-lived');
    const presented = {
      id: Date.parse(now).toString(16).padStart(12, '0') + randomOctets(4).toString('hex'),
      secret: randomBytes(SECRET_BYTES).toString('base64url'),
    };
    return this.dataSource.transaction(async (manager) => {
      const row: ApiKeyEntity = {
        id: presented.id,
        name: wish.name,
        secretDigest: this.#digest(presented),
        permissions: [...new Set(wish.permissions)].sort(),
        municipalities: wish.municipalities && [...new Set(wish.municipalities)].sort(),
        to: wish.to,
        createdAt: now,
        created: this.box.seal({ by: actor.name, reason } satisfies Decision),
        lastUsedOn: null,
        revokedAt: null,
        revoked: null,
        version: 1,
      };
      await manager.insert(ApiKeyEntity, row);
      await this.#record(manager, now, 'key-created', row, actor, reason);
      return { ...this.#view(row), key: writeApiKey(presented) };
    });
  }

  /** @param version as it was read; null: whatever it is. @throws Refusal */
  async revoke(reach: Reach, actor: Actor, reason: string | null, id: string, version: number | null = null): Promise<KeyView> {
    const now = this.clock.now();
    return this.dataSource.transaction(async (manager) => {
      await aloneUntilEnd(manager, LOCKS.roles);
      const row = await manager.findOneBy(ApiKeyEntity, { id });
      if (!row || !this.#isWithin(reach, row.municipalities)) throw notFound();
      if (version !== null && version !== row.version) throw changedMeanwhile();
      if (row.revokedAt !== null) throw authRefusal('key-revoked-already');
      const revoked = { revokedAt: now, revoked: this.box.seal({ by: actor.name, reason } satisfies Decision), version: row.version + 1 };
      await manager.update(ApiKeyEntity, { id }, revoked);
      await this.#record(manager, now, 'key-revoked', row, actor, reason);
      return this.#view({ ...row, ...revoked });
    });
  }

  /** One of several instances is enough, and nobody waits for another's. */
  async #noteUse(id: string, today: LocalDate): Promise<void> {
    await this.dataSource.manager
      .createQueryBuilder()
      .update(ApiKeyEntity)
      .set({ lastUsedOn: today })
      .where('id = :id AND (last_used_on IS NULL OR last_used_on < :today)', { id, today })
      .execute();
  }

  #digest({ id, secret }: PresentedKey): string {
    return this.box.digest(`api-key ${id} ${secret}`);
  }

  #isWithin(reach: Reach, municipalities: readonly string[] | null): boolean {
    return (municipalities ?? this.#codes()).every((code) => covers(reach, code, []));
  }

  async #record(
    manager: EntityManager,
    at: Instant,
    action: 'key-created' | 'key-revoked',
    { id, name, permissions, municipalities, to }: ApiKeyEntity,
    actor: Actor,
    reason: string | null,
  ): Promise<void> {
    const [only = null, ...others] = municipalities ?? [];
    const municipality = others.length === 0 ? only : null;
    const payload = { id, name, permissions, municipalities, to, as: actor.role ?? null };
    await this.audit.append(manager, [{ at, actor, action, municipality, subject: null, reason, payload }]);
  }

  #view(row: ApiKeyEntity): KeyView {
    const created = this.box.open<Decision>(row.created);
    const revoked = row.revoked === null ? null : this.box.open<Decision>(row.revoked);
    const { id, name, permissions, municipalities, to, createdAt, lastUsedOn, revokedAt, version } = row;
    return {
      ...{ id, name, permissions, municipalities, to, createdAt, createdBy: created.by, reason: created.reason, lastUsedOn },
      ...{ revokedAt, revokedBy: revoked?.by ?? null, revocationReason: revoked?.reason ?? null, version },
    };
  }

  #codes(): string[] {
    return this.configuration.municipalities.map(({ code }) => code);
  }
}

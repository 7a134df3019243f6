import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import type { Page } from '../platform/paging';
import { localDateOf } from '../platform/time';
import { authRefusal } from '../texts/auth-refusals';
import { actorOf } from './actor-of';
import { Deputies, type DeputyFilter, type DeputyWish } from './deputies.service';
import { type DeputyReader, deputyReader } from './deputy-reader';
import type { Principal } from './principal';
import type { DeputyView } from './views';

/** Deputies as somebody who is logged in deals with them: a manager appoints and ends their own. */
@Injectable()
export class OwnDeputies {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'municipalities'>,
    private readonly clock: Clock,
    private readonly deputies: Deputies,
  ) {}

  list(principal: Principal, filter: DeputyFilter): Promise<Page<DeputyView>> {
    return this.deputies.list(this.#reader(principal), filter);
  }

  find(principal: Principal, id: string): Promise<DeputyView> {
    return this.deputies.find(this.#reader(principal), id);
  }

  /** @throws Refusal, also for a deputy: what one has in somebody's place one does not hand on */
  async add(principal: Principal, reason: string, wish: Omit<DeputyWish, 'managerHsaId'>): Promise<DeputyView> {
    if (principal.kind !== 'person') throw authRefusal('not-a-manager');
    return this.deputies.add(this.#actor(principal), reason, { ...wish, managerHsaId: principal.hsaId });
  }

  async end(principal: Principal, reason: string, id: string, version: number): Promise<DeputyView> {
    if (principal.kind !== 'person') throw authRefusal('not-a-manager');
    return this.deputies.end(principal.hsaIdKey, this.#actor(principal), reason, id, version);
  }

  #actor(principal: Principal) {
    return actorOf(principal, { permission: 'deputies:write', today: localDateOf(this.clock.now()) });
  }

  #reader(principal: Principal): DeputyReader {
    const codes = this.configuration.municipalities.map(({ code }) => code);
    return deputyReader(principal, localDateOf(this.clock.now()), codes);
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { Session, SessionData } from 'express-session';
import { hsaIdKey } from '../people/hsa-id';
import { CONFIGURATION } from '../platform/config/configuration.token';
import type { Configuration } from '../platform/config/schema';
import { bearerToken } from './api-key';
import { ApiKeys } from './api-keys.service';
import { Authentication, type AskingRequest } from './authentication';
import { HeldRoles } from './held-roles.service';
import type { PersonPrincipal, Principal } from './principal';
import type { LoggedIn } from './session/session-data';

/**
 * Finds out who asks.
 *
 * | Authorization header         | session                                       | who                       |
 * |------------------------------|-----------------------------------------------|---------------------------|
 * | a key that holds             |                                               | the program, whoever's browser it is |
 * | anything else                |                                               | nobody                    |
 * | none                         | none, or nobody has logged in                 | nobody                    |
 * | none                         | of another kind of login than the service has | nobody                    |
 * | none                         | at a level that is not good enough (any more) | nobody                    |
 * | none                         | of somebody                                   | them, with today's roles  |
 */
@Injectable()
export class SessionOrKey extends Authentication {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'login'>,
    private readonly keys: ApiKeys,
    private readonly roles: HeldRoles,
  ) {
    super();
  }

  override async authenticate(request: AskingRequest): Promise<Principal | null> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const token = typeof authorization === 'string' ? bearerToken(authorization) : null;
      return token === null ? null : this.keys.holder(token);
    }
    const { session } = request as AskingRequest & { session?: Session & Partial<SessionData> };
    return session?.person && this.#isGoodEnough(session.person) ? this.#principal(session.person) : null;
  }

  #isGoodEnough({ by, acr }: LoggedIn): boolean {
    const { login } = this.configuration;
    if (login.kind !== by) return false;
    return login.kind !== 'oidc' || (acr !== null && login.acr.includes(acr));
  }

  async #principal({ hsaId, name, acr, at }: LoggedIn): Promise<PersonPrincipal> {
    const key = hsaIdKey(hsaId);
    return { kind: 'person', hsaId, hsaIdKey: key, name, acr, loggedInAt: at, roles: await this.roles.of(key) };
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { buildEndSessionUrl, fetchUserInfo } from 'openid-client';
import type { Configuration as ClientConfiguration } from 'openid-client';
import { Clock } from '../../platform/clock';
import { CONFIGURATION } from '../../platform/config/configuration.token';
import { publicLink } from '../../platform/config/public-link';
import type { Configuration, OidcLoginConfiguration } from '../../platform/config/schema';
import type { LoggedIn } from '../session/session-data';
import { IdentityProvider } from './identity-provider.client';
import { type Identity, type IdentityProblem, identityOf } from './identity-claims';
import { localPath } from './local-path';
import { type LoginFault, type LoginRefusal, loginRefusalOf } from './login-refusal';
import { faultOf, told } from './login-fault';
import { LoginSessions } from './login-sessions.service';
import { LoginStrategy, type Tokens } from './login.strategy';
import { run } from './run.passport';

/** A page of this service, or why not. */
export type LoginOutcome = { outcome: 'done'; to: string } | { outcome: 'refused'; code: LoginRefusal };

/** Login with an identity provider: OpenID Connect, authorization code with PKCE. */
@Injectable()
export class Login {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'login' | 'server' | 'municipalities'>,
    private readonly clock: Clock,
    private readonly provider: IdentityProvider,
    private readonly sessions: LoginSessions,
    private readonly log: PinoLogger,
  ) {}

  /** Sends the browser to the provider. @param to page to come back to. @returns null where the answer is sent */
  async begin(login: OidcLoginConfiguration, request: Request, response: Response, to: unknown): Promise<LoginOutcome | null> {
    try {
      const client = await this.provider.client(login);
      request.session.returnTo = localPath(to);
      await run(new LoginStrategy(client, login, this.configuration.server.publicUrl, 'begin'), request, response);
      return null;
    } catch (error) {
      return this.#refused(error);
    }
  }

  /** The browser comes back. Everything that is not exactly as it should be is refused. */
  async finish(login: OidcLoginConfiguration, request: Request, response: Response): Promise<LoginOutcome> {
    const to = request.session.returnTo ?? '/';
    let found: { identity: Identity | IdentityProblem; tokens: Tokens };
    try {
      const client = await this.provider.client(login);
      const ran = await run(new LoginStrategy(client, login, this.configuration.server.publicUrl, 'finish'), request, response);
      if (ran.outcome !== 'verified') return await this.#refusedAs(ran.outcome === 'failed' && ran.error ? 'cancelled' : 'attempt-unknown');
      found = { identity: await this.#identity(login, client, ran.tokens), tokens: ran.tokens };
    } catch (error) {
      return this.#refused(error);
    }
    const { identity, tokens } = found;
    if (typeof identity === 'string') return this.#refusedAs(identity);
    const person: LoggedIn = { ...identity, at: this.clock.now(), by: 'oidc', idToken: tokens.id_token ?? null };
    await this.sessions.begin(request, person);
    return { outcome: 'done', to };
  }

  /** Where a form that logs out may lead, beside here; null: nowhere else. */
  async logoutOrigin({ by }: LoggedIn): Promise<string | null> {
    const { login } = this.configuration;
    if (login.kind !== 'oidc' || by !== 'oidc') return null;
    try {
      const { end_session_endpoint: elsewhere } = (await this.provider.client(login)).serverMetadata();
      return elsewhere === undefined ? null : new URL(elsewhere).origin;
    } catch (error) {
      this.#note(error);
      return null;
    }
  }

  /** Where the browser goes after our own logout: to the provider's where it has one. */
  async afterLogout({ by, idToken }: LoggedIn): Promise<string> {
    const { login, server } = this.configuration;
    if (login.kind !== 'oidc' || by !== 'oidc' || idToken === null) return '/logout';
    try {
      const client = await this.provider.client(login);
      if (!client.serverMetadata().end_session_endpoint) return '/logout';
      const back = publicLink(server.publicUrl, 'logout');
      return buildEndSessionUrl(client, { id_token_hint: idToken, post_logout_redirect_uri: back }).href;
    } catch (error) {
      this.#note(error);
      return '/logout'; // our own session has ended, whatever the provider does
    }
  }

  async #identity(login: OidcLoginConfiguration, client: ClientConfiguration, tokens: Tokens): Promise<Identity | IdentityProblem> {
    const idToken = tokens.claims() ?? null;
    if (idToken === null) return 'hsa-id-missing';
    const rules = {
      claim: login.claim,
      acr: login.acr,
      allowTestHsaIds: this.configuration.municipalities.some(({ allowTestHsaIds }) => allowTestHsaIds),
    };
    const found = identityOf(idToken, {}, rules);
    const asks = found === 'hsa-id-missing' && client.serverMetadata().userinfo_endpoint !== undefined;
    return asks ? identityOf(idToken, await fetchUserInfo(client, tokens.access_token, idToken.sub), rules) : found;
  }

  #refused(error: unknown): Promise<LoginOutcome> {
    return this.#refusedAs(loginRefusalOf(this.#note(error)));
  }

  async #refusedAs(code: LoginRefusal): Promise<LoginOutcome> {
    await this.sessions.refused(code);
    return { outcome: 'refused', code };
  }

  #note(error: unknown): LoginFault {
    const fault = faultOf(error);
    this.log.warn({ code: told(fault.code), providerError: told(fault.error) }, 'a login was not accepted');
    return fault;
  }
}

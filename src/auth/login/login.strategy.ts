import type { Request } from 'express';
import type { Configuration as ClientConfiguration, TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client';
import { randomNonce, randomState } from 'openid-client';
import { Strategy } from 'openid-client/passport';
import { publicLink } from '../../platform/config/public-link';
import type { OidcLoginConfiguration } from '../../platform/config/schema';

export type Tokens = TokenEndpointResponse & TokenEndpointResponseHelpers;

/** Where in the session a login that was begun is kept. */
export const ATTEMPT = 'loginAttempt';

export const CALLBACK_PATH = 'login/callback';

/**
 * passport's strategy for one request: authorization code with PKCE. State and nonce are always sent, also to a provider
 * that does PKCE; the level of assurance is asked for; addresses come from the configuration and never from the request.
 */
export class LoginStrategy extends Strategy {
  constructor(
    client: ClientConfiguration,
    private readonly login: OidcLoginConfiguration,
    private readonly publicUrl: string,
    /** What the request is for: to be sent to the provider, or coming back from it. */
    private readonly step: 'begin' | 'finish',
  ) {
    super(
      { name: 'oidc', config: client, callbackURL: publicLink(publicUrl, CALLBACK_PATH), scope: login.scope, sessionKey: ATTEMPT },
      (tokens, verified) => {
        verified(null, tokens);
      },
    );
  }

  override authorizationRequestParams(): URLSearchParams {
    return new URLSearchParams({ state: randomState(), nonce: randomNonce(), acr_values: this.login.acr.join(' '), ui_locales: 'sv' });
  }

  override shouldInitiateAuthRequest(): boolean {
    return this.step === 'begin';
  }

  override currentUrl(request: Request): URL {
    const [, query = ''] = /\?([^#]*)/.exec(request.originalUrl) ?? [];
    return new URL(`${publicLink(this.publicUrl, CALLBACK_PATH)}?${query}`);
  }
}

import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { providerMemory } from './provider-memory';
import Provider, { type Configuration, type JWK } from 'oidc-provider';

export const LOA3 = 'http://id.sambi.se/loa/loa3';
export const LOA2 = 'http://id.sambi.se/loa/loa2';

/** Who sits at the card reader, in the claims of Inera IdP. */
export interface Employee {
  claims: Record<string, unknown>;
  acr: string;
}

export interface ProviderOptions {
  /** Where the browser comes back to. */
  redirectUri: string;
  postLogoutRedirectUri?: string;
  /** None: a public client. */
  clientSecret?: string | undefined;
  /** Claims are only told by userinfo, not by the id token. */
  onlyUserInfo?: boolean;
}

export const CLIENT_ID = 'tilltrade';

type Token = Record<string, unknown>;
/** What is changed in an id token on its way: its header, its payload, or all of it. */
export interface Tampering {
  header?: (header: Token) => Token;
  payload?: (payload: Token) => Token;
  /** The signed token as it is; without it what was changed is signed anew with the provider's own key. */
  whole?: (token: string) => string;
}

/**
 * An identity provider on a free port of loopback: oidc-provider, which is certified for OpenID Connect, with Inera IdP's
 * claims. Real: the protocol. Faked: the card: whoever `employee` names logs in at once. With `tamper` an id token is
 * changed on its way out, signed with the provider's own key or not at all.
 */
export class IdentityProviderServer {
  employee: Employee = anEmployee();
  tamper: Tampering | null = null;
  /** Answers 503 to everything. */
  isDown = false;
  /** How often the keys were asked for. */
  keyRequests = 0;
  #provider!: Provider;
  readonly #memory = providerMemory();
  #key = newKey();

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
    private readonly options: ProviderOptions,
  ) {
    this.#provider = this.#build();
  }

  static async start(options: ProviderOptions): Promise<IdentityProviderServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const provider = new IdentityProviderServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, options);
    server.on('request', (request, response) => void provider.#answer(request, response));
    return provider;
  }

  /** Signs with another key from now on; the old one is gone. */
  rotateKeys(): void {
    this.#key = newKey();
    this.#provider = this.#build();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.isDown) {
      response.writeHead(503).end('down');
      return;
    }
    if (request.url?.startsWith('/jwks')) this.keyRequests += 1;
    if (!request.url?.startsWith('/interaction/')) {
      await this.#provider.callback()(request, response);
      return;
    }
    const { acr } = this.employee;
    await this.#provider.interactionFinished(request, response, {
      login: { accountId: `transient-${randomUUID()}`, acr, amr: ['urn:ietf:rfc:5246'], remember: false },
    });
  }

  #build(): Provider {
    const provider = new Provider(this.issuer, this.#configuration());
    provider.use(async (context, next) => {
      await next();
      const body = context.body as { id_token?: string } | undefined;
      if (context.path === '/token' && body?.id_token && this.tamper) context.body = { ...body, id_token: this.#tampered(body.id_token) };
    });
    return provider;
  }

  #tampered(token: string): string {
    const { header, payload, whole } = this.tamper ?? {};
    if (whole) return whole(token);
    const [head = '', body = ''] = token.split('.');
    const parts = [header?.(parsed(head)) ?? parsed(head), payload?.(parsed(body)) ?? parsed(body)].map(encoded).join('.');
    return `${parts}.${sign('sha256', Buffer.from(parts), this.#key.privateKey).toString('base64url')}`;
  }

  #configuration(): Configuration {
    const { redirectUri, postLogoutRedirectUri, clientSecret, onlyUserInfo = false } = this.options;
    return {
      adapter: this.#memory,
      clients: [
        {
          client_id: CLIENT_ID,
          ...(clientSecret === undefined ? { token_endpoint_auth_method: 'none' as const } : { client_secret: clientSecret }),
          redirect_uris: [redirectUri],
          response_types: ['code'],
          grant_types: ['authorization_code'],
          ...(postLogoutRedirectUri !== undefined && { post_logout_redirect_uris: [postLogoutRedirectUri] }),
        },
      ],
      jwks: { keys: [{ ...(this.#key.privateKey.export({ format: 'jwk' }) as JWK), use: 'sig', alg: 'RS256', kid: this.#key.kid }] },
      cookies: { keys: ['test'] },
      acrValues: [LOA2, LOA3],
      scopes: ['openid', 'commission', 'personal_identity_number'],
      claims: {
        openid: ['sub'],
        commission: ['employeeHsaId', 'allEmployeeHsaIds', 'given_name', 'family_name', 'commissionHsaId', 'commissionName'],
        personal_identity_number: ['credentialPersonalIdentityNumber'],
      },
      conformIdTokenClaims: onlyUserInfo,
      features: {
        devInteractions: { enabled: false },
        rpInitiatedLogout: { enabled: true, logoutSource: (context, form) => void (context.body = form) },
      },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...this.employee.claims }) }),
      loadExistingGrant: async (context) => {
        const grant = new this.#provider.Grant({ clientId: CLIENT_ID, accountId: context.oidc.session?.accountId ?? '' });
        grant.addOIDCScope('openid commission personal_identity_number');
        await grant.save();
        return grant;
      },
      ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
    };
  }
}

export const anEmployee = (claims: Record<string, unknown> = {}, acr = LOA3): Employee => ({
  acr,
  claims: { employeeHsaId: 'SE2120002502-4QBG', given_name: 'Åsa', family_name: 'Öberg', ...claims },
});

const newKey = () => ({ kid: randomUUID(), ...generateKeyPairSync('rsa', { modulusLength: 2048 }) });

const parsed = (part: string): Token => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Token;
const encoded = (part: Token): string => Buffer.from(JSON.stringify(part)).toString('base64url');

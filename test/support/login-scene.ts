import { CLIENT_ID, IdentityProviderServer, type ProviderOptions } from '../servers/identity-provider';
import { freePort } from '../servers/free-port';
import { Browser, type Shown } from './browser';
import { type ServiceOptions, TestService } from './service';

export interface LoginSceneOptions {
  provider?: Partial<ProviderOptions>;
  /** More of `login`. */
  login?: object;
  /** More of the configuration. */
  configuration?: object;
  service?: ServiceOptions;
}

/** A service that people log in to through a certified provider. Real: both, HTTP between all three. Faked: the service's clock, the card. */
export class LoginScene {
  readonly browser = new Browser();

  private constructor(
    readonly service: TestService,
    readonly provider: IdentityProviderServer,
    readonly url: string,
  ) {}

  static async start({ provider: of = {}, login, configuration, service: more }: LoginSceneOptions = {}): Promise<LoginScene> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const provider = await IdentityProviderServer.start({
      redirectUri: `${url}/login/callback`,
      postLogoutRedirectUri: `${url}/logout`,
      ...of,
    });
    const settings = {
      server: { port, publicUrl: url },
      login: { kind: 'oidc', issuer: provider.issuer, clientId: CLIENT_ID, ...login },
      ...configuration,
    };
    const service = await TestService.start({ http: true, login: true, port, configuration: settings, ...more });
    return new LoginScene(service, provider, url);
  }

  async stop(): Promise<void> {
    await this.service.close();
    await this.provider.stop();
  }

  /** From the first click to the page where it ends. */
  logIn(to = '/health/live', browser = this.browser): Promise<Shown> {
    return browser.open(`${this.url}/login?to=${encodeURIComponent(to)}`);
  }

  /** Up to the provider's answer, which the browser has not brought back yet. */
  async answered(browser = this.browser): Promise<string> {
    const { url } = await browser.open(`${this.url}/login?to=%2Fhealth%2Flive`, { stopAt: `${this.url}/login/callback` });
    return url;
  }

  /** Who the service takes the browser for: the answer of `/api/v1/me`. */
  async me(browser = this.browser): Promise<{ status: number; body: Record<string, unknown> }> {
    const { status, text } = await browser.open(`${this.url}/api/v1/me`);
    return { status, body: JSON.parse(text) as Record<string, unknown> };
  }
}

/*
 * The identity provider as `doctor` asks it. Real: oidc-provider, and a provider behind TLS that describes itself; HTTP.
 * Faked: the clock.
 */
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { IdentityProvider } from '../../src/auth/login/identity-provider.client';
import { LoginCheck } from '../../src/auth/login/login-check.service';
import type { OidcLoginConfiguration } from '../../src/platform/config/schema';
import { loginCheckTexts as texts } from '../../src/texts/sv/login-check';
import { IdentityProviderServer, LOA2, LOA3 } from '../servers/identity-provider';
import { makeCertificate, type ServerCertificate } from '../support/certificates';
import { MovingClock } from '../support/fakes/moving-clock';

const login = (issuer: string, more: Partial<OidcLoginConfiguration> = {}): OidcLoginConfiguration => ({
  kind: 'oidc',
  issuer,
  clientId: 'tilltrade',
  clientSecretFile: null,
  clientSecretEnv: null,
  scope: 'openid',
  acr: [LOA3],
  claim: 'employeeHsaId',
  clockToleranceSeconds: 30,
  caFile: null,
  ...more,
});

const check = async (configuration: OidcLoginConfiguration) => {
  const provider = new IdentityProvider(new MovingClock());
  return (await new LoginCheck({ login: configuration }, provider).run())[0];
};

describe('a provider on loopback', () => {
  let provider: IdentityProviderServer;
  beforeAll(async () => {
    provider = await IdentityProviderServer.start({ redirectUri: 'http://127.0.0.1:1/login/callback' });
  });
  afterAll(() => provider.stop());

  it('that answers is in order', async () => {
    expect(await check(login(provider.issuer))).toEqual({ name: texts.name, ok: true, detail: texts.answers });
  });

  it('that lacks the level of assurance is warned about; one of several is enough', async () => {
    expect(await check(login(provider.issuer, { acr: ['http://id.sambi.se/loa/loa4'] }))).toMatchObject({ ok: 'warning' });
    expect(await check(login(provider.issuer, { acr: ['http://id.sambi.se/loa/loa4', LOA2] }))).toMatchObject({ ok: true });
  });

  it('that does not answer is told by the code alone', async () => {
    expect(await check(login('http://127.0.0.1:1'))).toMatchObject({
      ok: false,
      detail: texts.noAnswer('ECONNREFUSED'),
      remedy: texts.mend,
    });
    provider.isDown = true;
    expect(await check(login(provider.issuer))).toMatchObject({ ok: false, detail: texts.noAnswer('OAUTH_RESPONSE_IS_NOT_CONFORM') });
    provider.isDown = false;
  });

  it('that calls itself something else is not taken', async () => {
    expect(await check(login(provider.issuer.replace('127.0.0.1', 'localhost')))).toMatchObject({ ok: false });
  });

  it('a secret that is missing is told', async () => {
    const given = await check(login(provider.issuer, { clientSecretEnv: 'TILLTRADE_NO_SUCH_VARIABLE' }));
    expect(given).toMatchObject({ ok: false, detail: expect.stringContaining('login.clientSecretEnv') });
  });
});

describe('a provider with a certificate of its own', () => {
  let certificate: ServerCertificate;
  let server: Server;
  let issuer: string;
  beforeAll(async () => {
    certificate = makeCertificate();
    server = createServer(certificate, (_request, response) => {
      const metadata = { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(metadata));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    certificate.remove();
  });

  it('is believed where its authority is configured, and nowhere else', async () => {
    expect(await check(login(issuer, { caFile: certificate.caFile }))).toMatchObject({ ok: true });
    expect(await check(login(issuer))).toMatchObject({ ok: false, detail: texts.noAnswer('DEPTH_ZERO_SELF_SIGNED_CERT') });
    expect(await check(login(issuer, { caFile: '/nowhere.pem' }))).toMatchObject({ ok: false, detail: texts.noAnswer('ENOENT') });
  });
});

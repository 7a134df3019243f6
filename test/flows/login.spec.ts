/*
 * Logging in and out through an identity provider. Real: the service, its HTTP and database, oidc-provider, both ends of
 * the protocol. Faked: the clock of the service, the card at the provider.
 */
import { SessionEntity } from '../../src/auth/session/session.entity';
import { anEmployee, LOA3 } from '../servers/identity-provider';
import { auditPayloads } from '../support/audit-payloads';
import { Browser } from '../support/browser';
import { onEachDatabase } from '../support/each-database';
import { LoginScene } from '../support/login-scene';

let scene: LoginScene;
afterEach(() => scene.stop());

const actions = async () =>
  (await scene.service.auditRows())
    .filter(({ action }) => action.startsWith('log'))
    .map(({ action, actorName, subject }) => [action, actorName, subject]);

onEachDatabase(() => {
  it('a login leads back to the page that was asked for, as whoever the provider says', async () => {
    scene = await LoginScene.start();
    const shown = await scene.logIn('/health/live?x=y');
    expect(shown).toMatchObject({ url: `${scene.url}/health/live?x=y`, status: 200 });
    expect((await scene.browser.open(`${scene.url}/logout`)).text).toContain('Åsa Öberg (SE2120002502-4QBG)');
    expect(await scene.me()).toMatchObject({ status: 200, body: { hsaId: 'SE2120002502-4QBG', name: 'Åsa Öberg', acr: LOA3, roles: [] } });
    expect(await actions()).toEqual([['login', 'SE2120002502-4QBG', null]]);
    expect(await scene.service.auditProblems()).toEqual([]);
  });

  it('a logout ends the session here and at the provider, and comes back', async () => {
    scene = await LoginScene.start();
    await scene.logIn();
    const { headers } = await scene.browser.open(`${scene.url}/logout`);
    expect(headers.get('content-security-policy')).toContain(`form-action 'self' ${scene.provider.issuer};`);
    const cookie = scene.browser.cookie(scene.url, 'tilltrade')!;
    const sent = await scene.browser.open(`${scene.url}/logout`, {
      form: {},
      headers: { origin: scene.url },
      stopAt: scene.provider.issuer,
    });
    const to = new URL(sent.url);
    expect(to.pathname).toBe('/session/end');
    expect(to.searchParams.get('post_logout_redirect_uri')).toBe(`${scene.url}/logout`);
    expect(to.searchParams.get('id_token_hint')).toMatch(/^ey/);
    expect((await scene.browser.open(sent.url)).status).toBe(200);
    expect(scene.browser.cookie(scene.url, 'tilltrade')).toBeUndefined();
    expect((await scene.me()).status).toBe(401);
    scene.browser.setCookie(scene.url, 'tilltrade', cookie);
    expect((await scene.me()).status).toBe(401);
    expect(await scene.service.dataSource.manager.count(SessionEntity)).toBe(0);
    expect(await actions()).toEqual([
      ['login', 'SE2120002502-4QBG', null],
      ['logout', 'SE2120002502-4QBG', null],
    ]);
  });
});

it('asks for the code flow with PKCE, state, nonce and the level of assurance', async () => {
  scene = await LoginScene.start();
  const { url } = await scene.browser.open(`${scene.url}/login`, { stopAt: scene.provider.issuer });
  const asked = Object.fromEntries(new URL(url).searchParams);
  expect(asked).toMatchObject({
    response_type: 'code',
    code_challenge_method: 'S256',
    acr_values: LOA3,
    redirect_uri: `${scene.url}/login/callback`,
    scope: 'openid commission personal_identity_number',
  });
  for (const random of ['state', 'nonce', 'code_challenge']) expect(asked[random]).toMatch(/^[\w-]{43}$/);
});

it('a client with a secret proves itself', async () => {
  process.env.TILLTRADE_TEST_SECRET = 'hemlig/het: +%';
  scene = await LoginScene.start({
    provider: { clientSecret: process.env.TILLTRADE_TEST_SECRET },
    login: { clientSecretEnv: 'TILLTRADE_TEST_SECRET' },
  });
  await scene.logIn();
  expect((await scene.me()).status).toBe(200);
});

it('a provider that tells the claims only by userinfo is asked there', async () => {
  scene = await LoginScene.start({ provider: { onlyUserInfo: true } });
  await scene.logIn();
  expect((await scene.me()).body).toMatchObject({ hsaId: 'SE2120002502-4QBG', name: 'Åsa Öberg' });
});

it('a key that the provider changed since the last login is known at once', async () => {
  scene = await LoginScene.start();
  await scene.logIn();
  scene.provider.rotateKeys();
  const other = new Browser();
  await scene.logIn('/health/live', other);
  expect((await scene.me(other)).status).toBe(200);
});

it('an HSA-id of the region is as good as one of a municipality', async () => {
  scene = await LoginScene.start();
  scene.provider.employee = anEmployee({ employeeHsaId: 'SE2321000214-SC01' });
  await scene.logIn();
  expect((await scene.me()).body).toMatchObject({ hsaId: 'SE2321000214-SC01' });
});

it.each([['https://evil.example/'], ['//evil.example'], ['/\\evil.example'], ['/login/callback']])(
  'a login never leads to %s',
  async (to) => {
    scene = await LoginScene.start();
    const { url } = await scene.browser.open(`${scene.url}/login?to=${encodeURIComponent(to)}`);
    expect(url).toBe(`${scene.url}/`);
  },
);

it('the audit rows tell at which level, and no name', async () => {
  scene = await LoginScene.start();
  await scene.logIn();
  await scene.browser.open(`${scene.url}/logout`, { form: {}, headers: { origin: scene.url }, stopAt: scene.provider.issuer });
  const payloads = await auditPayloads(scene.service);
  expect(payloads.slice(-2)).toEqual([
    { reason: null, payload: { acr: LOA3, by: 'oidc' } },
    { reason: null, payload: { acr: LOA3, by: 'oidc' } },
  ]);
  expect(JSON.stringify(await scene.service.auditRows())).not.toMatch(/Åsa|Öberg/);
});

/*
 * Whatever is not exactly a login is refused, with a page that says why and what to do and an audit row without a name.
 * Real: the service, its HTTP and database, oidc-provider. Faked: the card; and in the midst of an attack the attacker.
 */
import { createHmac } from 'node:crypto';
import { SessionEntity } from '../../src/auth/session/session.entity';
import { loginTexts } from '../../src/texts/sv/login';
import type { LoginRefusal } from '../../src/auth/login/login-refusal';
import { anEmployee, type Employee, LOA2, LOA3, type Tampering } from '../servers/identity-provider';
import { auditPayloads } from '../support/audit-payloads';
import { Browser, type Shown } from '../support/browser';
import { LoginScene } from '../support/login-scene';

let scene: LoginScene;
beforeEach(async () => {
  scene = await LoginScene.start();
});
afterEach(() => scene.stop());

async function expectRefused(shown: Shown, code: LoginRefusal, browser = scene.browser): Promise<void> {
  expect(shown.url).toBe(`${scene.url}/login/failed?code=${code}`);
  expect(shown.status).toBe(code === 'provider-unavailable' ? 503 : 403);
  expect(shown.text).toContain(loginTexts.refusals[code].whatToDo);
  expect(shown.headers.get('content-security-policy')).toMatch(/^default-src 'none'; form-action 'self';/);
  expect((await scene.me(browser)).status).toBe(401);
  const rows = await scene.service.auditRows();
  expect(rows.at(-1)).toMatchObject({ action: 'login-refused', actorName: '-', subject: null });
  expect((await auditPayloads(scene.service)).at(-1)).toEqual({ reason: null, payload: { code } });
  expect(await scene.service.dataSource.manager.countBy(SessionEntity, { isLoggedIn: true })).toBe(0);
}

const seconds = (): number => Math.floor(new Date().getTime() / 1000);
const unsigned = (token: string): string => {
  const [, payload = ''] = token.split('.');
  return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
};
/** Signed with what anybody can know: the provider's public key, taken for a secret. */
const confused = (token: string): string => {
  const [, payload = ''] = token.split('.');
  const parts = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${payload}`;
  return `${parts}.${createHmac('sha256', 'public').update(parts).digest('base64url')}`;
};
const forged = (token: string): string => {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), employeeHsaId: 'SE2120002494-NWCF' };
  return `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
};

describe('an id token', () => {
  it.each<[string, Tampering]>([
    ['changed after it was signed', { whole: forged }],
    ['that is not signed (alg none)', { whole: unsigned }],
    ['signed with a secret instead of a key', { whole: confused }],
    ['that is none', { whole: () => 'x.y.z' }],
    ['with the nonce of another login', { payload: (token) => ({ ...token, nonce: 'another' }) }],
    ['without a nonce', { payload: ({ nonce: _nonce, ...token }) => token }],
    ['for another service', { payload: (token) => ({ ...token, aud: 'another' }) }],
    ['from another issuer', { payload: (token) => ({ ...token, iss: 'https://evil.example' }) }],
    ['that has expired', { payload: (token) => ({ ...token, iat: seconds() - 700, exp: seconds() - 31 }) }],
    ['that holds from later on', { payload: (token) => ({ ...token, nbf: seconds() + 60 }) }],
    ['without an end', { payload: ({ exp: _exp, ...token }) => token }],
    ['of a key that the provider does not have', { header: (header) => ({ ...header, kid: 'another' }) }],
  ])('%s is refused', async (_name, tamper) => {
    scene.provider.tamper = tamper;
    await expectRefused(await scene.logIn(), 'response-invalid');
  });

  it.each<[string, Tampering]>([
    ['that ended within the clock’s tolerance', { payload: (token) => ({ ...token, iat: seconds() - 700, exp: seconds() - 15 }) }],
    ['that is unchanged, but signed anew', { payload: (token) => token }],
  ])('%s is taken', async (_name, tamper) => {
    scene.provider.tamper = tamper;
    await scene.logIn();
    expect((await scene.me()).status).toBe(200);
  });
});

describe('somebody whom the provider knows', () => {
  it.each<[string, Employee, LoginRefusal]>([
    ['at a lower level', anEmployee({}, LOA2), 'level-too-low'],
    ['without an HSA-id', anEmployee({ employeeHsaId: undefined }), 'hsa-id-missing'],
    ['with two', anEmployee({ employeeHsaId: ['SE2120002502-4QBG', 'SE2120002494-NWCF'] }), 'hsa-id-ambiguous'],
    ['with a personnummer in its place', anEmployee({ employeeHsaId: '201701012393' }), 'hsa-id-invalid'],
  ])('%s is not let in', async (_name, employee, code) => {
    scene.provider.employee = employee;
    await expectRefused(await scene.logIn(), code);
  });

  it('at a lower level that the provider takes for the higher is not let in', async () => {
    scene.provider.tamper = { payload: (token) => ({ ...token, acr: [LOA3] }) };
    await expectRefused(await scene.logIn(), 'level-too-low');
  });
});

describe('an answer of the provider', () => {
  it('brought twice is taken once', async () => {
    const answer = await scene.answered();
    await scene.browser.open(answer);
    expect((await scene.me()).status).toBe(200);
    const again = await scene.browser.open(answer);
    expect(again.url).toBe(`${scene.url}/login/failed?code=attempt-unknown`);
  });

  it('brought by another browser is refused: nobody is logged in as somebody else', async () => {
    const victim = new Browser();
    await expectRefused(await victim.open(await scene.answered()), 'attempt-unknown', victim);
  });

  it('brought by a browser with a login of its own is refused', async () => {
    const stolen = await scene.answered();
    const victim = new Browser();
    await scene.answered(victim);
    await expectRefused(await victim.open(stolen), 'response-invalid', victim);
  });

  it('with a code of another login under the own state is refused', async () => {
    const stolen = new URL(await scene.answered());
    const thief = new Browser();
    const own = new URL(await scene.answered(thief));
    own.searchParams.set('code', stolen.searchParams.get('code')!);
    await expectRefused(await thief.open(own.href), 'response-invalid', thief);
  });

  it.each<[string, (url: URL) => void]>([
    ['with another state', ({ searchParams }) => searchParams.set('state', 'another')],
    ['without a state', ({ searchParams }) => searchParams.delete('state')],
    ['with two states', ({ searchParams }) => searchParams.append('state', 'another')],
    ['of another issuer (mix-up, RFC 9207)', ({ searchParams }) => searchParams.set('iss', 'https://evil.example')],
    ['that does not say whose it is', ({ searchParams }) => searchParams.delete('iss')],
    ['with another code', ({ searchParams }) => searchParams.set('code', 'another')],
    ['without a code', ({ searchParams }) => searchParams.delete('code')],
  ])('%s is refused', async (_name, change) => {
    const url = new URL(await scene.answered());
    change(url);
    await expectRefused(await scene.browser.open(url.href), 'response-invalid');
  });

  it('that says that the person broke it off says so', async () => {
    const url = new URL(await scene.answered());
    url.searchParams.delete('code');
    url.searchParams.set('error', 'access_denied');
    await expectRefused(await scene.browser.open(url.href), 'cancelled');
  });

  it('that comes after a quarter of an hour is too late', async () => {
    const answer = await scene.answered();
    scene.service.clock.advance(15 * 60 * 1000);
    await expectRefused(await scene.browser.open(answer), 'attempt-unknown');
  });

  it('that nobody asked for is refused', async () => {
    await expectRefused(await scene.browser.open(`${scene.url}/login/callback?code=a&state=b`), 'attempt-unknown');
  });
});

describe('a provider that does not answer', () => {
  it('at the beginning: the page says to try again later', async () => {
    scene.provider.isDown = true;
    await expectRefused(await scene.logIn(), 'provider-unavailable');
    scene.provider.isDown = false;
    await scene.logIn();
    expect((await scene.me()).status).toBe(200);
  });

  it('at the end: the same', async () => {
    const answer = await scene.answered();
    scene.provider.isDown = true;
    await expectRefused(await scene.browser.open(answer), 'provider-unavailable');
  });

  it('any more: the own logout ends the session all the same', async () => {
    await scene.logIn();
    scene.provider.isDown = true;
    scene.service.clock.advance(11 * 60 * 1000);
    const shown = await scene.browser.open(`${scene.url}/logout`, { form: {}, headers: { origin: scene.url } });
    expect(shown.text).toContain(loginTexts.loggedOut);
    expect((await scene.me()).status).toBe(401);
  });
});

describe('a session', () => {
  it('that was planted in the browser is not the one that is logged in', async () => {
    const attacker = new Browser();
    await attacker.open(`${scene.url}/login`, { stopAt: scene.provider.issuer });
    const planted = attacker.cookie(scene.url, 'tilltrade')!;
    scene.browser.setCookie(scene.url, 'tilltrade', planted);
    await scene.logIn();
    expect(scene.browser.cookie(scene.url, 'tilltrade')).not.toBe(planted);
    expect((await scene.me()).status).toBe(200);
    expect((await scene.me(attacker)).status).toBe(401);
  });

  it.each(['', 's:abc.def', 'abc', 's:%00'])('is not had with the cookie %j', async (value) => {
    scene.browser.setCookie(scene.url, 'tilltrade', value);
    expect((await scene.me()).status).toBe(401);
  });

  it('ends with a logout from the own pages only', async () => {
    await scene.logIn();
    const { status } = await scene.browser.open(`${scene.url}/logout`, { form: {}, headers: { origin: 'https://evil.example' } });
    expect(status).toBe(403);
    expect((await scene.me()).status).toBe(200);
  });
});

it('a page about a failure shows nothing of what was asked for', async () => {
  const { text } = await scene.browser.open(`${scene.url}/login/failed?code=%3Cscript%3E`);
  expect(text).toContain(loginTexts.refusals['response-invalid'].why);
  expect(text).not.toContain('<script');
});

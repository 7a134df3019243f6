/*
 * The demonstration's login: anybody becomes anybody in the list, on this machine alone. Real: the service and its HTTP.
 * Faked: its clock, and what a browser says of the host that it asks.
 */
import request from 'supertest';
import { loginTexts } from '../../src/texts/sv/login';
import { auditPayloads } from '../support/audit-payloads';
import { DemoScene } from '../support/demo-scene';
import { TestService } from '../support/service';

const MANAGER = 'SE2120002502-CH3F';

let scene: DemoScene;
afterEach(() => scene.stop());

it('lists who can be chosen, with their roles and without script', async () => {
  scene = await DemoScene.start();
  const { status, text, headers } = await scene.browser.open(`${scene.url}/login?to=/cases/1`);
  expect(status).toBe(200);
  expect(text).toContain('Annika Berglund</button> SE2120002502-CH3F, chef berg');
  expect(text).toContain('Lotta Wiberg</button> SE2321000214-DR01, drift alla kommuner');
  expect(text).toContain('value="/cases/1"');
  expect(text).not.toContain('<script');
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
  expect(headers.get('cache-control')).toBe('no-store');
});

it('whoever is chosen is logged in with the roles of the configuration', async () => {
  scene = await DemoScene.start();
  const { url } = await scene.become(MANAGER);
  expect(url).toBe(`${scene.url}/health/live`);
  const { text } = await scene.browser.open(`${scene.url}/api/v1/me`);
  const role = { role: 'manager', municipality: 'berg', unit: null, from: null, to: null, deputyFor: null };
  expect(JSON.parse(text)).toMatchObject({ hsaId: MANAGER, name: 'Annika Berglund', acr: null, roles: [role] });
  expect((await scene.service.auditRows()).at(-1)).toMatchObject({ action: 'login', actorName: MANAGER });
});

it('somebody who is not in the list is not let in', async () => {
  scene = await DemoScene.start();
  const { status, text } = await scene.become('SE2120002502-FEL1');
  expect(status).toBe(403);
  expect(text).toContain(loginTexts.noSuchPerson);
  expect(await scene.status()).toBe(401);
  expect((await auditPayloads(scene.service)).at(-1)).toEqual({ reason: null, payload: { code: 'unknown-person' } });
});

it('a form of another site lets nobody in', async () => {
  scene = await DemoScene.start();
  expect((await scene.become(MANAGER, scene.browser, { origin: 'https://evil.example' })).status).toBe(403);
  expect(await scene.status()).toBe(401);
});

it.each(['demo.evil.example', '10.0.0.1:8080', '127.0.0.1.evil.example', ''])('asked for as %j it has no login', async (host) => {
  scene = await DemoScene.start();
  const { httpServer } = scene.service;
  expect((await request(httpServer).get('/login').set('Host', host)).status).toBe(404);
  const sent = request(httpServer).post('/login').type('form').set('Host', host).set('Origin', `http://${host}`);
  expect((await sent.send({ hsaId: MANAGER })).status).toBe(404);
});

it.each([
  ['localhost:9000', 200],
  ['127.0.0.1', 200],
  ['[::1]:8080', 200],
])('asked for as %s it has one', async (host, status) => {
  scene = await DemoScene.start();
  expect((await request(scene.service.httpServer).get('/login').set('Host', host)).status).toBe(status);
});

it('where people use https the cookie is for this host, https and no script', async () => {
  scene = await DemoScene.start({ server: { port: 8443, publicUrl: 'https://localhost:8443' } }, { port: 0 });
  const { httpServer } = scene.service;
  const sent = request(httpServer).post('/login').type('form').set('Host', 'localhost:8443').set('Origin', 'https://localhost:8443');
  const answer = await sent.send({ hsaId: MANAGER });
  expect(answer.status).toBe(303);
  const [cookie = ''] = answer.get('Set-Cookie') ?? [];
  expect(cookie).toMatch(/^__Host-tilltrade=s%3A[\w-]{43}\.[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  const me = await request(httpServer).get('/api/v1/me').set('Host', 'localhost:8443').set('Cookie', cookie.split(';', 1)[0]!);
  expect(me.status).toBe(200);
});

it('without a login configured there is none', async () => {
  scene = await DemoScene.start({ login: { kind: 'none' } });
  for (const path of ['/login', '/login/callback?code=1&state=1']) {
    expect((await scene.browser.open(scene.url + path)).status).toBe(404);
  }
  expect((await scene.become(MANAGER)).status).toBe(404);
});

it.each([
  ['server.host', { host: '0.0.0.0', port: 0 }],
  ['server.publicUrl', { port: 0, publicUrl: 'https://tilltrade.example.se' }],
])('the service does not start with it where %s is not this machine', async (path, server) => {
  scene = await DemoScene.start();
  const people = [{ hsaId: MANAGER, name: 'Annika Berglund' }];
  await expect(TestService.start({ configuration: { server, login: { kind: 'demo', people } } })).rejects.toThrow(path);
});

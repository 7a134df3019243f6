/*
 * How long a session lives, and where it lies. Real: the service, HTTP, both databases. Faked: the clock; people log in
 * by the demonstration's list.
 */
import { SessionEntity } from '../../src/auth/session/session.entity';
import { SessionStore } from '../../src/auth/session/session.store';
import { Roles } from '../../src/auth/roles.service';
import { DeputyEntity } from '../../src/auth/deputy.entity';
import { Browser } from '../support/browser';
import { DemoScene } from '../support/demo-scene';
import { onEachDatabase } from '../support/each-database';

const MINUTE = 60_000;
const OPERATOR = 'SE2321000214-DR01';
const NOBODY = 'SE2120002502-4QBG';
const BERG = [{ municipality: 'berg', unit: null }];
const DANA = { kind: 'person' as const, name: 'Dana Drift', systemUser: 'tester' };

let scene: DemoScene;
afterEach(() => scene.stop());

const sessions = (): Promise<number> => scene.service.dataSource.manager.count(SessionEntity);

onEachDatabase(() => {
  beforeEach(async () => {
    scene = await DemoScene.start();
  });

  it('one that nobody uses ends', async () => {
    await scene.become(OPERATOR);
    scene.service.clock.advance(29 * MINUTE);
    expect(await scene.status()).toBe(200);
    scene.service.clock.advance(29 * MINUTE);
    expect(await scene.status()).toBe(200);
    scene.service.clock.advance(30 * MINUTE);
    expect(await scene.status()).toBe(401);
  });

  it('one that is used all the time ends with the working day', async () => {
    await scene.become(OPERATOR);
    for (let minutes = 20; minutes < 600; minutes += 20) {
      scene.service.clock.advance(20 * MINUTE);
      expect(await scene.status()).toBe(200);
    }
    scene.service.clock.advance(20 * MINUTE);
    expect(await scene.status()).toBe(401);
  });

  it('what is over is cleared away, what lives stays', async () => {
    await scene.become(OPERATOR);
    await scene.become(NOBODY, new Browser());
    scene.service.clock.advance(20 * MINUTE);
    expect(await scene.status()).toBe(200);
    scene.service.clock.advance(15 * MINUTE);
    expect(await scene.service.get(SessionStore).clearExpired()).toBe(1);
    expect(await sessions()).toBe(1);
    expect(await scene.status()).toBe(200);
  });

  it('a login that was begun is not cleared away before its time, however short an idle session lives', async () => {
    const now = scene.service.clock.now();
    await scene.service.dataSource.manager.insert(SessionEntity, {
      digest: 'begun',
      content: 'x',
      isLoggedIn: false,
      createdAt: now,
      usedAt: now,
    });
    await scene.restartWith({ session: { idleMinutes: 1 } });
    scene.service.clock.advance(14 * MINUTE);
    expect(await scene.service.get(SessionStore).clearExpired()).toBe(0);
    scene.service.clock.advance(MINUTE);
    expect(await scene.service.get(SessionStore).clearExpired()).toBe(1);
  });

  it('is known to every instance on the database, and ended for all', async () => {
    const other = await scene.another();
    await scene.become(OPERATOR);
    const cookie = scene.browser.cookie(scene.url, 'tilltrade')!;
    const elsewhere = new Browser();
    elsewhere.setCookie(other.url, 'tilltrade', cookie);
    expect(await scene.status(elsewhere, other.url)).toBe(200);
    await scene.browser.open(`${scene.url}/logout`, { form: {}, headers: { origin: scene.url } });
    expect(await scene.status(elsewhere, other.url)).toBe(401);
    await other.service.close();
  });

  it('many requests at once, and a logout in their midst: nothing brings it back', async () => {
    await scene.become(OPERATOR);
    scene.service.clock.advance(5 * MINUTE);
    const many = Array.from({ length: 20 }, () => scene.status());
    const out = scene.browser.open(`${scene.url}/logout`, { form: {}, headers: { origin: scene.url } });
    const statuses = await Promise.all(many);
    await out;
    expect(new Set(statuses).isSubsetOf(new Set([200, 401]))).toBe(true);
    expect(await sessions()).toBe(0);
    expect(await scene.status()).toBe(401);
  });

  it('a role that is given or taken is in force with the next request of an open session', async () => {
    await scene.become(NOBODY);
    const mayReadRoles = async () => (await scene.browser.open(`${scene.url}/api/v1/roles`)).status;
    expect(await mayReadRoles()).toBe(403);
    const roles = scene.service.get(Roles);
    const wish = { hsaId: NOBODY, role: 'auditor' as const, municipality: 'berg', unit: null, from: null, to: null };
    const { id } = await roles.grant(BERG, DANA, 'Granskning', wish);
    expect(await mayReadRoles()).toBe(200);
    await roles.remove(BERG, DANA, 'Slut', id);
    expect(await mayReadRoles()).toBe(403);
  });

  it('what is kept tells neither whose it is nor how to take it over', async () => {
    await scene.become(OPERATOR);
    const stored = JSON.stringify(await scene.service.dataSource.manager.find(SessionEntity));
    const id = /^s%3A([^.]+)/.exec(scene.browser.cookie(scene.url, 'tilltrade')!)![1]!;
    expect(id).toHaveLength(43);
    for (const secret of [id, OPERATOR, OPERATOR.toLowerCase(), 'Lotta']) expect(stored).not.toContain(secret);
  });

  it('a row that was moved under another session’s key is nobody’s', async () => {
    await scene.become(OPERATOR);
    const other = new Browser();
    await scene.become(NOBODY, other);
    const { manager } = scene.service.dataSource;
    const rows = await manager.find(SessionEntity);
    expect(rows).toHaveLength(2);
    await manager.update(SessionEntity, { digest: rows[0]!.digest }, { content: rows[1]!.content });
    await manager.update(SessionEntity, { digest: rows[1]!.digest }, { content: rows[0]!.content });
    expect([await scene.status(), await scene.status(other)]).toEqual([401, 401]);
  });
});

it('a visitor without a login leaves no session', async () => {
  scene = await DemoScene.start();
  for (const path of ['/login', '/logout', '/health/live', '/api/v1/me']) await scene.browser.open(scene.url + path);
  expect(await sessions()).toBe(0);
  expect(await scene.service.dataSource.manager.count(DeputyEntity)).toBe(0);
});

it('a demonstration’s session is worth nothing once the service is none', async () => {
  scene = await DemoScene.start();
  await scene.become(OPERATOR);
  expect(await scene.status()).toBe(200);
  await scene.restartWith({ login: { kind: 'none' } });
  expect(await scene.status()).toBe(401);
});

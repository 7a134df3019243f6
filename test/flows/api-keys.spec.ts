/*
 * Keys of programs. Real: the service, its HTTP, both databases. Faked: the clock.
 */
import request from 'supertest';
import { ApiKeyEntity } from '../../src/auth/api-key.entity';
import { ApiKeys, type KeyWish } from '../../src/auth/api-keys.service';
import type { NewKey } from '../../src/auth/views';
import { parseApiKey, writeApiKey } from '../../src/auth/api-key';
import { DemoScene } from '../support/demo-scene';
import { onEachDatabase } from '../support/each-database';
import type { TestService } from '../support/service';

const DAY = 24 * 60 * 60 * 1000;
const EVERYTHING = [
  { municipality: 'are', unit: null },
  { municipality: 'berg', unit: null },
];
const BERG = EVERYTHING.slice(1);
const DANA = { kind: 'person' as const, name: 'Dana Drift', systemUser: 'tester' };
const WISH: KeyWish = { name: 'Uppföljning', permissions: ['roles:read'], municipalities: ['berg'], to: '2026-12-31' };

let scene: DemoScene;
let service: TestService;
let keys: ApiKeys;
afterEach(() => scene.stop());

const start = async () => {
  scene = await DemoScene.start({}, { municipalities: [{}, { code: 'are' }] });
  ({ service } = scene);
  keys = service.get(ApiKeys);
};
const create = (more: Partial<KeyWish> = {}): Promise<NewKey> => keys.create(EVERYTHING, DANA, 'Behövs', { ...WISH, ...more });
const ask = (key: string, path = '/api/v1/roles') => request(service.httpServer).get(path).set('Authorization', `Bearer ${key}`);
const row = (id: string) => service.dataSource.manager.findOneByOrFail(ApiKeyEntity, { id });

onEachDatabase(() => {
  beforeEach(start);

  it('one is shown once, kept as a digest and good for what it was made for', async () => {
    const { key, id } = await create();
    expect(parseApiKey(key)).toMatchObject({ id });
    expect((await ask(key)).status).toBe(200);
    expect((await ask(key, '/api/v1/api-keys')).status).toBe(403);
    expect((await ask(key, '/api/v1/me')).status).toBe(403);
    const { secret } = parseApiKey(key)!;
    expect(JSON.stringify(await service.dataSource.manager.find(ApiKeyEntity))).not.toContain(secret);
    expect(JSON.stringify((await keys.list(EVERYTHING, { limit: 10 })).items)).not.toContain(secret);
    expect((await service.auditRows()).filter(({ action }) => action === 'key-created')).toMatchObject([
      { actorName: 'Dana Drift', systemUser: 'tester', municipality: 'berg', subject: null },
    ]);
  });

  it('one that is changed by a letter, unknown, or no key at all is refused alike', async () => {
    const { key } = await create();
    const { id, secret } = parseApiKey(key)!;
    const other = secret.startsWith('A') ? 'B' : 'A';
    const wrong = [writeApiKey({ id, secret: other + secret.slice(1) }), writeApiKey({ id: '0'.repeat(20), secret }), 'tt_x', 'x'];
    const answers = await Promise.all(wrong.map((one) => ask(one)));
    for (const { status, body } of answers) expect([status, body.code]).toEqual([401, 'not-authenticated']);
  });

  it('one holds until its last day has ended, in Sweden', async () => {
    const { key } = await create({ to: '2026-11-22' });
    service.travelTo('2026-11-22T22:59:59.000Z');
    expect((await ask(key)).status).toBe(200);
    service.travelTo('2026-11-22T23:00:00.000Z');
    expect((await ask(key)).status).toBe(401);
  });

  it('one that is revoked is refused at once; nobody revokes it twice', async () => {
    const { key, id } = await create();
    await keys.revoke(EVERYTHING, DANA, 'Läckt', id);
    expect((await ask(key)).status).toBe(401);
    await expect(keys.revoke(EVERYTHING, DANA, 'Läckt', id)).rejects.toMatchObject({ code: 'key-revoked-already' });
    expect((await keys.list(EVERYTHING, { limit: 10 })).items).toEqual([]);
    expect((await keys.list(EVERYTHING, { limit: 10, past: true })).items).toMatchObject([
      { id, revokedBy: 'Dana Drift', revocationReason: 'Läckt' },
    ]);
    expect((await service.auditRows()).at(-2)).toMatchObject({ action: 'key-revoked' });
  });

  it('the day of its last use is written once a day', async () => {
    const { key, id } = await create();
    expect(await row(id)).toMatchObject({ lastUsedOn: null });
    await ask(key);
    expect(await row(id)).toMatchObject({ lastUsedOn: '2026-11-21' });
    service.clock.advance(DAY);
    await Promise.all([ask(key), ask(key), ask(key)]);
    expect(await row(id)).toMatchObject({ lastUsedOn: '2026-11-22', version: 1 });
  });

  it('who reaches one municipality makes, sees and revokes keys of that one', async () => {
    const all = await create({ municipalities: null });
    const both = await create({ municipalities: ['are', 'berg'] });
    const own = await create();
    expect((await keys.list(BERG, { limit: 10 })).items.map(({ id }) => id)).toEqual([own.id]);
    for (const { id } of [all, both]) {
      await expect(keys.find(BERG, id)).rejects.toMatchObject({ code: 'not-found' });
      await expect(keys.revoke(BERG, DANA, 'x', id)).rejects.toMatchObject({ code: 'not-found' });
    }
    await expect(keys.create(BERG, DANA, 'x', { ...WISH, municipalities: null })).rejects.toMatchObject({ code: 'outside-your-reach' });
    await expect(keys.create(BERG, DANA, 'x', { ...WISH, municipalities: ['berg', 'are'] })).rejects.toMatchObject({
      code: 'municipality-unknown',
    });
    await expect(keys.create(BERG, DANA, 'x', { ...WISH, municipalities: [] })).rejects.toMatchObject({ code: 'municipality-unknown' });
  });
});

describe('a key is not made', () => {
  beforeEach(start);
  it.each<[string, Partial<KeyWish>, string]>([
    ['for longer than a year', { to: '2027-11-22' }, 'key-too-long-lived'],
    ['that is over already', { to: '2026-11-20' }, 'already-over'],
    ['for nothing', { permissions: [] }, 'key-permission-unknown'],
    ['that makes keys', { permissions: ['api-keys:write'] }, 'key-permission-unknown'],
    ['that stands for somebody', { permissions: ['self'] }, 'key-permission-unknown'],
    ['for a municipality that is not there', { municipalities: ['oz'] }, 'municipality-unknown'],
  ])('%s', async (_name, more, code) => {
    await expect(create(more)).rejects.toMatchObject({ code });
    expect(await service.dataSource.manager.count(ApiKeyEntity)).toBe(0);
  });

  it('except for a year', async () => {
    expect((await create({ to: '2027-11-21' })).to).toBe('2027-11-21');
  });
});

it('pages of a list hold what its reader may see, each once', async () => {
  await start();
  for (let number = 0; number < 7; number += 1) {
    await create({ name: `Nyckel ${number}`, municipalities: number % 2 === 0 ? ['berg'] : ['are'] });
    service.clock.advance(1000);
  }
  const first = await keys.list(BERG, { limit: 3 });
  expect(first.items.map(({ name }) => name)).toEqual(['Nyckel 6', 'Nyckel 4', 'Nyckel 2']);
  const second = await keys.list(BERG, { limit: 3, after: first.next! });
  expect(second).toMatchObject({ items: [{ name: 'Nyckel 0' }], next: null });
});

it('a key in the header is asked, whoever’s session the browser has', async () => {
  await start();
  await scene.become('SE2321000214-DR01');
  const headers = { authorization: `Bearer ${(await create()).key}` };
  expect((await scene.browser.open(`${scene.url}/api/v1/roles`, { headers })).status).toBe(200);
  expect((await scene.browser.open(`${scene.url}/api/v1/api-keys`, { headers })).status).toBe(403);
  expect((await scene.browser.open(`${scene.url}/api/v1/api-keys`, { headers: { authorization: 'Bearer x' } })).status).toBe(401);
  expect((await scene.browser.open(`${scene.url}/api/v1/api-keys`)).status).toBe(200);
});

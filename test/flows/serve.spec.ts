/*
 * The service as a process: what it answers, what it does by itself, and how it stops. Real: the built program, its
 * processes, HTTP, signals, the clock, the database, files. Faked: nothing.
 */
import { connect } from 'node:net';
import { ARE, BERG, crowd } from '../support/builders/municipality';
import { onEachDatabase } from '../support/each-database';
import { Installation } from '../support/installation';
import { type RunningProcess, eventually } from '../support/process';
import { verifyChain } from '../support/verify-chain';

jest.setTimeout(120_000);

/** Far from now: nothing happens by itself. */
const NEVER = { schedule: { sync: '0 0 29 2 *', nearMisses: '0 0 29 2 *' } };
const EVERY_SECOND = { schedule: { sync: '* * * * * *', nearMisses: '0 0 29 2 *' } };
const SECONDS_MS = 10_000;
/** An import that takes a while. */
const PEOPLE = 4000;

let installation: Installation;

const begin = (more: Record<string, unknown>): void => {
  installation = Installation.make({ municipalities: [BERG, ARE], more });
  installation.writeCatalogue(BERG, crowd(BERG, 25));
  installation.writeCatalogue(ARE, crowd(ARE, 4));
};

afterEach(() => installation.remove());

const urlOf = async (service: RunningProcess): Promise<string> => (await service.writes(/"url":"(http:[^"]+)","msg":"listening"/))[1] ?? '';

/** Ends with 0, soon, and everything is given back. */
async function expectToStop(service: RunningProcess): Promise<void> {
  const began = Date.now();
  const { status, signal, stderr } = await service.stop();
  expect({ status, signal, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, signal: null, stderr: '' });
  expect(Date.now() - began).toBeLessThan(SECONDS_MS);
  const now = new Date().toISOString();
  expect(installation.rows<{ name: string; until: string }>('SELECT name, until FROM lease').filter(({ until }) => until > now)).toEqual(
    [],
  );
}

const count = (sql: string): number => installation.count(sql);

describe('HTTP', () => {
  it('answers health checks and landing pages, and tells nobody anything', async () => {
    begin(NEVER);
    await installation.json('sync');
    const service = installation.start('serve');
    const url = await urlOf(service);
    const get = async (path: string) => {
      const response = await fetch(url + path);
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    };

    expect(await get('/health/live')).toMatchObject({ status: 200, body: '{"status":"ok"}' });
    const ready = await get('/health/ready');
    expect([ready.status, JSON.parse(ready.body)]).toMatchObject([200, { status: 'ok', info: { database: { status: 'up' } } }]);

    const [known = ''] = installation
      .rows<{ number: string }>('SELECT number FROM service_case ORDER BY number')
      .map(({ number }) => number);
    const missing = known.replace(/\d{5}$/, '99999');
    const [page, other] = [await get(`/cases/${known}`), await get(`/cases/${missing}`)];
    expect(page.status).toBe(200);
    expect({ ...page, body: page.body.replaceAll(known, missing), headers: null }).toEqual({ ...other, headers: null });
    for (const header of ['content-type', 'content-length', 'cache-control', 'content-security-policy'])
      expect(page.headers[header]).toBe(other.headers[header]);
    expect(page.body).not.toMatch(/SE2120002|Bergs kommun|Åre kommun/);

    expect(page.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'SAMEORIGIN',
    });
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect(page.headers).not.toHaveProperty('x-powered-by');

    for (const path of ['/', '/cases/', '/cases/1', '/cases/2026-00001/x', '/accounts', '/runs/x', '/%00', '/cases/%3Cscript%3E']) {
      expect([path, (await get(path)).status >= 400]).toEqual([path, true]);
    }
    await get('/cases/2026-00001?name=Hemligsson');
    await expectToStop(service);
    expect(service.stderr).not.toContain('Hemligsson');
    expect(service.stdout).toBe('');
  });

  it('a connection that says nothing does not hold up the stop', async () => {
    begin(NEVER);
    const service = installation.start('serve');
    const { hostname, port } = new URL(await urlOf(service));
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write('GET /health/live HTTP/1.1\r\n');
    await expectToStop(service);
    socket.destroy();
  });

  it('a port that is taken ends the service with 1 and says which', async () => {
    begin(NEVER);
    const first = installation.start('serve');
    const { port } = new URL(await urlOf(first));
    const second = installation.copy({ server: { port: Number(port) } });
    const { status, stderr } = await second.run('serve');
    expect(status).toBe(1);
    expect(stderr).toContain(`port ${port}`);
    await expectToStop(first);
    await second.remove();
  });
});

onEachDatabase(() => {
  describe('by itself', () => {
    it('reads the catalogues on schedule and sends the mails', async () => {
      begin(EVERY_SECOND);
      const service = installation.start('serve');
      await eventually(() => installation.mailFiles().length === 1 + 4, 'a digest from Berg and four mails from Åre');
      installation.writeCatalogue(ARE, crowd(ARE, 6));
      await eventually(() => installation.mailFiles().length === 1 + 6, 'two more mails from Åre');
      await expectToStop(service);
      expect(
        count("SELECT * FROM run WHERE actor_kind = 'schedule' AND actor_name = 'sync' AND status = 'completed'"),
      ).toBeGreaterThanOrEqual(4);
      expect(installation.messageIds().sort()).toEqual(
        installation.rows<{ id: string }>('SELECT message_id AS id FROM mail ORDER BY 1').map(({ id }) => id),
      );
    });

    it('two services on one database run what is due once', async () => {
      begin({ schedule: { sync: '*/2 * * * * *', nearMisses: '*/2 * * * * *' } });
      const services = [installation.start('serve'), installation.start('serve')];
      await Promise.all(services.map(urlOf));
      await eventually(
        () => count("SELECT DISTINCT started_at FROM run WHERE municipality = 'are' AND status = 'completed'") >= 8,
        'four slots of two schedules',
      );
      for (const service of services) await expectToStop(service);

      const runs = installation.rows<{ municipality: string; name: string; startedAt: string; status: string }>(
        'SELECT municipality, actor_name AS name, started_at AS "startedAt", status FROM run',
      );
      expect(new Set(runs.map(({ status }) => status))).toEqual(new Set(['completed']));
      const slots = runs.map(({ municipality, name, startedAt }) => `${municipality} ${name} ${Math.floor(Date.parse(startedAt) / 2000)}`);
      expect(slots.filter((slot, index) => slots.indexOf(slot) !== index)).toEqual([]);
      expect(count('SELECT * FROM service_case')).toBe(29);
      expect(installation.mailFiles()).toHaveLength(1 + 4);
    });
  });

  describe('stopped and started again', () => {
    it('killed beside another service: that one takes over at once', async () => {
      begin(EVERY_SECOND);
      installation.writeCatalogue(ARE, crowd(ARE, PEOPLE));
      const services = [installation.start('serve'), installation.start('serve')];
      await Promise.all(services.map(urlOf));
      await eventually(() => count("SELECT * FROM account WHERE municipality = 'are'") > 0, 'the first people of the import');
      const holder = Number(
        installation.rows<{ holder: string }>("SELECT holder FROM lease WHERE name = 'municipality:are'")[0]?.holder.split('|')[3],
      );
      const [killed, other] = services[0]?.pid === holder ? services : services.toReversed();
      expect(await killed!.stop('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
      const began = Date.now();
      await eventually(() => count("SELECT * FROM account WHERE municipality = 'are'") === PEOPLE, 'the rest of the import');
      expect(Date.now() - began).toBeLessThan(2 * SECONDS_MS);
      await expectToStop(other!);
      expect(count('SELECT * FROM service_case')).toBe(PEOPLE + 25);
      expect(count("SELECT * FROM audit_row WHERE action = 'access-created'")).toBe(PEOPLE + 25);
    });

    it('in the midst of an import: gives back what it holds, and the next start goes on', async () => {
      begin(EVERY_SECOND);
      installation.writeCatalogue(ARE, crowd(ARE, PEOPLE));
      const service = installation.start('serve');
      await urlOf(service);
      await eventually(() => count("SELECT * FROM account WHERE municipality = 'are'") > 0, 'the first people of the import');
      await expectToStop(service);
      const imported = count("SELECT * FROM account WHERE municipality = 'are'");
      expect(imported).toBeLessThan(PEOPLE);
      expect(installation.rows("SELECT status FROM run WHERE municipality = 'are'")).toEqual([{ status: 'failed' }]);

      const next = installation.start('serve');
      await eventually(() => count("SELECT * FROM run WHERE municipality = 'are' AND status = 'completed'") > 0, 'the rest of the import');
      // The first half is a digest of its own where it is told before the next run begins.
      const isTold = () => count('SELECT * FROM mail_case') === PEOPLE + 25 && count("SELECT * FROM mail WHERE state <> 'sent'") === 0;
      await eventually(isTold, 'every case in a mail that is sent');
      await expectToStop(next);
      expect([2, 3]).toContain(installation.mailFiles().length);
      expect(count('SELECT * FROM account')).toBe(PEOPLE + 25);
      expect(count('SELECT * FROM service_case')).toBe(PEOPLE + 25);
      expect(count('SELECT case_number FROM mail_case GROUP BY case_number HAVING COUNT(*) = 1')).toBe(PEOPLE + 25);
      expect(await verifyChain(installation)).toMatchObject({ ok: true });
    });

    it('loses nothing and sends nothing again', async () => {
      begin(EVERY_SECOND);
      const tables = { except: ['run', 'lease', 'audit_row', 'audit_payload', 'audit_head', 'municipality_state'] };
      const service = installation.start('serve');
      await eventually(() => installation.mailFiles().length === 1 + 4, 'all mails');
      await expectToStop(service);
      const before = installation.dump(tables);
      const runs = count('SELECT * FROM run');

      const next = installation.start('serve');
      await eventually(() => count('SELECT * FROM run') >= runs + 4, 'two runs of each');
      await expectToStop(next);
      expect(installation.dump(tables)).toBe(before);
      expect(installation.mailFiles()).toHaveLength(1 + 4);
      expect(await verifyChain(installation)).toMatchObject({ ok: true });
    });
  });
});

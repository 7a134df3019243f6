/*
 * Promise 1 in the whole service: whatever the network or the server does in the middle of a run, nobody is removed or
 * changed by it, and the next good run comes to what it would have come to. Real: the service, TCP, slapd. Faked: the
 * service's clock, the network's faults.
 */
import { hsaIdOf, NO_BRAKE } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { LiveCatalogue, town, townCommission, townsman } from '../support/live-catalogue';
import { TestService } from '../support/service';
import { expectToStandAsNew } from '../support/standing';
import { ChaosProxy, type CutManner, type Direction } from '../servers/chaos-proxy';

jest.setTimeout(120_000);

const PEOPLE = 30;

let catalogue: LiveCatalogue;
onEachDatabase(() => {
  beforeAll(async () => {
    catalogue = await LiveCatalogue.start([]);
  });
  afterAll(() => catalogue.remove());

  let proxy: ChaosProxy;
  let service: TestService;
  beforeEach(async () => {
    await catalogue.replace(
      town(
        ...Array.from({ length: PEOPLE }, (_, index) => townsman(index + 1)),
        townCommission(
          'A',
          [1, 2, 3].map((number) => hsaIdOf(number)),
        ),
      ),
    );
    proxy = await ChaosProxy.start({ port: catalogue.slapd.port });
  });
  afterEach(async () => {
    await service.close();
    await proxy.close();
  });

  async function given(timeoutSeconds: number): Promise<void> {
    const source = { url: `ldap://127.0.0.1:${proxy.port}`, allowPlaintextOnLoopback: true, pageSize: 10, timeoutSeconds };
    service = await TestService.start({ municipalities: [{ slapd: catalogue.slapd, brake: NO_BRAKE, source }] });
    expect(await service.sync()).toMatchObject({ status: 'completed', created: PEOPLE });
  }

  /** A little of everything, another each time; the person with the number is gone afterwards. */
  async function changeSomething(turn: number): Promise<void> {
    await catalogue.add(townsman(100 + turn), 'syd');
    await catalogue.set('p1', { title: `Titel ${turn}` });
    await catalogue.rename('norr', `ou=Norr ${turn}`);
    await catalogue.set('uppdragA', { hsaCommissionPurpose: `Syfte ${turn}` });
    if (turn > 0) await catalogue.delete(`p${99 + turn}`);
  }

  const NOBODY = { created: 0, changed: 0, ended: 0, held: 0 };
  const accounts = async (): Promise<string> => JSON.stringify(await service.accounts());

  /** So many numbers, evenly from nothing to the last but one, and the edges closely. */
  const spread = (until: number, count: number): number[] => [
    ...new Set([0, 1, until - 1, ...Array.from({ length: count - 3 }, (_, index) => Math.floor(((index + 1) * until) / (count - 2)))]),
  ];

  it.each<[Direction, CutManner, number]>([
    ['down', 'reset', 14],
    ['down', 'close', 14],
    ['down', 'hang', 5],
    ['up', 'reset', 6],
    ['up', 'close', 6],
    ['up', 'hang', 3],
  ])('a run that is cut off, %s by %s, changes nobody, and the next converges', async (direction, how, count) => {
    await given(how === 'hang' ? 0.3 : 30);
    await changeSomething(0);
    const start = proxy.transferred[direction];
    expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', created: 1 });
    const bytes = proxy.transferred[direction] - start;

    let turn = 0;
    let completed = 0;
    for (const afterBytes of spread(bytes, count)) {
      turn += 1;
      await changeSomething(turn);
      const before = await accounts();
      proxy.faults = { cut: { direction, afterBytes, how } };
      const cut = await service.sync();
      proxy.faults = {};
      const isWhole = cut.status === 'completed';
      if (isWhole) completed += 1;
      else {
        expect({ afterBytes, ...cut }).toMatchObject({ status: expect.stringMatching(/^(incomplete|failed)$/), ...NOBODY });
        expect(await accounts()).toBe(before);
      }
      const rest = isWhole ? NOBODY : { created: 1, ended: 1 };
      expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', ...rest });
      if (turn % 5 === 0) await expectToStandAsNew(service);
    }
    // The end of what goes up is the farewell, which nobody waits for, and a run may have less to say than the one that was measured.
    expect(completed).toBeLessThan(4);
    await expectToStandAsNew(service);
    expect((await service.accounts()).filter(({ enabled }) => enabled)).toHaveLength(PEOPLE + 1);
  });

  it.each<[CutManner, number]>([
    ['reset', 10],
    ['close', 10],
    ['hang', 3],
  ])('look-ups that are cut off by %s remove nobody', async (how, count) => {
    await given(how === 'hang' ? 0.3 : 30);
    await changeSomething(0);
    await service.sync();
    await changeSomething(1);
    let start = 0;
    expect(await syncAnd(2, () => (start = proxy.transferred.down))).toMatchObject({ status: 'completed', ended: 1 });
    const bytes = proxy.transferred.down - start;
    for (const [index, afterBytes] of spread(bytes, count).entries()) {
      await changeSomething(index + 2);
      const before = await accounts();
      const cut = await syncAnd(1, () => (proxy.faults = { cut: { direction: 'down', afterBytes, how } }));
      proxy.faults = {};
      expect({ afterBytes, ...cut }).toMatchObject({ status: expect.stringMatching(/^(incomplete|failed)$/), ...NOBODY });
      expect(await accounts()).toBe(before);
      expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', ended: 1, created: 1 });
    }
    await expectToStandAsNew(service);
  });

  /** Acts as soon as the run has made so many connections: the first is for the read, the second for the look-ups. */
  async function syncAnd(connections: number, act: () => void) {
    const before = proxy.connections;
    const run = service.sync();
    while (proxy.connections < before + connections) await new Promise(setImmediate);
    act();
    return run;
  }

  it.each(['sync', 'syncFull'] as const)('a server that is killed in the middle of a page changes nobody (%s)', async (read) => {
    await given(30);
    await changeSomething(0);
    await catalogue.delete('p2');
    const before = await accounts();
    proxy.faults = { bytesPerSecond: 20_000 };
    const start = proxy.transferred.down;
    const run = service[read]();
    while (proxy.transferred.down < start + 1500) await new Promise(setImmediate);
    await catalogue.slapd.kill();
    expect((await run).status).toMatch(/^(incomplete|failed)$/);
    expect(await accounts()).toBe(before);
    expect(await service.sync()).toMatchObject({ status: 'failed', ended: 0 });
    expect(await accounts()).toBe(before);
    proxy.faults = {};
    await catalogue.slapd.run();
    expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', created: 1, ended: 1 });
    await expectToStandAsNew(service);
  });

  it.each([
    ['refuses', { refuse: true }],
    ['swallows', { blackhole: true }],
  ])('a network that %s everything changes nobody', async (_what, faults) => {
    await given(0.3);
    await changeSomething(0);
    const before = await accounts();
    proxy.faults = faults;
    expect((await service.sync()).status).toMatch(/^(incomplete|failed)$/);
    expect(await accounts()).toBe(before);
    proxy.faults = {};
    expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', created: 1 });
    await expectToStandAsNew(service);
  });
});

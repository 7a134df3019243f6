import { bindAs } from '../support/builders/ldap-source';
import { hsaIdOf, type MunicipalityOptions, NO_BRAKE } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { LiveCatalogue, town, townsman } from '../support/live-catalogue';
import { TestService } from '../support/service';
import { expectToStandAsNew } from '../support/standing';
import { ChaosProxy, type Faults } from '../servers/chaos-proxy';
import type { AccountName } from '../servers/slapd';

// Real: the whole service on its database, slapd and its access rules, TLS. Faked: the service's clock, the network's faults.

const PEOPLE = 70;
/** The entry that a reader must see to have seen everything: somebody protected. */
const GUARD = hsaIdOf(1);

let catalogue: LiveCatalogue;
beforeAll(async () => {
  catalogue = await LiveCatalogue.start([]);
});
afterAll(() => catalogue.remove());

let service: TestService;
let before: string;
beforeEach(async () => {
  await catalogue.replace(
    town(...Array.from({ length: PEOPLE }, (_, index) => townsman(index + 1, index === 0 ? { classes: ['hsaConfidentialPerson'] } : {}))),
  );
  service = await TestService.start({ municipalities: [readBy('reader')] });
  expect(await service.sync()).toMatchObject({ status: 'completed', created: PEOPLE });
  before = JSON.stringify(await service.accounts());
});
afterEach(() => service.close());

const readBy = (account: AccountName, source: object = {}): MunicipalityOptions => ({
  slapd: catalogue.slapd,
  brake: NO_BRAKE,
  source: { bind: bindAs(catalogue.slapd, account), sentinel: GUARD, pageSize: 20, ...source },
});

/** HSA-ids that were asked for by themselves, since the server had written so much of its log. */
const askedSince = (start: number): string[] =>
  [...catalogue.slapd.log.slice(start).matchAll(/SRCH base=.*filter="\(hsaIdentity=([^)]*)\)"/g)]
    .map(([, hsaId]) => hsaId ?? '')
    .filter((hsaId) => hsaId.toLowerCase() !== GUARD.toLowerCase());

onEachDatabase(() => {
  it('ends access of who is gone, asked for one by one, and of who has lost the role, seen in the read', async () => {
    await catalogue.delete('p2');
    await catalogue.delete('p3');
    await catalogue.set('p4', { hsaSystemRole: [] });
    const start = catalogue.slapd.log.length;
    expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', ended: 3, unchanged: PEOPLE - 3 });
    expect(askedSince(start).filter((hsaId) => [2, 3].map((one) => hsaIdOf(one).toLowerCase()).includes(hsaId))).toHaveLength(2);
    const ended = (await service.accounts()).filter(({ enabled }) => !enabled).map(({ hsaId }) => hsaId);
    expect(ended).toEqual([2, 3, 4].map((number) => hsaIdOf(number)));
    expect(await service.explain(hsaIdOf(2))).toMatchObject({ blockers: [{ reason: 'not-in-directory' }, {}] });
    expect(await service.explain(hsaIdOf(4))).toMatchObject({ blockers: [{ reason: 'no-system-role' }, {}] });
    await expectToStandAsNew(service);
    const again = catalogue.slapd.log.length;
    expect(await service.sync()).toMatchObject({ ended: 0 });
    expect(askedSince(again)).toEqual([hsaIdOf(4).toLowerCase()]);
  });

  it.each<[what: string, account: AccountName]>([
    ['whose rights hide some of them', 'partial'],
    ['that is given no more than so many entries over all pages', 'limited'],
  ])('removes nobody when read by an identity %s', async (_what, account) => {
    await service.restart({ municipalities: [readBy(account)] });
    for (const read of [() => service.sync(), () => service.syncFull()])
      expect(await read()).toMatchObject({ status: 'incomplete', ended: 0, changed: 0 });
    expect(JSON.stringify(await service.accounts())).toBe(before);
    await service.restart({ municipalities: [readBy('reader')] });
    expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', unchanged: PEOPLE });
    expect(JSON.stringify(await service.accounts())).toBe(before);
  });

  it('keeps who is there under an HSA-id that only a look-up can see', async () => {
    await catalogue.set('p2', { hsaIdentity: `SE2120002502- ${hsaIdOf(2).slice(13)}` });
    expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', ended: 0, held: 1 });
    expect(await service.findings('absence-unproven')).toMatchObject([{ hsaId: hsaIdOf(2) }]);
    expect(await service.account(hsaIdOf(2))).toMatchObject({ enabled: true, stage: 'held' });
    await catalogue.set('p2', { hsaIdentity: hsaIdOf(2) });
    expect(await service.sync()).toMatchObject({ status: 'completed', held: 0, unchanged: PEOPLE });
    await expectToStandAsNew(service);
  });
});

it('reads everything each time, and says so, by an identity that sees stamps no more', async () => {
  await service.restart({ municipalities: [readBy('unstamped')] });
  for (const mode of ['changes', 'full', 'full']) {
    expect(await service.sync()).toMatchObject({ mode, status: 'completed', unchanged: PEOPLE, ended: 0 });
    expect(await service.findings('no-stamps')).toHaveLength(1);
  }
  await catalogue.set('p2', { title: 'Undersköterska' });
  await catalogue.delete('p3');
  expect(await service.sync()).toMatchObject({ mode: 'full', status: 'completed', changed: 1, ended: 1 });
  await service.restart({ municipalities: [readBy('reader')] });
  for (const mode of ['full', 'changes']) expect(await service.sync()).toMatchObject({ mode, status: 'completed', changed: 0, ended: 0 });
  expect(await service.findings('no-stamps')).toEqual([]);
});

it('goes by another stamp where the one it went by cannot be read any more', async () => {
  service.travelTo('2036-06-15T10:00:00.000Z'); // Whole seconds are trusted when they are old.
  await service.restart({ municipalities: [readBy('seconds')] });
  for (const mode of ['changes', 'changes']) expect(await service.sync()).toMatchObject({ mode, status: 'completed', unchanged: PEOPLE });
  const start = catalogue.slapd.log.length;
  expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', unchanged: PEOPLE });
  const asked = [...catalogue.slapd.log.slice(start).matchAll(/SRCH attr=(.*)/g)].map(([, attributes]) => attributes);
  expect(new Set(asked)).toEqual(new Set(['hsaIdentity', 'hsaIdentity entryUUID modifyTimestamp']));
  expect(await service.findings('no-stamps')).toEqual([]);
});

describe('a look-up that fails', () => {
  let proxy: ChaosProxy;
  beforeEach(async () => {
    proxy = await ChaosProxy.start({ port: catalogue.slapd.tlsPort });
    await service.restart({ municipalities: [readBy('reader', { url: `ldaps://127.0.0.1:${proxy.port}`, timeoutSeconds: 1 })] });
    await catalogue.delete('p2');
    await catalogue.set('p3', { hsaSystemRole: [] });
  });
  afterEach(() => proxy.close());

  /** The read itself is the first connection of a run, the look-ups are the second. */
  async function syncWithFaultyLookUps(faults: Faults) {
    const run = service.sync();
    while (proxy.connections === 0) await new Promise(setImmediate);
    proxy.faults = faults;
    return run;
  }

  it.each<[string, Faults]>([
    ['refused', { refuse: true }],
    ['reset when it has hardly begun', { cut: { direction: 'down', afterBytes: 10, how: 'reset' } }],
    ['closed in the middle', { cut: { direction: 'down', afterBytes: 2600, how: 'close' } }],
    ['silent', { cut: { direction: 'up', afterBytes: 900, how: 'hang' } }],
  ])('removes nobody, not even who was seen to have lost the role: %s', async (_what, faults) => {
    const run = await syncWithFaultyLookUps(faults);
    expect(run.status).toMatch(/^(incomplete|failed)$/);
    expect(proxy.connections).toBe(2);
    expect(JSON.stringify(await service.accounts())).toBe(before);
    proxy.faults = {};
    expect(await service.sync()).toMatchObject({ mode: 'changes', status: 'completed', ended: 2 });
  });
});

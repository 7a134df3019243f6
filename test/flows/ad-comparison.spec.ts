import { AccountEntity } from '../../src/external-ad/account.entity';
import { AdComparer } from '../../src/external-ad/ad-comparison.service';
import { CONFIGURATION } from '../../src/platform/config/configuration.token';
import type { Configuration } from '../../src/platform/config/schema';
import { LeaseService } from '../../src/platform/leases/lease.service';
import { COMPARISON_LEASE, CompareAd } from '../../src/reconciliation/drift/compare-ad.service';
import { DriftJudge } from '../../src/reconciliation/drift/drift-judge.service';
import { StrangeObjects } from '../../src/reconciliation/drift/strange-objects.service';
import { AdScene, HEAL_ALL } from '../support/ad-scene';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';

// Real: the whole service on an SQLite file, LDAPS. Faked: the clock; the AD is one in the test's process, as strict as Microsoft's.

jest.setTimeout(180_000);

let scene: AdScene;
afterEach(() => scene.close());

describe('a comparison where nothing has changed', () => {
  it('asks for GUIDs and stamps, and for nothing else of anybody', async () => {
    scene = await AdScene.start();
    await scene.populate(inhabitants(5));
    scene.ad.searches.length = 0;
    expect(await scene.compare()).toMatchObject({ status: 'completed', compared: 5, read: 0 });
    const asked = scene.ad.searches.filter(({ scope }) => scope === 'sub');
    expect(asked).toHaveLength(1);
    const attributes = asked.flatMap((search) => search.attributes.map((name) => name.toLowerCase()));
    expect(attributes.filter((name) => !['objectguid', 'usnchanged', 'objectclass', 'distinguishedname', 'dn'].includes(name))).toEqual([]);
    expect(scene.ad.searches.some(({ base }) => base.includes('GUID='))).toBe(false);
  });

  it('writes nothing in the AD, and of the database only that it has been there', async () => {
    scene = await AdScene.start({ drift: HEAL_ALL });
    await scene.populate(inhabitants(3));
    const rows = async () => [await scene.service.accounts(), await scene.service.findings()];
    const before = await rows();
    const written = scene.ad.writes.length;
    await scene.compare({ heal: true });
    expect(await rows()).toEqual(before);
    expect(scene.ad.writes).toHaveLength(written);
    expect((await scene.service.auditRows()).at(-1)).toMatchObject({ action: 'ad-compared', actorName: 'ad compare' });
  });

  it('after a change reads that account alone, and the next one nothing', async () => {
    scene = await AdScene.start();
    await scene.populate(inhabitants(5));
    const name = await scene.name(3);
    scene.hand.change(name, { description: 'Ringde 21/11' });
    expect(await scene.compare()).toMatchObject({ read: 1, municipalities: [{ drifts: [] }, { drifts: [] }] });
    expect(await scene.compare()).toMatchObject({ read: 0 });
  });
});

describe('while a comparison goes on', () => {
  it('what the queue writes is no drift', async () => {
    scene = await AdScene.start({ drift: HEAL_ALL });
    await scene.populate(inhabitants(3));
    scene.hand.change(await scene.name(1), { title: 'Chef' });
    scene.hand.change(await scene.name(2), { title: 'Chef' });
    const { service } = scene;
    const comparison = await service.get(AdComparer).compare(null);
    await service.syncWith([inhabitant(1, { attributes: { title: 'Sjuksköterska' } }), inhabitant(2), inhabitant(3), inhabitant(4)]);
    await service.dispatch();
    if (comparison.outcome !== 'complete') throw new Error('The comparison is to be complete');
    const [municipality] = service.get<Configuration>(CONFIGURATION as never).municipalities;
    const { accounts, undecided } = await service
      .get(DriftJudge)
      .judge(service.dataSource.manager, municipality!, comparison.drifting, { policy: HEAL_ALL, isAskedToHeal: true });
    expect(accounts.map(({ hsaIdKey }) => hsaIdKey)).toEqual([hsaIdOf(2).toLowerCase()]);
    expect([...undecided]).toEqual([hsaIdOf(1).toLowerCase()]);
  });

  it('an account that has come meanwhile is not strange', async () => {
    scene = await AdScene.start();
    await scene.populate(inhabitants(1));
    scene.hand.add(`CN=Ny,${scene.ad.organisationalUnit}`, 'user', { sAMAccountName: 'ny' });
    const { service } = scene;
    const comparison = await service.get(AdComparer).compare(null);
    if (comparison.outcome !== 'complete') throw new Error('The comparison is to be complete');
    const sorted = () => service.get(StrangeObjects).sorted(service.dataSource.manager, comparison);
    expect([...(await sorted()).keys()]).toEqual(['-']);
    const objectGuid = scene.ad.user('ny')?.objectGuid ?? '';
    await service.dataSource.getRepository(AccountEntity).update({ municipality: 'berg' }, { objectGuid });
    expect([...(await sorted()).keys()]).toEqual([]);
  });
});

describe('several instances', () => {
  it('due at the same moment compare once', async () => {
    scene = await AdScene.start();
    await scene.populate(inhabitants(1));
    const { service } = scene;
    service.clock.advance(3_600_000);
    const actor = { kind: 'schedule' as const, name: 'ad-comparison', systemUser: null };
    const once = () => service.get(CompareAd).runOnce({ actor, heal: true, dryRun: false, waitMs: 10_000 }, service.clock.now());
    const results = await Promise.all([once(), once(), once()]);
    expect(results.map((one) => one?.status ?? null).sort()).toEqual(['completed', null, null]);
  });
});

describe('a large AD', () => {
  it('is seen to its last object and to its last member, and told with a number', async () => {
    scene = await AdScene.start({ drift: HEAL_ALL });
    await scene.populate(inhabitants(3));
    const [unit, elsewhere, group] = [`OU=berg,${scene.ad.organisationalUnit}`, `OU=Andra,${scene.ad.baseDn}`, scene.group()];
    scene.hand.add(elsewhere, 'organizationalUnit');
    for (let number = 1; number <= 1100; number++) scene.hand.add(`CN=s${number},${unit}`, 'user', { sAMAccountName: `s${number}` });
    for (let number = 1; number <= 1600; number++) {
      scene.hand.add(`CN=m${number},${elsewhere}`, 'user', { sAMAccountName: `m${number}` });
      scene.hand.join(`CN=m${number},${elsewhere}`, group);
    }
    const names = await Promise.all([1, 2, 3].map((number) => scene.name(number)));
    for (const name of names) scene.hand.leave(name, group);
    for (const name of names.slice(1)) scene.hand.join(name, group); // last of all, beyond the first 1 500
    const drifts = Map.groupBy(await scene.drifts({ heal: true }), ({ kind }) => kind);
    expect(drifts.get('ad-drift-unknown')).toHaveLength(1100);
    expect(drifts.get('ad-drift-group-added')).toHaveLength(1600);
    expect(drifts.get('ad-drift-group-removed')).toMatchObject([{ hsaId: hsaIdOf(1) }]);
    await scene.service.dispatch();
    expect(scene.ad.members(group)).toHaveLength(1603);
    expect((await scene.service.findings('ad-drift-unknown')).map(({ detail }) => detail)).toEqual([
      expect.stringContaining('1100 sådana avvikelser'),
    ]);
  });
});

describe('several controllers', () => {
  const begin = async (): Promise<void> => {
    scene = await AdScene.start({ controllers: 2, drift: HEAL_ALL });
    await scene.populate(inhabitants(3));
    scene.ad.pauseReplication();
  };

  it('an account that has not come to the other one yet is unknown, and not made twice', async () => {
    await begin();
    await scene.service.syncWith(inhabitants(4));
    await scene.service.dispatch();
    await scene.ad.controllers[0]!.stop();
    const written = scene.ad.writes.length;
    expect((await scene.mend()).municipalities[0]?.drifts).toMatchObject([
      { kind: 'ad-drift-unconfirmed', hsaId: hsaIdOf(4), outcome: 'beyond' },
    ]);
    expect(scene.ad.writes).toHaveLength(written);
    await scene.ad.controllers[0]!.start();
    scene.ad.resumeReplication();
    expect(await scene.drifts()).toEqual([]);
    expect(await scene.service.findings('ad-drift-unconfirmed')).toEqual([]);
  });

  it('a change that has not come to the other one yet is no drift', async () => {
    await begin();
    await scene.service.syncWith([inhabitant(1, { attributes: { title: 'Chef' } }), inhabitant(2, { roles: [] }), inhabitant(3)]);
    await scene.service.dispatch();
    await scene.ad.controllers[0]!.stop();
    const kinds = (await scene.compare({ heal: true })).municipalities.flatMap(({ drifts }) => drifts.map(({ kind }) => kind));
    expect(kinds).toEqual(['ad-drift-enabled']); // to disable once too often does no harm
  });

  it('what one has seen is read anew on the other, once', async () => {
    scene = await AdScene.start({ controllers: 2 });
    await scene.populate(inhabitants(3));
    await scene.ad.controllers[0]!.stop();
    expect(await scene.compare()).toMatchObject({ status: 'completed', read: 5, municipalities: [{ drifts: [] }, { drifts: [] }] });
    expect(await scene.compare()).toMatchObject({ read: 0 });
  });
});

describe('a comparison that is not proven whole', () => {
  it('says so and changes nothing; the next one closes what it said', async () => {
    scene = await AdScene.start({ drift: HEAL_ALL });
    await scene.populate(inhabitants(3));
    scene.hand.change(await scene.name(1), { title: 'Chef' });
    await scene.compare();
    const before = await scene.service.findings();
    await scene.ad.controllers[0]!.stop();
    const { status, json } = await scene.answer({ heal: true });
    expect({ status, json }).toMatchObject({
      status: 3,
      json: { status: 'incomplete', reason: expect.stringContaining('domänkontrollant') },
    });
    expect(await scene.service.findings()).toEqual([
      expect.objectContaining({ kind: 'ad-drift-not-compared', municipality: '-' }),
      ...before,
    ]);
    await scene.ad.controllers[0]!.start();
    await scene.compare();
    expect(await scene.service.findings()).toEqual(before);
  });

  it('does not begin while another one is at it', async () => {
    scene = await AdScene.start();
    const { service } = scene;
    const lease = await service.get(LeaseService).acquire(COMPARISON_LEASE);
    const actor = { kind: 'command' as const, name: 'ad compare', systemUser: 'tester' };
    const compare = () => service.get(CompareAd).run({ actor, heal: true, dryRun: false, waitMs: 0 });
    expect(await compare()).toMatchObject({ status: 'failed', reason: expect.stringContaining('En annan jämförelse') });
    await lease?.release();
    expect(await compare()).toMatchObject({ status: 'completed' });
  });
});

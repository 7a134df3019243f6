import { AD_LEASE } from '../../src/external-ad/ad-worker.service';
import { LeaseEntity } from '../../src/platform/leases/lease.entity';
import { LeaseService } from '../../src/platform/leases/lease.service';
import type { WriteKind } from '../servers/strict-ad/ad-faults';
import { StrictAd } from '../servers/strict-ad/strict-ad';
import { inhabitants } from '../support/builders/inhabitants';
import { onEachDatabase } from '../support/each-database';
import { TestService } from '../support/service';

/*
 * Several that share a database. Real: the whole service, twice, LDAPS, the databases. The AD is as strict as Microsoft's, a
 * server in this process. Faked: the clock.
 */

jest.setTimeout(120_000);

const PEOPLE = 60;

onEachDatabase(() => {
  let ad: StrictAd;
  let one: TestService;
  let other: TestService;
  beforeEach(async () => {
    ad = await StrictAd.start();
    one = await TestService.start({ externalAd: ad.configuration() });
    other = await one.another();
    await one.syncWith(inhabitants(PEOPLE));
  });
  afterEach(async () => {
    await other.close();
    await one.close();
    await ad.close();
  });

  const creates = (): string[] =>
    ad.writes.filter(({ kind, attributes }) => kind === 'create' && attributes.includes('userPrincipalName')).map(({ dn }) => dn);

  it('write each account once, whoever it is', async () => {
    const results = await Promise.all([one.dispatchAdBySchedule(), other.dispatchAdBySchedule(), other.dispatchAd(), one.dispatchAd()]);
    expect(results.reduce((sum, { applied }) => sum + applied, 0)).toBe(PEOPLE);
    expect(creates()).toHaveLength(PEOPLE);
    expect(ad.writes.filter(({ kind }) => kind === 'enable')).toHaveLength(PEOPLE);
    expect(ad.refusedWrites).toEqual([]);
    expect((await one.accounts()).every(({ nextAttemptAt }) => nextAttemptAt === null)).toBe(true);
    expect(await one.auditProblems()).toEqual([]);
  });

  /** From the next write of this kind on the lease is somebody else's. */
  const overtakenAt = (kind: WriteKind, nth = 1): { done: Promise<unknown> } => {
    const overtaken = { done: Promise.resolve() as Promise<unknown> };
    const meanwhile = (): void => {
      overtaken.done = one.dataSource.getRepository(LeaseEntity).update({ name: AD_LEASE }, { holder: 'another', fencing: 99 });
    };
    ad.fail({ kind, nth, meanwhile });
    return overtaken;
  };

  it('leave no trace of one that was overtaken while it wrote', async () => {
    const overtaken = overtakenAt('enable', 3);
    await one.dispatchAdBySchedule();
    await overtaken.done;
    expect((await one.accounts()).filter(({ applied }) => applied !== null)).toEqual([]);
    one.clock.advance(10 * 60_000);
    expect(await other.dispatchAdBySchedule()).toMatchObject({ applied: PEOPLE, waiting: 0 });
    expect(creates()).toHaveLength(PEOPLE);
    expect((await one.accounts()).map(({ applied }) => applied)).toEqual((await one.accounts()).map(({ desired }) => desired));
  });

  it('enable nothing once they are overtaken: the person may have left since', async () => {
    const overtaken = overtakenAt('join');
    await one.dispatchAdBySchedule();
    await overtaken.done;
    expect(ad.writes.filter(({ kind }) => kind === 'enable')).toEqual([]);
    expect(creates()).toHaveLength(1);
  });

  it('stop where their lease could not be renewed, though nobody has taken it: another round goes on', async () => {
    const leases = one.get(LeaseService);
    const acquire = leases.acquire.bind(leases);
    const lost = new AbortController();
    const spy = jest.spyOn(leases, 'acquire').mockImplementation(async (...asked) => {
      const lease = await acquire(...asked);
      return lease && { ...lease, lost: lost.signal };
    });
    ad.fail({ kind: 'enable', meanwhile: () => lost.abort() });
    expect(await one.dispatchAdBySchedule()).toMatchObject({ applied: 1, waiting: PEOPLE - 1, trouble: null });
    spy.mockRestore();
    expect(await one.dispatchAdBySchedule()).toMatchObject({ applied: PEOPLE - 1, waiting: 0 });
    expect(creates()).toHaveLength(PEOPLE);
  });
});

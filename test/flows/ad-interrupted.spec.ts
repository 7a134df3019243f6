import { AdCommand } from '../../src/commands/ad.command';
import { AccountEntity } from '../../src/external-ad/account.entity';
import { AD_LEASE } from '../../src/external-ad/ad-worker.service';
import { LeaseEntity } from '../../src/platform/leases/lease.entity';
import { ChaosProxy } from '../servers/chaos-proxy';
import type { CutConnection, WriteKind } from '../servers/strict-ad/ad-faults';
import { type ServiceWithAd, serviceWithAd } from '../support/ad-service';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { closeLongAgo } from '../contract/external-ad.contract';

/*
 * The connection is lost before, in the midst of and after each kind of write. Real: the whole service, LDAPS. The AD is as
 * strict as Microsoft's, a server in this process. Faked: the clock.
 */

const LATER_MS = 60_000;
const LEAVER = hsaIdOf(2);

const MOMENTS: CutConnection['when'][] = ['unread', 'unanswered', 'half-answered', 'answered'];

/** Each makes the writes of its kind, after everybody has an account but the fourth. */
const DEEDS: Record<WriteKind, (the: ServiceWithAd) => Promise<unknown>> = {
  create: ({ service }) => service.syncWith(inhabitants(4)),
  join: ({ service }) => service.syncWith(inhabitants(4)),
  enable: ({ service }) => service.syncWith(inhabitants(4)),
  modify: ({ service }) => service.syncWith([inhabitant(1, { attributes: { title: 'Chef', mobile: '070-1' } }), ...inhabitants(2, {}, 2)]),
  disable: ({ service }) => service.syncWith([inhabitant(1), inhabitant(3)]),
  leave: ({ service }) => service.syncWith([inhabitant(1), inhabitant(3)]),
  move: async ({ ad, service }) => {
    ad.byHand().rename((await service.account(LEAVER)).accountName, 'Beata');
    await service.syncWith([inhabitant(1), inhabitant(2, { attributes: { title: 'Chef' } }), inhabitant(3)]);
  },
  delete: async ({ service }) => {
    await service.syncWith([inhabitant(1), inhabitant(3)]);
    await service.dispatchAd();
    await closeLongAgo(service, LEAVER);
    await service.sync();
  },
};

describe.each(Object.keys(DEEDS) as WriteKind[])('a connection that is lost around %s', (kind) => {
  let the: ServiceWithAd;
  beforeEach(async () => {
    the = await serviceWithAd({ timeoutSeconds: 2 });
    await the.service.syncWith(inhabitants(3));
    expect(await the.service.dispatchAd()).toMatchObject({ applied: 3 });
  });
  afterEach(() => the.close());

  it.each(MOMENTS)('%s', async (when) => {
    await DEEDS[kind](the);
    the.ad.writes.length = 0;
    let isMet = false;
    the.ad.fail({ kind, meanwhile: () => (isMet = true), does: { cut: 'reset', when } });
    const first = await the.service.dispatchAdBySchedule();
    expect({ isMet, refused: first.refused }).toEqual({ isMet: true, refused: 0 });
    the.service.clock.advance(LATER_MS);
    expect(await the.service.dispatchAdBySchedule()).toMatchObject({ waiting: 0, refused: 0, attemptsFailed: 0, trouble: null });

    for (const account of await the.service.accounts()) {
      expect(account.applied).toEqual(account.deletedAt === null ? account.desired : null);
      const user = the.ad.user(account.accountName);
      if (account.deletedAt !== null) expect(user).toBeNull();
      else
        expect(user).toMatchObject({ dn: account.dn, isEnabled: account.enabled, memberOf: account.desired.memberOf, hasPassword: true });
    }
    const written = the.ad.writes.map((write) => `${write.kind} ${write.dn} ${write.attributes.join(' ')}`);
    expect(new Set(written.filter((one) => /^(create|delete|move)/.test(one))).size).toBe(
      written.filter((one) => /^(create|delete|move)/.test(one)).length,
    );

    const writes = the.ad.writes.length;
    expect(await the.service.dispatchAd()).toMatchObject({ applied: 0, waiting: 0 });
    expect(the.ad.writes).toHaveLength(writes);
    expect(await the.service.auditProblems()).toEqual([]);
  });
});

describe('a worker that is overtaken while it enables an account', () => {
  it('has it looked at once more, whatever the other one had seen and said of it', async () => {
    const the = await serviceWithAd();
    try {
      await the.service.syncWith(inhabitants(3));
      const { manager } = the.service.dataSource;
      let overtaken: Promise<unknown> = Promise.resolve();
      const overtake = async (): Promise<void> => {
        await manager.updateAll(AccountEntity, { nextAttemptAt: null });
        await manager.update(LeaseEntity, { name: AD_LEASE }, { holder: 'another', fencing: 99 });
      };
      the.ad.fail({ kind: 'enable', meanwhile: () => void (overtaken = overtake()) });
      await the.service.dispatchAdBySchedule();
      await overtaken;
      expect(the.ad.users()).toHaveLength(1);
      expect((await the.service.accounts()).filter(({ nextAttemptAt }) => nextAttemptAt !== null)).toHaveLength(1);
    } finally {
      await the.close();
    }
  });
});

describe('an account that was being enabled when its person left', () => {
  it('is looked at twice where the answer never came', async () => {
    const the = await serviceWithAd({ timeoutSeconds: 2 });
    try {
      await the.service.syncWith(inhabitants(3));
      the.ad.fail({ kind: 'enable', nth: 2, does: { cut: 'reset', when: 'unread' } });
      await the.service.dispatchAdBySchedule();
      await the.service.dispatchAdBySchedule();
      const { hsaId, accountName } = (await the.service.accounts()).find((account) => account.applied === null)!;
      await the.service.syncWith(inhabitants(3).filter((_, index) => hsaIdOf(index + 1) !== hsaId));
      expect(await the.service.dispatchAdBySchedule()).toMatchObject({ waiting: 1, refused: 0, trouble: null });
      the.ad.byHand().enable(accountName); // by the write that was under way
      the.service.clock.advance(LATER_MS);
      expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 1, waiting: 0 });
      expect(the.ad.user(accountName)).toMatchObject({ isEnabled: false, memberOf: [] });
      const writes = the.ad.writes.length;
      expect(await the.service.dispatchAd()).toMatchObject({ applied: 0, waiting: 0 });
      expect(the.ad.writes).toHaveLength(writes);
    } finally {
      await the.close();
    }
  });
});

describe('an account that is made anew, by a worker that cannot say so afterwards', () => {
  it.each(['create', 'enable'] as const)('is the account’s own, and disabled when its person leaves: lost after %s', async (kind) => {
    const the = await serviceWithAd({ timeoutSeconds: 2, drift: { missing: 'heal' } });
    try {
      await the.service.syncWith(inhabitants(3));
      await the.service.dispatchAd();
      const { accountName } = await the.service.account(LEAVER);
      the.ad.byHand().remove(accountName);
      const actor = { kind: 'schedule' as const, name: 'compare-ad', systemUser: null };
      await the.service.get(AdCommand).compare({ heal: true, dryRun: false, actor });
      the.ad.fail({ kind, does: { cut: 'reset', when: 'answered' } });
      await the.service.dispatchAdBySchedule();
      expect(the.ad.user(accountName)).toMatchObject({ isEnabled: kind === 'enable' });
      await the.service.syncWith([inhabitant(1), inhabitant(3)]);
      the.service.clock.advance(LATER_MS);
      await the.service.dispatchAdBySchedule();
      the.service.clock.advance(LATER_MS);
      expect(await the.service.dispatchAdBySchedule()).toMatchObject({ waiting: 0, refused: 0 });
      expect(the.ad.user(accountName)).toMatchObject({ isEnabled: false, memberOf: [] });
      expect(await the.service.account(LEAVER)).toMatchObject({ enabled: false, refused: null, nextAttemptAt: null });
    } finally {
      await the.close();
    }
  });
});

describe('a connection that is cut after any number of octets', () => {
  it('leads to the same accounts in the end', async () => {
    const the = await serviceWithAd({ timeoutSeconds: 2 });
    const proxy = await ChaosProxy.start({ port: Number(new URL(the.ad.url).port) });
    try {
      await the.service.restart({
        externalAd: the.ad.configuration({ url: the.ad.url.replace(/:\d+$/, `:${proxy.port}`), timeoutSeconds: 2 }),
      });
      await the.service.syncWith(inhabitants(6));
      for (let round = 0; round < 40; round += 1) {
        const direction = round % 2 === 0 ? 'up' : 'down';
        proxy.faults = { cut: { direction, afterBytes: 2500 + round * 331, how: round % 3 === 0 ? 'close' : 'reset' } };
        const { waiting } = await the.service.dispatchAdBySchedule();
        if (waiting === 0) break;
        the.service.clock.advance(2 * 3_600_000);
      }
      proxy.faults = {};
      the.service.clock.advance(2 * 3_600_000);
      expect(await the.service.dispatchAd()).toMatchObject({ waiting: 0, refused: 0 });
      const accounts = await the.service.accounts();
      expect(accounts.map(({ applied }) => applied)).toEqual(accounts.map(({ desired }) => desired));
      expect(the.ad.users().map(({ dn }) => dn)).toEqual(accounts.map(({ dn }) => dn).sort());
    } finally {
      await proxy.close();
      await the.close();
    }
  });
});

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { DataSource, Repository } from 'typeorm';
import { DATABASES, migratedDatabase } from '../../../test/support/databases';
import { Clock } from '../clock';
import { addMilliseconds, type Instant } from '../time';
import { formatHolder, parseHolder } from './holder';
import { LeaseEntity } from './lease.entity';
import { LeaseLostError, LeaseService } from './lease.service';
import { ProcessIdentity, SystemProcessIdentity } from './process-identity.service';

// Real: the databases with a connection per service, /proc and a killed child. Faked: the clock, and where named the process.

class HandClock extends Clock {
  time: Instant = '2026-11-21T03:00:00.000Z';
  now(): Instant {
    return this.time;
  }
  pass(milliseconds: number): void {
    this.time = addMilliseconds(this.time, milliseconds);
  }
}

class NamedProcess extends ProcessIdentity {
  constructor(
    private readonly name: string,
    private readonly dead: string[] = [],
  ) {
    super();
  }
  self(): string {
    return this.name;
  }
  isGone(holder: string): boolean {
    return this.dead.includes(holder);
  }
}

const TTL = 60_000;
describe.each(DATABASES)('leases on $name', (kind) => {
  let clock: HandClock;
  let one: DataSource;
  let two: DataSource;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const database = await migratedDatabase(kind);
    clock = new HandClock();
    one = database.source;
    two = await database.connect();
    close = () => database.remove();
  });
  afterEach(async () => {
    jest.useRealTimers();
    await close();
  });

  const serviceA = (identity: ProcessIdentity = new NamedProcess('a')) => new LeaseService(one, clock, identity);
  const serviceB = (identity: ProcessIdentity = new NamedProcess('b')) => new LeaseService(two, clock, identity);
  const row = () => one.getRepository(LeaseEntity).findOneByOrFail({ name: 'sync' });

  describe('acquire', () => {
    it('gives the lease to one of two who ask at once', async () => {
      const [a, b] = await Promise.all([serviceA().acquire('sync'), serviceB().acquire('sync')]);
      expect([a, b].filter((held) => held !== null)).toHaveLength(1);
    });

    it('gives it to one of two in the same process', async () => {
      const service = serviceA();
      const both = await Promise.all([service.acquire('sync'), service.acquire('sync')]);
      expect(both.filter((held) => held !== null)).toHaveLength(1);
    });

    it('keeps names apart', async () => {
      expect(await serviceA().acquire('sync:berg')).not.toBeNull();
      expect(await serviceB().acquire('sync:krokom')).not.toBeNull();
    });

    it.each([
      ['one millisecond before its end', TTL - 1, false],
      ['at its end', TTL, true],
      ['after its end', TTL + 1, true],
    ])('%s', async (_case, passed, free) => {
      await serviceA().acquire('sync');
      clock.pass(passed);
      expect((await serviceB().acquire('sync')) !== null).toBe(free);
    });

    it('takes at once from a holder that is certainly dead', async () => {
      await serviceA().acquire('sync');
      const taken = await serviceB(new NamedProcess('b', ['a'])).acquire('sync');
      expect(taken).toMatchObject({ name: 'sync', holder: 'b', fencing: 2 });
    });

    it('lets only one of two take from the dead', async () => {
      await serviceA().acquire('sync');
      const takers = [serviceB(new NamedProcess('b', ['a'])), serviceA(new NamedProcess('c', ['a']))];
      const taken = await Promise.all(takers.map((service) => service.acquire('sync')));
      expect(taken.filter((held) => held !== null)).toHaveLength(1);
    });

    it('raises the fencing number with each holder, also after a release', async () => {
      const numbers: (number | undefined)[] = [];
      for (const service of [serviceA(), serviceB(), serviceA()]) {
        const held = await service.acquire('sync');
        numbers.push(held?.fencing);
        await held?.release();
      }
      expect(numbers).toEqual([1, 2, 3]);
    });

    it('waits for a holder that releases in time', async () => {
      const a = await serviceA().acquire('sync');
      const waiting = serviceB().acquire('sync', { waitMs: 5_000 });
      await a?.release();
      expect(await waiting).toMatchObject({ holder: 'b', fencing: 2 });
    });

    it('gives up when the wait is over', async () => {
      await serviceA().acquire('sync');
      expect(await serviceB().acquire('sync', { waitMs: 1 })).toBeNull();
    });

    it('stops waiting when it is asked to', async () => {
      await serviceA().acquire('sync');
      const stopping = new AbortController();
      const waiting = serviceB().acquire('sync', { waitMs: 600_000, signal: stopping.signal });
      stopping.abort();
      expect(await waiting).toBeNull();
    });
  });

  describe('a held lease', () => {
    it('lets its holder write', async () => {
      const held = await serviceA().acquire('sync');
      await expect(one.transaction((manager) => held!.assertHeld(manager))).resolves.toBeUndefined();
    });

    it('refuses the writes of a holder that was paused while another took over', async () => {
      const paused = await serviceA().acquire('sync');
      clock.pass(TTL);
      await serviceB().acquire('sync');
      await expect(one.transaction((manager) => paused!.assertHeld(manager))).rejects.toThrow(LeaseLostError);
      expect(paused!.lost.aborted).toBe(true);
    });

    it('is checked only inside a transaction', async () => {
      const held = await serviceA().acquire('sync');
      await expect(held!.assertHeld(one.manager)).rejects.toThrow('inside the transaction');
    });

    it('is not freed by a release that comes too late', async () => {
      const paused = await serviceA().acquire('sync');
      clock.pass(TTL);
      await serviceB().acquire('sync');
      await paused!.release();
      expect(await row()).toMatchObject({ holder: 'b', until: addMilliseconds(clock.time, TTL) });
    });

    it('is renewed before its end', async () => {
      jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
      const held = await serviceA().acquire('sync');
      clock.pass(TTL / 3);
      await jest.advanceTimersByTimeAsync(TTL / 3);
      expect((await row()).until).toBe(addMilliseconds(clock.time, TTL));
      expect(held!.lost.aborted).toBe(false);
    });

    it('says that it is lost when its renewal finds another holder', async () => {
      jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
      const held = await serviceA().acquire('sync');
      clock.pass(TTL);
      await serviceB().acquire('sync');
      const lost = once(held!.lost, 'abort');
      await jest.advanceTimersByTimeAsync(TTL / 3);
      await lost;
      expect(held!.lost.reason).toBeInstanceOf(LeaseLostError);
    });

    it.each([
      ['is kept while the database is away within its time', TTL - 1, false],
      ['is lost when the database is away past its time', TTL, true],
    ])('%s', async (_case, passed, lost) => {
      jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
      const held = await serviceA().acquire('sync');
      await one.query('DROP TABLE "lease"');
      clock.pass(passed);
      const renewed = jest.spyOn(Repository.prototype, 'update');
      await jest.advanceTimersByTimeAsync(TTL / 3);
      await expect(renewed.mock.results[0]!.value).rejects.toThrow('lease');
      renewed.mockRestore();
      expect(held!.lost.aborted).toBe(lost);
    });
  });

  describe('the process on this machine', () => {
    const identity = new SystemProcessIdentity();
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

    it('lives', () => {
      expect(identity.isGone(identity.self())).toBe(false);
      expect(parseHolder(identity.self())).toMatchObject({ pid: process.pid, bootId: boot });
    });

    it('is gone where another process has its number', () => {
      const self = parseHolder(identity.self())!;
      expect(identity.isGone(formatHolder({ ...self, startTime: '1' }))).toBe(true);
    });

    it('is gone when it has ended, and its lease is taken at once', async () => {
      const ended = spawnSync(process.execPath, ['-e', '']).pid;
      const holder = formatHolder({ ...parseHolder(identity.self())!, pid: ended, startTime: '1' });
      await serviceA(new NamedProcess(holder)).acquire('sync');
      expect(await serviceB(identity).acquire('sync')).toMatchObject({ fencing: 2 });
    });

    it('is not gone while it is only stopped, and gone once it is killed', async () => {
      const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
      await once(child, 'spawn');
      const stat = readFileSync(`/proc/${child.pid}/stat`, 'latin1');
      const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!;
      const holder = formatHolder({ ...parseHolder(identity.self())!, pid: child.pid!, startTime });
      child.kill('SIGSTOP');
      expect(identity.isGone(holder)).toBe(false);
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(identity.isGone(holder)).toBe(true);
    });
  });
});

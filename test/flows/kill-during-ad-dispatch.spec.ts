/*
 * A dispatch that is killed at any moment, and a controller that is: the next one finds everything in the AD as it is, and
 * one after that writes nothing. Real: the built program, its processes, SIGKILL, Samba. Faked: nothing but, where the
 * controller is killed, the clock.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { ChaosProxy } from '../servers/chaos-proxy';
import { Samba } from '../servers/samba';
import { adOn } from '../support/builders/ad-configuration';
import { inhabitants, NO_BRAKE } from '../support/builders/inhabitants';
import { BERG, crowd } from '../support/builders/municipality';
import { type KillPoint, killPoints, killedAt, listDeeds } from '../support/deeds';
import { Installation } from '../support/installation';
import { TestService } from '../support/service';
import type { AccountJson, DispatchJson } from '../support/service.types';

jest.setTimeout(120_000);

const PEOPLE = 4;
const POINTS = 6;

/** Where every test begins: people imported, nobody in the AD. */
let imported: Installation;
beforeAll(async () => {
  const samba = await Samba.start(); // the same for all as far as the configuration goes; each test has one of its own
  imported = Installation.make({ municipalities: [BERG], more: { externalAd: adOn(samba) } });
  imported.writeCatalogue(BERG, crowd(BERG, PEOPLE));
  await imported.json('sync');
  const { finished, deeds } = await listDeeds(imported.copy(), 'dispatch --ad');
  expect(finished.status).toBe(0);
  points = killPoints(deeds, POINTS);
  await samba.remove();
});
afterAll(() => imported.remove());
let points: KillPoint[];

let samba: Samba;
beforeEach(async () => {
  samba = await Samba.start();
});
afterEach(() => samba.remove());

const dispatch = async (installation: Installation): Promise<DispatchJson['ad']> =>
  (JSON.parse((await installation.run('dispatch --ad --json')).stdout) as DispatchJson).ad;

it.each(Array.from({ length: POINTS }, (_, index) => [index + 1]))('a dispatch at point %i', async (ordinal) => {
  const point = points[ordinal - 1]!;
  const installation = imported.copy({ externalAd: adOn(samba) });
  try {
    const killed = await installation.run('dispatch --ad', killedAt(point));
    expect({ point, signal: killed.signal }).toEqual({ point, signal: 'SIGKILL' });

    expect(await dispatch(installation)).toMatchObject({ waiting: 0, refused: 0, partlyRefused: 0, attemptsFailed: 0, trouble: null });
    const accounts = await installation.json<AccountJson[]>('accounts');
    expect(accounts.map(({ applied }) => applied)).toEqual(accounts.map(({ desired }) => desired));
    expect(accounts).toHaveLength(PEOPLE);

    const trail = installation.count('SELECT 1 FROM audit_row');
    expect(await dispatch(installation)).toMatchObject({ applied: 0, waiting: 0 });
    expect(installation.count('SELECT 1 FROM audit_row')).toBe(trail);
    expect((await installation.run('audit verify')).status).toBe(0);
  } finally {
    await installation.remove();
  }
});

it.each([15_000, 45_000, 75_000])('the controller, after %i octets, and started again', async (octets) => {
  const proxy = await ChaosProxy.start({ host: samba.address, port: 636 });
  const service = await TestService.start({
    externalAd: { ...adOn(samba), url: `ldaps://127.0.0.1:${proxy.port}`, timeoutSeconds: 5 },
    municipalities: [{ brake: NO_BRAKE }],
  });
  try {
    await service.syncWith(inhabitants(40));
    const round = { isOver: false };
    const first = service.dispatchAdBySchedule().finally(() => (round.isOver = true));
    while (!round.isOver && proxy.transferred.up < octets) await breathe();
    await samba.kill();
    expect(await first).toMatchObject({ refused: 0, trouble: { server: expect.any(String) as string } });

    await samba.run();
    service.clock.advance(3_600_000);
    expect(await service.dispatchAdBySchedule()).toMatchObject({ waiting: 0, refused: 0, attemptsFailed: 0, trouble: null });
    const accounts = await service.accounts();
    expect(accounts.map(({ applied }) => applied)).toEqual(accounts.map(({ desired }) => desired));
    expect(await service.dispatchAd()).toMatchObject({ applied: 0 });
    expect(await service.auditProblems()).toEqual([]);
  } finally {
    await service.close();
    await proxy.close();
  }
});

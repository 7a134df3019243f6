import { QueuesCommand } from '../../src/commands/queues.command';
import { AdCommand } from '../../src/commands/ad.command';
import type { RecordedWrite } from '../servers/strict-ad/ad-faults';
import { type ServiceWithAd, serviceWithAd } from '../support/ad-service';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';

/*
 * Several domain controllers, which know of each other's writes after a while. Real: the whole service, LDAPS. The
 * controllers are as strict as Microsoft's, servers in this process. Faked: the clock.
 */

const HSA_ID = hsaIdOf(1);
let the: ServiceWithAd;
afterEach(() => the.close());

/** The first controller is gone after this write, before the second has heard of it. */
async function lostWith(kind: 'create' | 'join' | 'enable', settings: object = {}): Promise<void> {
  the = await serviceWithAd({ timeoutSeconds: 2, ...settings }, { controllers: 2 });
  await the.service.syncWith([inhabitant(2)]);
  await the.service.dispatchAd();
  the.ad.pauseReplication();
  await the.service.syncWith([inhabitant(1), inhabitant(2)]);
  let gone: Promise<unknown> = Promise.resolve();
  the.ad.fail({ kind, meanwhile: () => void (gone = the.ad.controllers[0]!.stop()), does: { cut: 'reset', when: 'unanswered' } });
  await the.service.dispatchAdBySchedule();
  await gone;
  the.service.clock.advance(60_000);
}

const names = (controller: number): number => the.ad.on(controller).users().length;

it.each(['create', 'enable'] as const)('an account is never created twice: the first was lost at %s', async (kind) => {
  await lostWith(kind);
  expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 0, waiting: 1, refused: 0 });
  expect(names(1)).toBe(1);
  expect(await the.service.findings('ad-elsewhere')).toMatchObject([{ hsaId: HSA_ID }]);
  await the.service.dispatchAd(); // nor by a person
  expect(names(1)).toBe(1);

  the.ad.resumeReplication();
  the.service.clock.advance(3_600_000);
  expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 1, waiting: 0 });
  expect(names(1)).toBe(2);
  expect(await the.service.findings('ad-elsewhere')).toEqual([]);
  const account = await the.service.account(HSA_ID);
  expect(account.applied).toEqual(account.desired);
});

it('those that were never sent to the first are made at the second', async () => {
  the = await serviceWithAd({ timeoutSeconds: 2 }, { controllers: 2 });
  the.ad.pauseReplication();
  await the.service.syncWith(inhabitants(10));
  let gone: Promise<unknown> = Promise.resolve();
  const of = ({ attributes }: RecordedWrite): boolean => attributes.includes('userPrincipalName');
  the.ad.fail({
    kind: 'create',
    of,
    meanwhile: () => void (gone = the.ad.controllers[0]!.stop()),
    does: { cut: 'reset', when: 'unanswered' },
  });
  await the.service.dispatchAdBySchedule();
  await gone;
  the.service.clock.advance(60_000);
  expect(await the.service.dispatchAdBySchedule()).toMatchObject({ waiting: 1, refused: 0 });
  expect(the.ad.on(1).users()).toHaveLength(9);
});

it('what waits for a controller that never comes back is let go by a person', async () => {
  await lostWith('create');
  expect(await the.service.dispatchAdBySchedule()).toMatchObject({ waiting: 1 });
  const { writtenTo } = await the.service.account(HSA_ID);
  const dispatch = (lostController: string) =>
    the.service
      .get(QueuesCommand)
      .dispatch({ mail: false, ad: true, actor: { kind: 'command', name: 'dispatch', systemUser: 'x' }, lostController });
  await expect(dispatch('11111111-1111-4111-8111-111111111111')).rejects.toThrow(/accounts --json/);
  expect(names(1)).toBe(1);
  expect((await dispatch(writtenTo!.toUpperCase())).json).toMatchObject({ ad: { applied: 1, waiting: 0 } });
  expect(names(1)).toBe(2);
  expect((await the.service.accounts()).map((account) => account.writtenTo)).not.toContain(writtenTo);
  await expect(dispatch(writtenTo!)).rejects.toThrow(/accounts --json/);
});

it('a leaver who looks disabled where the enabling has not come yet is disabled everywhere', async () => {
  await lostWith('join');
  the.ad.resumeReplication(); // the new account, in a group and disabled
  await the.ad.controllers[0]!.start();
  the.ad.pauseReplication();
  expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 1 });
  await the.ad.controllers[0]!.stop();
  const { accountName } = await the.service.account(HSA_ID);
  expect([0, 1].map((controller) => the.ad.on(controller).user(accountName)?.isEnabled)).toEqual([true, false]);
  await the.service.syncWith([inhabitant(2)]);
  expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 1, waiting: 0 });
  the.ad.resumeReplication();
  expect([0, 1].map((controller) => the.ad.on(controller).user(accountName)?.isEnabled)).toEqual([false, false]);
});

it('others go on at the second controller', async () => {
  await lostWith('create');
  await the.service.syncWith([inhabitant(1), inhabitant(2, { attributes: { title: 'Chef' } }), inhabitant(3)]);
  expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 2, waiting: 1 });
});

describe('an account that somebody took away', () => {
  let restore: () => void;
  const removed = async (settings: object): Promise<void> => {
    the = await serviceWithAd(settings);
    await the.service.syncWith(inhabitants(2));
    await the.service.dispatchAd();
    restore = the.ad.byHand().remove((await the.service.account(HSA_ID)).accountName);
    await the.service.syncWith([inhabitant(1, { attributes: { title: 'Chef' } }), inhabitant(2)]);
  };

  it('is not made anew where policy only reports', async () => {
    await removed({});
    expect(await the.service.dispatchAd()).toMatchObject({ applied: 0, refused: 1 });
    expect(await the.service.account(HSA_ID)).toMatchObject({ refused: { code: 'missing' } });
    expect(await the.service.findings('ad-missing')).toMatchObject([{ hsaId: HSA_ID }]);
    expect(the.ad.users()).toHaveLength(1);
  });

  it('and gives back is written at the next comparison, whatever policy says', async () => {
    await removed({});
    await the.service.dispatchAd();
    restore();
    await the.service
      .get(AdCommand)
      .compare({ heal: true, dryRun: false, actor: { kind: 'schedule', name: 'compare-ad', systemUser: null } });
    expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 1, refused: 0 });
    expect(the.ad.user((await the.service.account(HSA_ID)).accountName)).toMatchObject({ isEnabled: true, attributes: { title: 'Chef' } });
    expect(await the.service.findings('ad-missing')).toEqual([]);
  });

  it('is made anew where policy heals and a comparison has it done, with the name it had', async () => {
    await removed({ drift: { missing: 'heal' } });
    expect(await the.service.dispatchAd()).toMatchObject({ applied: 0, refused: 1 });
    expect(the.ad.users()).toHaveLength(1);
    const { accountName } = await the.service.account(HSA_ID);
    await the.service
      .get(AdCommand)
      .compare({ heal: true, dryRun: false, actor: { kind: 'schedule', name: 'compare-ad', systemUser: null } });
    expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 1, refused: 0 });
    expect(the.ad.user(accountName)).toMatchObject({ isEnabled: true, attributes: { title: 'Chef' } });
    expect(await the.service.findings('ad-missing')).toEqual([]);
  });

  it('keeps its name for life, also when it is made anew and somebody has taken it', async () => {
    await removed({ drift: { missing: 'heal' } });
    const { accountName } = await the.service.account(HSA_ID);
    the.ad.byHand().add(`CN=Anna,OU=Tjänster,${the.ad.baseDn}`, 'user', { sAMAccountName: accountName });
    await the.service.dispatchAd();
    await the.service
      .get(AdCommand)
      .compare({ heal: true, dryRun: false, actor: { kind: 'schedule', name: 'compare-ad', systemUser: null } });
    expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 0, refused: 1 });
    expect(await the.service.account(HSA_ID)).toMatchObject({ accountName, refused: { code: 'account-name-taken' } });
  });

  it('is nothing to end when its person leaves', async () => {
    await removed({});
    await the.service.syncWith([inhabitant(2)]);
    expect(await the.service.dispatchAd()).toMatchObject({ applied: 1, refused: 0, waiting: 0 });
    expect(await the.service.account(HSA_ID)).toMatchObject({ enabled: false, applied: null, refused: null });
  });
});

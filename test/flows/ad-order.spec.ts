import Database from 'better-sqlite3';
import { type ServiceWithAd, serviceWithAd } from '../support/ad-service';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { closeLongAgo } from '../contract/external-ad.contract';

/*
 * What goes first, and what is newest wins. Real: the whole service, LDAPS. The AD is as strict as Microsoft's, a server in
 * this process. Faked: the clock.
 */

jest.setTimeout(120_000);

const STAYING = inhabitant(999);

let the: ServiceWithAd;
beforeEach(async () => {
  the = await serviceWithAd();
});
afterEach(() => the.close());

it('20 leavers among 500 waiting creates are disabled before anything else is written', async () => {
  await the.service.syncWith([STAYING, ...inhabitants(20)]);
  await the.service.dispatchAd();
  expect(await the.service.syncWith(inhabitants(500, { code: 'are' }), 'are')).toMatchObject({ created: 500 });
  expect(await the.service.syncWith([STAYING])).toMatchObject({ ended: 20 });
  the.ad.writes.length = 0;
  const leavers = (await the.service.accounts()).filter(({ enabled }) => !enabled).map(({ dn }) => dn);
  expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 520, waiting: 0 });
  const disabled = the.ad.writes.filter(({ kind }) => kind === 'disable').map(({ dn }) => dn);
  expect(disabled.sort()).toEqual(leavers.sort());
  const firstCreate = the.ad.writes.findIndex(({ kind }) => kind === 'create');
  expect(the.ad.writes.slice(0, firstCreate).every(({ kind }) => kind === 'disable' || kind === 'leave')).toBe(true);
  expect(the.ad.writes.findLastIndex(({ kind }) => kind === 'disable')).toBeLessThan(firstCreate);
});

it('a leaver waits no longer than five minutes for a server that is there again, however long it was away', async () => {
  await the.service.syncWith([inhabitant(1), STAYING]);
  await the.service.dispatchAd();
  await the.service.syncWith([STAYING]);
  await the.ad.controllers[0]!.stop();
  for (let tries = 0; tries < 12; tries += 1) {
    await the.service.dispatchAdBySchedule();
    the.service.clock.advance(5 * 60_000);
  }
  await the.service.dispatchAdBySchedule();
  await the.ad.controllers[0]!.start();
  the.service.clock.advance(5 * 60_000);
  expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 1, waiting: 0, trouble: null });
});

it('accounts that cannot be read do not keep those before them waiting', async () => {
  await the.service.syncWith(inhabitants(5));
  await the.service.dispatchAd();
  const names = (await the.service.accounts()).map(({ accountName }) => accountName);
  for (const name of names.slice(1, 4))
    the.ad.change(name, { altSecurityIdentities: Array.from({ length: 1501 }, (_, index) => `X509:<SKI>${index}`) });
  await the.service.syncWith(inhabitants(5, { attributes: { title: 'Chef' } }));
  const titles = () => names.map((name) => the.ad.user(name)?.attributes.title);
  expect(await the.service.dispatchAd()).toMatchObject({ applied: 1, trouble: { code: 'incomplete-read' } });
  expect(titles()).toEqual(['Chef', undefined, undefined, undefined, undefined]);
  expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 1 });
  expect(titles()[4]).toBe('Chef');
});

it('an account is given its access last, whatever else is written', async () => {
  await the.service.syncWith([inhabitant(1), STAYING]);
  await the.service.dispatchAd();
  const own = the.ad.writes.filter(({ kind }) => kind !== 'create').map(({ kind }) => kind);
  expect(own).toEqual(['join', 'join', 'enable', 'join', 'join', 'enable']);
});

it.each(['create', 'join', 'enable'] as const)('what is desired while an older wish is written wins: at %s', async (kind) => {
  await the.service.syncWith([inhabitant(1), STAYING]);
  the.service.writeCatalogue('berg', [inhabitant(1, { roles: [] }), STAYING]);
  let change: Promise<unknown> = Promise.resolve();
  the.ad.fail({
    kind,
    of: ({ attributes }) => kind !== 'create' || attributes.includes('userPrincipalName'),
    meanwhile: () => void (change = the.service.sync()),
  });
  await the.service.dispatchAdBySchedule();
  await change;
  await the.service.dispatchAdBySchedule();
  const account = await the.service.account(hsaIdOf(1));
  expect(account).toMatchObject({ enabled: false, nextAttemptAt: null });
  expect(account.applied).toEqual(account.desired);
  expect(the.ad.user(account.accountName)).toMatchObject({ isEnabled: false, memberOf: [] });
});

/** People whose accounts are to be deleted at the next dispatch. @returns their account names */
async function toBeDeleted(...numbers: number[]): Promise<string[]> {
  await the.service.syncWith([...numbers.map((number) => inhabitant(number)), STAYING]);
  await the.service.dispatchAd();
  await the.service.syncWith([STAYING]);
  await the.service.dispatchAd();
  for (const number of numbers) await closeLongAgo(the.service, hsaIdOf(number));
  await the.service.sync();
  return Promise.all(numbers.map(async (number) => (await the.service.account(hsaIdOf(number))).accountName));
}

it('an account that is no longer to be deleted is not', async () => {
  const [name = ''] = await toBeDeleted(1);
  const before = the.ad.user(name)?.objectGuid;
  await the.service.syncWith([inhabitant(1), STAYING]);
  await the.service.dispatchAd();
  expect(the.ad.user(name)).toMatchObject({ objectGuid: before, isEnabled: true });
  expect(the.ad.writes.filter(({ kind }) => kind === 'delete')).toEqual([]);
});

it('the model is asked again right before an account is deleted: somebody may have come back since that was planned', async () => {
  const names = await toBeDeleted(1, 2);
  const comeBack =
    'UPDATE account SET desired_version = desired_version + 1, desired_enabled = 1, deleted_at = NULL WHERE account_name = ?';
  // Another process, between the first deletion and the second.
  the.ad.fail({
    kind: 'delete',
    meanwhile: () => {
      const database = new Database(the.service.path('tilltrade.sqlite'));
      database.prepare(comeBack).run(names[1]);
      database.close();
    },
  });
  await the.service.dispatchAdBySchedule();
  expect(names.map((name) => the.ad.user(name) !== null)).toEqual([false, true]);
  expect(the.ad.writes.filter(({ kind }) => kind === 'delete')).toHaveLength(1);
});

it('an account that somebody enabled is disabled again before it is deleted', async () => {
  const [accountName = ''] = await toBeDeleted(1);
  the.ad.byHand().enable(accountName);
  the.ad.writes.length = 0;
  expect(await the.service.dispatchAd()).toMatchObject({ applied: 1 });
  expect(the.ad.writes.map(({ kind }) => kind)).toEqual(['disable', 'delete']);
  expect(await the.service.account(hsaIdOf(1))).toMatchObject({ applied: null, stage: 'ended' });
});

it('a municipality that is renamed changes the account, one that is moved to moves it', async () => {
  await the.service.syncWith([inhabitant(1), STAYING]);
  await the.service.dispatchAd();
  const { accountName } = await the.service.account(hsaIdOf(1));
  const before = the.ad.user(accountName)?.objectGuid;
  the.ad.byHand().add(`OU=Gamla,${the.ad.organisationalUnit}`, 'organizationalUnit');
  the.ad.byHand().move(accountName, `OU=Gamla,${the.ad.organisationalUnit}`);
  await the.service.syncWith([inhabitant(1, { attributes: { title: 'Chef' } }), STAYING]);
  await the.service.dispatchAd();
  const account = await the.service.account(hsaIdOf(1));
  expect(the.ad.user(accountName)).toMatchObject({ objectGuid: before, dn: account.dn, attributes: { title: 'Chef' } });
  expect(account.applied).toEqual(account.desired);
});

it('a leaver who never had an account here has nothing made for them', async () => {
  await the.service.syncWith([inhabitant(1), STAYING]);
  await the.service.syncWith([STAYING]);
  expect(await the.service.dispatchAd()).toMatchObject({ applied: 2, waiting: 0 });
  expect(the.ad.users()).toHaveLength(1);
  expect(await the.service.account(hsaIdOf(1))).toMatchObject({ enabled: false, applied: null, nextAttemptAt: null });
});

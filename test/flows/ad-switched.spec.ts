import { CompareAd } from '../../src/reconciliation/drift/compare-ad.service';
import { type ServiceWithAd, serviceWithAd } from '../support/ad-service';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';

/*
 * From the model to a real AD and back, and what is told of it afterwards. Real: the whole service, LDAPS. The AD is as
 * strict as Microsoft's, a server in this process. Faked: the clock.
 */

const HSA_ID = hsaIdOf(1);

let the: ServiceWithAd;
let inModel: object;
beforeEach(async () => {
  the = await serviceWithAd();
  inModel = { organisationalUnit: the.ad.organisationalUnit, upnSuffix: 'ext.example.se' };
});
afterEach(() => the.close());

it('what the model had is not said to be in a real AD before it is', async () => {
  await the.service.restart({ externalAd: inModel });
  await the.service.syncWith(inhabitants(2));
  expect(await the.service.account(HSA_ID)).toMatchObject({ stage: 'account-ready', appliedVersion: 1 });
  await the.service.restart({ externalAd: the.ad.configuration() });
  const [controller] = the.ad.controllers;
  await controller?.stop();
  await the.service.dispatchAdBySchedule();
  expect(await the.service.account(HSA_ID)).toMatchObject({ stage: 'registered', applied: null, appliedVersion: 0 });
  expect(await the.service.explain(HSA_ID)).toMatchObject({
    blockers: [{ reason: 'account-not-applied', owner: 'operations' }, {}, {}, {}, {}],
  });
});

it('what waits for a real AD is applied where the model takes its place', async () => {
  await the.service.syncWith(inhabitants(2));
  expect(await the.service.account(HSA_ID)).toMatchObject({ appliedVersion: 0 });
  await the.service.restart({ externalAd: inModel });
  expect(await the.service.dispatchAd()).toMatchObject({ applied: 2, waiting: 0 });
  const account = await the.service.account(HSA_ID);
  expect(account).toMatchObject({ applied: account.desired, appliedVersion: 1, nextAttemptAt: null });
  expect(await the.service.dispatchAd()).toMatchObject({ applied: 0 });
  expect(await the.service.auditProblems()).toEqual([]);
});

it('what was found in a real AD is no longer told where the model takes its place', async () => {
  await the.service.syncWith([inhabitant(1, { attributes: { mail: 'inte en adress' } }), inhabitant(2)]);
  await the.service.dispatchAd();
  the.ad.byHand().change((await the.service.account(HSA_ID)).accountName, { title: 'Chef' });
  the.ad.byHand().add(`CN=Okänd,${the.ad.organisationalUnit}`, 'user', { sAMAccountName: 'okand' });
  the.ad.refuse('title');
  await the.service.syncWith([inhabitant(1, { attributes: { title: 'Chef' } }), inhabitant(2, { attributes: { title: 'Läkare' } })]);
  await the.service.dispatchAd();
  await the.service
    .get(CompareAd)
    .run({ actor: { kind: 'schedule', name: 'ad-comparison', systemUser: null }, heal: false, dryRun: false, waitMs: 0 });
  const kinds = async () => (await the.service.findings()).map(({ kind }) => kind);
  const before = await kinds();
  expect(before).toEqual(expect.arrayContaining(['ad-attribute-refused', 'ad-drift-unknown']));
  await the.service.restart({ externalAd: inModel });
  await the.service.dispatchAd();
  expect(await kinds()).toEqual(before.filter((kind) => !kind.startsWith('ad-')));
});

it('a past day is told as it was in the AD when it ended', async () => {
  await the.service.syncWith([inhabitant(1), inhabitant(2)]);
  const decidedOn = the.service.clock.now().slice(0, 10);
  the.service.clock.advance(24 * 60 * 60 * 1000);
  await the.service.dispatchAd();
  const appliedOn = the.service.clock.now().slice(0, 10);
  the.service.clock.advance(24 * 60 * 60 * 1000);
  const reasons = async (day: string) => (await the.service.explain(HSA_ID, day)).blockers.map(({ reason }) => reason);
  expect((await reasons(decidedOn))[0]).toBe('account-not-applied');
  expect(await reasons(appliedOn)).not.toContain('account-not-applied');
});

it('a leaver is not said to be disabled before the AD has said so', async () => {
  await the.service.syncWith([inhabitant(1), inhabitant(2)]);
  await the.service.dispatchAd();
  await the.service.syncWith([inhabitant(2)]);
  const reasons = async () => (await the.service.explain(HSA_ID)).blockers.map(({ reason }) => reason);
  expect(await reasons()).toContain('account-not-disabled');
  await the.service.dispatchAd();
  expect(await reasons()).not.toContain('account-not-disabled');
});

it('nothing that is told or kept of a protected person’s account names them, whatever the AD still holds', async () => {
  await the.service.syncWith([inhabitant(1, { attributes: { sn: 'Hemlighetsson' } }), inhabitant(2)]);
  await the.service.dispatchAd();
  await the.service.syncWith([inhabitant(1, { attributes: { sn: 'Hemlighetsson', hsaProtectedPerson: 'TRUE' } }), inhabitant(2)]);
  expect(JSON.stringify(await the.service.accounts())).not.toContain('Hemlighetsson');
  const rows: { applied: string }[] = await the.service.dataSource.query('SELECT applied FROM account');
  expect(JSON.stringify(rows)).not.toContain('Hemlighetsson');
  await the.service.dispatchAd();
  expect(JSON.stringify(the.ad.users())).not.toContain('Hemlighetsson');
  const { applied, desired } = await the.service.account(HSA_ID);
  expect(applied).toEqual(desired);
});

import { ENABLED } from '../../src/external-ad/account';
import { AccountEntity } from '../../src/external-ad/account.entity';
import { AD_LEASE } from '../../src/external-ad/ad-worker.service';
import { accountNameCandidate } from '../../src/external-ad/account-name';
import { AdoptionService } from '../../src/external-ad/adoption.service';
import { LeaseService } from '../../src/platform/leases/lease.service';
import { closeLongAgo } from '../contract/external-ad.contract';
import { BUSY, type RecordedWrite } from '../servers/strict-ad/ad-faults';
import { type ServiceWithAd, serviceWithAd } from '../support/ad-service';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';

/*
 * An AD that is in use already is taken into use here. Real: the whole service, LDAPS. The AD is as strict as Microsoft's, a
 * server in this process. Faked: the clock.
 */

const ACTOR = { kind: 'person' as const, name: 'Dana Drift', systemUser: 'tester' };
const HSA_ID = hsaIdOf(1);
const NAME = accountNameCandidate(HSA_ID, 0);

let the: ServiceWithAd;
beforeEach(async () => {
  the = await serviceWithAd();
});
afterEach(() => the.close());

const inModel = () => ({ organisationalUnit: the.ad.organisationalUnit, upnSuffix: 'ext.example.se' });

const adoption = () => the.service.get(AdoptionService);

/** What was there before: an account with a name, a password and access of its own. */
function old(number: number, hsaId = hsaIdOf(number), name = `Person ${String(number)}`): string {
  const account = `old${name.replace(/\W/g, '')}`;
  the.ad
    .byHand()
    .add(`CN=${name},${the.ad.organisationalUnit}`, 'user', { sAMAccountName: account, employeeNumber: hsaId, userAccountControl: '514' });
  the.ad.byHand().change(account, { unicodePwd: Buffer.from('"Lösenord-1234"', 'utf16le') });
  the.ad.byHand().enable(account);
  return the.ad.user(account)?.objectGuid ?? '';
}

it('shows what may be adopted, and writes nothing', async () => {
  const guids = [old(1), old(2)];
  old(9); // nobody we know
  await the.service.syncWith([...inhabitants(2), inhabitant(3, { attributes: { hsaProtectedPerson: 'TRUE' } })]);
  const hidden = old(3);
  await the.service.dispatchAd();
  const writes = the.ad.writes.length;
  expect(await adoption().preview()).toMatchObject({
    accounts: [
      {
        hsaId: HSA_ID,
        accountName: NAME,
        objectGuid: guids[0],
        dn: `CN=Person 1,${the.ad.organisationalUnit}`,
        becomes: 'enabled',
        hindrance: null,
      },
      { hsaId: hsaIdOf(2), objectGuid: guids[1], hindrance: null },
      { hsaId: hsaIdOf(3), objectGuid: hidden, dn: null },
    ],
    groups: [],
  });
  expect(the.ad.writes).toHaveLength(writes);
});

it('adopts one: it is marked, linked, and becomes what it should be; the other stays', async () => {
  const guid = old(1);
  const other = old(2);
  await the.service.syncWith(inhabitants(2));
  expect(await the.service.dispatchAd()).toMatchObject({ refused: 2 });
  expect(await adoption().adopt({ hsaId: HSA_ID.toLowerCase() }, ACTOR, 'Är vårt sedan förr')).toMatchObject({
    accounts: [{ hsaId: HSA_ID }],
    failed: [],
  });
  expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 1, refused: 1 });
  const account = await the.service.account(HSA_ID);
  expect(account.applied).toEqual(account.desired);
  expect(the.ad.user(NAME)).toMatchObject({ objectGuid: guid, dn: account.dn, isEnabled: true });
  expect(the.ad.user(other)?.attributes.adminDescription).toBeUndefined();
  expect(await the.service.findings('ad-not-ours')).toHaveLength(1);
  expect(await the.service.explain(HSA_ID)).toMatchObject({
    trail: expect.arrayContaining([expect.objectContaining({ action: 'account-adopted', reason: 'Är vårt sedan förr' })]) as unknown,
  });
});

it('adopts all that may be, groups too, and leaves what is ambiguous', async () => {
  [1, 2].forEach((number) => old(number));
  old(3);
  old(3, hsaIdOf(3), 'Person 3 igen');
  const groups = `OU=Grupper,${the.ad.organisationalUnit}`;
  the.ad.byHand().add(groups, 'organizationalUnit');
  the.ad.byHand().add(`CN=Tillträde Alla,${groups}`, 'group', { sAMAccountName: 'Tillträde Alla', groupType: '-2147483646' });
  await the.service.syncWith(inhabitants(4));
  await the.service.dispatchAd();
  expect(await the.service.account(hsaIdOf(4))).toMatchObject({ refused: { code: 'group-not-ours' } });
  expect(await adoption().adopt({ all: true }, ACTOR, 'Övertagande')).toMatchObject({
    accounts: [{ hsaId: HSA_ID }, { hsaId: hsaIdOf(2) }],
    groups: [{ dn: `CN=Tillträde Alla,${groups}` }],
    failed: [],
  });
  expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 3, refused: 1 });
  expect(await the.service.account(hsaIdOf(3))).toMatchObject({ refused: { code: 'hsa-id-twice' } });
  expect(await the.service.auditProblems()).toEqual([]);
});

it('enables one that had no password', async () => {
  the.ad.byHand().add(`CN=Gammal,${the.ad.organisationalUnit}`, 'user', { sAMAccountName: 'gammal', employeeNumber: HSA_ID });
  const guid = the.ad.user('gammal')?.objectGuid;
  await the.service.syncWith(inhabitants(2));
  await adoption().adopt({ hsaId: HSA_ID }, ACTOR, 'Är vårt sedan förr');
  expect(await the.service.dispatchAd()).toMatchObject({ applied: 2, refused: 0 });
  expect(the.ad.user(NAME)).toMatchObject({ objectGuid: guid, isEnabled: true, attributes: { userAccountControl: String(ENABLED) } });
  expect(the.ad.refusedWrites).toMatchObject([{ kind: 'enable' }]);
  expect(the.ad.writes.filter(({ attributes }) => attributes.includes('unicodePwd')).map(({ kind }) => kind)).toEqual(['create', 'modify']);
  expect(await the.service.dispatchAd()).toMatchObject({ applied: 0 });
});

it('says so where no password helps', async () => {
  the.ad.byHand().add(`CN=Gammal,${the.ad.organisationalUnit}`, 'user', { sAMAccountName: 'gammal', employeeNumber: HSA_ID });
  await the.service.syncWith(inhabitants(2));
  await adoption().adopt({ hsaId: HSA_ID }, ACTOR, 'Är vårt sedan förr');
  the.ad.refuse('unicodePwd');
  await the.service.dispatchAd();
  expect(the.ad.user(NAME)).toMatchObject({ isEnabled: false });
  expect(await the.service.account(HSA_ID)).toMatchObject({ refused: { code: 'constraint' } });
});

it('adopts an account’s own object that has lost our mark, and is held for that', async () => {
  await the.service.syncWith(inhabitants(2));
  await the.service.dispatchAd();
  const guid = the.ad.user(NAME)?.objectGuid;
  the.ad.byHand().change(NAME, { adminDescription: null });
  await the.service.syncWith([inhabitant(2)]);
  expect(await the.service.dispatchAd()).toMatchObject({ refused: 1 });
  expect(await the.service.findings('ad-not-ours')).toMatchObject([{ detail: expect.stringContaining('ad adopt') as string }]);
  expect(await adoption().preview()).toMatchObject({ accounts: [{ objectGuid: guid, becomes: 'disabled', hindrance: null }] });
  expect(await adoption().adopt({ all: true }, ACTOR, 'Märket togs bort av misstag')).toMatchObject({ accounts: [{}], failed: [] });
  await the.service.dispatchAd();
  expect(await the.service.dispatchAd()).toMatchObject({ refused: 0, waiting: 0 }); // one that is to be disabled is looked at twice
  expect(the.ad.user(NAME)).toMatchObject({ objectGuid: guid, isEnabled: false, memberOf: [] });
  expect(await the.service.findings('ad-not-ours')).toEqual([]);
  expect(await adoption().preview()).toMatchObject({ accounts: [] });
});

it('adopts what has taken the place of an object that is gone', async () => {
  await the.service.syncWith(inhabitants(2));
  await the.service.dispatchAd();
  the.ad.byHand().remove(NAME);
  const guid = old(1);
  await the.service.syncWith([inhabitant(1, { attributes: { title: 'Chef' } }), inhabitant(2)]);
  await the.service.dispatchAd();
  expect(await the.service.account(HSA_ID)).toMatchObject({ refused: { code: 'guid-changed' } });
  await adoption().adopt({ hsaId: HSA_ID }, ACTOR, 'Återskapat för hand');
  expect(await the.service.dispatchAd()).toMatchObject({ applied: 1, refused: 0 });
  expect(the.ad.user(NAME)).toMatchObject({ objectGuid: guid, attributes: { title: 'Chef' } });
});

it('never adopts what would then be deleted', async () => {
  await the.service.restart({ externalAd: inModel() });
  await the.service.syncWith(inhabitants(3));
  await the.service.syncWith([inhabitant(2), inhabitant(3)]);
  await closeLongAgo(the.service, HSA_ID);
  await the.service.sync();
  await the.service.syncWith([inhabitant(3)]); // the second is a leaver, whose account is kept for a while
  await the.service.restart({ externalAd: the.ad.configuration() });
  const guid = old(1);
  const leaver = old(2);
  expect(await adoption().preview()).toMatchObject({
    accounts: [
      { hsaId: HSA_ID, objectGuid: guid, hindrance: 'to-be-deleted' },
      { hsaId: hsaIdOf(2), objectGuid: leaver, becomes: 'disabled', hindrance: null },
    ],
  });
  await expect(adoption().adopt({ hsaId: HSA_ID }, ACTOR, 'x')).rejects.toThrow('gallrat');
  expect(await adoption().adopt({ all: true }, ACTOR, 'x')).toMatchObject({ accounts: [{ hsaId: hsaIdOf(2) }], failed: [] });
  await the.service.dispatchAd();
  expect(the.ad.user(guid)).toMatchObject({ isEnabled: true, dn: `CN=Person 1,${the.ad.organisationalUnit}` });
  expect(the.ad.user(leaver)).toMatchObject({ isEnabled: false });
});

it('does not take for gone what another controller may have', async () => {
  await the.close();
  the = await serviceWithAd({ timeoutSeconds: 2 }, { controllers: 2 });
  await the.service.syncWith([inhabitant(2)]);
  await the.service.dispatchAd();
  the.ad.pauseReplication();
  await the.service.syncWith(inhabitants(2));
  await the.service.dispatchAd();
  await the.ad.controllers[0]!.stop();
  the.ad.byHand(1).add(`CN=Gammal,${the.ad.organisationalUnit}`, 'user', { sAMAccountName: 'gammal', employeeNumber: HSA_ID });
  expect(await adoption().preview()).toMatchObject({ accounts: [{ hsaId: HSA_ID, hindrance: 'elsewhere' }] });
  await expect(adoption().adopt({ hsaId: HSA_ID }, ACTOR, 'x')).rejects.toThrow('domänkontrollant');
  expect(await adoption().adopt({ all: true }, ACTOR, 'x')).toMatchObject({ accounts: [] });
  const row = await the.service.dataSource.manager.findOneByOrFail(AccountEntity, { accountName: NAME });
  expect(row.objectGuid).toBe(the.ad.user(NAME)?.objectGuid);
});

const isMark = ({ attributes }: RecordedWrite): boolean => attributes.includes('adminDescription');

it('lets those to be disabled have their turn in between', async () => {
  const leaver = hsaIdOf(25);
  for (let number = 1; number <= 24; number += 1) old(number);
  await the.service.syncWith(inhabitants(25));
  expect(await the.service.dispatchAd()).toMatchObject({ applied: 1, refused: 24 });
  await the.service.syncWith(inhabitants(24));
  the.ad.fail({ kind: 'disable', does: BUSY });
  await the.service.dispatchAdBySchedule();
  expect(await the.service.account(leaver)).toMatchObject({ enabled: false, appliedVersion: 1 });
  const before = the.ad.writes.length;
  the.ad.fail({ of: isMark, nth: 3, meanwhile: () => the.service.clock.advance(3_600_000) }); // so that it is due again
  expect((await adoption().adopt({ all: true }, ACTOR, 'Övertagande')).accounts).toHaveLength(24);
  const kinds = the.ad.writes.slice(before).map((write) => (isMark(write) ? 'mark' : write.kind));
  expect(kinds.indexOf('disable')).toBe(20);
  expect(kinds.filter((kind) => kind === 'mark')).toHaveLength(24);
});

it('looks without keeping the queue from its work', async () => {
  await the.service.syncWith(inhabitants(2));
  const lease = await the.service.get(LeaseService).acquire(AD_LEASE);
  await expect(adoption().adopt({ hsaId: HSA_ID }, ACTOR, 'x')).rejects.toThrow('inget att ta över');
  await lease?.release();
});

it('adopts nothing that has changed since it was looked at', async () => {
  const guids = [old(1), old(2)];
  await the.service.syncWith(inhabitants(2));
  the.ad.fail({ of: isMark, meanwhile: () => void old(2, hsaIdOf(2), 'Person 2 igen') });
  expect(await adoption().adopt({ all: true }, ACTOR, 'x')).toMatchObject({
    accounts: [{ hsaId: HSA_ID }],
    failed: [{ hsaId: hsaIdOf(2), objectGuid: guids[1], code: 'changed-meanwhile' }],
  });
  expect(the.ad.user(guids[1]!)?.attributes.adminDescription).toBeUndefined();
});

it.each<[string, () => void, string]>([
  ['nobody we know', () => old(9), hsaIdOf(9)],
  ['nothing', () => undefined, HSA_ID],
  ['an account that is linked already', () => old(1), HSA_ID],
])('says why there is nothing to adopt: %s', async (_, prepare, hsaId) => {
  await the.service.syncWith(inhabitants(2));
  await the.service.dispatchAd();
  prepare();
  await expect(adoption().adopt({ hsaId }, ACTOR, 'x')).rejects.toMatchObject({
    name: 'ServiceError',
    message: expect.stringContaining(hsaId) as string,
  });
  expect((await the.service.auditRows()).map(({ action }) => action)).not.toContain('account-adopted');
});

it('says that there is no AD where the external AD is the model', async () => {
  await the.service.restart({ externalAd: inModel() });
  await expect(adoption().preview()).rejects.toThrow('externalAd.kind: model');
});

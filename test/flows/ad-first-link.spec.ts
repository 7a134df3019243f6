import { accountNameCandidate } from '../../src/external-ad/account-name';
import { hsaIdOf, inhabitant } from '../support/builders/inhabitants';
import { type ServiceWithAd, serviceWithAd } from '../support/ad-service';
import type { StrictAd } from '../servers/strict-ad/strict-ad';

/*
 * What is there before an account's first write. Real: the whole service, LDAPS. The AD is as strict as Microsoft's, a
 * server in this process. Faked: the clock.
 */

const HSA_ID = hsaIdOf(1);
const OTHER = hsaIdOf(2);
const NAME = accountNameCandidate(HSA_ID, 0);
const NEXT = accountNameCandidate(HSA_ID, 1);
const UPN = `${HSA_ID}@ext.example.se`;

let the: ServiceWithAd;
beforeEach(async () => {
  the = await serviceWithAd();
});
afterEach(() => the.close());

/** A user that somebody else made. @param attributes laid over what every user has */
function make(ad: StrictAd, unit: string, attributes: Record<string, string>, name = 'Anna Andersson'): void {
  const usual = { sAMAccountName: 'anna', userPrincipalName: `${name.replaceAll(' ', '.')}@example.se`, userAccountControl: '514' };
  ad.byHand().add(`CN=${name},${unit}`, 'user', { ...usual, ...attributes });
}

/** @returns the account of the first of two people, after one dispatch that must not stop the other's */
async function linked() {
  const { service } = the;
  await service.syncWith([inhabitant(1), inhabitant(2)]);
  const result = await service.dispatchAd();
  expect(await service.account(OTHER)).toMatchObject({ refused: null, appliedVersion: 1 });
  return {
    result,
    account: await service.account(HSA_ID),
    findings: (await service.findings()).filter(({ kind }) => kind.startsWith('ad-')),
  };
}

it.each<[string, (ad: StrictAd) => void, string]>([
  [
    'an object with its HSA-id that does not bear our mark',
    (ad) => make(ad, ad.organisationalUnit, { employeeNumber: HSA_ID }),
    'not-ours',
  ],
  ['one with the HSA-id in another case', (ad) => make(ad, ad.organisationalUnit, { employeeNumber: HSA_ID.toLowerCase() }), 'not-ours'],
  [
    'two objects with its HSA-id',
    (ad) => {
      make(ad, ad.organisationalUnit, { employeeNumber: HSA_ID, adminDescription: 'Tillträde' });
      make(ad, ad.organisationalUnit, { employeeNumber: HSA_ID, sAMAccountName: 'berit' }, 'Berit');
    },
    'hsa-id-twice',
  ],
  ['its UPN elsewhere in the domain', (ad) => make(ad, `OU=Tjänster,${ad.baseDn}`, { userPrincipalName: UPN.toLowerCase() }), 'upn-taken'],
  [
    'an object of nobody’s under our OU with its account name',
    (ad) => make(ad, ad.organisationalUnit, { sAMAccountName: NAME }),
    'not-ours',
  ],
])('holds the account where there is %s, and writes nothing of it', async (_, prepare, code) => {
  prepare(the.ad);
  const users = the.ad.users().length;
  const { result, account, findings } = await linked();
  expect(result).toMatchObject({ applied: 1, refused: 1, waiting: 0 });
  expect(account).toMatchObject({ refused: { code }, applied: null, stage: 'registered' });
  expect(findings).toMatchObject([{ kind: `ad-${code}`, hsaId: HSA_ID, detail: expect.stringContaining('AD-förvaltningen') as string }]);
  expect(the.ad.users()).toHaveLength(users + 1);
  expect(await the.service.explain(HSA_ID)).toMatchObject({
    blockers: [{ reason: 'account-refused', owner: 'operations' }, {}, {}, {}, {}],
  });
});

it('holds an account that was moved out of a base that is narrower than the domain', async () => {
  const baseDn = 'OU=Vården,DC=ad,DC=example,DC=se';
  await the.close();
  the = await serviceWithAd({ baseDn }, { organisationalUnit: `OU=Externa,${baseDn}` });
  await linked();
  the.ad.byHand().move(NAME, `OU=Tjänster,${the.ad.baseDn}`);
  await the.service.syncWith([1, 2].map((number) => inhabitant(number, { attributes: { title: 'Chef' } })));
  expect(await the.service.dispatchAd()).toMatchObject({ applied: 1, refused: 1, waiting: 0, trouble: null });
  expect(await the.service.account(HSA_ID)).toMatchObject({ refused: { code: 'outside-unit' } });
  expect(await the.service.findings('ad-outside-unit')).toMatchObject([{ hsaId: HSA_ID }]);
  expect(the.ad.user(NAME)?.attributes.title).not.toBe('Chef');
});

it('lets it go when what stood in the way is gone, and closes the finding', async () => {
  make(the.ad, `OU=Tjänster,${the.ad.baseDn}`, { userPrincipalName: UPN });
  await linked();
  the.ad.byHand().remove('anna');
  expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 0, refused: 1 }); // not before its time
  expect(await the.service.dispatchAd()).toMatchObject({ applied: 1, refused: 0 });
  expect(await the.service.findings('ad-upn-taken')).toEqual([]);
  expect((await the.service.auditRows()).map(({ action }) => action).filter((action) => action.startsWith('account-'))).toEqual([
    'account-refused',
    'account-applied',
    'account-applied',
  ]);
});

it('takes over an object that bears our mark, and makes it what it should be', async () => {
  make(the.ad, the.ad.organisationalUnit, { employeeNumber: HSA_ID, adminDescription: 'Tillträde' });
  const before = the.ad.user('anna');
  the.ad.byHand().change('anna', { unicodePwd: Buffer.from('"Lösenord-1234"', 'utf16le') });
  const { account } = await linked();
  expect(account).toMatchObject({ refused: null, accountName: NAME });
  expect(account.applied).toEqual(account.desired);
  expect(the.ad.user(NAME)).toMatchObject({ objectGuid: before?.objectGuid, dn: account.dn, isEnabled: true });
});

it.each<[string, string]>([
  ['as it is', NAME],
  ['but for case and accents', NAME.toUpperCase().replace('E', 'É')],
])('takes the next account name where the first is taken elsewhere in the domain, %s', async (_, taken) => {
  make(the.ad, `OU=Tjänster,${the.ad.baseDn}`, { sAMAccountName: taken });
  const { result, account } = await linked();
  expect(result).toMatchObject({ applied: 2, refused: 0 });
  expect(account).toMatchObject({ accountName: NEXT, desired: { cn: NEXT, sAMAccountName: NEXT } });
  expect(the.ad.user(NEXT)).toMatchObject({ dn: account.dn, isEnabled: true });
  const actions = (await the.service.auditRows()).map(({ action }) => action);
  expect(actions).toContain('account-renamed');
  await the.service.sync();
  expect(await the.service.account(HSA_ID)).toMatchObject({ accountName: NEXT, nextAttemptAt: null });
  const [{ number } = { number: '' }] = (await the.service.cases()).filter(({ hsaIdKey }) => hsaIdKey === HSA_ID.toLowerCase());
  expect(JSON.stringify(await the.service.showCase(number))).toContain(NEXT);
});

it('does not link an object that is another person’s account', async () => {
  await linked();
  await the.service.syncWith([inhabitant(1), inhabitant(2), inhabitant(3)]);
  the.ad.byHand().change(NAME, { employeeNumber: hsaIdOf(3) });
  await the.service.dispatchAd();
  expect(await the.service.account(hsaIdOf(3))).toMatchObject({ refused: { code: 'linked-elsewhere' } });
  expect(await the.service.findings('ad-linked-elsewhere')).toHaveLength(1);
});

it('holds a linked account whose object was replaced by another', async () => {
  await linked();
  the.ad.byHand().remove(NAME);
  make(the.ad, the.ad.organisationalUnit, { employeeNumber: HSA_ID, adminDescription: 'Tillträde' });
  await the.service.syncWith([inhabitant(1, { attributes: { title: 'Chef' } }), inhabitant(2)]);
  await the.service.dispatchAd();
  expect(await the.service.account(HSA_ID)).toMatchObject({ refused: { code: 'guid-changed' }, applied: { title: null } });
  expect(the.ad.user('anna')?.attributes.title).toBeUndefined();
});

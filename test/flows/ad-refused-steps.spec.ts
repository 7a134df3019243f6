import { AccountEntity } from '../../src/external-ad/account.entity';
import { accountNameCandidate } from '../../src/external-ad/account-name';
import { hsaIdKey } from '../../src/people/hsa-id';
import type { RefuseWrite } from '../servers/strict-ad/ad-faults';
import { type ServiceWithAd, serviceWithAd } from '../support/ad-service';
import { hsaIdOf, inhabitant } from '../support/builders/inhabitants';
import { certificateBytes } from '../support/builders/raw-entry';

/*
 * An AD that refuses one of the steps to an account: the others are taken all the same, but for what gives access. Real:
 * the whole service, LDAPS. The AD is as strict as Microsoft's, a server in this process. Faked: the clock.
 */

const HSA_ID = hsaIdOf(1);
const NAME = accountNameCandidate(HSA_ID, 0);
const STAYING = inhabitant(2);
const HOUR_MS = 60 * 60 * 1000;
const DO_NOT_EXPIRE_PASSWORD = 0x10000;
const NO_RIGHTS: RefuseWrite = {
  code: 50,
  diagnostic: '00000005: SecErr: DSID-031A1190, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0\n\0',
};

let the: ServiceWithAd;
beforeEach(async () => {
  the = await serviceWithAd();
  await the.service.syncWith([inhabitant(1), STAYING]);
  await the.service.dispatchAd();
});
afterEach(() => the.close());

const adFindings = async () => (await the.service.findings()).filter(({ kind }) => kind.startsWith('ad-')).map(({ kind }) => kind);
const group = (name: string): string => `CN=${name},OU=Grupper,${the.ad.organisationalUnit}`;
const account = () => the.service.account(HSA_ID);
const user = () => the.ad.user(NAME);

/** The account is put in a group below our OU that is not ours. */
function joinAnothers(): void {
  the.ad.byHand().add(group('Andras'), 'group', { sAMAccountName: 'Andras', groupType: '-2147483646' });
  the.ad.byHand().join(NAME, group('Andras'));
}

const protect = async (): Promise<void> => {
  await the.service.syncWith([inhabitant(1, { attributes: { hsaProtectedPerson: 'TRUE' } }), STAYING]);
  await the.service.dispatchAd();
};

describe('a person who becomes protected', () => {
  it('is named no more, though the account is in a group that is not ours: that is told', async () => {
    joinAnothers();
    await protect();
    expect(user()).toMatchObject({ isEnabled: true, attributes: { displayName: 'Skyddad person' } });
    expect(user()?.attributes).not.toHaveProperty('sn');
    expect(the.ad.members(group('Andras'))).toEqual([user()?.dn]);
    expect(await account()).toMatchObject({
      stage: 'account-ready',
      refused: null,
      refusedAttributes: [{ attribute: 'memberOf', code: 'group-not-ours' }],
    });
    expect(await adFindings()).toEqual(['ad-group-not-ours']);
    const writes = the.ad.writes.length;
    await the.service.dispatchAd();
    expect(the.ad.writes).toHaveLength(writes);
    the.ad.byHand().leave(NAME, group('Andras'));
    await the.service.dispatchAd();
    expect(await account()).toMatchObject({ refusedAttributes: [], nextAttemptAt: null });
    expect(await adFindings()).toEqual([]);
  });

  it.each<[string, 'leave' | 'move']>([
    ['left', 'leave'],
    ['moved', 'move'],
  ])('is named no more, though the AD does not let the account be %s', async (_, kind) => {
    the.ad.byHand().add(group('Tillträde x'), 'group', { sAMAccountName: 'Tillträde x', adminDescription: 'Tillträde' });
    the.ad.byHand().join(NAME, group('Tillträde x'));
    the.ad.byHand().rename(NAME, 'Anna Andersson');
    the.ad.fail({ kind, nth: 'every', does: NO_RIGHTS });
    await protect();
    expect(user()?.attributes).toMatchObject({ displayName: 'Skyddad person' });
    expect(user()?.attributes).not.toHaveProperty('sn');
    expect(await account()).toMatchObject({ refused: { code: 'no-rights' } });
    expect(JSON.stringify(await account())).not.toMatch(/Anna/);
    expect(await adFindings()).toEqual(['ad-refused']);
  });

  it('is known nowhere but in the AD, where the AD does not let a name go', async () => {
    const { sn } = (await account()).applied ?? {};
    the.ad.refuse('sn');
    await protect();
    expect(sn).toBeTruthy();
    expect(user()?.attributes).toMatchObject({ sn, displayName: 'Skyddad person' });
    const [row] = await the.service.dataSource.manager.findBy(AccountEntity, { hsaIdKey: hsaIdKey(HSA_ID) });
    expect(row?.refusedDetail).toMatchObject([{ attribute: 'sn' }]);
    expect(JSON.parse(row?.applied ?? '')).toMatchObject({ sn: null, displayName: 'Skyddad person' });
    expect(row?.applied).not.toContain(sn);
  });
});

it('a group of ours that lost its mark keeps an account from its access, and from nothing else', async () => {
  the.ad.byHand().leave(NAME, group('Tillträde berg'));
  the.ad.byHand().disable(NAME);
  the.ad.byHand().change(group('Tillträde berg'), { adminDescription: null });
  await the.service.syncWith([inhabitant(1, { attributes: { endDate: '20261231', title: 'Chef' } }), STAYING]);
  await the.service.dispatchAd();
  const { desired, refused } = await account();
  expect(user()).toMatchObject({
    isEnabled: false,
    memberOf: [group('Tillträde Alla')],
    attributes: { title: 'Chef', accountExpires: desired.accountExpires },
  });
  expect(refused).toMatchObject({ code: 'group-not-ours', text: expect.stringContaining('grupp') as string });
  expect(await adFindings()).toEqual(['ad-group-not-ours']);
});

describe('a leaver', () => {
  const leave = async (): Promise<void> => {
    await the.service.syncWith([STAYING]);
    await the.service.dispatchAdBySchedule();
  };

  it('whom the AD does not let be disabled leaves the groups, is told, and is tried again within the hour', async () => {
    the.ad.byHand().setControl(NAME, DO_NOT_EXPIRE_PASSWORD, true);
    the.ad.fail({ kind: 'disable', nth: 'every', does: NO_RIGHTS });
    await leave();
    expect(user()).toMatchObject({ isEnabled: true, memberOf: [] });
    expect(await account()).toMatchObject({
      refused: { code: 'still-enabled' },
      refusedAttributes: [{ attribute: 'userAccountControl', code: 'no-rights' }],
    });
    expect(await adFindings()).toEqual(['ad-attribute-refused', 'ad-still-enabled']);
    the.ad.faults.clear();
    the.service.clock.advance(HOUR_MS);
    expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 1, refused: 0 });
    expect(user()).toMatchObject({ isEnabled: false, attributes: { userAccountControl: '262658' } });
    expect(await adFindings()).toEqual([]);
  });

  it('is disabled at least, where the AD does not take the state as a whole', async () => {
    the.ad.byHand().setControl(NAME, DO_NOT_EXPIRE_PASSWORD, true);
    the.ad.fail({ kind: 'disable', nth: 1, does: NO_RIGHTS }, { kind: 'disable', nth: 3, does: NO_RIGHTS });
    await leave();
    expect(user()).toMatchObject({ isEnabled: false, memberOf: [], attributes: { userAccountControl: '328194' } });
    expect(await account()).toMatchObject({ refused: { code: 'no-rights' }, applied: { userAccountControl: 328194, memberOf: [] } });
    the.service.clock.advance(HOUR_MS);
    await the.service.dispatchAdBySchedule();
    expect(await account()).toMatchObject({ refused: { code: 'no-rights' }, refusedAttributes: [{ attribute: 'userAccountControl' }] });
    the.service.clock.advance(HOUR_MS);
    expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 1, refused: 0 });
    expect(await the.service.auditProblems()).toEqual([]);
  });

  it('is disabled and leaves the other groups, where one has lost its mark', async () => {
    the.ad.byHand().change(group('Tillträde Alla'), { adminDescription: null });
    await leave();
    expect(user()).toMatchObject({ isEnabled: false, memberOf: [group('Tillträde Alla')] });
    expect(await account()).toMatchObject({ refused: { code: 'group-not-ours' } });
    expect(await adFindings()).toEqual(['ad-group-not-ours']);
  });
});

it('a card that is revoked lets nobody in, whatever the AD says of the new one', async () => {
  the.ad.change(NAME, { altSecurityIdentities: ['X509:<SKI>revoked'] });
  const of = ({ attributes }: { attributes: string[] }): boolean => attributes.includes('altSecurityIdentities');
  the.ad.fail({ of, nth: 1, does: NO_RIGHTS }, { of, nth: 3, does: NO_RIGHTS });
  const attributes = { 'userCertificate;binary': certificateBytes('siths'), title: 'Chef' };
  await the.service.syncWith([inhabitant(1, { attributes }), STAYING]);
  await the.service.dispatchAd();
  expect(user()?.attributes).not.toHaveProperty('altSecurityIdentities');
  expect(user()?.attributes).toMatchObject({ title: 'Chef' });
  expect(await account()).toMatchObject({
    refused: { code: 'no-rights' },
    refusedAttributes: [{ attribute: 'altSecurityIdentities' }],
    applied: { altSecurityIdentities: [] },
  });
  await the.service.dispatchAd();
  const { applied, desired } = await account();
  expect(applied).toEqual(desired);
  expect(desired.altSecurityIdentities).not.toEqual([]);
});

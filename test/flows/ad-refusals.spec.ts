import { accountNameCandidate } from '../../src/external-ad/account-name';
import { BUSY, READ_ONLY, type RecordedWrite, UNAVAILABLE } from '../servers/strict-ad/ad-faults';
import { type ServiceWithAd, serviceWithAd } from '../support/ad-service';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';

/*
 * An AD that says no, or not now. Real: the whole service, LDAPS. The AD is as strict as Microsoft's, a server in this
 * process. Faked: the clock.
 */

const HSA_ID = hsaIdOf(1);
const NAME = accountNameCandidate(HSA_ID, 0);
const DAY_MS = 24 * 60 * 60 * 1000;

let the: ServiceWithAd;
beforeEach(async () => {
  the = await serviceWithAd();
});
afterEach(() => the.close());

const adFindings = async () => (await the.service.findings()).filter(({ kind }) => kind.startsWith('ad-'));
const ours = ({ dn }: { dn: string }): boolean => dn.includes(NAME);

describe('one attribute that the AD refuses', () => {
  it('of a new account is found, the rest is applied, and the finding names it', async () => {
    the.ad.refuse('title');
    await the.service.syncWith([inhabitant(1, { attributes: { title: 'Chef' } })]);
    expect(await the.service.dispatchAd()).toMatchObject({ applied: 1, refused: 0, partlyRefused: 1 });
    const account = await the.service.account(HSA_ID);
    expect(account).toMatchObject({
      stage: 'account-ready',
      refused: null,
      refusedAttributes: [{ attribute: 'title', code: 'constraint', subCode: '0000202F' }],
      applied: { ...account.desired, title: null },
    });
    expect(the.ad.user(NAME)).toMatchObject({ isEnabled: true, attributes: { sn: 'Andersson' } });
    expect(await adFindings()).toMatchObject([
      { kind: 'ad-attribute-refused', hsaId: HSA_ID, detail: expect.stringContaining('titel') as string },
    ]);
  });

  it('of an account that changes is found among the others, tried again after a day, and then told no more', async () => {
    await the.service.syncWith([inhabitant(1)]);
    await the.service.dispatchAd();
    the.ad.refuse('mail');
    await the.service.syncWith([inhabitant(1, { attributes: { title: 'Chef', mail: 'ny@example.se', telephoneNumber: '0687-1' } })]);
    await the.service.dispatchAd();
    expect(await the.service.account(HSA_ID)).toMatchObject({
      applied: { title: 'Chef', mail: 'se2120002502-p001@berg.example.se' },
      refusedAttributes: [{ attribute: 'mail' }],
    });
    the.ad.faults.clear();
    expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 0 });
    the.service.clock.advance(DAY_MS);
    expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 1, partlyRefused: 0 });
    expect(await the.service.account(HSA_ID)).toMatchObject({ applied: { mail: 'ny@example.se' }, refusedAttributes: [] });
    expect(await adFindings()).toEqual([]);
  });

  it('without which nobody can log in holds the account, which is not enabled', async () => {
    the.ad.fail({
      kind: 'modify',
      of: ({ attributes }) => attributes.includes('accountExpires'),
      nth: 'every',
      does: { code: 50, diagnostic: '00000005: SecErr: DSID-031A1190, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0\n\0' },
    });
    await the.service.syncWith([inhabitant(1)]);
    await the.service.dispatchAd();
    the.ad.byHand().disable(NAME);
    await the.service.syncWith([inhabitant(1, { attributes: { endDate: '20261231', title: 'Chef' } })]);
    expect(await the.service.dispatchAd()).toMatchObject({ refused: 1 });
    expect(await the.service.account(HSA_ID)).toMatchObject({
      refused: { code: 'no-rights' },
      refusedAttributes: [{ attribute: 'accountExpires', code: 'no-rights' }],
      applied: { title: 'Chef', userAccountControl: 262658 },
      stage: 'registered',
    });
    expect((await adFindings()).map(({ kind }) => kind)).toEqual(['ad-attribute-refused', 'ad-refused']);
  });
});

describe('an account that the AD refuses', () => {
  it('is held while others go on, until something else is desired or a day has passed', async () => {
    the.ad.fail({
      of: ours,
      nth: 'every',
      does: { code: 53, diagnostic: '00002035: SvcErr: DSID-031A0FC0, problem 5003 (WILL_NOT_PERFORM), data 0\n\0' },
    });
    await the.service.syncWith(inhabitants(5));
    expect(await the.service.dispatchAd()).toMatchObject({ applied: 4, refused: 1, waiting: 0 });
    const { refused } = await the.service.account(HSA_ID);
    expect(refused).toMatchObject({ code: 'unwilling' });
    expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 0, attemptsFailed: 0, refused: 1 });
    the.service.clock.advance(DAY_MS);
    expect(await the.service.dispatchAdBySchedule()).toMatchObject({ attemptsFailed: 1, refused: 1 });
    expect((await the.service.account(HSA_ID)).refused).toEqual(refused);
    the.ad.faults.clear();
    await the.service.syncWith([inhabitant(1, { attributes: { title: 'Chef' } }), ...inhabitants(4, {}, 2)]);
    expect(await the.service.account(HSA_ID)).toMatchObject({ refused: null });
    expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 1, refused: 0 });
    expect(await adFindings()).toEqual([]);
  });

  it('because our group is not ours is told so', async () => {
    the.ad.byHand().add(`OU=Grupper,${the.ad.organisationalUnit}`, 'organizationalUnit');
    the.ad.byHand().add(`CN=Tillträde Alla,OU=Grupper,${the.ad.organisationalUnit}`, 'group', {
      sAMAccountName: 'Tillträde Alla',
      groupType: '-2147483646',
    });
    await the.service.syncWith([inhabitant(1)]);
    await the.service.dispatchAd();
    expect(await the.service.account(HSA_ID)).toMatchObject({ refused: { code: 'group-not-ours' }, applied: null });
    expect(await the.service.findings('ad-group-not-ours')).toHaveLength(1);
    expect(the.ad.users()).toEqual([]);
  });

  it('because our group’s name is another’s in the domain is told so, and keeps its own name', async () => {
    const dn = `CN=Behörighet,OU=Tjänster,${the.ad.baseDn}`;
    the.ad.byHand().add(dn, 'group', { sAMAccountName: 'Tillträde Alla', groupType: '-2147483646' });
    await the.service.syncWith(inhabitants(2));
    const { accountName } = await the.service.account(HSA_ID);
    expect(await the.service.dispatchAd()).toMatchObject({ applied: 0, attemptsFailed: 2, refused: 2 });
    expect(await the.service.account(HSA_ID)).toMatchObject({ accountName, refused: { code: 'group-not-ours' }, applied: null });
    expect(await the.service.findings('ad-group-not-ours')).toHaveLength(2);
    the.ad.byHand().remove(dn);
    expect(await the.service.dispatchAd()).toMatchObject({ applied: 2, refused: 0 });
    expect(the.ad.user(accountName)).toMatchObject({ isEnabled: true });
  });

  it('because the place of our OU is another’s keeps its name too', async () => {
    const of = ({ objectClass }: RecordedWrite): boolean => objectClass === 'organizationalunit';
    const diagnostic = '00002071: UpdErr: DSID-0305038D, problem 6005 (ENTRY_EXISTS), data 0\n\0';
    the.ad.fail({ kind: 'create', of, nth: 'every', does: { code: 68, diagnostic } });
    await the.service.syncWith([inhabitant(1)]);
    const { accountName } = await the.service.account(HSA_ID);
    expect(await the.service.dispatchAd()).toMatchObject({ applied: 0, refused: 1 });
    expect(await the.service.account(HSA_ID)).toMatchObject({ accountName, refused: { code: 'name-taken' } });
  });

  it('is shown with a sentence, and no run of a catalogue closes its finding', async () => {
    the.ad
      .byHand()
      .add(`CN=x,OU=Tjänster,${the.ad.baseDn}`, 'user', { sAMAccountName: 'x', userPrincipalName: `${HSA_ID}@ext.example.se` });
    await the.service.syncWith([inhabitant(1)]);
    await the.service.dispatchAd();
    const [finding] = await adFindings();
    const run = await the.service.syncFull();
    expect(run.findings).toContainEqual(expect.objectContaining({ kind: 'ad-upn-taken', since: finding?.since }));
    expect((await the.service.account(HSA_ID)).refused?.text).toMatch(/AD-förvaltningen/);
  });
});

describe('an AD that says "not now"', () => {
  it.each([
    ['busy', BUSY],
    ['unavailable', UNAVAILABLE],
    ['read-only', READ_ONLY],
  ])('%s: three are tried, the rest wait, and all goes by itself later', async (code, does) => {
    await the.service.syncWith(inhabitants(10));
    the.ad.fail({ kind: 'create', nth: 'every', does });
    expect(await the.service.dispatchAdBySchedule()).toMatchObject({
      applied: 0,
      attemptsFailed: 3,
      waiting: 10,
      refused: 0,
      trouble: { code },
    });
    the.ad.faults.clear();
    expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 7, waiting: 3 });
    the.service.clock.advance(30_000);
    expect(await the.service.dispatchAdBySchedule()).toMatchObject({ applied: 3, waiting: 0 });
    expect(await adFindings()).toEqual([]);
    expect(the.ad.writes.filter(({ kind, attributes }) => kind === 'create' && attributes.includes('userPrincipalName'))).toHaveLength(10);
  });

  it('is not asked again at once where it cannot be reached, unless a person wants it', async () => {
    await the.service.syncWith(inhabitants(3));
    const [controller] = the.ad.controllers;
    await controller?.stop();
    expect(await the.service.dispatchAdBySchedule()).toMatchObject({ waiting: 3, attemptsFailed: 0, trouble: { code: 'unreachable' } });
    expect((await the.service.accounts()).map(({ attempts }) => attempts)).toEqual([0, 0, 0]);
    expect(await the.service.dispatchAdBySchedule()).toMatchObject({ trouble: null, busy: false, waiting: 3 });
    expect(await the.service.dispatchAd()).toMatchObject({ trouble: { code: 'unreachable' }, waiting: 3 });
  });
});

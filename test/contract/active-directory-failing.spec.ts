/* Real: TCP, TLS, everything behind the port. Faked: the controllers, which fail where they are told to. */
import { DISABLED, ENABLED } from '../../src/external-ad/account';
import type { AccountAttributes } from '../../src/external-ad/account.types';
import { type AdObject, AdRefusal, type AdSession } from '../../src/external-ad/active-directory';
import { AdLdapDirectory } from '../../src/external-ad/ldap/ad.directory';
import { BUSY, type CutConnection, READ_ONLY, UNAVAILABLE, type WriteKind } from '../servers/strict-ad/ad-faults';
import { StrictAd } from '../servers/strict-ad/strict-ad';
import { strictAdConfiguration } from '../support/builders/strict-ad-configuration';

const UNIT = 'OU=Externa,DC=ad,DC=example,DC=se';
const BERG = `OU=berg,${UNIT}`;
const GROUP = `CN=Tillträde Alla,OU=Grupper,${UNIT}`;

const account = (name: string, change: Partial<AccountAttributes> = {}): AccountAttributes => ({
  sAMAccountName: name,
  userPrincipalName: `${name}@ext.example.se`,
  cn: name,
  displayName: 'Åsa Öberg',
  givenName: 'Åsa',
  sn: 'Öberg',
  mail: null,
  telephoneNumber: null,
  mobile: null,
  title: null,
  company: 'Bergs kommun',
  department: null,
  hsaId: `SE2120002502-${name}`,
  userAccountControl: DISABLED,
  accountExpires: '9223372036854775807',
  altSecurityIdentities: [],
  memberOf: [],
  organisationalUnit: BERG,
  ...change,
});

describe('a controller that fails is told of through the port', () => {
  let ad: StrictAd;
  let session: AdSession;

  const open = (): Promise<AdSession> => new AdLdapDirectory(strictAdConfiguration(ad, { timeoutSeconds: 0.3 })).open();
  const refusal = (deed: Promise<unknown>): Promise<AdRefusal | null> =>
    deed.then(
      () => null,
      (error: unknown) => {
        if (error instanceof AdRefusal) return error;
        throw error;
      },
    );
  const only = async (name: string): Promise<AdObject> => (await session.byHsaId(account(name).hsaId))[0]!;

  /** Each kind of write, and whether it is so. */
  const WAYS: [kind: WriteKind, prepare: () => Promise<unknown>, write: (object: AdObject) => Promise<void>, isSo: () => boolean][] = [
    ['create', () => Promise.resolve(), () => session.create(account('b')), () => ad.user('b') !== null],
    [
      'modify',
      () => Promise.resolve(),
      (a) => session.modify(a, [{ attribute: 'sn', before: 'Öberg', after: 'Ek' }]),
      () => ad.user('a')?.attributes.sn === 'Ek',
    ],
    [
      'enable',
      () => Promise.resolve(),
      (a) => session.modify(a, [{ attribute: 'userAccountControl', before: DISABLED, after: ENABLED }]),
      () => ad.user('a')!.isEnabled,
    ],
    [
      'disable',
      async () => session.modify(await only('a'), [{ attribute: 'userAccountControl', before: DISABLED, after: ENABLED }]),
      (a) => session.modify(a, [{ attribute: 'userAccountControl', before: ENABLED, after: DISABLED }]),
      () => !ad.user('a')!.isEnabled,
    ],
    ['join', () => Promise.resolve(), (a) => session.join(a, GROUP), () => ad.user('a')!.memberOf.length === 1],
    ['leave', async () => session.join(await only('a'), GROUP), (a) => session.leave(a, GROUP), () => ad.user('a')!.memberOf.length === 0],
    [
      'move',
      () => Promise.resolve(),
      (a) => session.move(a, { cn: 'c', organisationalUnit: UNIT }),
      () => ad.user('a')!.dn === `CN=c,${UNIT}`,
    ],
    ['delete', () => Promise.resolve(), (a) => session.remove(a), () => ad.user('a') === null],
  ];

  beforeEach(async () => {
    ad = await StrictAd.start({ controllers: 2 });
    session = await open();
    await session.ensureUnit(BERG);
    await session.ensureGroup(GROUP);
    await session.create(account('a'));
  });

  afterEach(async () => {
    session.close();
    await ad.close();
  });

  const cuts: CutConnection[] = (['reset', 'close', 'hang'] as const).flatMap((cut) =>
    (['unread', 'unanswered', 'half-answered'] as const).map((when) => ({ cut, when })),
  );

  it.each(
    WAYS.flatMap(([kind, prepare, write, isSo]) =>
      cuts.map((does) => ({ kind, prepare, write, isSo, does, of: `${does.cut}, ${does.when}` })),
    ),
  )('a $kind that is cut ($of) is unknown, and a new connection shows what came of it', async ({ kind, prepare, write, isSo, does }) => {
    await prepare();
    const object = await only('a');
    ad.fail({ kind, does });
    const met = await refusal(write(object));
    expect([met?.kind, met?.code]).toEqual(['unknown', does.cut === 'hang' ? 'timeout' : 'lost']);
    expect(isSo()).toBe(does.when !== 'unread');
    session.close();
    session = await open();
    if (!isSo()) await write(await only('a'));
    expect(isSo()).toBe(true);
  });

  it.each([
    ['busy', BUSY, 'transient busy 0000200E'],
    ['unavailable', UNAVAILABLE, 'transient unavailable 0000200F'],
    ['read-only', READ_ONLY, 'transient read-only 0000202B'],
  ])('one that is %s is transient, and wrote nothing', async (_what, does, expected) => {
    const object = await only('a');
    for (const [kind, , write, isSo] of WAYS.filter(([kind]) => !['disable', 'leave'].includes(kind))) {
      ad.fail({ kind, does });
      const met = await refusal(write(object));
      expect(`${met?.kind} ${met?.code} ${met?.detail.subCode}`).toBe(expected);
      expect(isSo()).toBe(false);
    }
  });

  it.each<[string, Partial<AccountAttributes>, string, string | undefined]>([
    ['an account name that is taken but for an accent', { sAMAccountName: 'Å' }, 'account-name-taken', 'sAMAccountName'],
    ['a UPN that is taken but for an accent', { userPrincipalName: 'Å@ext.example.se' }, 'upn-taken', 'userPrincipalName'],
    ['a name that is taken', { cn: 'A' }, 'name-taken', undefined],
    ['an account name that is too long', { sAMAccountName: 'b'.repeat(21) }, 'bad-account-name', 'sAMAccountName'],
    ['a name that is too long', { cn: 'b'.repeat(65) }, 'value-too-long', 'cn'],
    ['a value that is too long', { department: 'b'.repeat(65) }, 'value-too-long', 'department'],
    ['an OU that is missing', { organisationalUnit: `OU=borta,${UNIT}` }, 'unit-missing', undefined],
  ])('refuses %s for good, and says which', async (_what, change, code, attribute) => {
    const met = await refusal(session.create(account('b', change)));
    expect([met?.kind, met?.code, met?.detail.attribute]).toEqual(['permanent', code, attribute]);
    expect(JSON.stringify(met)).not.toContain('ext.example.se');
    expect(await session.byHsaId(account('b').hsaId)).toEqual([]);
  });

  it('names the one attribute that it refuses', async () => {
    ad.refuse('mobile');
    const changes = [
      { attribute: 'mobile' as const, before: null, after: '070' },
      { attribute: 'sn' as const, before: 'Öberg', after: 'Ek' },
    ];
    const met = await refusal(session.modify(await only('a'), changes));
    expect(met).toMatchObject({ kind: 'permanent', code: 'constraint', detail: { attribute: 'mobile', resultCode: 19 } });
  });

  it('without rights refuses each write for good', async () => {
    const object = await only('a');
    ad.delegate('CN=Computers,DC=ad,DC=example,DC=se');
    for (const [, , write] of WAYS.filter(([kind]) => !['disable', 'leave'].includes(kind))) {
      expect(await refusal(write(object))).toMatchObject({ kind: 'permanent', code: 'no-rights' });
    }
  });

  it.each([
    ['userAccountControl', '66050', 'account-disabled'],
    ['lockoutTime', '1', 'account-locked'],
    ['accountExpires', '1', 'account-expired'],
  ])('says why it takes no log-in (%s), and blames no account for it', async (attribute, value, code) => {
    ad.change('svc-tilltrade', { [attribute]: value });
    expect(await refusal(open())).toMatchObject({ kind: 'transient', code });
  });

  it('is followed by the next in the list where it does not answer', async () => {
    const first = session.controller;
    await ad.controllers[0]!.stop();
    session.close();
    session = await open();
    expect([session.server, session.controller === first]).toEqual([ad.controllers[1]!.server, false]);
    await ad.controllers[1]!.stop();
    expect(await refusal(open())).toMatchObject({ kind: 'transient', code: 'unreachable' });
  });

  it('may not have heard yet of what was written to the other', async () => {
    ad.pauseReplication();
    await session.create(account('b'));
    const { objectGuid } = await only('b');
    await ad.controllers[0]!.stop();
    session.close();
    session = await open();
    expect(await session.byGuid(objectGuid)).toBeNull();
    ad.resumeReplication();
    expect(await session.byGuid(objectGuid)).toMatchObject({ objectGuid, isMarked: true });
  });
});

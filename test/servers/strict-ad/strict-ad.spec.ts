/* Real: the ldapts client, TCP and TLS on loopback. Rows of the table "Samba 4.17 | real AD", its second column. */
import { Attribute, Change, Client, Control, EqualityFilter, PresenceFilter } from 'ldapts';
import { readFileSync } from 'node:fs';
import { PERMISSIVE_MODIFY } from './ad-root';
import { StrictAd } from './strict-ad';

const UNIT = 'OU=Externa,DC=ad,DC=example,DC=se';
const ENABLED = String(0x200 + 0x40000);
const DISABLED = String(0x202 + 0x40000);
const password = (text: string): Buffer => Buffer.from(`"${text}"`, 'utf16le');
const STRONG = password('Ett-långt-lösenord-7');

type Values = Record<string, string | Buffer | readonly string[]>;

const attributesOf = (values: Values): Attribute[] =>
  Object.entries(values).map(
    ([type, one]) => new Attribute({ type, values: typeof one === 'string' ? [one] : Buffer.isBuffer(one) ? [one] : [...one] }),
  );

describe('an Active Directory that is strict', () => {
  let ad: StrictAd;
  let client: Client;

  const connect = (url = ad.url): Client =>
    new Client({
      url,
      timeout: 2000,
      connectTimeout: 5000,
      ...(ad.caFile && url.startsWith('ldaps') ? { tlsOptions: { ca: readFileSync(ad.caFile) } } : {}),
    });

  beforeEach(async () => {
    ad = await StrictAd.start();
    client = connect();
    await client.bind(ad.service.dn, ad.service.password);
  });

  afterEach(async () => {
    await client.unbind().catch(() => undefined);
    await ad.close();
  });

  const dn = (name: string): string => `CN=${name},${UNIT}`;
  const addUser = (name: string, values: Values = {}, unit = UNIT): Promise<void> =>
    client.add(`CN=${name},${unit}`, attributesOf({ objectClass: 'user', sAMAccountName: name, userAccountControl: DISABLED, ...values }));
  const addGroup = (name: string): Promise<void> => client.add(dn(name), attributesOf({ objectClass: 'group', sAMAccountName: name }));
  const modify = (name: string, operation: 'add' | 'delete' | 'replace', values: Values, controls: Control[] = []): Promise<void> =>
    client.modify(
      dn(name),
      attributesOf(values).map((modification) => new Change({ operation, modification })),
      controls,
    );
  const replace = (name: string, values: Values): Promise<void> => modify(name, 'replace', values);
  const permissive = (): Control[] => [new Control(PERMISSIVE_MODIFY, { critical: true })];

  const refused = async (deed: Promise<unknown>): Promise<[code: number, diagnostic: string]> => {
    const error = await deed.then(
      () => ({ code: 0, message: '' }),
      (one: { code: number; message: string }) => one,
    );
    return [error.code, error.message];
  };
  const answers = async (deed: Promise<unknown>, code: number, text: string): Promise<void> => {
    const [met, diagnostic] = await refused(deed);
    expect([met, diagnostic]).toEqual([code, expect.stringContaining(text)]);
  };

  describe('refuses as Microsoft’s does', () => {
    beforeEach(async () => {
      await addUser('asa', { userPrincipalName: 'asa@ext.example.se' });
    });

    it.each<[string, () => Promise<unknown>, number, string]>([
      ['a name that is taken', () => addUser('asa', { sAMAccountName: 'other' }), 68, '00002071: UpdErr'],
      ['an account name that is taken', () => addUser('other', { sAMAccountName: 'ASA' }), 68, '00000524: UpdErr'],
      ['an account name that is taken but for an accent', () => addUser('other', { sAMAccountName: 'åsa' }), 68, '00000524: UpdErr'],
      [
        'a UPN that is taken',
        () => addUser('other', { userPrincipalName: 'Åsa@ext.example.se' }),
        19,
        'problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att 90290 (userPrincipalName)',
      ],
      ['an account name of 21 characters', () => addUser('other', { sAMAccountName: 'a'.repeat(21) }), 80, '00000523: SysErr'],
      ['an account name with a slash', () => addUser('other', { sAMAccountName: 'a/b' }), 80, '00000523: SysErr'],
      ['a CN of 65 characters', () => addUser('c'.repeat(65), { sAMAccountName: 'c' }), 19, 'Att 3 (cn):len 130'],
      ['an employeeID of 17 characters', () => addUser('other', { employeeID: '1'.repeat(17) }), 19, 'Att 90023 (employeeID):len 34'],
      ['an OU that is missing', () => addUser('other', {}, `OU=berg,${UNIT}`), 32, `best match of:\n\t'${UNIT}'`],
      ['a weak password', () => addUser('other', { unicodePwd: password('short') }), 53, '0000052D: SvcErr'],
      ['a password with the account name in it', () => addUser('other', { unicodePwd: password('1-Other-2') }), 53, '0000052D: SvcErr'],
      ['a password that is not quoted', () => addUser('other', { unicodePwd: 'Ett-långt-lösenord-7' }), 53, '0000001F: SvcErr'],
      ['to enable one without a password', () => replace('asa', { userAccountControl: ENABLED }), 53, '0000052D: SvcErr'],
      ['to create one enabled without a password', () => addUser('other', { userAccountControl: ENABLED }), 53, '0000052D: SvcErr'],
      ['to write memberOf', () => replace('asa', { memberOf: [dn('g')] }), 53, '0000209A: SvcErr'],
      ['to write what it keeps itself', () => replace('asa', { uSNChanged: '1' }), 19, '000020B1: AtrErr'],
      ['an empty value', () => replace('asa', { mail: '' }), 21, '00000057: LdapErr'],
      ['text where a number belongs', () => replace('asa', { accountExpires: 'soon' }), 21, '00000057: LdapErr'],
      ['two values where there is room for one', () => replace('asa', { mail: ['a@b.se', 'c@d.se'] }), 19, '00002081: AtrErr'],
      ['a second value beside the only one', () => modify('asa', 'add', { sAMAccountName: 'b' }), 20, '(ATT_OR_VALUE_EXISTS)'],
      ['to take away what is not there', () => modify('asa', 'delete', { mail: [] }), 16, '(NO_ATTRIBUTE_OR_VAL)'],
      ['an attribute that it does not have', () => replace('asa', { hsaIdentity: 'x' }), 16, '00000057: LdapErr'],
      ['an attribute of another class', () => replace('asa', { groupType: '2' }), 65, '(OBJ_CLASS_VIOLATION)'],
      ['a class that it does not have', () => addUser('other', { objectClass: 'hsaPerson' }), 16, '00000057: LdapErr'],
      ['to change the name by modifying', () => replace('asa', { cn: 'b' }), 67, '(CANT_ON_RDN)'],
      [
        'to delete an OU that is not empty',
        () =>
          client
            .add(`OU=b,${UNIT}`, { objectClass: 'organizationalUnit' })
            .then(() => client.modifyDN(dn('asa'), `CN=asa,OU=b,${UNIT}`))
            .then(() => client.del(`OU=b,${UNIT}`)),
        66,
        '(CANT_ON_NON_LEAF)',
      ],
      ['to delete the OU that was delegated', () => client.del(UNIT), 50, '00000005: SecErr'],
      [
        'to change an OU',
        () =>
          client.modify(UNIT, new Change({ operation: 'replace', modification: new Attribute({ type: 'description', values: ['x'] }) })),
        50,
        '00000005: SecErr',
      ],
      ['to create a class that was not delegated', () => addUser('other', { objectClass: 'contact' }), 50, '00000005: SecErr'],
      ['a member that is not there', () => addGroup('g').then(() => modify('g', 'add', { member: dn('x') })), 19, '000020B5: AtrErr'],
      ['what lies elsewhere', () => client.del(ad.service.dn), 50, '00000005: SecErr'],
      ['to create elsewhere', () => addUser('other', {}, 'CN=Users,DC=ad,DC=example,DC=se'), 50, '00000005: SecErr'],
      ['to move out', () => client.modifyDN(dn('asa'), 'CN=asa,CN=Users,DC=ad,DC=example,DC=se'), 50, '00000005: SecErr'],
      ['to move to what is not there', () => client.modifyDN(dn('asa'), `CN=asa,OU=berg,${UNIT}`), 32, '(NO_OBJECT)'],
      ['to rename to a name that is taken', () => addUser('b').then(() => client.modifyDN(dn('b'), dn('ÅSA'))), 68, '00002071: UpdErr'],
      ['another domain', () => client.del('CN=a,DC=example,DC=org'), 10, '0000202B: RefErr'],
      ['what is no name', () => client.del('asa'), 34, '(BAD_NAME)'],
      ['a demand that it cannot meet', () => client.del(dn('asa'), [new Control('1.2.3.4', { critical: true })]), 12, '0000202C'],
    ])('%s', async (_what, deed, code, diagnostic) => {
      await answers(deed(), code, diagnostic);
      expect(ad.users().map((user) => user.attributes.sAMAccountName)).not.toContain('other');
      expect(ad.user('asa')).toMatchObject({ isEnabled: false, attributes: { cn: 'asa' } });
    });

    it.each([
      ['displayName', 256],
      ['givenName', 64],
      ['sn', 64],
      ['mail', 256],
      ['telephoneNumber', 64],
      ['mobile', 64],
      ['title', 128],
      ['company', 64],
      ['department', 64],
      ['userPrincipalName', 1024],
      ['employeeNumber', 512],
      ['adminDescription', 1024],
      ['extensionAttribute1', 1024],
    ])('%s of more than %i characters', async (attribute, longest) => {
      await replace('asa', { [attribute]: 'å'.repeat(longest) });
      await answers(replace('asa', { [attribute]: 'å'.repeat(longest + 1) }), 19, `(${attribute}):len ${2 * longest + 2}`);
    });

    it('nothing of a request when it refuses one part', async () => {
      const [code] = await refused(replace('asa', { mail: 'asa@example.se', mobile: '0'.repeat(65) }));
      expect([code, ad.user('asa')?.attributes.mail]).toEqual([19, undefined]);
    });
  });

  it('enables one who has a password, and keeps it from being read', async () => {
    await addUser('a', { unicodePwd: STRONG });
    await replace('a', { userAccountControl: ENABLED });
    expect(ad.user('a')).toMatchObject({ isEnabled: true, hasPassword: true, attributes: { userAccountControl: ENABLED } });
    const { searchEntries } = await client.search(dn('a'), { attributes: ['*', 'unicodePwd'] });
    expect(searchEntries[0]!.unicodePwd).toEqual([]);
  });

  describe('members', () => {
    beforeEach(async () => {
      await addUser('a');
      await addGroup('g');
      await modify('g', 'add', { member: dn('a') });
    });

    it('are taken once, unless the client is permissive', async () => {
      await answers(modify('g', 'add', { member: dn('a') }), 68, '00000562: UpdErr');
      await modify('g', 'add', { member: dn('a') }, permissive());
      expect(ad.members('g')).toEqual([dn('a')]);
    });

    it('are removed once', async () => {
      await modify('g', 'delete', { member: dn('a') });
      await answers(modify('g', 'delete', { member: dn('a') }), 53, '00000561: SvcErr');
      expect(ad.user('a')?.memberOf).toEqual([]);
    });

    it('stamp the group only, and keep their link through a move', async () => {
      const [user, group] = [ad.user('a')!.usnChanged, ad.on(0).text('g', 'uSNChanged')!];
      await modify('g', 'delete', { member: dn('a') });
      await modify('g', 'add', { member: `<GUID=${ad.user('a')!.objectGuid}>` });
      expect(ad.user('a')!.usnChanged).toBe(user);
      expect(Number(ad.on(0).text('g', 'uSNChanged'))).toBe(Number(group) + 2);
      await client.modifyDN(dn('a'), dn('b\\2C c'));
      expect(ad.members('g')).toEqual([`CN=b\\, c,${UNIT}`]);
      expect(ad.user('a')?.memberOf).toEqual([dn('g')]);
    });

    it('are gone with their object, and the group is not stamped', async () => {
      const before = ad.on(0).text('g', 'uSNChanged');
      await client.del(dn('a'));
      expect([ad.members('g'), ad.on(0).text('g', 'uSNChanged')]).toEqual([[], before]);
    });

    it('past 1500 come in ranges', async () => {
      for (let number = 0; number < 1600; number++) ad.byHand().add(dn(`p${number}`), 'user');
      ad.change('g', { member: Array.from({ length: 1600 }, (_, number) => dn(`p${number}`)) });
      const read = async (attribute: string) =>
        (await client.search(dn('g'), { scope: 'base', attributes: [attribute] })).searchEntries[0]!;
      const first = await read('member');
      expect([first.member, first['member;range=0-1499']?.length]).toEqual([[], 1500]);
      expect((await read('member;range=1500-*'))['member;range=1500-*']).toHaveLength(100);
    });
  });

  describe('who asks', () => {
    it.each([
      ['the DN', () => ad.service.dn],
      ['the UPN', () => 'svc-tilltrade@ad.example.se'],
      ['the account name', () => 'AD\\svc-tilltrade'],
    ])('is known by %s', async (_what, name) => {
      await client.bind(name(), ad.service.password);
      expect((await client.search(UNIT, { scope: 'base' })).searchEntries).toHaveLength(1);
    });

    it('is nobody with an empty password, and sees nothing but the root', async () => {
      await client.bind(ad.service.dn, '');
      await answers(client.search(UNIT), 1, '000004DC: LdapErr');
      await answers(addUser('a'), 1, '000004DC: LdapErr');
      const { searchEntries } = await client.search('', { scope: 'base' });
      expect(searchEntries[0]).toMatchObject({ defaultNamingContext: 'DC=ad,DC=example,DC=se', supportedLDAPVersion: ['3', '2'] });
    });

    it.each<[string, string, object]>([
      ['wrong', '52e', {}],
      ['of a disabled account', '533', { userAccountControl: '66050' }],
      ['of a locked account', '775', { lockoutTime: '1' }],
      ['of an account that has ended', '701', { accountExpires: '1' }],
    ])('is told of a password that is %s', async (_what, data, change) => {
      ad.change('svc-tilltrade', { ...change });
      const isWrong = Object.keys(change).length === 0;
      await answers(client.bind(ad.service.dn, isWrong ? 'wrong' : ad.service.password), 49, `AcceptSecurityContext error, data ${data},`);
    });

    it('is told of an account that is not there', async () => {
      await answers(client.bind('CN=nobody,DC=ad,DC=example,DC=se', 'x'), 49, 'data 525,');
    });

    it('may read what it may write', async () => {
      const asked = { scope: 'base' as const, attributes: ['allowedChildClassesEffective', 'allowedAttributesEffective'] };
      const [ours] = (await client.search(UNIT, asked)).searchEntries;
      const [others] = (await client.search('CN=Users,DC=ad,DC=example,DC=se', asked)).searchEntries;
      expect(ours!.allowedChildClassesEffective).toEqual(expect.arrayContaining(['user', 'group', 'organizationalUnit']));
      expect(others!.allowedChildClassesEffective).toEqual([]);
      await addUser('a');
      const [user] = (await client.search(dn('a'), asked)).searchEntries;
      expect(user!.allowedAttributesEffective).toEqual(
        expect.arrayContaining(['mail', 'userAccountControl', 'unicodePwd', 'employeeNumber']),
      );
      expect(user!.allowedAttributesEffective).not.toContain('memberOf');
    });
  });

  it('lets its account write where that was delegated, and nowhere else', async () => {
    await addUser('a');
    ad.delegate('CN=Computers,DC=ad,DC=example,DC=se');
    await answers(replace('a', { mail: 'a@example.se' }), 50, '00000005: SecErr');
    const asked = { scope: 'base' as const, attributes: ['allowedChildClassesEffective'] };
    expect((await client.search(UNIT, asked)).searchEntries[0]!.allowedChildClassesEffective).toEqual([]);
  });

  describe('searches', () => {
    it('break off at 1000 when they are not paged, and give pages of at most 1000', async () => {
      for (let number = 0; number < 1005; number++) ad.byHand().add(dn(`p${number}`), 'user');
      const filter = new EqualityFilter({ attribute: 'objectClass', value: 'user' });
      await answers(client.search(UNIT, { filter, attributes: ['cn'] }), 4, '');
      const pages: number[] = [];
      for await (const { searchEntries } of client.searchPaginated(UNIT, { filter, attributes: ['cn'], paged: { pageSize: 5000 } })) {
        pages.push(searchEntries.length);
      }
      expect(pages).toEqual([1000, 5]);
    });

    it('from the head of the domain refer to the other naming contexts, and stay out of them', async () => {
      const { searchEntries, searchReferences } = await client.search(ad.baseDn, {
        filter: new PresenceFilter({ attribute: 'objectClass' }),
      });
      expect(searchReferences.join()).toContain('ldap://ad.example.se/CN=Configuration,DC=ad,DC=example,DC=se');
      expect(searchEntries.map((entry) => entry.dn).join()).not.toContain('Configuration');
    });

    it('find by GUID, by its octets, and by names without case and accents', async () => {
      await addUser('asa', { userPrincipalName: 'asa@ext.example.se', mail: 'Åsa@example.se' });
      const { objectGuid } = ad.user('asa')!;
      const found = async (base: string, attribute?: string, value?: string | Buffer) =>
        (await client.search(base, { ...(attribute ? { filter: new EqualityFilter({ attribute, value: value! }) } : {}) })).searchEntries
          .length;
      expect(await found(`<GUID=${objectGuid}>`)).toBe(1);
      const { searchEntries } = await client.search(dn('asa'), { explicitBufferAttributes: ['objectGUID'] });
      const objectGUID = searchEntries[0]!.objectGUID as Buffer;
      expect(await found(ad.baseDn, 'objectGUID', objectGUID)).toBe(1);
      expect(await found(`<GUID=${objectGUID.toString('hex')}>`)).toBe(1);
      expect(await found(ad.baseDn, 'sAMAccountName', 'Åsa')).toBe(1);
      expect(await found(ad.baseDn, 'userPrincipalName', 'ÅSA@ext.example.se')).toBe(1);
      expect(await found(ad.baseDn, 'mail', 'asa@EXAMPLE.se')).toBe(1);
      expect(await found(ad.baseDn, 'noSuchAttribute', 'x')).toBe(0);
      await answers(found(`<GUID=${objectGuid.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))}>`), 32, '(NO_OBJECT)');
    });
  });

  it('keeps the same GUID, and a growing USN, through every change', async () => {
    await addUser('a');
    const before = ad.user('a')!;
    await replace('a', { mail: 'a@example.se' });
    await client.add(`OU=berg,${UNIT}`, attributesOf({ objectClass: 'organizationalUnit' }));
    await client.modifyDN(dn('a'), `CN=b,OU=berg,${UNIT}`);
    const after = ad.user('a')!;
    expect(after).toMatchObject({ dn: `CN=b,OU=berg,${UNIT}`, objectGuid: before.objectGuid, attributes: { cn: 'b', name: 'b' } });
    expect(Number(after.usnChanged)).toBe(Number(before.usnChanged) + 3);
    expect(ad.writes.map(({ kind, objectClass, attributes }) => [kind, objectClass, attributes.length])).toEqual([
      ['create', 'user', 3],
      ['modify', 'user', 1],
      ['create', 'organizationalunit', 1],
      ['move', 'user', 0],
    ]);
  });
});

it('takes no password and no log-in without encryption, until it has begun', async () => {
  const ad = await StrictAd.start({ encryption: 'starttls' });
  const client = new Client({ url: ad.url, timeout: 2000 });
  await expect(client.bind(ad.service.dn, ad.service.password)).rejects.toMatchObject({ code: 8 });
  await client.startTLS({ ca: readFileSync(ad.caFile!) });
  await client.bind(ad.service.dn, ad.service.password);
  await client.unbind();
  await ad.close();
});

import { DISABLED, ENABLED } from '../../src/external-ad/account';
import type { AccountAttributes } from '../../src/external-ad/account.types';
import type { AdObject, AdSession, AdStamp } from '../../src/external-ad/active-directory';
import { diffAccounts } from '../../src/external-ad/diff';
import { AdLdapDirectory } from '../../src/external-ad/ldap/ad.directory';
import { accountDn } from '../../src/external-ad/placement';
import { type AdFixture, refusal } from './active-directory.fixture';
import { describeFailingWay } from './active-directory-failing-way.contract';

/** What every Active Directory promises that is reached through the port. Run it on each kind. */
export function describeActiveDirectory(name: string, start: () => Promise<AdFixture>): void {
  describe(`${name} as an Active Directory`, () => {
    let ad: AdFixture;
    let session: AdSession;
    let count = 0;
    /** An OU of its own for each test. */
    let unit: string;
    beforeAll(async () => {
      ad = await start();
    });
    afterAll(() => ad.stop());
    beforeEach(async () => {
      session = await ad.directory.open();
      unit = `OU=berg ${++count},${ad.configuration.organisationalUnit}`;
      await session.ensureUnit(unit);
    });
    afterEach(() => session.close());

    const group = (of = unit): string => `CN=Grupp ${count},${of}`;

    const account = (change: Partial<AccountAttributes> = {}): AccountAttributes => ({
      sAMAccountName: `ext${count}a`,
      userPrincipalName: `SE2120002502-A${count}@ext.example.se`,
      cn: `ext${count}a`,
      displayName: 'Åsa Öberg',
      givenName: 'Åsa',
      sn: 'Öberg',
      mail: 'asa@example.se',
      telephoneNumber: '+46 63 12 34 56',
      mobile: null,
      title: 'Undersköterska',
      company: 'Bergs kommun',
      department: null,
      hsaId: `SE2120002502-A${count}`,
      userAccountControl: ENABLED,
      accountExpires: '134112132000000000',
      altSecurityIdentities: ['X509:<I>C=SE,O=Inera AB<SR>0102', 'X509:<SKI>0a0b'],
      memberOf: [],
      organisationalUnit: unit,
      ...change,
    });

    async function only(hsaId: string): Promise<AdObject> {
      const [found, ...more] = await session.byHsaId(hsaId);
      if (!found || more.length > 0) throw new Error(`Expected one with ${hsaId}`);
      return found;
    }

    async function created(change: Partial<AccountAttributes> = {}): Promise<AdObject> {
      const desired = account(change);
      await session.create(desired);
      return only(desired.hsaId);
    }

    async function again({ objectGuid }: AdObject): Promise<AdObject> {
      const found = await session.byGuid(objectGuid);
      if (!found) throw new Error('It is gone');
      return found;
    }

    /** Writes what makes the object so. */
    async function become(object: AdObject, change: Partial<AccountAttributes>): Promise<AdObject> {
      const before = object.attributes as AccountAttributes;
      await session.modify(object, diffAccounts(before, { ...before, ...change }));
      return again(object);
    }

    describeFailingWay({
      ...{ account, group, created },
      get ad() {
        return ad;
      },
      get session() {
        return session;
      },
    });

    it('tells which controller it speaks to, always the same', async () => {
      const other = await ad.directory.open();
      expect(session.controller).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect([other.controller, other.server]).toEqual([session.controller, session.server]);
      other.close();
    });

    describe('creates an account', () => {
      it('disabled, marked, in no group, and otherwise as it should be', async () => {
        const desired = account();
        const { attributes, ...object } = await created();
        expect(attributes).toEqual({ ...desired, userAccountControl: DISABLED });
        expect(object).toEqual({
          objectGuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
          dn: accountDn(desired),
          isUnderOurUnit: true,
          isMarked: true,
          usnChanged: expect.stringMatching(/^\d+$/),
        });
        expect(await ad.byHand.read(object.dn, ad.configuration.markAttribute)).toEqual([ad.configuration.mark]);
      });

      it('with a name that has to be escaped, an end past 2^53, and as little as a protected person has', async () => {
        const change = { cn: `Öberg, "Åsa" + <${count}>; #=\\ `.trim(), accountExpires: '9223372036854775807' };
        const nothing = { givenName: null, sn: null, mail: null, telephoneNumber: null, title: null, company: null };
        const { attributes } = await created({ ...change, ...nothing, altSecurityIdentities: [] });
        expect(attributes).toMatchObject({ ...change, ...nothing, altSecurityIdentities: [], organisationalUnit: unit });
      });

      it('that can be enabled: it has a password', async () => {
        const { attributes } = await become(await created(), { userAccountControl: ENABLED });
        expect(attributes.userAccountControl).toBe(ENABLED);
      });

      it('and says what stands in the way', async () => {
        const other = (change: Partial<AccountAttributes>) => ({ ...account(), hsaId: 'SE2120002502-B', ...change });
        const free = { sAMAccountName: `ext${count}b`, cn: `ext${count}b`, userPrincipalName: `b${count}@ext.example.se` };
        await created();
        expect(await refusal(session.create(other({ ...free, cn: account().cn })))).toMatch(/^permanent (name-taken|entry-exists)$/);
        expect(await refusal(session.create(other({ ...free, sAMAccountName: account().sAMAccountName })))).toMatch(
          /^permanent (account-name-taken|entry-exists|name-taken)$/,
        );
        expect(await refusal(session.create(other({ ...free, userPrincipalName: account().userPrincipalName })))).toBe(
          'permanent upn-taken',
        );
        expect(await refusal(session.create(other({ ...free, organisationalUnit: `OU=borta,${unit}` })))).toBe('permanent unit-missing');
        expect(await session.byHsaId('SE2120002502-B')).toEqual([]);
      });
    });

    describe('changes an account', () => {
      it('in what differs and nothing else, also to nothing', async () => {
        const change = {
          displayName: 'Åsa Ek',
          sn: 'Ek',
          mail: null,
          mobile: '070',
          department: 'Hemtjänst',
          hsaId: `SE2120002502-C${count}`,
        };
        const before = await created();
        const after = await become(before, change);
        expect(after.attributes).toEqual({ ...before.attributes, ...change });
        expect(BigInt(after.usnChanged)).toBeGreaterThan(BigInt(before.usnChanged));
        expect((await become(after, change)).usnChanged).toBe(after.usnChanged);
      });

      it('that holds nothing where it should hold nothing', async () => {
        const object = await created({ mail: null });
        await session.modify(object, [{ attribute: 'mail', before: 'asa@example.se', after: null }]);
        expect((await again(object)).attributes.mail).toBeNull();
      });

      it('one certificate at a time', async () => {
        const [one, two] = account().altSecurityIdentities;
        const three = 'X509:<SKI>0c0d';
        let object = await created();
        for (const altSecurityIdentities of [[one!, three], [three], [], [two!]]) {
          object = await become(object, { altSecurityIdentities });
          expect(object.attributes.altSecurityIdentities).toEqual([...altSecurityIdentities].sort());
        }
      });

      it('in its name and place, and it stays the same object', async () => {
        const below = `OU=Norr\\2C väst,${unit}`;
        await session.ensureUnit(below);
        const before = await created();
        const to = { cn: `Ny, ${count}`, organisationalUnit: below };
        await session.move(before, to);
        const after = await again(before);
        expect(after.attributes).toEqual({ ...before.attributes, ...to });
        await session.move(after, { cn: before.attributes.cn, organisationalUnit: below });
        await session.move(after, { cn: before.attributes.cn, organisationalUnit: unit });
        expect((await again(after)).attributes).toEqual(before.attributes);
      });

      it('away', async () => {
        const object = await created();
        await session.remove(object);
        expect([await session.byGuid(object.objectGuid), await session.byHsaId(account().hsaId)]).toEqual([null, []]);
        expect(await refusal(session.remove(object))).toBe('permanent no-such-object');
        expect(await refusal(become(object, { sn: 'Ek' }))).toBe('permanent no-such-object');
      });
    });

    describe('keeps groups', () => {
      it('that it makes once, with the OU they lie in', async () => {
        const dn = group(`OU=Grupper,${unit}`);
        await session.ensureGroup(dn);
        await session.ensureGroup(dn);
        expect(await ad.byHand.read(dn, 'groupType')).toEqual(['-2147483646']);
        expect(await ad.byHand.read(dn, ad.configuration.markAttribute)).toEqual([ad.configuration.mark]);
        expect(await session.members(dn)).toEqual([]);
        expect(await session.members(group(`OU=Borta,${unit}`))).toEqual([]);
      });

      it('whose members join and leave, once and twice', async () => {
        await session.ensureGroup(group());
        const object = await created();
        const standing = async () => [(await again(object)).attributes.memberOf, await session.members(group())];
        for (const change of [() => session.join(object, group()), () => session.leave(object, group())]) {
          await change();
          const once = await standing();
          await change();
          expect(await standing()).toEqual(once);
          expect(once).toEqual(once[0]?.length === 0 ? [[], []] : [[group()], [object.dn]]);
        }
        expect(await standing()).toEqual([[], []]);
      });

      it('and does not tell of those that are not ours', async () => {
        await ad.byHand.add(group(ad.otherUnit), 'group', { sAMAccountName: `andra${count}` });
        const object = await created();
        await ad.byHand.change(group(ad.otherUnit), { member: object.dn });
        expect((await again(object)).attributes.memberOf).toEqual([]);
      });
    });

    describe('touches only what is ours', () => {
      async function everyWay(object: AdObject): Promise<Set<string>> {
        const ways = [
          () => session.modify(object, [{ attribute: 'sn', before: null, after: 'Ek' }]),
          () => session.move(object, { cn: 'Annan', organisationalUnit: unit }),
          () => session.join(object, group()),
          () => session.leave(object, group()),
          () => session.setRandomPassword(object),
          () => session.remove(object),
        ];
        const answers = new Set<string>();
        for (const way of ways) answers.add(await refusal(way()));
        return answers;
      }

      it('so not an object without our mark, until it is marked', async () => {
        await session.ensureGroup(group());
        const dn = `CN=Handgjord ${count},${unit}`;
        await ad.byHand.add(dn, 'user', { sAMAccountName: `hand${count}`, [ad.configuration.hsaIdAttribute]: account().hsaId, sn: 'Alm' });
        const object = await only(account().hsaId);
        expect(object).toMatchObject({ isMarked: false, isUnderOurUnit: true, attributes: { userPrincipalName: null, mail: null } });
        expect(await everyWay(object)).toEqual(new Set(['permanent not-ours']));
        expect(await again(object)).toEqual(object);
        await session.mark(object);
        await session.mark(object);
        expect(await become(await again(object), { sn: 'Ek' })).toMatchObject({ isMarked: true, attributes: { sn: 'Ek' } });
      });

      it('sets a password that nobody knows on one that had none', async () => {
        const dn = `CN=Handgjord ${count},${unit}`;
        await ad.byHand.add(dn, 'user', { sAMAccountName: `hand${count}`, [ad.configuration.hsaIdAttribute]: account().hsaId });
        const object = await only(account().hsaId);
        expect(await ad.byHand.read(dn, 'pwdLastSet')).toEqual(['0']);
        expect(await refusal(session.setRandomPassword(object))).toBe('permanent not-ours');
        expect(await ad.byHand.read(dn, 'pwdLastSet')).toEqual(['0']);
        await session.mark(object);
        await session.setRandomPassword(object);
        const [set = '0'] = (await ad.byHand.read(dn, 'pwdLastSet')) ?? [];
        expect(BigInt(set) > 0n).toBe(true);
        expect(await become(await again(object), { userAccountControl: ENABLED })).toMatchObject({
          attributes: { userAccountControl: ENABLED },
        });
      });

      it('so not one that lost its mark after it was read', async () => {
        const object = await created();
        await ad.byHand.change(object.dn, { [ad.configuration.markAttribute]: 'Annan' });
        expect(await everyWay(object)).toEqual(new Set(['permanent not-ours']));
      });

      it('so not one that was moved away after it was read', async () => {
        await session.ensureGroup(group());
        const object = await created();
        await ad.byHand.rename(object.dn, `CN=${account().cn},${ad.otherUnit}`);
        expect(await session.byGuid(object.objectGuid)).toMatchObject({ isUnderOurUnit: false, isMarked: true });
        expect(await session.byHsaId(account().hsaId)).toEqual([]);
        expect(await everyWay(object)).toEqual(new Set(['permanent outside-base']));
        expect(await refusal(session.mark(object))).toBe('permanent outside-base');
      });

      it('and tells of one that was moved out of a base that is narrower than the domain', async () => {
        await session.ensureGroup(group());
        const object = await created();
        await ad.byHand.rename(object.dn, `CN=${account().cn},${ad.otherUnit}`);
        session.close();
        session = await new AdLdapDirectory({ ...ad.configuration, baseDn: ad.configuration.organisationalUnit }).open();
        const { objectGuid } = object;
        expect(await session.byGuid(objectGuid)).toMatchObject({ objectGuid, isUnderOurUnit: false });
        expect(await everyWay(object)).toEqual(new Set(['permanent outside-base']));
        expect(await refusal(session.mark(object))).toBe('permanent outside-base');
      });

      it('so nothing is made or put elsewhere', async () => {
        const object = await created();
        const elsewhere = ad.otherUnit;
        const other = account({ organisationalUnit: elsewhere, sAMAccountName: `ext${count}b`, userPrincipalName: 'b@ext.example.se' });
        const answers = [
          await refusal(session.create(other)),
          await refusal(session.ensureUnit(`OU=Ny,${elsewhere}`)),
          await refusal(session.ensureGroup(`CN=Ny,${elsewhere}`)),
          await refusal(session.move(object, { cn: 'Ny', organisationalUnit: elsewhere })),
        ];
        expect(new Set(answers)).toEqual(new Set(['permanent outside-base']));
        expect(await again(object)).toEqual(object);
      });

      it('so not a group that somebody else made', async () => {
        await ad.byHand.add(group(), 'group', { sAMAccountName: `grupp${count}` });
        const object = await created();
        expect(await refusal(session.ensureGroup(group()))).toBe('permanent group-not-ours');
        expect(await refusal(session.join(object, group()))).toBe('permanent group-not-ours');
        expect(await session.members(group())).toEqual([]);
        await ad.byHand.change(group(), { member: object.dn });
        expect((await again(object)).attributes.memberOf).toEqual([group()]);
        expect(await refusal(session.leave(await again(object), group()))).toBe('permanent group-not-ours');
        expect(await session.members(group())).toEqual([object.dn]);
      });
    });

    it('makes no group whose name one elsewhere in the domain has', async () => {
      await ad.byHand.add(`CN=Annans ${count},${ad.otherUnit}`, 'group', { sAMAccountName: `Grupp ${count}` });
      expect(await refusal(session.ensureGroup(group()))).toBe('permanent group-not-ours');
      expect(await session.guidOf(group())).toBeNull();
    });

    describe('finds', () => {
      it('users by HSA-id without case, all of them, in our OU only', async () => {
        const { hsaIdAttribute } = ad.configuration;
        const hsaId = account().hsaId;
        await session.create(account());
        await ad.byHand.add(`CN=Andra ${count},${unit}`, 'user', { sAMAccountName: `x${count}`, [hsaIdAttribute]: hsaId.toLowerCase() });
        await ad.byHand.add(`CN=Tredje ${count},${ad.otherUnit}`, 'user', { sAMAccountName: `y${count}`, [hsaIdAttribute]: hsaId });
        await ad.byHand.add(`CN=Fjärde ${count},${unit}`, 'user', { sAMAccountName: `z${count}`, [hsaIdAttribute]: `${hsaId}X` });
        const found = await session.byHsaId(hsaId.toLowerCase());
        expect(found.map(({ attributes }) => attributes.cn).sort()).toEqual([`Andra ${count}`, account().cn]);
        expect(await session.byHsaId('*')).toEqual([]);
      });

      it('whatever has the name, the log-in name or the place, anywhere in the domain', async () => {
        expect(await session.occupants(account())).toEqual([]);
        expect(await session.inPlace(account())).toBeNull();
        const { sAMAccountName, userPrincipalName, cn } = account();
        await ad.byHand.add(`CN=Namn ${count},${ad.otherUnit}`, 'group', { sAMAccountName: sAMAccountName.toUpperCase() });
        const names = { sAMAccountName: `upn${count}`, userPrincipalName: userPrincipalName.toUpperCase() };
        await ad.byHand.add(`CN=Upn ${count},${ad.otherUnit}`, 'user', names);
        await ad.byHand.add(`CN=${cn},${unit}`, 'contact');
        const found = await session.occupants(account());
        expect(found.map(({ dn, isUnderOurUnit }) => [dn, isUnderOurUnit]).sort()).toEqual([
          [`CN=Namn ${count},${ad.otherUnit}`, false],
          [`CN=Upn ${count},${ad.otherUnit}`, false],
          [`CN=${cn},${unit}`, true],
        ]);
        expect(await session.inPlace(account())).toMatchObject({ dn: `CN=${cn},${unit}`, isMarked: false });
      });

      it('the GUID of whatever in the domain bears a name, and of nothing in another one', async () => {
        const dn = `CN=Någon ${count},${ad.otherUnit}`;
        await ad.byHand.add(dn, 'user', { sAMAccountName: `n${count}` });
        const objectGuid = (await session.guidOf(dn)) ?? '';
        expect(await session.byGuid(objectGuid)).toMatchObject({ dn });
        expect(await session.guidOf(`CN=Ingen ${count},${ad.otherUnit}`)).toBeNull();
        expect(await session.guidOf('CN=Någon,DC=annan,DC=example,DC=se')).toBeNull();
      });

      it('nothing by a GUID that nothing has', async () => {
        expect(await session.byGuid('00112233-4455-6677-8899-aabbccddeeff')).toBeNull();
      });
    });

    it('has every object of our OU, and every member of a group, however many', async () => {
      await session.ensureGroup(group());
      const users = Array.from({ length: 1601 }, (_, index) => `CN=Massa ${index},${unit}`);
      for (const [index, dn] of users.entries()) await ad.byHand.add(dn, 'user', { sAMAccountName: `m${count}x${index}` });
      await ad.byHand.change(group(), { member: users });
      await ad.byHand.add(`CN=Kontakt,${unit}`, 'contact');

      const pages: (readonly AdStamp[])[] = [];
      await session.stamps(async (page) => {
        await Promise.resolve();
        pages.push(page);
      });
      const stamps = pages.flat().filter(({ dn }) => dn.endsWith(unit));
      const kinds = (kind: AdStamp['kind']): string[] => stamps.filter((stamp) => stamp.kind === kind).map(({ dn }) => dn);
      expect(pages.length).toBeGreaterThan(1);
      expect(kinds('user').sort()).toEqual([...users].sort());
      expect([kinds('unit'), kinds('group'), kinds('other')]).toEqual([[unit], [group()], [`CN=Kontakt,${unit}`]]);
      expect(pages.flat().some(({ dn }) => dn === ad.configuration.organisationalUnit)).toBe(false);
      expect(new Set(stamps.map(({ objectGuid }) => objectGuid)).size).toBe(stamps.length);
      const [any] = stamps.filter(({ kind }) => kind === 'user');
      expect(await session.byGuid(any!.objectGuid)).toMatchObject({ dn: any!.dn, usnChanged: any!.usnChanged });

      expect((await session.members(group())).sort()).toEqual([...users].sort());
    });
  });
}

/* Real: the ldapts client, TCP and TLS on loopback. */
import { Attribute, Change, Client } from 'ldapts';
import { readFileSync } from 'node:fs';
import { BUSY, type CutConnection, READ_ONLY, UNAVAILABLE } from './ad-faults';
import { StrictAd } from './strict-ad';

const UNIT = 'OU=Externa,DC=ad,DC=example,DC=se';
const dn = (name: string): string => `CN=${name},${UNIT}`;

describe.each(['ldaps', 'none'] as const)('a controller that fails, with the encryption %s', (encryption) => {
  let ad: StrictAd;
  const clients: Client[] = [];

  const connect = async (controller = 0): Promise<Client> => {
    const tls = ad.caFile ? { tlsOptions: { ca: readFileSync(ad.caFile) } } : {};
    const client = new Client({ url: ad.controllers[controller]!.url, timeout: 300, connectTimeout: 5000, ...tls });
    clients.push(client);
    await client.bind(ad.service.dn, ad.service.password);
    return client;
  };
  const add = (client: Client, name: string): Promise<void> => client.add(dn(name), { objectClass: 'user', sAMAccountName: name });
  const setMail = (client: Client, name: string, mail: string): Promise<void> =>
    client.modify(dn(name), new Change({ operation: 'replace', modification: new Attribute({ type: 'mail', values: [mail] }) }));

  beforeEach(async () => {
    ad = await StrictAd.start({ encryption, controllers: 2 });
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) await client.unbind().catch(() => undefined);
    await ad.close();
  });

  const manners: CutConnection['cut'][] = ['reset', 'close', 'hang'];
  it.each(manners.flatMap((cut) => (['unread', 'unanswered', 'half-answered'] as const).map((when) => [cut, when] as const)))(
    'cuts by %s what is %s: the client hears nothing, and only what was read is written',
    async (cut, when) => {
      const client = await connect();
      ad.fail({ kind: 'create', nth: 2, does: { cut, when } });
      await add(client, 'a');
      const error = await add(client, 'b').then(
        () => null,
        (one: { code?: unknown }) => one,
      );
      expect(error).not.toBeNull();
      expect(typeof error?.code).not.toBe('number');
      expect(ad.user('b') !== null).toBe(when !== 'unread');
      await add(await connect(), 'c');
      expect(ad.writes).toHaveLength(when === 'unread' ? 2 : 3);
    },
  );

  it('cuts after the answer', async () => {
    const client = await connect();
    ad.fail({ does: { cut: 'reset', when: 'answered' } });
    await add(client, 'a');
    expect(ad.user('a')).not.toBeNull();
    await expect(setMail(client, 'a', 'a@example.se')).rejects.toThrow();
  });

  it.each([
    ['busy', BUSY, 51],
    ['unavailable', UNAVAILABLE, 52],
    ['read-only', READ_ONLY, 10],
  ])('answers that it is %s, once', async (_what, does, code) => {
    const client = await connect();
    ad.fail({ kind: 'modify', does });
    await add(client, 'a');
    await expect(setMail(client, 'a', 'a@example.se')).rejects.toMatchObject({ code });
    expect(ad.user('a')?.attributes.mail).toBeUndefined();
    await setMail(client, 'a', 'a@example.se');
    expect(ad.refusedWrites).toEqual([
      { kind: 'modify', objectClass: 'user', dn: dn('a'), attributes: ['mail'], server: ad.controllers[0]!.server, ...does },
    ]);
  });

  it('refuses one attribute, whatever comes with it, until it is told not to', async () => {
    const client = await connect();
    await add(client, 'a');
    ad.refuse('mail');
    for (const mail of ['a@example.se', 'b@example.se']) await expect(setMail(client, 'a', mail)).rejects.toMatchObject({ code: 19 });
    ad.faults.clear();
    await setMail(client, 'a', 'a@example.se');
    expect(ad.user('a')?.attributes.mail).toBe('a@example.se');
  });

  it('tells before it does anything', async () => {
    const client = await connect();
    const seen: boolean[] = [];
    ad.fail({ kind: 'create', meanwhile: () => seen.push(ad.on(0).has(dn('a'))) });
    await add(client, 'a');
    await add(client, 'b');
    expect(seen).toEqual([false]);
  });

  it('stops, and comes back at the same address with what it had', async () => {
    await add(await connect(), 'a');
    const { url } = ad;
    await ad.controllers[0]!.stop();
    await expect(connect()).rejects.toThrow();
    await ad.controllers[0]!.start();
    await setMail(await connect(), 'a', 'a@example.se');
    expect([ad.url, ad.user('a')?.attributes.mail]).toEqual([url, 'a@example.se']);
  });

  describe('beside another', () => {
    it('has an identity and USNs of its own', async () => {
      const identities = [];
      for (const controller of [0, 1]) {
        const client = await connect(controller);
        const root = (await client.search('', { scope: 'base', attributes: ['dsServiceName'] })).searchEntries[0]!;
        const settings = await client.search(root.dsServiceName as string, { scope: 'base', explicitBufferAttributes: ['invocationId'] });
        identities.push((settings.searchEntries[0]!.invocationId as Buffer).toString('hex'));
      }
      expect(new Set(identities).size).toBe(2);
      await add(await connect(), 'a');
      expect(ad.on(0).user('a')!.objectGuid).toBe(ad.on(1).user('a')!.objectGuid);
      expect(ad.on(0).user('a')!.usnChanged).not.toBe(ad.on(1).user('a')!.usnChanged);
    });

    it('lags while replication is paused, and then has everything', async () => {
      await add(await connect(), 'a');
      await add(await connect(), 'gone');
      ad.pauseReplication();
      await add(await connect(), 'b');
      await setMail(await connect(), 'a', 'a@example.se');
      await (await connect()).del(dn('gone'));
      ad.byHand(1).change('a', { title: 'Sköterska' });
      expect([ad.on(1).user('b'), ad.on(1).user('a')!.attributes.mail, ad.on(1).has(dn('gone'))]).toEqual([null, undefined, true]);
      ad.resumeReplication();
      for (const controller of [0, 1]) {
        const { attributes } = ad.on(controller).user('a')!;
        expect([attributes.mail, attributes.title, ad.on(controller).has(dn('b')), ad.on(controller).has(dn('gone'))]).toEqual([
          'a@example.se',
          'Sköterska',
          true,
          false,
        ]);
      }
    });

    it('does not bring back what the other deleted', async () => {
      await add(await connect(), 'a');
      ad.pauseReplication();
      ad.byHand(1).change('a', { mail: 'a@example.se' });
      ad.byHand(0).remove('a');
      ad.resumeReplication();
      expect([0, 1].map((controller) => ad.on(controller).has(dn('a')))).toEqual([false, false]);
    });

    it('takes the later of two writes', async () => {
      await add(await connect(), 'a');
      ad.pauseReplication();
      ad.byHand(1).change('a', { mail: 'first@example.se' });
      ad.byHand(0).change('a', { mail: 'second@example.se' });
      ad.resumeReplication();
      expect([0, 1].map((controller) => ad.on(controller).user('a')!.attributes.mail)).toEqual(['second@example.se', 'second@example.se']);
    });
  });

  it('is managed by hand without being noted', async () => {
    const client = await connect();
    await add(client, 'a');
    const hand = ad.byHand();
    hand.add(`OU=berg,${UNIT}`, 'organizationalUnit');
    hand.add(dn('g'), 'group', { sAMAccountName: 'g' });
    hand.join('a', 'g');
    hand.move('a', `OU=berg,${UNIT}`);
    hand.rename('a', 'b');
    hand.change('a', { userAccountControl: '544' });
    expect(ad.user('a')).toMatchObject({ dn: `CN=b,OU=berg,${UNIT}`, isEnabled: true, memberOf: [dn('g')] });
    hand.disable('a');
    hand.leave('a', 'g');
    expect(ad.user('a')).toMatchObject({ isEnabled: false, memberOf: [] });
    hand.remove('a');
    expect(() => hand.remove(`OU=berg,${UNIT}`)).not.toThrow();
    expect(ad.users()).toEqual([]);
    expect(ad.writes).toHaveLength(1);
  });

  it('gives the settings that lead to it', () => {
    const { bind, ...settings } = ad.configuration({ timeoutSeconds: 2 });
    expect(settings).toMatchObject({ kind: 'ldap', organisationalUnit: UNIT, baseDn: 'DC=ad,DC=example,DC=se', timeoutSeconds: 2 });
    expect(settings).toMatchObject({ urls: ad.controllers.map(({ url }) => url) });
    expect(readFileSync(bind.passwordFile, 'utf8')).toBe(ad.service.password);
  });
});

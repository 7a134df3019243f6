/* Real: Samba as Active Directory. What the harness promises to those who test with it. */
import { connect } from 'node:net';
import { Client } from 'ldapts';
import { AD_ACCOUNTS, DOMAIN, loginOf, OTHER_UNIT, OUR_UNIT, Samba, type AdAccountName } from './samba';

jest.setTimeout(120_000);

describe('a domain controller for tests', () => {
  const controllers: Samba[] = [];
  const start = async (options = {}): Promise<Samba> => {
    const samba = await Samba.start(options);
    controllers.push(samba);
    return samba;
  };
  afterEach(async () => {
    for (const samba of controllers.splice(0)) await samba.remove();
  });

  const unit = (name: string, below: string) => [`OU=${name},${below}`, { objectClass: 'organizationalUnit' }] as const;

  async function as(account: AdAccountName, samba: Samba): Promise<Client> {
    const client = new Client({ url: samba.url, tlsOptions: { rejectUnauthorized: false } });
    await client.bind(loginOf(account), AD_ACCOUNTS[account].password);
    return client;
  }

  it('is apart from every other, and keeps what was written through a kill', async () => {
    const [one, other] = [await start(), await start()];
    expect(one.address).not.toBe(other.address);
    await (await one.admin()).add(...unit('Berg', OUR_UNIT));
    await one.kill();
    await one.run();
    const found = async (samba: Samba): Promise<number> =>
      (await (await samba.admin()).search(OUR_UNIT, { filter: '(ou=Berg)' })).searchEntries.length;
    expect([await found(one), await found(other)]).toEqual([1, 0]);
  });

  it('has an account that may write in our OU only, and one that may not at all', async () => {
    const samba = await start();
    const delegated = await as('delegated', samba);
    await delegated.add(...unit('Berg', OUR_UNIT));
    await expect(delegated.add(...unit('Berg', OTHER_UNIT))).rejects.toMatchObject({ code: 50 });
    await expect(delegated.add(...unit('Berg', DOMAIN))).rejects.toMatchObject({ code: 50 });
    await delegated.unbind();
    const powerless = await as('powerless', samba);
    await expect(powerless.add(...unit('Krokom', OUR_UNIT))).rejects.toMatchObject({ code: 50 });
    await powerless.unbind();
  });

  it('is another controller of the domain where it is told so', async () => {
    const invocationId = '00112233-4455-6677-8899-aabbccddeeff';
    const [one, other] = [await start(), await start({ invocationId })];
    const idOf = async (samba: Samba): Promise<string> => {
      const admin = await samba.admin();
      const { searchEntries: roots } = await admin.search('', { scope: 'base', attributes: ['dsServiceName'] });
      const { searchEntries } = await admin.search(String(roots[0]?.dsServiceName), {
        scope: 'base',
        attributes: ['invocationId'],
        explicitBufferAttributes: ['invocationId'],
      });
      return (searchEntries[0]?.invocationId as Buffer).toString('hex');
    };
    expect(await idOf(other)).toBe('33221100554477668899aabbccddeeff');
    expect(await idOf(one)).not.toBe(await idOf(other));
  });

  it('leaves nothing that listens', async () => {
    const samba = await start();
    await samba.stop();
    const socket = connect(636, samba.address);
    await expect(new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });
});

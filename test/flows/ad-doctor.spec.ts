/* Real: Samba, TLS, accounts with the delegated rights, with none and with too many; the program where the command is asked. */
import type { AdCheckRow } from '../../src/external-ad/ad-check';
import { checkActiveDirectory } from '../../src/external-ad/ldap/ad-check.ldap';
import { AdLdapDirectory } from '../../src/external-ad/ldap/ad.directory';
import { type Clock, SystemClock } from '../../src/platform/clock';
import type { LdapAdConfiguration } from '../../src/platform/config/schema';
import { addMilliseconds } from '../../src/platform/time';
import { freePort } from '../servers/free-port';
import { AD_ACCOUNTS, type AdAccountName, OTHER_UNIT, OUR_UNIT, Samba } from '../servers/samba';
import { adConfiguration, adOn } from '../support/builders/ad-configuration';
import { organisationEntry, personEntry } from '../support/builders/ldif';
import { BERG } from '../support/builders/municipality';
import { Installation } from '../support/installation';
import { temporaryDirectory } from '../support/temporary-directory';

jest.setTimeout(120_000);

describe('what doctor says of an Active Directory', () => {
  let samba: Samba;
  const directory = temporaryDirectory();
  beforeAll(async () => {
    samba = await Samba.start();
  });
  afterAll(async () => {
    await samba.remove();
    directory.remove();
  });

  async function wrong(
    change: Partial<LdapAdConfiguration> = {},
    account?: AdAccountName,
    clock: Clock = new SystemClock(),
  ): Promise<string[]> {
    const rows = await checkActiveDirectory(adConfiguration(samba, change, account), clock);
    for (const row of rows) expect(row.remedy === undefined).toBe(row.ok === true);
    return rows.filter(({ ok }) => ok !== true).map(told);
  }
  const told = ({ name, ok, detail }: AdCheckRow): string => `${ok === false ? '✗' : '!'} ${name}: ${detail}`;

  it('is that all is well, once there is something of ours to see our rights by; and it writes nothing', async () => {
    expect(await wrong()).toEqual([expect.stringMatching(/^! AD: rätt att skriva: syns först/)]);
    const session = await new AdLdapDirectory(adConfiguration(samba)).open();
    await session.ensureGroup(`CN=Grupp,${OUR_UNIT}`);
    await session.create({
      ...{ sAMAccountName: 'exta', cn: 'exta', userPrincipalName: 'a@ext.example.se', displayName: 'A', hsaId: 'SE2120002502-A' },
      ...{ givenName: null, sn: null, mail: null, telephoneNumber: null, mobile: null, title: null, company: null, department: null },
      ...{ userAccountControl: 0, accountExpires: '0', altSecurityIdentities: [], memberOf: [], organisationalUnit: OUR_UNIT },
    });
    session.close();
    const highest = async (): Promise<unknown> =>
      (await (await samba.admin()).search('', { scope: 'base', attributes: ['highestCommittedUSN'] })).searchEntries[0]
        ?.highestCommittedUSN;
    const before = await highest();
    expect(await wrong()).toEqual([]);
    expect(await highest()).toBe(before);
  });

  it('is which rights an account lacks', async () => {
    expect(await wrong({}, 'powerless')).toEqual([
      '✗ AD: rätt att skapa: kontot får inte skapa användare, grupper och organisationsenheter i organisationsenheten',
      expect.stringMatching(
        /^✗ AD: rätt att skriva: kontot får inte skriva sAMAccountName, .*employeeNumber.*adminDescription och member$/,
      ),
    ]);
    expect(await wrong({ organisationalUnit: OTHER_UNIT })).toEqual([
      expect.stringMatching(/^✗ AD: rätt att skapa/),
      expect.stringMatching(/^! AD: rätt att skriva/),
    ]);
  });

  it('is which rights an account has too many', async () => {
    expect(await wrong({}, 'administrator')).toEqual([expect.stringMatching(/^! AD: inte mer rätt än så: kontot får skapa/)]);
  });

  it.each<[what: string, Partial<LdapAdConfiguration>, told: RegExp]>([
    ['an OU that is not there', { organisationalUnit: `OU=Borta,${OUR_UNIT}` }, /^✗ AD: organisationsenhet/],
    ['a base that is not the domain', { baseDn: OUR_UNIT }, /^✗ AD: domän/],
    ['pages larger than AD gives', { pageSize: 1001 }, /^! AD: sidstorlek: pageSize är 1001, men AD ger högst 1000/],
  ])('is %s', async (_what, change, expected) => {
    expect(await wrong(change)).toEqual([expect.stringMatching(expected)]);
  });

  it('is that the attribute of the HSA-id has no index, and where to read how it gets one', async () => {
    const rows = await checkActiveDirectory(adConfiguration(samba, { hsaIdAttribute: 'employeeType' }), new SystemClock());
    expect(rows.filter((row) => told(row).startsWith('! AD: attributet employeeType: saknar index'))).toMatchObject([
      { ok: 'warning', remedy: expect.stringMatching(/indexera.*dokumentationen/) as string },
    ]);
  });

  it.each<[what: string, Partial<LdapAdConfiguration>, told: RegExp]>([
    ['too short for an HSA-id', { hsaIdAttribute: 'employeeID' }, /^✗ AD: attributet employeeID: rymmer 16 tecken; 31/],
    ['of several values', { hsaIdAttribute: 'otherMobile' }, /^✗ AD: attributet otherMobile: kan ha flera/],
    ['one that the schema has not', { hsaIdAttribute: 'tilltradeId' }, /^✗ AD: attributet tilltradeId: finns inte/],
  ])('is an attribute that is %s, and that it was not delegated', async (_what, change, expected) => {
    const mayNot = `✗ AD: rätt att skriva: kontot får inte skriva ${change.hsaIdAttribute}`;
    expect(await wrong(change)).toEqual([mayNot, expect.stringMatching(expected)]);
  });

  it('is how far a controller’s clock is from ours, and when certificates end', async () => {
    const clock = (milliseconds: number): Clock => ({ now: () => addMilliseconds(new Date().toISOString(), milliseconds) });
    expect(await wrong({}, 'delegated', clock(-120_000))).toEqual([expect.stringMatching(/^! AD: klocka: .* går 1(19|20) s före/)]);
    const inTwoMonths = await wrong({}, 'delegated', clock(59 * 24 * 3600 * 1000));
    expect(inTwoMonths).toEqual([
      expect.stringMatching(/^✗ AD: klocka/),
      expect.stringMatching(/^! AD: certifikatet för 127\..*:636: gäller till/),
      expect.stringMatching(/^! AD: CA-fil: gäller till/),
    ]);
  });

  it('is which controller of several cannot be used', async () => {
    const nobody = `ldaps://127.0.0.1:${await freePort()}`;
    expect(await wrong({ url: null, urls: [nobody, samba.url] })).toEqual([
      expect.stringMatching(/^! AD: domänkontrollant: 127\.0\.0\.1:\d+: .*går att nå/),
    ]);
    expect(await wrong({ url: nobody })).toEqual([expect.stringMatching(/^✗ AD: domänkontrollant/)]);
  });

  it.each<[what: string, password: string | null, told: RegExp]>([
    ['a wrong password', 'fel', /tjänstekontots inloggning/],
    ['an empty password', '', /externalAd\.bind\.passwordFile/],
    ['no password file', null, /externalAd\.bind\.passwordFile/],
  ])('is %s, tried on one controller alone and never shown', async (_what, password, expected) => {
    const passwordFile = password === null ? '/nonexistent' : directory.write('password', password);
    const bind = { ...adConfiguration(samba).bind, passwordFile };
    const rows = await wrong({ bind, url: null, urls: [samba.url, samba.url] });
    expect(rows).toEqual([expect.stringMatching(/^✗ AD: domänkontrollant/)]);
    expect(rows[0]).toMatch(expected);
  });

  it('stands in the command’s answer, which fails where the AD does', async () => {
    const installation = Installation.make({ municipalities: [BERG], more: { externalAd: adOn(samba) } });
    try {
      installation.writeCatalogue(BERG, [organisationEntry(), personEntry({ hsaId: 'SE2120002502-0001', surname: 'Alm' })]);
      const doctor = async () => {
        const { status, stdout } = await installation.run('doctor --json');
        const { checks } = JSON.parse(stdout) as { checks: AdCheckRow[] };
        return { status, stdout, ofAd: checks.filter(({ name }) => name.startsWith('AD: ')) };
      };
      expect(await doctor()).toMatchObject({
        status: 0,
        ofAd: expect.arrayContaining([expect.objectContaining({ name: 'AD: rätt att skapa', ok: true })]),
      });
      installation.configure({ externalAd: adOn(samba, 'powerless') });
      const failing = await doctor();
      expect(failing.status).toBe(1);
      expect(failing.ofAd.filter(({ ok }) => ok === false).map(told)).toContainEqual(expect.stringMatching(/^✗ AD: rätt att skapa/));
      expect(failing.stdout).not.toContain(AD_ACCOUNTS.powerless.password);
    } finally {
      await installation.remove();
    }
  });
});

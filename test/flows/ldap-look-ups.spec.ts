import { rmSync } from 'node:fs';
import type { LookUp, SourceCheck } from '../../src/directory/directory-source';
import type { LdapSource } from '../../src/directory/ldap/ldap.source';
import type { LdapSourceConfiguration } from '../../src/platform/config/schema';
import { type AccountName, Slapd } from '../servers/slapd';
import { ldapSource } from '../support/builders/ldap-source';
import { commissionEntry, organisationEntry, personEntry, unitEntry } from '../support/builders/ldif';

jest.setTimeout(120_000);

// Real: slapd, TLS, the source. Nothing is faked but the clock and the hash.
const SENTINEL = 'SE2120002502-0001';
const UNIT = ['Hemtjänst'];
const odd = (hsaId: string, surname: string) => personEntry({ hsaId, surname, unit: UNIT, roles: [] });
const CATALOGUE = [
  organisationEntry(),
  unitEntry(UNIT, { hsaIdentity: 'SE2120002502-U1' }),
  personEntry({ hsaId: 'SE2120002502-A', surname: 'Alm', unit: UNIT }),
  odd('SE2120002502-B', 'Berg'),
  odd(' SE2120002502-YTTRE ', 'Yttre'),
  odd('SE2120002502- INRE', 'Inre'),
  odd('SE2120002502-OSYN\u00adLIGT', 'Osynlig'),
  odd('SE2120002502-OSYN\u200bLIGT2', 'Osynligare'),
  commissionEntry({ unit: UNIT, members: ['SE2120002502-B'] }),
];

let slapd: Slapd;
beforeAll(async () => {
  slapd = await Slapd.start({ entries: CATALOGUE });
});
afterAll(() => slapd.remove());

const make = (settings: Partial<LdapSourceConfiguration> = {}, account: AccountName = 'reader', now?: string): LdapSource =>
  ldapSource(slapd, { sentinel: SENTINEL, ...settings }, { account, ...(now ? { clock: { now: () => now } } : {}) });
const whole = { full: true, known: new Map(), memory: null };

async function lookUp(key: string): Promise<LookUp | undefined> {
  const source = make();
  await source.read(whole);
  const answer = await source.lookUp([key]);
  if (answer.outcome !== 'complete') throw new Error(answer.reason);
  return answer.found.get(key);
}

describe('a look-up', () => {
  it.each(['a', 'b', 'u1', 'c001', '0001', 'yttre', 'inre', 'osynligt', 'osynligt2'])('finds %s', async (serial) => {
    expect(await lookUp(`se2120002502-${serial}`)).toMatchObject({ found: true });
  });

  it.each(['gone', 'osyn', 'inr', '*', 'a)(cn=*'])('does not find %s', async (serial) => {
    expect(await lookUp(`se2120002502-${serial}`)).toEqual({ found: false });
  });

  it('gives the entry with its unit and its commissions', async () => {
    const entry = { hsaId: 'SE2120002502-B', role: { kind: 'none' }, person: { surname: 'Berg', unit: { name: 'Hemtjänst' } } };
    expect(await lookUp('se2120002502-b')).toMatchObject({ found: true, entry });
    const found = await make().find('SE2120002502-b');
    expect(found).toMatchObject({ found: true, entry: { person: { commissions: [{ hsaId: 'SE2120002502-C001' }] } } });
  });

  it('asks for each HSA-id by itself', async () => {
    const source = make();
    await source.read(whole);
    const start = slapd.log.length;
    await source.lookUp(['se2120002502-a', 'se2120002502-b']);
    const asked = [...slapd.log.slice(start).matchAll(/SRCH .*filter="\(hsaIdentity=(\S+)\)"/g)].map(([, value]) => value);
    const sentinel = SENTINEL.toLowerCase();
    expect(asked).toEqual([sentinel, 'se2120002502-a', 'se2120002502-b', sentinel]);
  });

  it('proves nothing where the sentinel is gone', async () => {
    const source = make();
    await source.read(whole);
    await slapd.modify(CATALOGUE[0]!.dn, { hsaIdentity: [] });
    expect(await source.lookUp(['se2120002502-a'])).toMatchObject({ outcome: 'incomplete', code: 'sentinel-missing' });
    expect(await source.find('se2120002502-a')).toMatchObject({ outcome: 'incomplete', code: 'sentinel-missing' });
    await slapd.modify(CATALOGUE[0]!.dn, { hsaIdentity: SENTINEL });
  });
});

describe('the doctor', () => {
  const rows = (checks: SourceCheck[]) => checks.map(({ name, ok }) => [name, ok]);
  const known = [{ hsaId: 'SE2120002502-A', surname: 'Alm' }];

  it('finds nothing wrong with a catalogue that has everything', async () => {
    const checks = await make({ knownPersons: known }, 'reader', new Date().toISOString()).check();
    expect(rows(checks)).toEqual([
      ['Katalogserver', true],
      ['Kryptering', true],
      ['Ändringsstämplar', true],
      ['Katalogens klocka', true],
      ['Kontrollpost', true],
      ['Känd person', true],
      ['Nästan rätt systemroll', true],
      ['Katalogserverns certifikat', true],
      ['Katalogens CA-fil', true],
    ]);
    expect(checks[0]?.detail).toMatch(/^127\.0\.0\.1:\d+ läses sida för sida \(500 poster\): 1 personer, 1 med systemrollen\.$/);
  });

  it.each<[string, () => Promise<SourceCheck[]>, string, boolean | string]>([
    ['no encryption', () => make({ url: slapd.url, allowPlaintextOnLoopback: true }).check(), 'Kryptering', 'warning'],
    ['stamps that cannot be read', () => make({}, 'unstamped').check(), 'Ändringsstämplar', 'warning'],
    ['a clock that is behind the catalogue', () => make({}, 'reader', '2026-01-01T00:00:00.000Z').check(), 'Katalogens klocka', 'warning'],
    ['no sentinel', () => make({ sentinel: null }).check(), 'Kontrollpost', 'warning'],
    ['certificates that end soon', () => make({}, 'reader', in40Days()).check(), 'Katalogserverns certifikat', 'warning'],
    ['an authority that ends soon', () => make({}, 'reader', in40Days()).check(), 'Katalogens CA-fil', 'warning'],
    ['a base that is not there', () => make({ baseDn: 'o=Borta,c=SE' }).check(), 'Katalogserver', false],
    ['a sentinel that is not there', () => make({ sentinel: 'SE2120002502-GONE' }).check(), 'Katalogserver', false],
    ['an authority that is another', () => make({ caFile: slapd.certificates.otherCaFile }).check(), 'Katalogserver', false],
  ])('tells of %s, and how to mend it', async (_what, check, name, ok) => {
    const found = (await check()).find((row) => row.name === name);
    expect(found).toMatchObject({ ok, remedy: expect.any(String) });
  });

  it('tells of a client certificate that cannot be read', async () => {
    const { clientCertificate, clientKey } = slapd.certificates;
    const bind = { dn: null, passwordFile: null, passwordEnv: null, certificateFile: clientCertificate, keyFile: clientKey };
    const source = make({ bind });
    expect(rows(await source.check())).toContainEqual(['Klientcertifikatet', expect.anything()]);
    rmSync(clientCertificate);
    expect(rows(await source.check())).toEqual([
      ['Katalogserver', false],
      ['Klientcertifikatet', false],
      ['Katalogens CA-fil', false],
    ]);
  });
});

/** The certificates are made for 60 days. */
const in40Days = (): string => new Date(Date.now() + 40 * 24 * 3600 * 1000).toISOString();

import { Slapd } from '../servers/slapd';
import { BERG } from '../support/builders/municipality';
import { bindAs } from '../support/builders/ldap-source';
import { ORGANISATION, organisationEntry, personEntry, unitEntry } from '../support/builders/ldif';
import { Installation } from '../support/installation';

jest.setTimeout(120_000);

// Real: the program in a process of its own, its database, slapd with TLS. Nothing is faked.
const UNIT = ['Hemtjänst'];
const people = ['A', 'B', 'C'].map((letter) => personEntry({ hsaId: `SE2120002502-${letter}`, surname: `Öberg ${letter}`, unit: UNIT }));

interface Synced {
  runs: { status: string; created: number; ended: number; unchanged: number; reason?: string }[];
}

let slapd: Slapd;
let installation: Installation;
beforeAll(async () => {
  slapd = await Slapd.start({ entries: [organisationEntry(), unitEntry(UNIT, { hsaIdentity: 'SE2120002502-U1' }), ...people] });
  const source = {
    kind: 'ldap',
    url: slapd.tlsUrl,
    caFile: slapd.certificates.caFile,
    bind: { dn: bindAs(slapd, 'reader').dn, passwordFile: slapd.passwordFile('reader') },
    baseDn: ORGANISATION,
    sentinel: 'SE2120002502-0001',
    knownPersons: [{ hsaId: 'SE2120002502-A', surname: 'Öberg A' }],
  };
  installation = Installation.make({ municipalities: [BERG], perMunicipality: { source } });
});
afterAll(async () => {
  await installation.remove();
  await slapd.remove();
});

it('the program reads a catalogue server, and takes nobody for gone while it is away', async () => {
  const sync = () => installation.json<Synced>('sync');
  expect((await sync()).runs).toMatchObject([{ status: 'completed', created: 3 }]);
  expect((await sync()).runs).toMatchObject([{ status: 'completed', created: 0, ended: 0, unchanged: 3 }]);
  await slapd.kill();
  const away = await installation.run('sync --json');
  expect(away.status).toBe(1);
  expect((JSON.parse(away.stdout) as Synced).runs).toMatchObject([
    { status: 'failed', ended: 0, reason: expect.stringContaining('går inte att nå') },
  ]);
  await slapd.run();
  await slapd.delete(people[2]!.dn);
  expect((await sync()).runs).toMatchObject([{ status: 'completed', ended: 1, unchanged: 2 }]);
  const { checks } = await installation.json<{ checks: { name: string; ok: boolean | string }[] }>('doctor');
  const ofCatalogue = checks.filter(({ name }) => name.startsWith('Bergs kommun: '));
  expect(ofCatalogue.map(({ name, ok }) => [name.replace('Bergs kommun: ', ''), ok])).toContainEqual(['Katalogserver', true]);
  expect(ofCatalogue.every(({ ok }) => ok === true)).toBe(true);
});

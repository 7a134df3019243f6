/*
 * Promise 1 at its source: whatever the network or the server does in the middle of a read, nobody who is there is
 * taken for gone. Real: the source, TCP, slapd. Faked: the network's faults, and a server that lies.
 */
import type { CatalogueRead, CompleteRead } from '../../src/directory/directory-source';
import type { LdapSource } from '../../src/directory/ldap/ldap.source';
import { hsaIdKey } from '../../src/people/hsa-id';
import type { LdapSourceConfiguration } from '../../src/platform/config/schema';
import { ChaosProxy, type CutManner, type Direction } from '../servers/chaos-proxy';
import type { Deed, RecordedSearch } from '../servers/ldap-answer';
import { ScriptedLdap } from '../servers/scripted-ldap';
import { ACCOUNTS, Slapd } from '../servers/slapd';
import { commissionEntry, organisationEntry, ORGANISATION, personEntry, unitEntry } from '../support/builders/ldif';
import { ldapSource } from '../support/builders/ldap-source';
import { aReadRequest } from '../support/builders/read-request';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory';

jest.setTimeout(120_000);

const HSA_IDS = Array.from({ length: 45 }, (_, index) => `SE2120002502-P${1000 + index}`);
const SENTINEL = 'SE2120002502-0001';
const stamps = (index: number) => ({ entryUUID: `uuid-${index}`, entryCSN: `20360101000000.${100_000 + index}Z#000000#000#000000` });

const CATALOGUE = [
  organisationEntry(),
  unitEntry(['Hemtjänst']),
  ...HSA_IDS.map((hsaId, index) => personEntry({ hsaId, cn: `Person ${index}`, unit: ['Hemtjänst'] })),
  commissionEntry({ unit: ['Hemtjänst'], members: HSA_IDS.slice(0, 3) }),
];
const STAMPED = CATALOGUE.map(({ dn, attributes }, index) => ({ dn, attributes: { ...attributes, ...stamps(index) } }));

/** Those known who would be removed after this read: absent from it, and looked up in vain. */
async function takenForGone(source: LdapSource, read: CatalogueRead): Promise<string[]> {
  if (read.outcome !== 'complete') return [];
  const there = new Set([...read.unmoved, ...[...read.entries].map(({ hsaId }) => hsaIdKey(hsaId ?? ''))]);
  const absent = HSA_IDS.map(hsaIdKey).filter((key) => !there.has(key));
  const answer = await source.lookUp(absent);
  return answer.outcome === 'complete' ? absent.filter((key) => answer.found.get(key)?.found !== true) : [];
}

const full = () => aReadRequest({ known: HSA_IDS });

/** What the read after this one would be asked. */
const onlyChanges = ({ entries, memory }: CompleteRead) => ({
  full: false,
  memory,
  known: new Map([...entries].map(({ hsaId, mark }) => [hsaIdKey(hsaId ?? ''), mark] as const)),
});

async function complete(read: Promise<CatalogueRead>): Promise<CompleteRead> {
  const answer = await read;
  if (answer.outcome !== 'complete') throw new Error(`Refused: ${answer.code}`);
  return answer;
}

/** So many numbers, evenly from nothing to the last but one, and the edges closely. */
const spread = (until: number, count: number): number[] => [
  ...new Set([0, 1, 2, until - 2, until - 1, ...Array.from({ length: count }, (_, index) => Math.floor((index * until) / count))]),
];

describe('a read that is cut off', () => {
  let slapd: Slapd;
  let proxy: ChaosProxy;
  beforeAll(async () => {
    slapd = await Slapd.start({ entries: CATALOGUE });
  });
  afterAll(() => slapd.remove());
  afterEach(() => proxy.close());

  const plain = (timeoutSeconds = 30): LdapSource =>
    ldapSource(slapd, {
      url: `ldap://127.0.0.1:${proxy.port}`,
      allowPlaintextOnLoopback: true,
      pageSize: 10,
      sentinel: SENTINEL,
      timeoutSeconds,
    });
  const encrypted = (timeoutSeconds = 30): LdapSource =>
    ldapSource(slapd, { url: `ldaps://127.0.0.1:${proxy.port}`, pageSize: 10, sentinel: SENTINEL, timeoutSeconds });

  /** Bytes of one whole read. */
  async function whole(source: LdapSource, request = full()): Promise<Record<Direction, number>> {
    const before = { ...proxy.transferred };
    await complete(source.read(request));
    return { up: proxy.transferred.up - before.up, down: proxy.transferred.down - before.down };
  }

  it.each<[Direction, CutManner, number]>([
    ['down', 'reset', 60],
    ['down', 'close', 60],
    ['down', 'hang', 12],
    ['up', 'reset', 20],
    ['up', 'close', 20],
    ['up', 'hang', 6],
  ])('%s by %s is refused wherever it happens, and the next read is whole', async (direction, how, count) => {
    proxy = await ChaosProxy.start({ port: slapd.port });
    const source = plain(how === 'hang' ? 0.3 : 30);
    const bytes = await whole(source);
    // The end of what goes up is the farewell, which nobody waits for.
    const last = direction === 'down' ? bytes.down : bytes.up - 20;
    for (const afterBytes of spread(last, count)) {
      proxy.faults = { cut: { direction, afterBytes, how } };
      expect([afterBytes, (await source.read(full())).outcome]).not.toContain('complete');
    }
    proxy.faults = {};
    expect((await complete(source.read(full()))).entries).toHaveLength(HSA_IDS.length);
  });

  it.each<CutManner>(['reset', 'close', 'hang'])('by %s is refused when only changes are read', async (how) => {
    proxy = await ChaosProxy.start({ port: slapd.port });
    const source = plain(how === 'hang' ? 0.3 : 30);
    const request = onlyChanges(await complete(source.read(full())));
    const { down } = await whole(source, request);
    for (const afterBytes of spread(down, how === 'hang' ? 8 : 40)) {
      proxy.faults = { cut: { direction: 'down', afterBytes, how } };
      expect([afterBytes, (await source.read(request)).outcome]).not.toContain('complete');
    }
    proxy.faults = {};
    expect((await complete(source.read(request))).unmoved.size).toBe(HSA_IDS.length);
  });

  it.each<CutManner>(['reset', 'close', 'hang'])('by %s is refused where the connection is encrypted', async (how) => {
    proxy = await ChaosProxy.start({ port: slapd.tlsPort });
    const source = encrypted(how === 'hang' ? 0.5 : 30);
    const { down } = await whole(source);
    for (const afterBytes of spread(down - 200, how === 'hang' ? 4 : 15)) {
      proxy.faults = { cut: { direction: 'down', afterBytes, how } };
      expect([afterBytes, (await source.read(full())).outcome]).not.toContain('complete');
    }
  });

  it('while people are looked up takes nobody for gone', async () => {
    proxy = await ChaosProxy.start({ port: slapd.port });
    const source = plain();
    await complete(source.read(full()));
    const before = proxy.transferred.down;
    const asked = [...HSA_IDS.slice(0, 5), 'SE2120002502-NOBODY'].map(hsaIdKey);
    const answer = await source.lookUp(asked);
    expect(answer).toMatchObject({ outcome: 'complete' });
    for (const afterBytes of spread(proxy.transferred.down - before, 40)) {
      await complete(source.read(full()));
      proxy.faults = { cut: { direction: 'down', afterBytes, how: 'reset' } };
      expect([afterBytes, (await source.lookUp(asked)).outcome]).not.toContain('complete');
      proxy.faults = {};
    }
  });

  it.each([
    ['refuses', { refuse: true }],
    ['swallows', { blackhole: true }],
  ])('by a network that %s everything is refused', async (_what, faults) => {
    proxy = await ChaosProxy.start({ port: slapd.port });
    proxy.faults = faults;
    expect(await plain(0.5).read(full())).toMatchObject({ outcome: expect.not.stringMatching('complete') });
  });

  it('is whole over a slow line', async () => {
    proxy = await ChaosProxy.start({ port: slapd.port });
    proxy.faults = { latencyMs: 5, bytesPerSecond: 500_000 };
    expect((await complete(plain().read(full()))).entries).toHaveLength(HSA_IDS.length);
  });
});

describe('a server that lies', () => {
  let directory: TemporaryDirectory;
  let passwordFile: string;
  beforeAll(() => {
    directory = temporaryDirectory();
    passwordFile = directory.write('reader.password', ACCOUNTS.reader.password);
  });
  let server: ScriptedLdap;
  let source: LdapSource;
  afterAll(() => directory.remove());

  beforeEach(async () => {
    server = await ScriptedLdap.start({ entries: STAMPED, login: ACCOUNTS.reader });
    source = sourceAt({});
  });
  afterEach(() => server.close());

  const ofRoleHolders = ({ filter }: RecordedSearch): boolean => filter === '(hsasystemrole=RJH;LINK)';

  it('is read whole while it tells the truth, and its stamps are all that is asked for next time', async () => {
    const first = await complete(source.read(full()));
    expect(first.entries).toHaveLength(HSA_IDS.length);
    const asked = server.searches.length;
    const next = await complete(source.read(onlyChanges(first)));
    expect(next).toMatchObject({ mode: 'changes', entries: { length: 0 } });
    expect(next.unmoved.size).toBe(HSA_IDS.length);
    const people = server.searches.slice(asked).filter(ofRoleHolders);
    for (const { attributes } of people) expect(attributes).toHaveLength(3);
  });

  const REFUSED: [Deed, string][] = [
    ['repeated-cookie', 'paging-repeated'],
    ['no-control', 'paging-missing'],
    ['silence', 'timeout'],
    ['wrong-message-id', 'protocol'],
    ['garbage', 'protocol'],
    ['hang-up', 'lost'],
    [{ reference: 'ldap://other.example.se/o=Bergs%20kommun' }, 'reference'],
    [{ strayDn: 'cn=Elsewhere,o=Krokoms kommun,c=SE' }, 'outside-base'],
    [{ code: 3 }, 'result-3'],
    [{ code: 4 }, 'result-4'],
    [{ code: 11 }, 'result-11'],
    [{ code: 51 }, 'result-51'],
  ];

  describe.each([1, 3, 5])('at page %d of those who have the role', (atPage) => {
    it.each(REFUSED)('is refused: %j', async (does, code) => {
      source = sourceAt({ timeoutSeconds: does === 'silence' ? 0.3 : 30 });
      server.misdeed = { does, atPage, of: ofRoleHolders };
      expect(await source.read(full())).toMatchObject({ outcome: 'incomplete', code });
      server.misdeed = null;
      expect((await complete(source.read(full()))).entries).toHaveLength(HSA_IDS.length);
    });

    it.each<Deed>(['empty-page', 'lost-cookie'])('has nobody taken for gone: %j', async (does) => {
      server.misdeed = { does, atPage, of: ofRoleHolders };
      expect(await takenForGone(source, await source.read(full()))).toEqual([]);
    });
  });

  it.each(REFUSED)('is refused when only stamps are read: %j', async (does, code) => {
    source = sourceAt({ timeoutSeconds: does === 'silence' ? 0.3 : 30 });
    const request = onlyChanges(await complete(source.read(full())));
    server.misdeed = { does, atPage: 2, of: ofRoleHolders };
    expect(await source.read(request)).toMatchObject({ outcome: 'incomplete', code });
  });

  it('is refused when it hides the sentinel', async () => {
    server.entries = STAMPED.filter(({ attributes }) => !('o' in attributes));
    expect((await source.read(full())).outcome).not.toBe('complete');
  });

  it('hangs up after a page and answers whoever comes back, unbound, with nothing: nobody is gone', async () => {
    server.misdeed = { does: 'hang-up', atPage: 2, of: ofRoleHolders };
    expect((await source.read(full())).outcome).not.toBe('complete');
    expect(server.requests.filter(({ kind }) => kind === 'bind')).toHaveLength(server.connections);
  });

  const sourceAt = (configuration: Partial<LdapSourceConfiguration>): LdapSource => {
    const login = { passwordFile: () => passwordFile, certificates: { caFile: null }, tlsUrl: server.url } as unknown as Slapd;
    return ldapSource(login, { allowPlaintextOnLoopback: true, pageSize: 10, sentinel: SENTINEL, baseDn: ORGANISATION, ...configuration });
  };
});

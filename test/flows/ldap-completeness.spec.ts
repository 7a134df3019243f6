import type { CatalogueRead } from '../../src/directory/directory-source';
import type { LdapSourceConfiguration } from '../../src/platform/config/schema';
import { type AccountName, Slapd } from '../servers/slapd';
import { ldapSource } from '../support/builders/ldap-source';
import { ORGANISATION, organisationEntry, personEntry } from '../support/builders/ldif';

jest.setTimeout(120_000);

// Real: slapd, TLS, the source. Nothing is faked but the clock and the hash.
const SENTINEL = 'SE2120002502-0001';
const LONG = 'x'.repeat(4000);
const people = Array.from({ length: 3000 }, (_, index) =>
  personEntry({ hsaId: `SE2120002502-P${String(index)}`, surname: `Öberg ${String(index)}`, attributes: { title: LONG } }),
);
const hidden = personEntry({ hsaId: 'SE2120002502-DOLD', surname: 'Dold', classes: ['hsaConfidentialPerson'] });
const known = new Map([['se2120002502-p1', null]]);

let slapd: Slapd;
beforeEach(async () => {
  slapd = await Slapd.start({ entries: [organisationEntry(), hidden, ...people] });
});
afterEach(() => slapd.remove());

type Settings = Partial<LdapSourceConfiguration>;
const source = (settings: Settings = {}, account: AccountName = 'reader') =>
  ldapSource(slapd, { sentinel: SENTINEL, ...settings }, { account });
const outcomeOf = (read: CatalogueRead): string =>
  read.outcome === 'complete' ? `complete ${String(read.peopleRead)}` : `${read.outcome} ${read.code}`;
const read = async (settings: Settings = {}, account?: AccountName): Promise<string> =>
  outcomeOf(await source(settings, account).read({ full: true, known, memory: null }));

describe('a server with limits', () => {
  it('is read page by page past the limit of one request', async () => {
    expect(await read({ pageSize: 500 })).toBe('complete 3001');
    expect(await read({ pageSize: 7 })).toBe('complete 3001');
  });

  it('proves nothing where the limit over all pages is met in the middle', async () => {
    expect(await read({ pageSize: 20 }, 'limited')).toMatch(/^incomplete result-(3|4|11)$/);
  });

  it('proves nothing where a page is larger than it allows', async () => {
    expect(await read({ pageSize: 500 }, 'limited')).toMatch(/^incomplete result-(4|11)$/);
  });
});

describe('an identity that does not see everything', () => {
  it('proves nothing where the sentinel is among what it does not see', async () => {
    expect(await read({ sentinel: 'SE2120002502-DOLD' })).toBe('complete 3001');
    expect(await read({ sentinel: 'SE2120002502-DOLD' }, 'partial')).toBe('incomplete sentinel-missing');
  });

  it('is told apart from a base that is not there', async () => {
    const answer = await source({ baseDn: 'o=Krokoms kommun,c=SE' }).read({ full: true, known, memory: null });
    expect(answer).toMatchObject({ outcome: 'failed', code: 'result-32' });
    expect(answer).toMatchObject({ reason: expect.stringContaining('noSuchObject') });
  });
});

describe('a server that dies', () => {
  it.each([
    ['in the middle of a page', 3000],
    ['between two pages', 10],
  ])('%s leaves nothing proven, and the next read is whole', async (_when, pageSize) => {
    const one = source({ pageSize });
    const killed = one.read({ full: true, known, memory: null, onProgress: () => void slapd.kill() });
    expect(outcomeOf(await killed)).toBe('incomplete lost');
    expect(await one.lookUp(['se2120002502-p1'])).toMatchObject({ outcome: 'incomplete', code: 'not-read' });
    await slapd.run();
    expect(outcomeOf(await one.read({ full: true, known, memory: null }))).toBe('complete 3001');
  });

  it('between a read and its look-ups makes nobody gone', async () => {
    const one = source();
    expect(outcomeOf(await one.read({ full: true, known, memory: null }))).toBe('complete 3001');
    await slapd.kill();
    expect(await one.lookUp(['se2120002502-p1'])).toMatchObject({ outcome: 'failed', code: 'unreachable' });
  });
});

it('stops in the middle when it is told to', async () => {
  const stop = new AbortController();
  const stopped = source().read({ full: true, known, memory: null, signal: stop.signal, onProgress: () => stop.abort() });
  expect(outcomeOf(await stopped)).toBe('incomplete aborted');
});

describe('a search reference', () => {
  beforeEach(() =>
    slapd.add({
      dn: `ou=Annanstans,${ORGANISATION}`,
      attributes: { objectClass: 'referral', ou: 'Annanstans', ref: 'ldap://other.example.se/ou=Annanstans' },
    }),
  );

  it('proves nothing, unless it is expected', async () => {
    expect(await read()).toBe('incomplete reference');
    expect(await read({ expectedReferences: ['ldap://other.example.se/ou=Annanstans'] })).toBe('complete 3001');
    expect(await read({ expectedReferences: ['ldap://other.example.se/ou=Annan'] })).toBe('incomplete reference');
  });
});

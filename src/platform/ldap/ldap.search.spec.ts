import { PresenceFilter, SearchEntry } from 'ldapts';
import { DnPlaces } from './dn-places';
import type { LdapConnection, Page, PageRequest } from './ldap.connection';
import { LdapFault } from './ldap-fault';
import { LdapSearch, type SearchScope } from './ldap.search';

// Faked: the connection, which answers with the pages it is given. Real servers are in test/flows.
const BASE = 'o=Bergs kommun,c=SE';
const ANYTHING: SearchScope = { filter: new PresenceFilter({ attribute: 'objectClass' }), attributes: ['cn'] };

interface GivenPage extends Partial<Omit<Page, 'cookie'>> {
  cookie?: string | null;
  names?: string[];
  fault?: LdapFault;
}

async function search(
  pages: GivenPage[],
  scope: Partial<SearchScope> = {},
  expectedReferences: string[] = [],
  more: { mayRepeatCookie?: boolean } = {},
) {
  const asked: PageRequest[] = [];
  const connection = {
    server: 'hsa.example.se:636',
    page: (request: PageRequest, onEntry: (entry: SearchEntry) => void): Promise<Page> => {
      const { cookie = '', references = [], names = [], fault } = pages[asked.push(request) - 1] ?? {};
      if (fault) return Promise.reject(fault);
      for (const name of names) onEntry(new SearchEntry({ messageId: 1, name }));
      return Promise.resolve({ cookie: cookie === null ? null : Buffer.from(cookie), references });
    },
  } as unknown as LdapConnection;
  const found: string[] = [];
  const settings = { baseDn: BASE, pageSize: 500, expectedReferences, ...more };
  const ended: number[] = [];
  const onPageEnd = async (): Promise<void> => {
    await Promise.resolve();
    ended.push(found.length);
  };
  const result = await new LdapSearch(connection, settings, new DnPlaces(BASE))
    .each({ ...ANYTHING, ...scope }, ({ name }) => found.push(name), onPageEnd)
    .then(
      () => 'complete',
      (error: unknown) => (error instanceof LdapFault ? error.kind : error),
    );
  return { result, found, ended, cookies: asked.map(({ cookie }) => cookie.toString()), asked };
}

const anna = `cn=Anna,${BASE}`;
const berit = `cn=Berit,${BASE}`;

it('goes on until a page has no cookie, also past pages without entries', async () => {
  const { result, found, cookies } = await search([{ names: [anna], cookie: '1' }, { cookie: '2' }, { cookie: '3' }, { names: [berit] }]);
  expect([result, found, cookies]).toEqual(['complete', [anna, berit], ['', '1', '2', '3']]);
});

it.each<[string, GivenPage[], string]>([
  ['no paging control', [{ names: [anna], cookie: null }], 'paging-missing'],
  ['no paging control on a later page', [{ cookie: '1' }, { cookie: null }], 'paging-missing'],
  ['the same cookie twice in a row', [{ cookie: '1' }, { cookie: '1' }], 'paging-repeated'],
  ['a cookie from before', [{ cookie: '1' }, { cookie: '2' }, { cookie: '1' }], 'paging-repeated'],
  ['an entry beside the base', [{ names: [anna, 'cn=Anna,o=Åre kommun,c=SE'] }], 'outside-base'],
  ['an entry above the base', [{ names: ['c=SE'] }], 'outside-base'],
  ['an entry without a name', [{ names: [''] }], 'outside-base'],
  ['a reference', [{ references: [['ldap://other.example.se/c=SE']] }], 'reference'],
  ['a reference on an empty page in the middle', [{ cookie: '1' }, { cookie: '2', references: [['ldap://other/']] }, {}], 'reference'],
  ['a lost connection', [{ cookie: '1' }, { fault: new LdapFault('lost', 'x') }], 'lost'],
  ['a base that is gone', [{ fault: new LdapFault('result', 'x', { resultCode: 32 }) }], 'result'],
])('is not complete with %s', async (_case, pages, kind) => {
  expect((await search(pages)).result).toBe(kind);
});

it('tells the end of each page that is whole, and of no other', async () => {
  const pages = [{ names: [anna], cookie: '1' }, { cookie: '2' }, { names: [berit], cookie: '1' }];
  expect(await search(pages)).toMatchObject({ result: 'paging-repeated', ended: [1, 1] });
});

it.each<[string, GivenPage[], string]>([
  ['gets on', [{ names: [anna], cookie: '1' }, { names: [berit], cookie: '1' }, {}], 'complete'],
  ['gives a page without entries', [{ names: [anna], cookie: '1' }, { cookie: '1' }, {}], 'paging-repeated'],
  ['gives an entry again', [{ names: [anna], cookie: '1' }, { names: [anna], cookie: '1' }, {}], 'paging-repeated'],
])('follows a server that has one cookie for all pages, as long as it gets on: it %s', async (_case, pages, result) => {
  expect((await search(pages, {}, [], { mayRepeatCookie: true })).result).toBe(result);
});

it('takes a reference for expected by any of its places, whatever scope it tells', async () => {
  const references = [['ldap://one.example.se/c=SE??sub', 'LDAP://two.example.se/c=SE??sub']];
  expect((await search([{ references }], {}, ['ldap://two.example.se/c=SE'])).result).toBe('complete');
  expect((await search([{ references }], {}, ['ldap://two.example.se/'])).result).toBe('reference');
});

it('finds nothing where one entry alone is not there', async () => {
  const gone = { fault: new LdapFault('result', 'x', { resultCode: 32 }) };
  const { result, found, asked } = await search([gone], { entry: anna });
  expect([result, found, asked[0]?.base, asked[0]?.scope]).toEqual(['complete', [], anna, 'base']);
  expect((await search([{ fault: new LdapFault('result', 'x', { resultCode: 50 }) }], { entry: anna })).result).toBe('result');
});

it('lets a surprise through', async () => {
  const surprise = new Error('surprise') as LdapFault;
  expect((await search([{ fault: surprise }])).result).toBe(surprise);
});

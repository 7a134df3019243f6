/* Real: the ldapts client, TCP on loopback. What ldapts makes of each misdeed is told here; the source must do better. */
import { AndFilter, Client, EqualityFilter, NotFilter, OrFilter, PresenceFilter, SubstringFilter } from 'ldapts';
import { organisationEntry, ORGANISATION, personEntry, unitEntry } from '../support/builders/ldif';
import type { Deed } from './ldap-answer';
import { ScriptedLdap } from './scripted-ldap';

const LOGIN = { dn: 'cn=reader,c=SE', password: 'reader-secret' };
const PEOPLE = ['Anna', 'Bo', 'Åsa', 'Dan', 'Eva', 'Fia', 'Gun'];
const ENTRIES = [
  organisationEntry(),
  unitEntry(['Hemtjänst']),
  ...PEOPLE.map((givenName, index) =>
    personEntry({
      hsaId: `SE2120002502-P${index}`,
      givenName,
      unit: ['Hemtjänst'],
      roles: index === 0 ? ['NPO;LAS'] : ['rjh;link', 'INTYG;X'],
      attributes: { entryUUID: `uuid-${index}`, 'userCertificate;binary': Buffer.from([0, 0xff, index]) },
    }),
  ),
];
const persons = new EqualityFilter({ attribute: 'objectClass', value: 'hsaPersonExtension' });

describe('a scripted directory', () => {
  let server: ScriptedLdap;
  let client: Client;

  beforeEach(async () => {
    server = await ScriptedLdap.start({ entries: ENTRIES, login: LOGIN });
    client = new Client({ url: server.url, timeout: 300, connectTimeout: 5000 });
  });

  afterEach(async () => {
    await client.unbind().catch(() => undefined);
    await server.close();
  });

  const bind = (): Promise<void> => client.bind(LOGIN.dn, LOGIN.password);

  const found = async (filter = persons as ConstructorParameters<typeof NotFilter>[0]['filter'], options = {}): Promise<string[]> => {
    const { searchEntries } = await client.search(ORGANISATION, { filter, attributes: ['givenName'], ...options });
    return searchEntries.map(({ givenName }) => String(givenName));
  };

  describe('is honest', () => {
    it('takes the right password, and calls an empty one success without binding anybody', async () => {
      await expect(client.bind(LOGIN.dn, 'wrong')).rejects.toMatchObject({ code: 49 });
      await client.bind(LOGIN.dn, '');
      expect(await found()).toEqual([]);
      await bind();
      expect(await found()).toEqual(PEOPLE);
      expect(server.requests.filter(({ kind }) => kind === 'bind')).toHaveLength(3);
    });

    it('refuses StartTLS and other methods than simple bind', async () => {
      await expect(client.startTLS({})).rejects.toMatchObject({ code: 2 });
      await expect(client.bind('EXTERNAL')).rejects.toMatchObject({ code: 7 });
    });

    it.each([
      ['presence', new PresenceFilter({ attribute: 'mail' }), PEOPLE],
      ['equality without case', new EqualityFilter({ attribute: 'hsaSystemRole', value: 'RJH;LINK' }), PEOPLE.slice(1)],
      ['equality of letters beyond ASCII', new EqualityFilter({ attribute: 'givenName', value: 'åsa' }), ['Åsa']],
      ['initial substring', new SubstringFilter({ attribute: 'givenName', initial: 'E' }), ['Eva']],
      ['substrings in order', new SubstringFilter({ attribute: 'hsaSystemRole', any: ['jh', 'LIN'] }), PEOPLE.slice(1)],
      ['substrings in the wrong order', new SubstringFilter({ attribute: 'hsaSystemRole', any: ['LIN', 'jh'] }), []],
      ['substrings that would overlap', new SubstringFilter({ attribute: 'givenName', initial: 'Ann', final: 'nna' }), []],
      [
        'and, or, not',
        new AndFilter({
          filters: [
            persons,
            new NotFilter({ filter: new EqualityFilter({ attribute: 'hsaSystemRole', value: 'RJH;LINK' }) }),
            new OrFilter({
              filters: [new EqualityFilter({ attribute: 'sn', value: 'andersson' }), new PresenceFilter({ attribute: 'x' })],
            }),
          ],
        }),
        ['Anna'],
      ],
    ])('finds by %s', async (_what, filter, people) => {
      await bind();
      expect(await found(filter)).toEqual(people);
    });

    it.each([
      ['base', 1],
      ['one', 1],
      ['sub', 2 + PEOPLE.length],
    ] as const)('searches with the scope %s', async (scope, count) => {
      await bind();
      const { searchEntries } = await client.search(ORGANISATION.toUpperCase(), {
        scope,
        filter: new PresenceFilter({ attribute: 'objectClass' }),
      });
      expect(searchEntries).toHaveLength(count);
    });

    it('says so when there is no such base', async () => {
      await bind();
      await expect(client.search('o=Ingen kommun,c=SE', { filter: persons })).rejects.toMatchObject({ code: 32 });
    });

    it.each([
      [[], ['cn', 'givenName', 'mail', 'userCertificate;binary'], ['entryUUID']],
      [
        ['sn', 'userCertificate', 'entryUUID'],
        ['sn', 'userCertificate;binary', 'entryUUID'],
        ['cn', 'mail'],
      ],
      [['*', '+'], ['cn', 'entryUUID'], []],
      [['1.1'], [], ['cn', 'entryUUID']],
    ])('gives of the attributes those asked for: %j', async (attributes, given, kept) => {
      await bind();
      const { searchEntries } = await client.search(ORGANISATION, { filter: persons, attributes, sizeLimit: 1 });
      const names = Object.entries(searchEntries[0]!).flatMap(([name, value]) => (value.length > 0 ? [name] : []));
      expect(names).toEqual(expect.arrayContaining(given));
      for (const name of kept) expect(names).not.toContain(name);
    });

    it('gives octets as they are', async () => {
      await bind();
      const name = 'userCertificate;binary';
      const { searchEntries } = await client.search(ORGANISATION, {
        filter: persons,
        attributes: [name],
        explicitBufferAttributes: [name],
      });
      expect(searchEntries[6]![name]).toEqual(Buffer.from([0, 0xff, 6]));
    });

    it('pages, and records what it was asked', async () => {
      await bind();
      expect(await found(persons, { paged: { pageSize: 3 } })).toEqual(PEOPLE);
      const asked = {
        kind: 'search',
        base: ORGANISATION,
        scope: 'sub',
        filter: '(objectclass=hsapersonextension)',
        attributes: ['givenName'],
        pageSize: 3,
        controls: ['1.2.840.113556.1.4.319'],
      };
      expect(server.requests).toEqual([{ kind: 'bind', dn: LOGIN.dn }, ...[1, 2, 3].map((page) => ({ ...asked, page }))]);
    });
  });

  describe('misbehaves', () => {
    const SUCCEEDS: [string, Deed, string[]][] = [
      ['a page without entries ends ldapts', 'empty-page', PEOPLE.slice(0, 3)],
      ['a lost cookie ends ldapts', 'lost-cookie', PEOPLE.slice(0, 6)],
      ['a missing control ends ldapts', 'no-control', PEOPLE.slice(0, 6)],
      ['an entry from elsewhere is one more', { strayDn: 'cn=Elsewhere,c=SE' }, [...PEOPLE.slice(0, 5), 'Dan', ...PEOPLE.slice(5)]],
      ['a reference is told of', { reference: 'ldap://other.example.se/' }, PEOPLE],
    ];
    it.each(SUCCEEDS)('%s', async (_what, does, people) => {
      await bind();
      server.misdeed = { does, atPage: 2 };
      expect(await found(persons, { paged: { pageSize: 3 } })).toEqual(people);
    });

    it.each<Deed>([{ code: 3 }, { code: 4 }, { code: 11 }, { code: 51 }])('breaks a page off: %j', async (does) => {
      await bind();
      server.misdeed = { does, atPage: 2 };
      await expect(found(persons, { paged: { pageSize: 3 } })).rejects.toMatchObject(does);
    });

    it.each<Deed>(['silence', 'wrong-message-id', 'garbage', 'hang-up'])('never answers a page: %s', async (does) => {
      await bind();
      server.misdeed = { does, atPage: 2 };
      await expect(found(persons, { paged: { pageSize: 3 } })).rejects.toThrow();
      expect(server.searches).toHaveLength(2);
    });

    it('finds nothing for one who comes back after a hang-up, and calls it success', async () => {
      await bind();
      server.misdeed = { does: 'hang-up', atPage: 1 };
      await expect(found()).rejects.toThrow();
      server.misdeed = null;
      expect(await found()).toEqual([]);
      expect(server.connections).toBe(2);
    });

    it('leads to the same page again and again by a repeated cookie', async () => {
      await bind();
      server.misdeed = { does: 'repeated-cookie', atPage: 2 };
      const pages: number[] = [];
      for await (const { searchEntries } of client.searchPaginated(ORGANISATION, { filter: persons, paged: { pageSize: 3 } })) {
        pages.push(searchEntries.length);
        if (pages.length === 5) break;
      }
      expect(pages).toEqual([3, 3, 3, 3, 3]);
      expect(server.searches.map(({ page }) => page)).toEqual([1, 2, 2, 2, 2]);
    });

    it('does so only to the searches meant', async () => {
      await bind();
      server.misdeed = { does: { code: 51 }, atPage: 1, of: ({ filter }) => filter.includes('organization') };
      expect(await found()).toEqual(PEOPLE);
      await expect(found(new EqualityFilter({ attribute: 'objectClass', value: 'organization' }))).rejects.toMatchObject({ code: 51 });
    });

    it('holds a cookie good on its own connection only', async () => {
      await bind();
      const pages = client.searchPaginated(ORGANISATION, { filter: persons, paged: { pageSize: 3 } });
      await pages.next();
      await client.unbind();
      await bind();
      await expect(pages.next()).rejects.toMatchObject({ code: 53 });
    });
  });
});

import { createServer, type Server } from 'node:net';
import type { CatalogueRead } from '../../src/directory/directory-source';
import type { LdapSourceConfiguration } from '../../src/platform/config/schema';
import { freePort } from '../servers/free-port';
import { type AccountName, Slapd } from '../servers/slapd';
import { bindAs, ldapSource } from '../support/builders/ldap-source';
import { organisationEntry, personEntry } from '../support/builders/ldif';
import { temporaryDirectory } from '../support/temporary-directory';

jest.setTimeout(120_000);

// Real: slapd, TLS, certificates that openssl has made, the source. Nothing is faked but the clock and the hash.
const CATALOGUE = [organisationEntry(), personEntry({ hsaId: 'SE2120002502-A', surname: 'Öberg' })];
let slapd: Slapd;
const directory = temporaryDirectory();
beforeAll(async () => {
  slapd = await Slapd.start({ entries: CATALOGUE });
});
afterAll(async () => {
  await slapd.remove();
  directory.remove();
});

type Settings = Partial<LdapSourceConfiguration>;
const read = (settings: Settings = {}, account: AccountName = 'reader', server = slapd): Promise<CatalogueRead> =>
  ldapSource(server, settings, { account }).read({ full: true, known: new Map(), memory: null });
const outcome = async (settings: Settings = {}, account?: AccountName, server?: Slapd): Promise<string> => {
  const answer = await read(settings, account, server);
  return answer.outcome === 'complete' ? 'complete' : `${answer.outcome} ${answer.code}: ${answer.reason}`;
};
const bind = (change: Partial<LdapSourceConfiguration['bind']>): Settings => ({
  bind: { dn: null, passwordFile: null, passwordEnv: null, certificateFile: null, keyFile: null, ...change },
});
const localhost = (url: string): string => url.replace('127.0.0.1', 'localhost');

describe('an encrypted connection', () => {
  it('is made by LDAPS, to a name and to an address', async () => {
    expect(await outcome()).toBe('complete');
    expect(await outcome({ url: localhost(slapd.tlsUrl) })).toBe('complete');
  });

  it('is made by StartTLS before anything else is said', async () => {
    const start = slapd.log.length;
    expect(await outcome({ url: localhost(slapd.url), startTls: true })).toBe('complete');
    const said = slapd.log.slice(start).match(/STARTTLS|TLS established|BIND dn="cn=tilltrade.*method/g);
    expect(said).toEqual(['STARTTLS', 'TLS established', expect.stringContaining('BIND dn=')]);
  });

  it('is refused where no authority is configured and the system does not know the server', async () => {
    expect(await outcome({ caFile: null })).toMatch(/^failed tls: .*utfärdare är inte betrodd/);
  });

  it.each<[string, Settings, RegExp]>([
    ['another authority', {}, /^failed tls: .*utfärdare är inte betrodd/],
    ['another authority, by StartTLS', { startTls: true }, /^failed tls: .*utfärdare är inte betrodd/],
  ])('is refused to a server of %s, and no password is sent', async (_what, settings, expected) => {
    const start = slapd.log.length;
    const url = settings.startTls ? slapd.url : slapd.tlsUrl;
    expect(await outcome({ ...settings, url, caFile: slapd.certificates.otherCaFile })).toMatch(expected);
    expect(slapd.log.slice(start)).not.toMatch(/BIND dn/);
  });

  it.each([
    ['of another name', { names: 'DNS:catalogue.example.se' }, 'gäller ett annat namn'],
    ['that has expired', { isExpired: true }, 'certifikatet har gått ut'],
  ])('is refused to a server with a certificate %s', async (_what, options, why) => {
    const other = await Slapd.start(options);
    try {
      for (const settings of [{}, { url: other.url, startTls: true }]) {
        const answer = await outcome(settings, 'reader', other);
        expect(answer).toContain(`går inte att ansluta till krypterat`);
        expect(answer).toContain(why);
      }
    } finally {
      await other.remove();
    }
  });

  it('is not given up for plain text where the server has no TLS', async () => {
    const plain = await answering(Buffer.from('300c02010178070a010204000400', 'hex')); // declines StartTLS with protocolError
    const answer = await outcome({ url: `ldap://127.0.0.1:${String(plain.port)}`, startTls: true });
    expect(answer).toMatch(/^failed tls: .*protocolError/);
    expect(plain.received()).not.toContain('läsa');
    plain.close();
  });
});

describe('who we are', () => {
  it('may be told by a client certificate', async () => {
    const { clientCertificate, clientKey } = slapd.certificates;
    const start = slapd.log.length;
    expect(await outcome(bind({ certificateFile: clientCertificate, keyFile: clientKey }))).toBe('complete');
    expect(slapd.log.slice(start)).toMatch(/BIND .*mech=EXTERNAL/);
  });

  it('may be told by a password in the environment', async () => {
    process.env.TEST_LDAP_PASSWORD = 'läsa';
    const { dn } = bindAs(slapd, 'reader');
    expect(await outcome(bind({ dn, passwordEnv: 'TEST_LDAP_PASSWORD' }))).toBe('complete');
    delete process.env.TEST_LDAP_PASSWORD;
  });

  it.each<[string, () => Settings, RegExp]>([
    [
      'an empty password',
      () => bind({ dn: 'cn=a', passwordFile: directory.write('empty', '\n') }),
      /^failed credentials: municipalities\.berg\.source\.bind\.passwordFile/,
    ],
    ['no password file', () => bind({ dn: 'cn=a', passwordFile: '/nonexistent' }), /^failed credentials: /],
    ['no password in the environment', () => bind({ dn: 'cn=a', passwordEnv: 'TEST_LDAP_NONE' }), /^failed credentials: .*passwordEnv/],
    [
      'no certificate file',
      () => bind({ certificateFile: '/nonexistent', keyFile: '/nonexistent' }),
      /^failed credentials: .*certificateFile/,
    ],
  ])('is not told at all with %s', async (_what, settings, expected) => {
    const start = slapd.log.length;
    expect(await outcome(settings())).toMatch(expected);
    expect(slapd.log.slice(start)).not.toMatch(/ACCEPT/);
  });

  it.each<[string, () => Settings, string]>([
    [
      'a wrong password',
      () => bind({ dn: 'cn=tilltrade,ou=Tjänster,l=Jämtlands län,c=SE', passwordFile: directory.write('wrong', 'hemligt') }),
      'invalidCredentials',
    ],
    ['an unknown name', () => bind({ dn: 'cn=nobody,c=SE', passwordFile: directory.write('wrong', 'hemligt') }), 'invalidCredentials'],
    ['a name that is none', () => bind({ dn: 'nobody', passwordFile: directory.write('wrong', 'hemligt') }), 'invalidDNSyntax'],
  ])('is refused with %s, without telling it', async (_what, settings, why) => {
    const answer = await outcome(settings());
    expect(answer).toMatch(/^failed bind: /);
    expect(answer).toContain(why);
    expect(answer).not.toMatch(/hemligt|tilltrade|nobody/);
  });
});

describe('several servers', () => {
  it('are tried in order', async () => {
    const nobody = `ldaps://127.0.0.1:${String(await freePort())}`;
    expect(await outcome({ url: null, urls: [nobody, slapd.tlsUrl] })).toBe('complete');
    const start = slapd.log.length;
    expect(await outcome({ url: null, urls: [slapd.tlsUrl, nobody] })).toBe('complete');
    expect(slapd.log.slice(start)).toMatch(/ACCEPT/);
  });

  it('that all fail are all named', async () => {
    const urls = [`ldaps://127.0.0.1:${String(await freePort())}`, 'ldaps://catalogue.invalid:1636'];
    const answer = await outcome({ url: null, urls });
    expect(answer).toMatch(
      /^failed unreachable: .*127\.0\.0\.1:\d+ går inte att nå \(ingen tar emot.*catalogue\.invalid:1636 går inte att nå \(/,
    );
  });

  it('are not asked with a password that the first has refused', async () => {
    const start = slapd.log.length;
    const wrong = bind({ dn: bindAs(slapd, 'reader').dn, passwordFile: directory.write('wrong', 'hemligt') });
    expect(await outcome({ ...wrong, url: null, urls: [slapd.tlsUrl, localhost(slapd.tlsUrl)] })).toMatch(/^failed bind/);
    expect(slapd.log.slice(start).match(/BIND dn=.*method/g)).toHaveLength(1);
  });
});

describe('a server that hangs', () => {
  it.each<[string, Settings]>([
    ['before TLS', {}],
    ['before it answers StartTLS', { startTls: true }],
    ['before it answers the bind', { allowPlaintextOnLoopback: true }],
  ])('%s is left when the time is up', async (_what, settings) => {
    const silent = await answering(null);
    const scheme = Object.keys(settings).length === 0 ? 'ldaps' : 'ldap';
    const answer = await outcome({ ...settings, url: `${scheme}://127.0.0.1:${String(silent.port)}`, timeoutSeconds: 0.2 });
    expect(answer).toMatch(/^failed (unreachable|timeout|tls): /);
    silent.close();
  });
});

/** Gives one answer to whatever is said first, or none at all. */
async function answering(answer: Buffer | null): Promise<{ port: number; received: () => string; close: () => void }> {
  const received: Buffer[] = [];
  const port = await freePort();
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      received.push(data);
      if (answer && received.length === 1) socket.write(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { port, received: () => Buffer.concat(received).toString(), close: () => void server.close() };
}

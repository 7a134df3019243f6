import { minimalConfiguration } from '../../../test/support/builders/configuration';
import { ruleIssues } from './configuration-rules';
import { isLoopback } from './ldap-rules';
import { configurationSchema } from './schema';

const PASSWORD = { dn: 'cn=tilltrade,o=Bergs kommun,c=SE', passwordFile: 'secret' };
const CERTIFICATE = { certificateFile: 'client.pem', keyFile: 'client.key' };
const SOURCE = { kind: 'ldap', url: 'ldaps://hsa.example.se:636', bind: PASSWORD, baseDn: 'o=Bergs kommun,c=SE' };

function found(source: object): string[] {
  const base = minimalConfiguration();
  const municipalities = [{ ...base.municipalities[0], source: { ...SOURCE, ...source } }];
  return ruleIssues(configurationSchema.parse({ ...base, municipalities })).map(({ path, problem }) => `${path} ${problem}`);
}

const AT = 'municipalities[0].source';
const FORM = 'ska vara ldaps://värd:port eller ldap://värd:port och inget mer; användare och lösenord anges under bind';
const PLAIN = 'är okrypterad: använd ldaps:// eller startTls: true (bara till den egna datorn kan allowPlaintextOnLoopback: true användas)';

it.each<[string, object, string[]]>([
  ['one address', {}, []],
  ['several', { url: null, urls: ['ldaps://one.example.se', 'ldaps://[2001:db8::1]:1636'] }, []],
  ['none', { url: null }, [`${AT}.url saknas`]],
  ['both', { urls: ['ldaps://two.example.se'] }, [`${AT}.urls får inte anges tillsammans med url: välj en av dem`]],
  ['a user in the address', { url: 'ldaps://user@hsa.example.se' }, [`${AT}.url ${FORM}`]],
  ['a base in the address', { url: null, urls: ['ldaps://hsa.example.se/o=Berg'] }, [`${AT}.urls[0] ${FORM}`]],
  ['a filter in the address', { url: 'ldaps://hsa.example.se?cn' }, [`${AT}.url ${FORM}`]],
  ['no host', { url: 'ldaps:///' }, [`${AT}.url ${FORM}`]],
  ['StartTLS', { url: 'ldap://hsa.example.se:389', startTls: true }, []],
  ['StartTLS on what is encrypted', { startTls: true }, [`${AT}.url är redan krypterad: ta bort startTls eller använd ldap://`]],
  ['plain text', { url: 'ldap://hsa.example.se' }, [`${AT}.url ${PLAIN}`]],
  ['plain text to another machine', { url: 'ldap://hsa.example.se', allowPlaintextOnLoopback: true }, [`${AT}.url ${PLAIN}`]],
  ['plain text to this machine', { url: 'ldap://127.0.0.1:389' }, [`${AT}.url ${PLAIN}`]],
  ['plain text to this machine, allowed', { url: 'ldap://127.0.0.1:389', allowPlaintextOnLoopback: true }, []],
  ['a client certificate', { bind: CERTIFICATE }, []],
  [
    'a client certificate without encryption',
    { bind: CERTIFICATE, url: 'ldap://localhost', allowPlaintextOnLoopback: true },
    [`${AT}.bind.certificateFile kan bara användas över en krypterad anslutning`],
  ],
  ['a certificate without its key', { bind: { certificateFile: 'client.pem' } }, [`${AT}.bind.keyFile saknas`]],
  ['a key without its certificate', { bind: { keyFile: 'client.key' } }, [`${AT}.bind.certificateFile saknas`]],
  [
    'a certificate and a password',
    { bind: { ...CERTIFICATE, ...PASSWORD } },
    [`${AT}.bind.certificateFile får inte anges tillsammans med dn och lösenord: välj ett sätt att logga in`],
  ],
  ['a password without a name', { bind: { passwordFile: 'secret' } }, [`${AT}.bind.dn saknas`]],
  ['a name without a password', { bind: { dn: 'cn=a' } }, [`${AT}.bind.passwordFile behövs när dn är angiven (eller passwordEnv)`]],
  [
    'two passwords',
    { bind: { ...PASSWORD, passwordEnv: 'SECRET' } },
    [`${AT}.bind.passwordEnv får inte anges tillsammans med passwordFile: välj en av dem`],
  ],
  ['a base that is no name', { baseDn: 'Bergs kommun' }, [`${AT}.baseDn är inte ett giltigt DN (RFC 4514)`]],
])('a catalogue server with %s', (_case, source, issues) => {
  expect(found(source)).toEqual(issues);
});

it.each([
  ['ldap://localhost', true],
  ['ldap://LOCALHOST:389', true],
  ['ldap://127.8.0.1', true],
  ['ldap://[::1]:389', true],
  ['ldap://127.example.se', false],
  ['ldap://localhost.example.se', false],
  ['ldap://[::2]', false],
])('%s is this machine: %s', (url, expected) => {
  expect(isLoopback(url)).toBe(expected);
});

import { minimalConfiguration } from '../../../test/support/builders/configuration';
import { isLoopbackHost } from '../loopback';
import { ruleIssues } from './configuration-rules';
import { configurationSchema } from './schema';

const found = (more: object): string[] =>
  ruleIssues(configurationSchema.parse({ ...minimalConfiguration(), ...more })).map(({ path, problem }) => `${path} ${problem}`);

const PERSON = { hsaId: 'SE2120002502-CHEF', name: 'Åsa Chefsson' };
const demo = (...people: object[]) => ({ login: { kind: 'demo', people } });
const oidc = (more: object = {}) => ({ login: { kind: 'oidc', issuer: 'https://idp.example.se', clientId: 'tilltrade', ...more } });
const HTTPS = { server: { publicUrl: 'https://tilltrade.example.se' } };
const ROLE = { code: 'SSK', name: 'Sjuksköterska', enter: 'Sjuksköterska kommun' };

const LOOPBACK = 'måste vara den egna datorn (127.0.0.1) när login är demo: där loggar man in utan lösenord';
const ENCRYPTED = 'ska börja med https:// (http:// bara till den egna datorn)';

it.each<[string, object, string[]]>([
  ['nobody who logs in', {}, []],
  ['a demonstration', demo(PERSON), []],
  ['a demonstration that others reach', { ...demo(PERSON), server: { host: '0.0.0.0' } }, [`server.host ${LOOPBACK}`]],
  ['a demonstration under a public name', { ...demo(PERSON), ...HTTPS }, [`server.publicUrl ${LOOPBACK}`]],
  [
    'somebody twice',
    demo(PERSON, { ...PERSON, hsaId: 'se2120002502-chef' }),
    ['login.people[1].hsaId är inte ett HSA-id', 'login.people[1].hsaId står mer än en gång'],
  ],
  [
    'a role in a municipality that is not there',
    demo({ ...PERSON, roles: [{ role: 'manager', municipality: 'are' }] }),
    ['login.people[0].roles[0].municipality är inte koden för någon av kommunerna'],
  ],
  ['a role in one that is', demo({ ...PERSON, roles: [{ role: 'manager', municipality: 'berg' }] }), []],
  ['an identity provider', { ...oidc(), ...HTTPS }, []],
  ['all on this machine', oidc({ issuer: 'http://127.0.0.1:9000' }), []],
  ['an identity provider in clear', { ...oidc({ issuer: 'http://idp.example.se' }), ...HTTPS }, [`login.issuer ${ENCRYPTED}`]],
  [
    'an address of its own in clear',
    { ...oidc(), server: { publicUrl: 'http://tilltrade.example.se' } },
    [`server.publicUrl ${ENCRYPTED}`],
  ],
  [
    'two secrets',
    oidc({ clientSecretFile: 'secret', clientSecretEnv: 'SECRET' }),
    ['login.clientSecretEnv får inte anges tillsammans med clientSecretFile: välj en av dem'],
  ],
  ['a scope without openid', oidc({ scope: 'commission' }), ['login.scope ska innehålla openid']],
  ['two roles', { cosmicRoles: [ROLE, { ...ROLE, code: 'USK' }] }, []],
  ['a role twice', { cosmicRoles: [ROLE, { ...ROLE, code: 'ssk' }] }, ['cosmicRoles[1].code står mer än en gång']],
  ['checkpoints', { audit: { checkpointDirectory: 'data/checkpoints', checkpointKeyFile: 'data/checkpoint.key' } }, []],
  [
    'checkpoints that nobody signs',
    { audit: { checkpointDirectory: 'data/checkpoints' } },
    ['audit.checkpointKeyFile behövs: kontrollpunkter skrivs bara med både checkpointDirectory och checkpointKeyFile'],
  ],
  [
    'a key that signs nothing',
    { audit: { checkpointKeyFile: 'data/checkpoint.key' } },
    ['audit.checkpointDirectory behövs: kontrollpunkter skrivs bara med både checkpointDirectory och checkpointKeyFile'],
  ],
])('settings with %s', (_case, more, issues) => {
  expect(found(more).sort()).toEqual([...issues].sort());
});

it.each([
  ['localhost', true],
  ['LOCALHOST', true],
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['::1', true],
  ['[::1]', true],
  ['0.0.0.0', false],
  ['::', false],
  ['localhost.example.se', false],
  ['127.0.0.1.example.se', false],
  ['10.0.0.1', false],
])('%s is this machine alone: %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected);
});

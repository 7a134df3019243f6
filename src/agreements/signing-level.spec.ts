import { configurationSchema, type LoginConfiguration } from '../platform/config/schema';
import { minimalConfiguration } from '../../test/support/builders/configuration';
import { maySign } from './signing-level';

const login = (settings: object): LoginConfiguration => configurationSchema.parse({ ...minimalConfiguration(), login: settings }).login;
const oidc = login({ kind: 'oidc', issuer: 'https://idp.example.se', clientId: 'tilltrade' });
const demo = login({ kind: 'demo', people: [{ hsaId: 'SE2120002502-1A2B', name: 'Åsa' }] });

describe('somebody who has logged in', () => {
  it.each<[string, LoginConfiguration, string | null, boolean]>([
    ['at the level', oidc, 'http://id.sambi.se/loa/loa3', true],
    ['at a lower level', oidc, 'http://id.sambi.se/loa/loa2', false],
    ['at a level that reads like it', oidc, 'http://id.sambi.se/loa/loa3 ', false],
    ['at no level', oidc, null, false],
    ['in a demonstration', demo, null, true],
    ['where nobody logs in', login({}), 'http://id.sambi.se/loa/loa3', false],
  ])('%s may sign: %s', (_what, settings, acr, may) => {
    expect(maySign(settings, acr)).toBe(may);
  });
});

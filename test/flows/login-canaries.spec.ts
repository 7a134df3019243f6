/*
 * What is left of logins, good and bad, and of a key: in the log at its most talkative, in the database's files, in pages.
 * Real: the built program and its process, HTTP, oidc-provider, the database's files. Faked: the card.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { anEmployee, CLIENT_ID, IdentityProviderServer } from '../servers/identity-provider';
import { freePort } from '../servers/free-port';
import { Browser } from '../support/browser';
import { BERG } from '../support/builders/municipality';
import { testPersonalNumber } from '../support/builders/personal-number';
import { type Haystack, nameCanary, personalNumberCanary, secretCanary, traces } from '../support/canaries';
import { Installation } from '../support/installation';

jest.setTimeout(120_000);

const NEVER = { sync: '0 0 29 2 *', nearMisses: '0 0 29 2 *' };
const NUMBER = testPersonalNumber('19660606');
const CLIENT_SECRET = 'k4n4r1ef4gel-hemlighet';

it('no name, personnummer, token, session or key is in logs, pages or files', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const provider = await IdentityProviderServer.start({ redirectUri: `${url}/login/callback`, clientSecret: CLIENT_SECRET });
  provider.employee = anEmployee({ given_name: 'Domherrevx', family_name: 'Gråsparvvx', credentialPersonalIdentityNumber: NUMBER });
  const installation = Installation.make({
    municipalities: [BERG],
    more: {
      schedule: NEVER,
      server: { port, publicUrl: url },
      login: { kind: 'oidc', issuer: provider.issuer, clientId: CLIENT_ID, clientSecretEnv: 'TILLTRADE_TEST_CLIENT_SECRET' },
    },
  });
  try {
    const words = ['key', 'create', 'Uppföljning', '--permission', 'roles:read', '--everywhere', '--to', '2099-01-01'];
    const refused = await installation.run([...words, '--by', 'Näktergalvx', '--reason', 'x', '--json']);
    expect(refused.status).toBe(2);
    const year = String(new Date().getFullYear());
    const to = `${year}-12-31`;
    const made = await installation.run([...words.slice(0, -1), to, '--by', 'Näktergalvx', '--reason', 'Trastvx ringde', '--json']);
    const { key } = JSON.parse(made.stdout) as { key: string };
    const env = { TILLTRADE_LOG: 'trace', TILLTRADE_TEST_CLIENT_SECRET: CLIENT_SECRET };
    const service = installation.start('serve', { env });
    await service.writes(/"msg":"listening"/);

    const browser = new Browser();
    await browser.open(`${url}/login?to=%2Fhealth%2Flive`);
    expect((await browser.open(`${url}/api/v1/me`)).text).toContain('Domherrevx');
    const session = browser.cookie(url, 'tilltrade')!;
    const id = /^s%3A([^.]+)/.exec(session)![1]!;
    expect((await browser.open(`${url}/api/v1/roles`, { headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
    const codes = browser.visited.flatMap((visited) => new URL(visited).searchParams.get('code') ?? []);
    expect(codes).toHaveLength(1);
    const tokens: string[] = [];
    provider.tamper = {
      whole: (token) => {
        tokens.push(token);
        return `${token}x`;
      },
    };
    const failed = await new Browser().open(`${url}/login`);
    provider.tamper = null;
    provider.employee = anEmployee({ given_name: 'Domherrevx', family_name: 'Gråsparvvx', employeeHsaId: NUMBER });
    const invalid = await new Browser().open(`${url}/login`);
    expect([failed.status, invalid.status]).toEqual([403, 403]);
    expect(tokens).toHaveLength(1);
    const ended = await service.stop();
    expect(ended.status).toBe(0);

    const directory = dirname(installation.databaseFile);
    const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
    const haystacks: Haystack[] = [
      ['log', ended.stderr],
      ['standard output', ended.stdout],
      ['pages', failed.text + invalid.text],
      ...files.map(({ name }): Haystack => [name, readFileSync(join(directory, name))]),
    ];
    expect(haystacks.length).toBeGreaterThan(4);
    expect(ended.stderr).toContain('a login was not accepted');
    const canaries = [
      ...nameCanary('Domherrevx', 'Gråsparvvx', 'Trastvx'),
      personalNumberCanary(NUMBER),
      secretCanary('client secret', CLIENT_SECRET),
      secretCanary('API key', key.slice(-43)),
      secretCanary('session', id),
      secretCanary('code', codes[0]!),
      secretCanary('id token', tokens[0]!.split('.')[2]!),
    ];
    expect(traces(canaries, haystacks)).toEqual([]);
  } finally {
    await installation.remove();
    await provider.stop();
  }
});

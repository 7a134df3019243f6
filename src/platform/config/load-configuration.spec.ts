import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { minimalConfiguration } from '../../../test/support/builders/configuration';
import { ConfigurationError } from './configuration-error';
import { configurationFile, loadConfiguration } from './load-configuration';
import { projectRoot } from './project-root';

// Real: files in a folder of each test's own. Nothing is faked.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tilltrade-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (content: string | Buffer): string => {
  const file = join(folder, 'tilltrade.yaml');
  writeFileSync(file, content);
  return file;
};

/** Sets what lies at a path such as `municipalities.0.code`; undefined removes it. */
function withValue(path: string, value: unknown): object {
  const configuration = minimalConfiguration();
  const keys = path.split('.');
  const last = keys.pop()!;
  let held = configuration as unknown as Record<string, unknown>;
  for (const key of keys) held = (held[key] ??= {}) as Record<string, unknown>;
  if (value === undefined) delete held[last];
  else held[last] = value;
  return configuration;
}

function issuesOf(content: string | Buffer | object): string[] {
  const text = typeof content === 'string' || Buffer.isBuffer(content) ? content : stringify(content);
  try {
    loadConfiguration(write(text));
  } catch (error) {
    if (error instanceof ConfigurationError) return error.issues.map(({ path, problem }) => `${path} ${problem}`);
    throw error;
  }
  return [];
}

describe('loadConfiguration', () => {
  it('fills in the defaults of the contract', () => {
    const configuration = loadConfiguration(write(stringify(minimalConfiguration())), '/srv/tilltrade');
    expect(configuration).toMatchObject({
      server: { host: '127.0.0.1', port: 8080, publicUrl: 'http://127.0.0.1:8080' },
      systemRole: 'RJH;LINK',
      operations: { address: null },
      municipalities: [
        {
          allowTestHsaIds: false,
          source: { manifestFile: null, attributes: {}, sentinel: null, knownPersons: [] },
          brake: {
            removals: { count: 25, percent: 20 },
            changes: { count: 200, percent: 40 },
            creations: { count: 200, percent: 100 },
          },
          policy: { requireOrder: false, requireAgreement: true },
        },
      ],
      externalAd: { kind: 'model', retentionDays: 90 },
      notifications: { digestFrom: 20, on: ['name', 'unit', 'title', 'prescriberCode', 'commissions', 'dates', 'protected'] },
      schedule: { sync: '*/15 * * * *', nearMisses: '0 2 * * *' },
    });
  });

  it("counts relative paths from the project's root and leaves absolute ones", () => {
    const source = { kind: 'ldif', file: '/exports/berg.ldif', manifestFile: 'config/berg.yaml' };
    const configuration = loadConfiguration(write(stringify(withValue('municipalities.0.source', source))), '/srv/tilltrade');
    expect(configuration).toMatchObject({
      database: { url: 'sqlite:/srv/tilltrade/data/test.sqlite' },
      identityHashKeyFile: '/srv/tilltrade/data/identity-hash.key',
      municipalities: [{ source: { file: '/exports/berg.ldif', manifestFile: '/srv/tilltrade/config/berg.yaml' } }],
      mail: { kind: 'file', directory: '/srv/tilltrade/data/mail' },
    });
  });

  it('resolves the files of SMTP too', () => {
    const mail = {
      kind: 'smtp',
      url: 'smtps://mail.example.se',
      user: 'x',
      passwordFile: 'data/pw',
      caFile: 'ca.pem',
      from: 'a@example.se',
    };
    const { mail: read } = loadConfiguration(write(stringify(withValue('mail', mail))), '/srv');
    expect(read).toMatchObject({ passwordFile: '/srv/data/pw', caFile: '/srv/ca.pem' });
  });

  it.each([
    ['a required setting', 'serviceDesk', undefined, ['serviceDesk saknas']],
    ['a required setting inside', 'municipalities.0.name', undefined, ['municipalities[0].name saknas']],
    ['an unknown setting', 'server.prot', 1, ['server.prot är en okänd inställning']],
    ['an unknown setting at the top', 'servers', {}, ['servers är en okänd inställning']],
    [
      'an unknown attribute',
      'municipalities.0.source.attributes.nickName',
      'x',
      ['municipalities[0].source.attributes.nickName är en okänd inställning'],
    ],
    [
      'a number for text',
      'municipalities.0.organisationNumber',
      2120002502,
      ['municipalities[0].organisationNumber ska vara text (sätt citattecken om det är siffror)'],
    ],
    ['text for a number', 'server.port', 'http', ['server.port ska vara ett tal']],
    ['a fraction for a whole number', 'server.port', 80.5, ['server.port ska vara ett heltal']],
    ['a port out of range', 'server.port', 65536, ['server.port ska vara högst 65535']],
    ['text for yes or no', 'municipalities.0.allowTestHsaIds', 'ja', ['municipalities[0].allowTestHsaIds ska vara true eller false']],
    ['nothing for a list', 'municipalities', null, ['municipalities ska vara en lista']],
    ['an empty list', 'municipalities', [], ['municipalities får inte vara tom']],
    ['nothing for a group', 'server', null, ['server ska vara en grupp av inställningar']],
    ['too small a number', 'notifications.digestFrom', 1, ['notifications.digestFrom ska vara minst 2']],
    [
      'a word that is none of those allowed',
      'notifications.on',
      ['phone'],
      ['notifications.on[0] ska vara något av name, unit, title, prescriberCode, commissions, dates, protected'],
    ],
    ['a kind that does not exist', 'mail.kind', 'pigeon', ['mail.kind ska vara något av file, smtp']],
    ['another kind than there is', 'municipalities.0.source.kind', 'soap', ['municipalities[0].source.kind ska vara något av ldif, ldap']],
    ['no e-mail address', 'mail.from', 'tilltrade', ['mail.from ska vara en e-postadress']],
    ['another protocol', 'server.publicUrl', 'ftp://example.se', ['server.publicUrl ska vara en fullständig webbadress av rätt slag']],
    ['another database', 'database.url', 'mysql://x', ['database.url ska vara sqlite:FIL eller postgres://användare@värd:5432/namn']],
    ['a role without a system', 'systemRole', 'LINK', ['systemRole ska skrivas system;roll']],
    ['a name that is too long', 'municipalities.0.name', 'x'.repeat(65), ['municipalities[0].name får vara högst 64 tecken']],
  ])('refuses %s', (_case, path, value, issues) => {
    expect(issuesOf(withValue(path, value))).toEqual(issues);
  });

  it('tells everything that is wrong at once', () => {
    const configuration = { ...minimalConfiguration(), database: {}, colour: 'red', schedule: { sync: 7 } };
    expect(issuesOf(configuration)).toEqual(
      expect.arrayContaining(['database.url saknas', 'colour är en okänd inställning', expect.stringContaining('schedule.sync')]),
    );
  });

  it('never repeats a value, wherever it stands', () => {
    const paths = [
      'database.url',
      'mail.kind',
      'mail.from',
      'server.port',
      'municipalities',
      'schedule.sync',
      'systemRole',
      'notifications.on',
    ];
    const secret = fc.stringMatching(/^[A-Z]{12}$/);
    fc.assert(
      fc.property(fc.constantFrom(...paths), secret, fc.boolean(), (path, value, asList) => {
        const text = stringify(withValue(path, asList ? [value] : value));
        try {
          loadConfiguration(write(text));
        } catch (error) {
          expect((error as Error).message).not.toContain(value);
          return;
        }
        throw new Error(`${path} was accepted`);
      }),
    );
  });
});

describe('a file that is no configuration', () => {
  it.each<[string, string | Buffer, string[]]>([
    ['the same setting twice', 'database: {}\nmail: {}\ndatabase: {}\n', ['rad 3 samma inställning står två gånger']],
    ['broken YAML', 'database: "hemligt" x\n', ['rad 1 är inte giltig YAML (UNEXPECTED_TOKEN)']],
    ['a tag', 'database: !!js/function hemligt\n', ['rad 1 är inte giltig YAML (TAG_RESOLVE_FAILED)']],
    ['two documents', 'a: 1\n---\nb: 2\n', ['rad 2 är inte giltig YAML (MULTIPLE_DOCS)']],
    ['a list for a key', '? [a]\n: 1\n', ['rad 1 är inte giltig YAML (NON_STRING_KEY)']],
    ['Latin-1', Buffer.from('name: \xe5re\n', 'latin1'), ['filen är inte UTF-8']],
    ['something far too large', Buffer.alloc(1_048_577, 0x20), ['filen är större än 1048576 byte']],
  ])('%s', (_case, content, issues) => {
    expect(issuesOf(content)).toEqual(issues);
  });

  it('does not grow aliases into a flood', () => {
    const level = (name: string, of: string) => `${name}: &${name} [${Array(9).fill(`*${of}`).join(', ')}]\n`;
    const text = `a: &a [${Array(9).fill('x').join(', ')}]\n${level('b', 'a')}${level('c', 'b')}${level('d', 'c')}${level('e', 'd')}`;
    expect(issuesOf(text)).toEqual(['filen är inte giltig YAML (ALIAS)']);
  });

  it.each([
    ['no file', () => join(folder, 'none.yaml'), 'ENOENT'],
    ['a folder', () => folder, 'EISDIR'],
  ])('%s', (_case, file, code) => {
    expect(() => loadConfiguration(file())).toThrow(`filen går inte att läsa (${code})`);
  });
});

describe('configurationFile', () => {
  it('is what --config names before what the environment names', () => {
    expect(configurationFile('/a.yaml', { TILLTRADE_CONFIG: '/b.yaml' })).toBe('/a.yaml');
    expect(configurationFile(undefined, { TILLTRADE_CONFIG: '/b.yaml' })).toBe('/b.yaml');
  });

  it("is looked for from the project's root where the working directory has none", () => {
    const before = process.cwd();
    mkdirSync(join(folder, 'config'));
    process.chdir(folder);
    try {
      expect(configurationFile('package.json', {})).toBe(join(projectRoot, 'package.json'));
      writeFileSync('package.json', '');
      expect(configurationFile('package.json', {})).toBe(join(process.cwd(), 'package.json'));
    } finally {
      process.chdir(before);
    }
  });

  it.each([[{}], [{ TILLTRADE_CONFIG: '' }]])('has to be named', (environment) => {
    expect(() => configurationFile(undefined, environment)).toThrow(ConfigurationError);
  });
});

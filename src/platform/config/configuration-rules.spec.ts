import { minimalConfiguration } from '../../../test/support/builders/configuration';
import { ruleIssues } from './configuration-rules';
import { type Configuration, configurationSchema } from './schema';

type Input = ReturnType<typeof minimalConfiguration>;
type Municipality = Input['municipalities'][number];

const parsed = (input: object): Configuration => configurationSchema.parse(input);
const found = (input: object): string[] => ruleIssues(parsed(input)).map(({ path, problem }) => `${path} ${problem}`);
const withMunicipalities = (...changes: object[]): object => {
  const base = minimalConfiguration();
  const [first] = base.municipalities;
  return { ...base, municipalities: changes.map((change) => ({ ...first, ...change })) };
};
const krokom: Partial<Municipality> = { code: 'krokom', hsaIdPrefixes: ['SE2120002500-'] };
const withSource = (source: object): object => withMunicipalities({ source: { kind: 'ldif', file: 'x', ...source } });
const withMail = (mail: object): object => ({
  ...minimalConfiguration(),
  mail: { kind: 'smtp', url: 'smtps://mail.example.se', from: 'a@example.se', ...mail },
});

const PREFIX = 'municipalities[0].hsaIdPrefixes[0] ska vara början på ett HSA-id: SE, organisationsnumrets 10 siffror och bindestreck';
const OVERLAP = 'överlappar ett prefix hos en annan kommun: då går det inte att veta vems personen är';

describe('municipalities', () => {
  it.each<[string, object, string[]]>([
    ['two that differ', withMunicipalities({}, krokom), []],
    ['the same code', withMunicipalities({}, { ...krokom, code: 'berg' }), ['municipalities[1].code används av mer än en kommun']],
    ['the same prefix', withMunicipalities({}, { code: 'krokom' }), [`municipalities[1].hsaIdPrefixes[0] ${OVERLAP}`]],
    [
      'a prefix within another',
      withMunicipalities({}, { code: 'krokom', hsaIdPrefixes: ['SE2120002502-k'] }),
      [`municipalities[1].hsaIdPrefixes[0] ${OVERLAP}`],
    ],
    [
      'prefixes that differ in case',
      withMunicipalities({ hsaIdPrefixes: ['SE2120002502-A'] }, { code: 'krokom', hsaIdPrefixes: ['SE2120002502-a'] }),
      [`municipalities[1].hsaIdPrefixes[0] ${OVERLAP}`],
    ],
    [
      'a test prefix of the same organisation',
      withMunicipalities({}, { code: 'krokom', allowTestHsaIds: true, hsaIdPrefixes: ['TSTNMT2120002502-'] }),
      [`municipalities[1].hsaIdPrefixes[0] ${OVERLAP}`],
    ],
    [
      'one prefix twice',
      withMunicipalities({ hsaIdPrefixes: ['SE2120002502-A', 'SE2120002502-a'] }),
      ['municipalities[0].hsaIdPrefixes[1] står mer än en gång'],
    ],
    ['a prefix without a hyphen', withMunicipalities({ hsaIdPrefixes: ['SE2120002502'] }), [PREFIX]],
    ['a prefix too short', withMunicipalities({ hsaIdPrefixes: ['SE'] }), [PREFIX]],
    ['a test prefix where they are off', withMunicipalities({ hsaIdPrefixes: ['TSTNMT2120002502-'] }), [PREFIX]],
    ['a test prefix where they are on', withMunicipalities({ hsaIdPrefixes: ['TSTNMT2120002502-'], allowTestHsaIds: true }), []],
  ])('%s', (_case, configuration, issues) => {
    expect(found(configuration)).toEqual(issues);
  });
});

describe('HSA-ids to look for', () => {
  it.each<[string, object, string[]]>([
    ['a sentinel that is one', { sentinel: 'SE2120002502-0001' }, []],
    ['a sentinel that is not', { sentinel: 'SE21-1' }, ['municipalities[0].source.sentinel är inte ett HSA-id']],
    ['a test id where they are off', { sentinel: 'TSTNMT2120002502-0001' }, ['municipalities[0].source.sentinel är inte ett HSA-id']],
    [
      'a known person',
      { knownPersons: [{ hsaId: 'se2120002502-1001', surname: 'Testsson' }] },
      ['municipalities[0].source.knownPersons[0].hsaId är inte ett HSA-id'],
    ],
    ['a known person with a prefix of ours', { knownPersons: [{ hsaId: 'SE2120002502-1001', surname: 'Testsson' }] }, []],
    [
      'a known person of another',
      { knownPersons: [{ hsaId: 'SE2120002500-1001', surname: 'Testsson' }] },
      ['municipalities[0].source.knownPersons[0].hsaId börjar inte med något av kommunens hsaIdPrefixes'],
    ],
  ])('%s', (_case, source, issues) => {
    expect(found(withSource(source))).toEqual(issues);
  });
});

describe('the rest', () => {
  const external = (organisationalUnit: string) => ({
    ...minimalConfiguration(),
    externalAd: { ...minimalConfiguration().externalAd, organisationalUnit },
  });
  it.each<[string, object, string[]]>([
    ['text that is no DN', external('Externa'), ['externalAd.organisationalUnit är inte ett giltigt DN (RFC 4514)']],
    ['a DN with an escaped comma', external('OU=Externa\\, alla,DC=example'), []],
    [
      'cron that nobody understands',
      { ...minimalConfiguration(), schedule: { sync: '61 * * * *', nearMisses: 'sometimes' } },
      ['schedule.sync är inte ett giltigt cron-uttryck', 'schedule.nearMisses är inte ett giltigt cron-uttryck'],
    ],
    [
      'a password in the database URL',
      { ...minimalConfiguration(), database: { url: 'postgres://u:p@h/db' } },
      ['database.url får inte innehålla lösenord; lösenord läses från fil eller miljövariabel'],
    ],
    [
      'a password beside a socket',
      { ...minimalConfiguration(), database: { url: 'postgres://u:p@/db?host=/run/postgresql' } },
      ['database.url får inte innehålla lösenord; lösenord läses från fil eller miljövariabel'],
    ],
    [
      'a password in its query',
      { ...minimalConfiguration(), database: { url: 'postgresql://u@h/db?password=p' } },
      ['database.url får inte innehålla lösenord; lösenord läses från fil eller miljövariabel'],
    ],
    [
      'a password in the public address',
      { ...minimalConfiguration(), server: { publicUrl: 'https://u:p@example.se' } },
      ['server.publicUrl får inte innehålla lösenord; lösenord läses från fil eller miljövariabel'],
    ],
  ])('%s', (_case, configuration, issues) => {
    expect(found(configuration)).toEqual(issues);
  });
});

describe('mail login', () => {
  it.each<[string, object, string[]]>([
    ['none', {}, []],
    ['a user and a file', { user: 'u', passwordFile: 'p' }, []],
    ['a user and a variable', { user: 'u', passwordEnv: 'P' }, []],
    [
      'a user and both',
      { user: 'u', passwordFile: 'p', passwordEnv: 'P' },
      ['mail.passwordEnv får inte anges tillsammans med passwordFile: välj en av dem'],
    ],
    ['a user and neither', { user: 'u' }, ['mail.passwordFile behövs när user är angiven (eller passwordEnv)']],
    ['a file and no user', { passwordFile: 'p' }, ['mail.passwordFile är angiven utan user']],
    ['a variable and no user', { passwordEnv: 'P' }, ['mail.passwordEnv är angiven utan user']],
    [
      'a user in the URL',
      { url: 'smtps://u@mail.example.se' },
      ['mail.url får inte innehålla lösenord; lösenord läses från fil eller miljövariabel'],
    ],
  ])('%s', (_case, mail, issues) => {
    expect(found(withMail(mail))).toEqual(issues);
  });
});

/*
 * The samples themselves: that they hold nothing real, that every rule shows, and that the README tells it as it is.
 * Real: the files, read in a way of the test's own.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  CODES,
  type Code,
  isLuhn,
  isTestNumber,
  ROOT,
  type SampleEntry,
  type SampleFile,
  sampleConfiguration,
  sampleFile,
  sampleFiles,
} from '../support/sample-catalogue';

const first = sampleFiles('config/demo');
const next = sampleFiles('config/demo/next-day');
const files: [string, SampleFile][] = CODES.flatMap((code): [string, SampleFile][] => [
  [`${code}, first day`, first[code]],
  [`${code}, next day`, next[code]],
]);
const readme = readFileSync(join(ROOT, 'config/demo/README.md'), 'utf8');

const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const valuesOf = ({ entries }: SampleFile, ...names: string[]): string[] =>
  entries.flatMap(({ values }) => names.flatMap((name) => values[name] ?? []));

describe('the two configurations', () => {
  it('differ in the catalogues alone', () => {
    const day = sampleConfiguration('config/demo.yaml');
    const nextDay = sampleConfiguration('config/demo-next-day.yaml');
    const paths = nextDay.municipalities.flatMap(({ source }) =>
      source.kind === 'ldif' ? [source.file, ...(source.manifestFile ? [source.manifestFile] : [])] : [],
    );
    expect(paths.every((path) => path.includes('/config/demo/next-day/'))).toBe(true);
    expect(JSON.parse(JSON.stringify(nextDay).replaceAll('/config/demo/next-day/', '/config/demo/'))).toEqual(day);
    expect(day.municipalities.map(({ code }) => code)).toEqual(CODES);
  });

  it.each(['config/demo', 'config/demo/next-day'])('have manifests that agree with the files in %s', (folder) => {
    for (const code of ['berg', 'ostersund', 'ragunda'] as const) {
      const { bytes, entries } = sampleFile(`${folder}/${code}.ldif`);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(parse(text(`${folder}/${code}.manifest.yaml`))).toEqual({ entries: entries.length, sha256 });
    }
  });
});

describe.each(files)('%s: nothing real, and right as LDIF', (_, file) => {
  it("has only Skatteverket's test numbers, each one human's", () => {
    const humans = new Map(file.entries.map(({ values }) => [values.hsaIdentity?.[0], values.personalIdentityNumber?.[0]]));
    const numbers = [...humans.values()].filter((number): number is string => number !== undefined && number !== 'okänt');
    expect(numbers.filter((number) => !isTestNumber(number))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('has no other text that could be a personnummer', () => {
    const values = file.entries.flatMap((entry) => Object.entries(entry.values));
    const texts = values.flatMap(([name, all]) => (['personalIdentityNumber', 'userCertificate;binary'].includes(name) ? [] : all));
    const everything = [...texts, ...file.entries.map(({ dn }) => dn), ...(file.text.match(/^#.*/gm) ?? [])].join('\n');
    const like = /(?<!\d)(?:\d{2})?\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[6-8]\d|9[01])[-+]?\d{4}(?!\d)/g;
    expect((everything.match(like) ?? []).filter((digits) => isLuhn(digits.replace(/\D/g, '').slice(-10)))).toEqual([]);
  });

  it("has mail under example.se and telephone numbers of PTS's range for fiction", () => {
    expect(valuesOf(file, 'mail').filter((mail) => !/[@)][a-z]+\.example\.se$/.test(mail))).toEqual([]);
    const numbers = valuesOf(file, 'mobile', 'telephoneNumber').map((number) => Number(number.replace(/\D/g, '')));
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.filter((number) => number < 701740605 || number > 701740699)).toEqual([]);
  });

  it('has HSA-ids in the right form but where that is the point, and an entryUUID of its own for each', () => {
    const wrong = file.entries.filter(({ values }) => values.hsaIdentity?.some((hsaId) => !/^SE\d{10}-[A-Za-z0-9]{1,18}$/.test(hsaId)));
    expect(wrong.flatMap(({ markers }) => markers).every((marker) => /^hsa-id-(malformed|blanks|test)$/.test(marker))).toBe(true);
    const uuids = valuesOf(file, 'entryUUID');
    expect(uuids.filter((uuid) => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid))).toEqual([]);
    expect([uuids.length, new Set(uuids).size]).toEqual([file.entries.length, file.entries.length]);
  });

  it('keeps to ASCII and 76 characters outside comments', () => {
    const lines = file.text.split(/\r?\n/).filter((line) => !line.startsWith('#'));
    expect(lines).toContain('version: 1');
    expect(lines.filter((line) => !/^[\x20-\x7e]{0,76}$/.test(line) || line.endsWith(' '))).toEqual([]);
  });
});

const has =
  (attribute: string, ...wanted: string[]) =>
  (entry: SampleEntry) =>
    wanted.every((value) => entry.values[attribute]?.includes(value)) && (wanted.length > 0 || entry.values[attribute] !== undefined);
const lacks = (attribute: string) => (entry: SampleEntry) => entry.values[attribute] === undefined;
const matches = (attribute: string, pattern: RegExp) => (entry: SampleEntry) =>
  entry.values[attribute]?.some((value) => pattern.test(value)) ?? false;
const role = (value: string) => (entry: SampleEntry) => entry.values.hsaSystemRole?.join() === value;

describe('every rule shows on the first day', () => {
  it.each<[string, Code, number, (entry: SampleEntry) => boolean]>([
    ['ordinary', 'berg', 1, role('RJH;LINK')],
    ['other-systems', 'berg', 1, (entry) => has('hsaSystemRole', 'RJH;LINK')(entry) && entry.values.hsaSystemRole?.length === 3],
    ['no-role', 'berg', 3, (entry) => !has('hsaSystemRole', 'RJH;LINK')(entry)],
    ['near-miss-case', 'berg', 1, role('rjh;link')],
    ['near-miss-spaces', 'berg', 1, role('RJH; LINK')],
    ['near-miss-similar', 'berg', 1, role('RJH;LINK2')],
    ['near-miss-unit', 'berg', 1, role('RJH;LINK-SE2120002502-1003')],
    ['hsa-id-missing', 'berg', 1, lacks('hsaIdentity')],
    ['hsa-id-malformed', 'berg', 1, matches('hsaIdentity', /^SE212000-2502-/)],
    ['hsa-id-blanks', 'berg', 1, matches('hsaIdentity', / $/)],
    ['hsa-id-foreign-prefix', 'berg', 1, matches('hsaIdentity', /^SE2321000214-/)],
    ['hsa-id-test', 'ostersund', 1, matches('hsaIdentity', /^TSTNMT/)],
    ['hsa-id-duplicate', 'ostersund', 2, has('hsaIdentity', 'SE2120002528-Z822')],
    ['hsa-id-case-clash', 'ostersund', 2, matches('hsaIdentity', /^SE2120002528-9f4k$/i)],
    ['bad-date', 'are', 1, has('hsaEndDate', '20291345')],
    ['end-before-start', 'are', 1, (entry) => (entry.values.hsaEndDate?.[0] ?? '') < (entry.values.hsaStartDate?.[0] ?? '')],
    ['future-start', 'are', 1, has('hsaStartDate', '20990101')],
    ['passed-end', 'are', 1, has('hsaEndDate', '20260831')],
    ['end-date', 'are', 1, has('hsaEndDate', '20290630')],
    ['control-character', 'ostersund', 1, has('sn', 'Ek\u0007man')],
    ['test-data', 'ostersund', 1, has('objectClass', 'hsaFeignedDataObject')],
    ['archived', 'ostersund', 1, has('objectClass', 'hsaArchivedObject')],
    ['deleted', 'ostersund', 1, has('objectClass', 'hsaDeletedPersonWithValidCertificates')],
    ['protected-class', 'berg', 1, has('objectClass', 'hsaConfidentialPerson')],
    ['protected-attribute', 'are', 1, has('hsaProtectedPerson', 'TRUE')],
    ['protected-attribute', 'ostersund', 1, has('hsaProtectedPerson', '1')],
    ['coordination-number', 'ostersund', 1, matches('personalIdentityNumber', /^\d{6}[6-9]/)],
    ['no-personal-number', 'are', 1, lacks('personalIdentityNumber')],
    ['personal-number-malformed', 'ostersund', 1, has('personalIdentityNumber', 'okänt')],
    ['no-mail', 'are', 1, lacks('mail')],
    ['mail-malformed', 'ostersund', 1, matches('mail', /^[^@]+$/)],
    ['no-given-name', 'are', 1, lacks('givenName')],
    ['other-script', 'are', 1, matches('cn', /^\p{Script=Han}+$/u)],
    ['long-name', 'ostersund', 1, matches('sn', /^.{65,}$/)],
    ['long-unit-name', 'ostersund', 2, ({ dn }) => /ou=[^=]{65,},ou=|^ou=[^=]{65,},ou=/.test(dn)],
    ['escaped-comma', 'berg', 1, ({ dn }) => dn.includes('ou=Rehab\\, Berg,')],
    ['unit-without-entry', 'are', 1, ({ dn }) => dn.includes('ou=Korttidsenheten,')],
    ['prescriber', 'berg', 1, has('personalPrescriptionCode')],
    ['several-titles', 'ostersund', 1, has('hsaTitle', 'Sjuksköterska', 'Barnmorska')],
    ['certificate', 'ostersund', 1, has('userCertificate;binary')],
    ['certificate-unreadable', 'ostersund', 1, has('userCertificate;binary', 'not a certificate')],
    ['commission-without-unit', 'berg', 2, lacks('hsaCommissionUnit')],
    [
      'two-hsa-ids',
      'berg',
      1,
      ({ values }) =>
        first.are.entries.some(
          (other) =>
            other.markers.includes('two-hsa-ids') && other.values.personalIdentityNumber?.[0] === values.personalIdentityNumber?.[0],
        ),
    ],
  ])('%s in %s', (marker, code, count, shows) => {
    const marked = first[code].entries.filter(({ markers }) => markers.includes(marker));
    expect(marked.map(shows)).toEqual(Array(count).fill(true));
  });

  it('is written differently from place to place', () => {
    expect(
      first.are.text
        .split('\n')
        .slice(0, -1)
        .every((line) => line.endsWith('\r')),
    ).toBe(true);
    expect(CODES.filter((code) => first[code].text.includes('\r'))).toEqual(['are']);
    expect(CODES.filter((code) => !first[code].entries.every(({ dn }) => /,l=J(ä|\\C3\\A4)mtlands l(ä|\\C3\\A4)n,c=SE$/.test(dn)))).toEqual(
      ['are'],
    );
    expect(first.berg.text).toMatch(/^#.*\n {1,2}\S/m);
  });

  it("has cards' certificates of an invented issuer, made out to the HSA-id and good for the life of the sample", () => {
    const blocks = [...next.ostersund.text.replaceAll('\n ', '').matchAll(/^userCertificate;binary:: (\S+)$/gm)].map(([, base64 = '']) =>
      Buffer.from(base64, 'base64'),
    );
    const certificates = blocks.filter((der) => der[0] === 0x30).map((der) => new X509Certificate(der));
    expect(certificates.map(({ issuer }) => issuer.split('\n').at(-1)).sort()).toEqual(
      [2, 3, 3, 3].map((level) => `CN=Exempel e-id Person HSA-id ${level} CA v1`),
    );
    expect(certificates.every(({ subject }) => /serialNumber=SE2120002528-(7L4H|3WNB)/.test(subject))).toBe(true);
    expect(certificates.map(({ validToDate }) => validToDate.getUTCFullYear()).sort()).toEqual([2025, 2099, 2099, 2099]);
  });
});

describe('README.md', () => {
  const [dayOne = '', dayTwo = ''] = readme.split('## First day')[1]?.split('## The next day') ?? [];
  const words = (table: string) => new Set([...table.matchAll(/^\| `([a-z-]+)`/gm)].map(([, word = '']) => word));
  const markersOf = (files: Record<Code, SampleFile>) =>
    new Set(Object.values(files).flatMap(({ entries }) => entries.flatMap(({ markers }) => markers)));

  it('explains every word in brackets of the first day', () => {
    expect([...words(dayOne)].sort()).toEqual([...markersOf(first)].sort());
  });

  it('explains every word in brackets that the next day adds, those who are gone and the cut file', () => {
    const added = [...markersOf(next)].filter((marker) => !markersOf(first).has(marker));
    expect([...words(dayTwo)].sort()).toEqual([...added, 'cut', 'vanished'].sort());
  });

  it('names people by HSA-ids that stand in the files, and all who can log in', () => {
    const { login } = sampleConfiguration('config/demo.yaml');
    const users = login.kind === 'demo' ? login.people.map(({ hsaId }) => hsaId) : [];
    expect(users.filter((hsaId) => !readme.includes(hsaId))).toEqual([]);
    const known = new Set([...CODES.flatMap((code) => valuesOf(first[code], 'hsaIdentity')).map((hsaId) => hsaId.trim()), ...users]);
    const named = readme.match(/(?:SE|TSTNMT)\d[\w-]*-\w+/g) ?? [];
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((hsaId) => !known.has(hsaId))).toEqual([]);
  });
});

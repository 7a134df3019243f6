/*
 * What the samples' next day changes, and what the service's own reader sees on both days. Real: the files, the
 * configuration, the LDIF source. Faked: the time.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueRead, CompleteRead, ReadEntry } from '../../src/directory/directory-source';
import { LdifSource } from '../../src/directory/ldif/ldif.source';
import { personalNumberHasher } from '../../src/people/personal-number';
import { aReadRequest } from '../support/builders/read-request';
import { type Code, ROOT, type SampleEntry, sampleConfiguration, sampleFiles } from '../support/sample-catalogue';

const first = sampleFiles('config/demo');
const next = sampleFiles('config/demo/next-day');
const TODAY = '2026-11-21';

/** Attributes that differ between two entries, `dn` among them. */
function differences(before: SampleEntry, after: SampleEntry): string[] {
  const names = new Set([...Object.keys(before.values), ...Object.keys(after.values)]);
  const changed = [...names].filter((name) => JSON.stringify(before.values[name]) !== JSON.stringify(after.values[name]));
  return [...changed, ...(before.dn === after.dn ? [] : ['dn'])].sort();
}

/** What the next day changes in one municipality: the marker and the attributes, one line per entry. */
function dayByDay(code: Code): string[] {
  const uuid = ({ values }: SampleEntry) => values.entryUUID?.[0];
  const after = new Map(next[code].entries.map((entry) => [uuid(entry), entry]));
  const known = new Set(first[code].entries.map(uuid));
  const lines = first[code].entries.flatMap((before) => {
    const entry = after.get(uuid(before));
    const changed = entry ? differences(before, entry) : [];
    return entry ? (changed.length > 0 ? [`${entry.markers.join()}: ${changed.join(' ')}`] : []) : [`gone: ${before.values.sn?.join()}`];
  });
  return [...lines, ...next[code].entries.filter((entry) => !known.has(uuid(entry))).map(({ markers }) => markers.join())].sort();
}

describe('the next day changes this and nothing else', () => {
  it.each<[Code, string[]]>([
    [
      'berg',
      [
        'gone: Hallgren',
        'hsa-id-case: hsaIdentity modifyTimestamp',
        'lost-role: hsaSystemRole modifyTimestamp',
        'moved: dn modifyTimestamp',
        'near-miss-mended: hsaSystemRole modifyTimestamp',
        'new',
        'phone: mobile modifyTimestamp',
        'protection-on: modifyTimestamp objectClass',
        'renamed: cn dn fullName mail modifyTimestamp sn',
        'title: modifyTimestamp title',
      ],
    ],
    [
      'are',
      [
        'bad-date-mended: hsaEndDate modifyTimestamp',
        'end-date-set: hsaEndDate modifyTimestamp',
        'mail-added: mail modifyTimestamp',
        'new',
        'protection-off: hsaProtectedPerson modifyTimestamp',
      ],
    ],
    [
      'ostersund',
      [
        'archived-now: modifyTimestamp objectClass',
        'gone: Dahlberg',
        'identity-swap: cn dn fullName givenName mail modifyTimestamp personalIdentityNumber sn',
        'new',
        'new-certificate: modifyTimestamp userCertificate;binary',
        'number-became-real: modifyTimestamp personalIdentityNumber',
        'prescriber-now: hsaCommissionMember modifyTimestamp',
        'prescriber-now: modifyTimestamp personalPrescriptionCode',
        ...Array<string>(4).fill('unit-renamed: dn'),
        'unit-renamed: dn modifyTimestamp ou',
        'went-bad: modifyTimestamp startDate',
      ],
    ],
    ['ragunda', ['gone: Eklöv', 'gone: Gavelin', 'gone: Hallin', 'gone: Markström', 'gone: Pålsson']],
  ])('%s', (code, expected) => {
    expect(dayByDay(code)).toEqual(expected);
  });

  it("cuts Krokom's file in the middle of a line", () => {
    expect(next.krokom.text).toMatch(/\npersonalIdentityNumber: 19$/);
  });
});

const entitled = (entries: readonly ReadEntry[]): number =>
  entries.filter(({ person }) => {
    if (!person?.hasSystemRole || person.isArchived || person.isDeleted || person.isTestData) return false;
    return (person.startDate ?? TODAY) <= TODAY && (person.endDate ?? TODAY) >= TODAY;
  }).length;

/** Kinds with their number: `hsa-id-duplicate 2`. */
function problemsOf(entries: readonly ReadEntry[]): string[] {
  const kinds = entries.flatMap(({ problems }) => problems.map(({ kind }) => kind));
  return [...new Set(kinds)].sort().map((kind) => `${kind} ${kinds.filter((other) => other === kind).length}`);
}

async function readWith(file: string, code: Code): Promise<CatalogueRead> {
  const { municipalities, systemRole } = sampleConfiguration(file);
  const municipality = municipalities.find((one) => one.code === code);
  if (municipality?.source.kind !== 'ldif') throw new Error(`${code} is not in ${file}`);
  const clock = { now: () => `${TODAY}T11:00:00.000Z` };
  const hashPersonalNumber = personalNumberHasher(Buffer.alloc(32, 7));
  const source = new LdifSource({ configuration: municipality.source, municipality, systemRole, root: ROOT, hashPersonalNumber, clock });
  return source.read(aReadRequest());
}

describe("the service's reader", () => {
  const BERG = ['hsa-id-blanks 1', 'hsa-id-foreign-prefix 1', 'hsa-id-malformed 1', 'hsa-id-missing 1'];
  const OSTERSUND = [
    'hsa-id-case-clash 2',
    'hsa-id-duplicate 2',
    'hsa-id-test 1',
    'mail-malformed 1',
    'personal-number-malformed 1',
    'test-data 1',
  ];
  it.each<[string, Code, number, number, string[], string[]]>([
    ['demo', 'berg', 29, 18, [...BERG, 'system-role-near-miss 4'], []],
    ['demo', 'are', 20, 14, ['date-malformed 1', 'end-before-start 1', 'mail-missing 1', 'unit-missing 1'], ['no-manifest']],
    ['demo', 'ostersund', 58, 46, ['certificate-unreadable 1', 'control-character 2', ...OSTERSUND], []],
    ['demo', 'ragunda', 12, 12, [], []],
    ['demo', 'krokom', 8, 8, [], ['no-manifest']],
    ['demo-next-day', 'berg', 29, 18, [...BERG, 'system-role-near-miss 3'], []],
    ['demo-next-day', 'are', 21, 16, ['end-before-start 1', 'unit-missing 1'], ['no-manifest']],
    ['demo-next-day', 'ostersund', 58, 44, ['certificate-unreadable 1', 'control-character 2', 'date-malformed 1', ...OSTERSUND], []],
    ['demo-next-day', 'ragunda', 7, 7, [], []],
  ])('%s: reads %s whole', async (file, code, people, accounts, problems, warnings) => {
    const result = (await readWith(`config/${file}.yaml`, code)) as CompleteRead;
    expect(result).toMatchObject({ outcome: 'complete', peopleRead: people });
    expect(entitled([...result.entries])).toBe(accounts);
    expect(problemsOf([...result.entries])).toEqual(problems);
    expect(result.warnings.map((warning) => warning.code)).toEqual(warnings);
  });

  it('finds as many people and accounts on the first day as the README says', async () => {
    const readme = readFileSync(join(ROOT, 'config/demo/README.md'), 'utf8');
    for (const { code, name } of sampleConfiguration('config/demo.yaml').municipalities) {
      const { entries, peopleRead } = (await readWith('config/demo.yaml', code as Code)) as CompleteRead;
      expect(readme).toMatch(new RegExp(`^\\| ${name} +\\| ${peopleRead} +\\| ${entitled([...entries])} +\\|`, 'm'));
    }
  });

  it("finds Krokom's file of the next day incomplete", async () => {
    expect(await readWith('config/demo-next-day.yaml', 'krokom')).toMatchObject({ outcome: 'incomplete', code: 'ended-inside-line' });
  });
});

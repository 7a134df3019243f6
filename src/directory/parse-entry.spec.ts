import { personEntry, type PersonEntryOptions } from '../../test/support/builders/ldif';
import { certificateBytes, entryContext, rawEntry } from '../../test/support/builders/raw-entry';
import type { EntryContext } from './parse-entry';
import { parseEntry } from './parse-entry';
import { attributeNames } from './raw-entry';

const parse = (options: PersonEntryOptions = {}, context: Partial<EntryContext> = {}) =>
  parseEntry(rawEntry(personEntry(options)), entryContext(context));
const withAttributes = (attributes: PersonEntryOptions['attributes']) => parse({ attributes });
const kinds = ({ problems }: ReturnType<typeof parse>) => problems.map(({ kind }) => kind);

describe('an entry with nothing wrong', () => {
  it('becomes a person with every field in its place', () => {
    const read = parse({
      hsaId: 'SE2120002502-1A2B',
      givenName: 'Åsa',
      surname: 'Öberg',
      unit: ['Hemtjänst Norr', 'Vård'],
      attributes: {
        personalIdentityNumber: '20170101-2393',
        middleName: 'Märta',
        fullName: 'Öberg, Åsa',
        mail: 'asa.oberg@berg.example.se',
        telephoneNumber: ['+46 63 2', '+46 63 1'],
        mobile: '+46 70 1',
        title: 'Undersköterska',
        hsaTitle: ['Sjuksköterska', 'Barnmorska'],
        paTitleName: 'Sjuksköterska',
        paTitleCode: ['206010', '104010'],
        personalPrescriptionCode: '9000001',
        startDate: '20260101',
        endDate: '20261231225959Z',
        entryUUID: 'a3d1c7a0-5b1e-4a53-9f0e-6d1a2b3c4d5e',
        modifyTimestamp: '20260601120000Z',
        nickName: 'Bettan',
      },
    });
    expect(read).toEqual({
      hsaId: 'SE2120002502-1A2B',
      dn: 'cn=Åsa Öberg,ou=Hemtjänst Norr,ou=Vård,o=Bergs kommun,l=Jämtlands län,c=SE',
      isProtected: false,
      role: { kind: 'exact' },
      problems: [],
      standing: { isArchived: false, isDeleted: false, isTestData: false },
      mark: null,
      person: {
        hsaId: 'SE2120002502-1A2B',
        dn: 'cn=Åsa Öberg,ou=Hemtjänst Norr,ou=Vård,o=Bergs kommun,l=Jämtlands län,c=SE',
        entryUuid: 'a3d1c7a0-5b1e-4a53-9f0e-6d1a2b3c4d5e',
        stamp: '20260601120000Z',
        personalNumberHash: 'hash-of-201701012393',
        surname: 'Öberg',
        givenName: 'Åsa',
        middleName: 'Märta',
        fullName: 'Öberg, Åsa',
        mail: 'asa.oberg@berg.example.se',
        telephoneNumbers: ['+46 63 1', '+46 63 2'],
        mobileNumbers: ['+46 70 1'],
        title: 'Undersköterska',
        hsaTitles: ['Barnmorska', 'Sjuksköterska'],
        paTitleNames: ['Sjuksköterska'],
        paTitleCodes: ['104010', '206010'],
        prescriberCode: '9000001',
        hasSystemRole: true,
        startDate: '2026-01-01',
        endDate: '2026-12-31',
        unit: null,
        commissions: [],
        isProtected: false,
        isArchived: false,
        isDeleted: false,
        isTestData: false,
        certificates: [],
      },
    });
  });

  it('may lack what HSA does not always have', () => {
    const read = parse({ attributes: { givenName: undefined, fullName: undefined, cn: undefined } });
    expect(read.person).toMatchObject({ givenName: null, fullName: 'Andersson', personalNumberHash: null, startDate: null, endDate: null });
    expect(read.problems).toEqual([]);
  });

  it.each([
    [{ fullName: 'Fullt Namn', cn: 'Annat' }, 'Fullt Namn'],
    [{ fullName: undefined, cn: 'Annat' }, 'Annat'],
    [{ fullName: undefined, cn: undefined }, 'Anna Andersson'],
  ])('has its full name from the first there is: %j', (attributes, fullName) => {
    expect(withAttributes(attributes).person?.fullName).toBe(fullName);
  });

  it('reads the stamp with the finest grain', () => {
    const stamps = { entryCSN: '20260601120000.123456Z#000000#000#000000', modifyTimestamp: '20260601120000Z' };
    expect(withAttributes(stamps).person?.stamp).toBe(stamps.entryCSN);
  });

  it('reads renamed attributes', () => {
    const context = { names: attributeNames({ startDate: 'hsaStartDate', personalIdentityNumber: 'hsaPersonIdentityNumber' }) };
    const attributes = { hsaStartDate: '20260101', hsaPersonIdentityNumber: '201701012393', startDate: 'något annat' };
    expect(parse({ attributes }, context).person).toMatchObject({ startDate: '2026-01-01', personalNumberHash: 'hash-of-201701012393' });
  });

  it('composes letters', () => {
    expect(withAttributes({ sn: 'O\u0308berg' }).person?.surname).toBe('\u00d6berg');
  });
});

describe('HSA-ids that refuse an entry', () => {
  it.each([
    ['none', undefined, 'hsa-id-missing', null, undefined],
    ['empty', '', 'hsa-id-missing', null, undefined],
    ['only blanks', '  ', 'hsa-id-missing', null, undefined],
    ['several', ['SE2120002502-B', 'SE2120002502-A'], 'attribute-ambiguous', 'SE2120002502-A', undefined],
    ['a control character', 'SE2120002502-A\u0007', 'control-character', 'SE2120002502-A\\u0007', 'SE2120002502-A\\u0007'],
    ['a line feed', 'SE2120002502-A\n', 'control-character', 'SE2120002502-A\\u000a', 'SE2120002502-A\\u000a'],
    ['a blank after', 'SE2120002502-A ', 'hsa-id-blanks', 'SE2120002502-A ', 'SE2120002502-A '],
    ['a no-break space', 'SE2120002502-A\u00a0', 'hsa-id-blanks', 'SE2120002502-A\\u00a0', 'SE2120002502-A\\u00a0'],
    ['a blank within', 'SE2120002502 -A', 'hsa-id-blanks', 'SE2120002502 -A', 'SE2120002502 -A'],
    ['a test id', 'TSTNMT2120002502-A', 'hsa-id-test', 'TSTNMT2120002502-A', 'TSTNMT2120002502-A'],
    ['malformed', 'SE2120002502_A', 'hsa-id-malformed', 'SE2120002502_A', 'SE2120002502_A'],
    ['another prefix', 'SE2321000156-A', 'hsa-id-foreign-prefix', 'SE2321000156-A', 'SE2321000156-A'],
  ])('%s', (_what, hsaIdentity, kind, hsaId, value) => {
    const read = withAttributes({ hsaIdentity });
    expect(read).toMatchObject({ person: null, hsaId });
    expect(read.problems).toEqual([expect.objectContaining({ kind, attribute: 'hsaIdentity' })]);
    expect(read.problems[0]?.value).toBe(value);
  });

  it('a personnummer in its place is never shown', () => {
    for (const hsaIdentity of ['201701012393', 'SE20170101-2393', '170101-2393']) {
      const read = withAttributes({ hsaIdentity });
      expect(read).toMatchObject({ hsaId: null, person: null, problems: [{ kind: 'hsa-id-malformed' }] });
      expect(JSON.stringify(read)).not.toMatch(/0101-?2393/);
    }
  });

  it('prefixes compare without case, and a test id may be allowed', () => {
    expect(parse({}, { hsaIdPrefixes: ['se2120002502-'] }).person).not.toBeNull();
    expect(parse({ hsaId: 'TSTNMT2120002502-A' }, { allowTestHsaIds: true }).person?.hsaId).toBe('TSTNMT2120002502-A');
  });
});

describe('other faults that refuse an entry', () => {
  it.each([
    ['a start that is no date', { startDate: '2026-13-01' }, { kind: 'date-malformed', attribute: 'startDate', value: '2026-13-01' }],
    ['an end that is no date', { endDate: '20260230' }, { kind: 'date-malformed', attribute: 'endDate', value: '20260230' }],
    ['an empty date', { endDate: '' }, { kind: 'date-malformed', attribute: 'endDate', value: '' }],
    ['two starts', { startDate: ['20260101', '20260201'] }, { kind: 'attribute-ambiguous', attribute: 'startDate' }],
    [
      'two personnummer',
      { personalIdentityNumber: ['201701012393', '198002299819'] },
      { kind: 'attribute-ambiguous', attribute: 'personalIdentityNumber' },
    ],
    ['no surname', { sn: undefined }, { kind: 'attribute-missing', attribute: 'sn' }],
    ['a blank surname', { sn: ' ' }, { kind: 'attribute-missing', attribute: 'sn' }],
    ['a control character in a name', { sn: 'Anders\u0007son' }, { kind: 'control-character', attribute: 'sn' }],
    ['a line feed after a name', { givenName: 'Anna\n' }, { kind: 'control-character', attribute: 'givenName' }],
    [
      'a control character in a telephone number',
      { telephoneNumber: '063\u0000' },
      { kind: 'control-character', attribute: 'telephoneNumber' },
    ],
    [
      'a control character in a title that may be shown',
      { hsaTitle: 'Läkare\u0007' },
      { kind: 'control-character', attribute: 'hsaTitle', value: 'Läkare\\u0007' },
    ],
  ])('%s', (_what, attributes, problem) => {
    const read = withAttributes(attributes);
    expect(read.person).toBeNull();
    expect(read.hsaId).toBe('SE2120002502-A001');
    expect(read.problems).toEqual([expect.objectContaining(problem)]);
    if (!('value' in problem)) expect(read.problems[0]).not.toHaveProperty('value');
  });

  it('a control character in the DN, which is shown escaped', () => {
    const read = parse({ cn: 'Anna\u0007', attributes: { cn: 'Anna' } });
    expect(read).toMatchObject({ person: null, problems: [{ kind: 'control-character', attribute: 'dn' }] });
    expect(read.dn).toMatch(/^cn=Anna\\07,/);
    const raw = rawEntry({ ...personEntry(), dn: 'cn=An\nna,c=SE' });
    expect(parseEntry(raw, entryContext()).dn).toBe('cn=An\\0Ana,c=SE');
  });

  it('all of them are told', () => {
    expect(kinds(withAttributes({ hsaIdentity: 'fel', sn: undefined, startDate: 'fel' }))).toEqual([
      'hsa-id-malformed',
      'attribute-missing',
      'date-malformed',
    ]);
  });
});

describe('faults that only inform', () => {
  it.each([
    [
      'a personnummer that is none',
      { personalIdentityNumber: '201701012394' },
      { kind: 'personal-number-malformed' },
      { personalNumberHash: null },
    ],
    ['several titles', { title: ['B', 'A'] }, { kind: 'attribute-ambiguous', attribute: 'title' }, { title: 'A' }],
    ['several surnames', { sn: ['Berg', 'Alm'] }, { kind: 'attribute-ambiguous', attribute: 'sn' }, { surname: 'Alm' }],
    ['no mail', { mail: undefined }, { kind: 'mail-missing', attribute: 'mail' }, { mail: null }],
    ['mail that is none', { mail: 'anna at berg' }, { kind: 'mail-malformed', attribute: 'mail' }, { mail: null }],
    ['two addresses in one', { mail: 'a@b.se,c@d.se' }, { kind: 'mail-malformed' }, { mail: null }],
    [
      'the end before the start',
      { startDate: '20260201', endDate: '20260131' },
      { kind: 'end-before-start', value: '2026-01-31' },
      { endDate: '2026-01-31' },
    ],
    [
      'a certificate that is none',
      { 'userCertificate;binary': Buffer.from('x') },
      { kind: 'certificate-unreadable' },
      { certificates: [] },
    ],
    ['test data', { objectClass: ['person', 'hsaFeignedDataObject'] }, { kind: 'test-data' }, { isTestData: true }],
  ])('%s', (_what, attributes, problem, person) => {
    const read = withAttributes(attributes);
    expect(read.person).toMatchObject(person);
    expect(read.problems).toEqual([expect.objectContaining(problem)]);
  });

  it('values of names, personnummer and contacts are never shown', () => {
    const read = withAttributes({ sn: ['Berg', 'Alm'], mail: 'anna at berg', personalIdentityNumber: '201701012394', mobile: '070\u0007' });
    expect(JSON.stringify(read.problems)).not.toMatch(/Alm|Berg|anna at|2394|070/);
  });

  it('mail matters only to those with the role', () => {
    expect(parse({ roles: [], attributes: { mail: undefined } }).problems).toEqual([]);
    expect(parse({ roles: [], attributes: { mail: 'fel' } }).problems).toEqual([]);
  });

  it('one personnummer written in two ways is one', () => {
    const read = withAttributes({ personalIdentityNumber: ['201701012393', '170101-2393'] });
    expect(read).toMatchObject({ problems: [], person: { personalNumberHash: 'hash-of-201701012393' } });
  });

  it('a role that is nearly right', () => {
    const read = parse({ roles: ['RJH;\u00a0LINK'] });
    expect(read.role).toEqual({ kind: 'near', value: 'RJH;\\u00a0LINK', why: 'spaces' });
    expect(read.person?.hasSystemRole).toBe(false);
    expect(read.problems).toEqual([
      {
        kind: 'system-role-near-miss',
        attribute: 'hsaSystemRole',
        value: 'RJH;\\u00a0LINK',
        note: 'Det finns blanksteg i värdet, kanske osynliga.',
      },
    ]);
  });

  it('beside certificates that can be read, each once', () => {
    const [one, other] = [certificateBytes('siths'), certificateBytes('unusual-issuer')];
    const read = withAttributes({ 'userCertificate;binary': [other, one, Buffer.from('x'), one] });
    expect(read.person?.certificates.map(({ sha1 }) => sha1.slice(0, 4))).toEqual(['68dd', '8788']);
    expect(kinds(read)).toEqual(['certificate-unreadable']);
  });
});

describe('protection', () => {
  it('is decided also where the entry is refused', () => {
    const read = parse({ hsaId: 'fel', classes: ['hsaConfidentialPerson'] });
    expect(read).toMatchObject({ isProtected: true, person: null });
    expect(parse({ classes: ['hsaConfidentialPerson'] })).toMatchObject({ isProtected: true, person: { isProtected: true } });
  });
});

it('the order of values makes no difference', () => {
  const values = {
    telephoneNumber: ['1', '2', '3'],
    hsaTitle: ['b', 'a'],
    title: ['y', 'x'],
    objectClass: ['top', 'person', 'hsaArchivedObject'],
  };
  const reversed = Object.fromEntries(Object.entries(values).map(([name, list]) => [name, [...list].reverse()]));
  expect(withAttributes(reversed)).toEqual(withAttributes(values));
});

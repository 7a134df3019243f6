import fc from 'fast-check';
import { testPersonalNumber } from '../../test/support/builders/personal-number';
import { commissionEntry, ORGANISATION, personEntry, unitEntry } from '../../test/support/builders/ldif';
import { certificateBytes, entryContext, rawEntry } from '../../test/support/builders/raw-entry';
import { Catalogue } from './catalogue';
import type { UsedAttribute } from './raw-entry';
import { idWithoutPersonalNumber, nameWithoutPersonalNumber, withoutPersonalNumber } from './without-personal-numbers';

describe('a value without the personnummer in it', () => {
  it.each<[UsedAttribute, string, string]>([
    ['entryUUID', 'a3d1c7a0-5b1e-4a53-9f0e-201701012393', 'a3d1c7a0-5b1e-4a53-9f0e-201701012393'],
    ['modifyTimestamp', '201701012359Z', '201701012359Z'],
    ['entryCSN', '20170101235900.123456Z#000000#000#000000', '20170101235900.123456Z#000000#000#000000'],
    ['entryUUID', '20170101-2393', ''],
    ['modifyTimestamp', '201701012393', ''],
    ['telephoneNumber', '0701012393', '0701012393'],
    ['telephoneNumber', '201701012393', ''],
    ['mobile', '170101-2393', ''],
    ['mail', 'anna@berg.example.se', 'anna@berg.example.se'],
    ['mail', 'anna.170101-2393@berg.example.se', ''],
    ['title', 'Läkare', 'Läkare'],
    ['title', 'Läkare 170101-2393', 'Läkare'],
    ['sn', '201701012393', ''],
    ['paTitleCode', '206010', '206010'],
    ['personalPrescriptionCode', '9000001', '9000001'],
  ])('%s %j is %j', (attribute, value, without) => {
    expect(withoutPersonalNumber(attribute, value)).toBe(without);
  });

  it.each([
    ['Hemtjänst', 'Hemtjänst'],
    ['Hos 170101-2393', 'Hos'],
    ['170101-2393', '[personnummer]'],
    ['', ''],
  ])('the name %j is %j', (name, without) => {
    expect(nameWithoutPersonalNumber(name)).toBe(without);
  });

  it.each([
    ['SE2120002502-1701012393', 'SE2120002502-1701012393'],
    ['TSTNMT2120002502-1701012393', 'TSTNMT2120002502-1701012393'],
    ['SE-170101-2393', 'SE-[personnummer]'],
  ])('the id %j is %j', (id, without) => {
    expect(idWithoutPersonalNumber(id)).toBe(without);
  });
});

const forms: ((number: string) => string)[] = [
  (number) => number,
  (number) => `${number.slice(0, 8)}-${number.slice(8)}`,
  (number) => number.slice(2),
  (number) => `${number.slice(2, 8)}-${number.slice(8)}`,
  (number) => `${number.slice(2, 8)}+${number.slice(8)}`,
];
const written = fc
  .tuple(fc.constantFrom('20170101', '19900228', '19461231', '20050767'), fc.constantFrom(238, 239, 980, 999), fc.constantFrom(...forms))
  .map(([day, birthNumber, form]) => form(testPersonalNumber(day, birthNumber)));

/** The entry of one person who has `text` written into everything, with a unit and a commission that have it too. */
function readWithEverywhere(text: string, isProtected: boolean) {
  const unit = [`Hemtjänst ${text}`, text];
  const catalogue = new Catalogue(entryContext(), { hsaIdKeys: new Set() });
  const person = personEntry({
    hsaId: 'SE2120002502-A001',
    cn: `Åsa Öberg ${text}`,
    givenName: `Åsa ${text}`,
    surname: `${text} Öberg`,
    unit,
    classes: isProtected ? ['hsaConfidentialPerson'] : [],
    attributes: {
      personalIdentityNumber: text,
      middleName: text,
      fullName: `${text}, Åsa Öberg`,
      mail: `${text}@berg.example.se`,
      telephoneNumber: [text.replace('+', '-').replace(/^(\d{6})(\d{4})$/, '$1-$2'), '0687-123 45'],
      title: `Undersköterska (${text})`,
      hsaTitle: `Läkare ${text}`,
      paTitleName: text,
      paTitleCode: text,
      personalPrescriptionCode: text,
      entryUUID: text,
      modifyTimestamp: text,
    },
  });
  const commission = commissionEntry({
    hsaId: text,
    name: `Uppdrag ${text}`,
    purpose: `Vård ${text}`,
    rights: [`Läsa;${text};SJF`],
    members: ['SE2120002502-A001'],
    unit,
    attributes: { hsaCommissionUnit: `SE-${text}` },
  });
  for (const entry of [person, commission, unitEntry(unit, { hsaIdentity: text }), unitEntry([text], {})]) catalogue.add(rawEntry(entry));
  const [read] = catalogue.entries();
  if (!read) throw new Error('The entry was not read');
  return read;
}

describe('a personnummer in a catalogue', () => {
  it('is in nothing that is read, wherever and however it is written', () => {
    fc.assert(
      fc.property(written, fc.boolean(), (text, isProtected) => {
        const read = readWithEverywhere(text, isProtected);
        const { personalNumberHash, ...rest } = read.person ?? { personalNumberHash: null };
        expect(personalNumberHash).toMatch(/^hash-of-\d{12}$/);
        expect(JSON.stringify({ ...read, person: rest }).replace(/[-+ ]/g, '')).not.toContain(text.replace(/[-+]/g, '').slice(-10));
      }),
    );
  });

  it('is told of, attribute by attribute, and the rest of the text is kept', () => {
    const read = readWithEverywhere('20170101-2393', false);
    expect(read.problems).toEqual(
      ['dn', 'entryUUID', 'modifyTimestamp', 'sn', 'givenName', 'middleName', 'fullName', 'mail', 'telephoneNumber', 'title', 'hsaTitle']
        .concat('paTitleName', 'paTitleCode', 'personalPrescriptionCode', 'ou', 'hsaCommission')
        .map((attribute) => ({ kind: 'personal-number-in-text', attribute })),
    );
    expect(read.dn).toBe(`cn=Åsa Öberg [personnummer],ou=Hemtjänst [personnummer],ou=[personnummer],${ORGANISATION}`);
    expect(read.person).toMatchObject({
      surname: 'Öberg',
      givenName: 'Åsa',
      fullName: ', Åsa Öberg',
      mail: null,
      telephoneNumbers: ['0687-123 45'],
      title: 'Undersköterska ( )',
      entryUuid: null,
      unit: { name: 'Hemtjänst', path: ['Bergs kommun', '[personnummer]', 'Hemtjänst'], hsaId: '[personnummer]' },
      commissions: [{ name: 'Uppdrag', purpose: 'Vård', hsaId: '[personnummer]', rights: ['Läsa; ;SJF'], unitHsaId: 'SE-[personnummer]' }],
    });
  });

  it('in a DN keeps apart two people whose names are the same without it', () => {
    const catalogue = new Catalogue(entryContext(), { hsaIdKeys: new Set() });
    const one = personEntry({ hsaId: 'SE2120002502-A', cn: 'Anna Berg 170101-2393' });
    const other = personEntry({ hsaId: 'SE2120002502-B', cn: 'Anna Berg 170101-2385' });
    const commission = commissionEntry({ members: [other.dn] });
    for (const entry of [one, other, commission]) catalogue.add(rawEntry(entry));
    expect([...catalogue.entries()].map(({ hsaId, person }) => [hsaId, person?.commissions.length])).toEqual([
      ['SE2120002502-A', 0],
      ['SE2120002502-B', 1],
    ]);
  });

  it('written with escapes in a DN is found', () => {
    const raw = rawEntry({ ...personEntry(), dn: `cn=Anna \\32\\30170101\\2D2393+uid=a,${ORGANISATION}` });
    const catalogue = new Catalogue(entryContext(), { hsaIdKeys: new Set() });
    catalogue.add(raw);
    expect(catalogue.entries().at(0)?.dn).toBe(`cn=Anna [personnummer]+uid=a,${ORGANISATION}`);
  });

  it('in the issuer of a certificate keeps the certificate away', () => {
    const catalogue = new Catalogue(entryContext(), { hsaIdKeys: new Set() });
    const certificates = [certificateBytes('personal-number-in-issuer'), certificateBytes('siths')];
    catalogue.add(rawEntry(personEntry({ attributes: { 'userCertificate;binary': certificates } })));
    const [read] = catalogue.entries();
    expect(read?.person?.certificates).toHaveLength(1);
    expect(read?.problems).toContainEqual({ kind: 'personal-number-in-text', attribute: 'userCertificate' });
  });

  it('in the place of a date or a role is not shown', () => {
    const catalogue = new Catalogue(entryContext(), { hsaIdKeys: new Set() });
    catalogue.add(rawEntry(personEntry({ roles: ['RJH;LINK-170101-2393'], attributes: { startDate: '20170101-2393' } })));
    const [read] = catalogue.entries();
    expect(read?.role).toEqual({ kind: 'near', value: 'RJH;LINK-[personnummer]', why: 'unit-suffix' });
    expect(read?.problems).toEqual([
      expect.objectContaining({ kind: 'date-malformed', value: '[personnummer]' }),
      expect.objectContaining({ kind: 'system-role-near-miss', value: 'RJH;LINK-[personnummer]' }),
    ]);
  });
});

import { type CatalogueEntry, organisationEntry, personEntry, unitEntry } from './ldif';

/** A municipality of a test's own, as its configuration names it. */
export interface TestMunicipality {
  code: string;
  name: string;
  organisationNumber: string;
}

export const BERG: TestMunicipality = { code: 'berg', name: 'Bergs kommun', organisationNumber: '2120002502' };
export const ARE: TestMunicipality = { code: 'are', name: 'Åre kommun', organisationNumber: '2120002494' };
export const OSTERSUND: TestMunicipality = { code: 'ostersund', name: 'Östersunds kommun', organisationNumber: '2120002528' };

export const hsaIdPrefix = ({ organisationNumber }: TestMunicipality): string => `SE${organisationNumber}-`;

const UNITS = ['Hemtjänst Norr', 'Hemtjänst Söder', 'Särskilt boende Åsen'];
const GIVEN_NAMES = ['Åsa', 'Erik', 'Märta', 'Göran', 'Eva', 'Nils', 'Lotta', 'Per', 'Ingrid', 'Olle', 'Siv', 'Bo', 'Ulla'];
const SURNAMES = [
  'Öberg',
  'Lund',
  'Åkesson',
  'Berg',
  'Näs',
  'Ström',
  'Fjäll',
  'Hed',
  'Sjö',
  'Alm',
  'Rönn',
  'Ek',
  'Gran',
  'Vik',
  'Holm',
  'Dahl',
  'Skog',
];
const STRIDE = GIVEN_NAMES.length * SURNAMES.length;

/** HSA-id of a person of a crowd, from 0. */
export const hsaIdOf = (municipality: TestMunicipality, index: number): string => `${hsaIdPrefix(municipality)}P${String(1000 + index)}`;

/** A whole catalogue with so many people who all have the role; the same people for the same number. */
export function crowd(municipality: TestMunicipality, people: number): CatalogueEntry[] {
  const organisation = `o=${municipality.name},l=Jämtlands län,c=SE`;
  return [
    organisationEntry({ o: municipality.name, hsaIdentity: `${hsaIdPrefix(municipality)}0001` }, organisation),
    ...UNITS.map((unit, index) => unitEntry([unit], { hsaIdentity: `${hsaIdPrefix(municipality)}E00${index}` }, organisation)),
    ...Array.from({ length: people }, (_, index) =>
      personEntry({
        hsaId: hsaIdOf(municipality, index),
        givenName: GIVEN_NAMES[index % GIVEN_NAMES.length],
        surname: `${SURNAMES[index % SURNAMES.length]}${index < STRIDE ? '' : `-${Math.floor(index / STRIDE)}`}`,
        unit: [UNITS[index % UNITS.length] ?? ''],
        organisation,
        attributes: { title: 'Undersköterska', telephoneNumber: `0687-${10_000 + index}` },
      }),
    ),
  ];
}

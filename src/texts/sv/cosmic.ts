/** The units that Cosmic knows, and test logins. */
export const cosmicTexts = {
  unitUnknown:
    'Enheten som personen ligger under finns inte i Cosmics lista. Rätta personens plats i HSA, eller be Servicecenter lägga in enheten i Cosmic och läsa in en ny lista.',
  imported: (municipality: string, version: number, units: number): string =>
    `${municipality}: lista ${version} är inläst, ${units} ${units === 1 ? 'enhet' : 'enheter'}.`,
  unchanged: (municipality: string): string => `${municipality}: listan är likadan som den som redan gäller. Inget är ändrat.`,
  preview: (municipality: string): string => `${municipality}: det här skulle ändras. Inget är skrivet.`,
  refused: 'Inget är inläst. Rätta det här i filen:',
  row: (line: number, problem: string): string => `  rad ${line}: ${problem}`,
  change: { added: 'ny', removed: 'borttagen', renamed: 'bytt namn', moved: 'flyttad' },
  problem: {
    'hsa-id-malformed': 'HSA-id:t är felskrivet eller saknas.',
    'name-missing': 'Namnet saknas.',
    'name-too-long': 'Namnet är längre än 200 tecken.',
    'personal-number': 'Något ser ut som ett personnummer. Ta bort det.',
    repeated: 'Enheten står flera gånger i filen.',
    'parent-unknown': 'Enheten ovanför finns inte i filen.',
    'in-a-circle': 'Enheten ligger under sig själv.',
  },
  csv: {
    'not-csv': 'Filen går inte att läsa som CSV.',
    'no-header': 'Filen saknar rubrikrad.',
    'column-missing': 'En kolumn saknas',
    'column-unknown': 'En kolumn som inte ska finnas',
    'column-twice': 'En kolumn står två gånger',
    'too-large': 'Filen är för stor.',
    empty: 'Filen har inga rader.',
    'wrong-length': 'Raden har fel antal kolumner.',
  },
  reportHeading: (municipality: string, version: number, at: string): string =>
    `${municipality}: HSA jämfört med Cosmics lista ${version} (inläst ${at})`,
  noList: (municipality: string): string => `${municipality}: ingen lista över Cosmics enheter är inläst.`,
  agrees: '  Allt stämmer.',
  report: {
    missing: 'finns i HSA men inte i Cosmic',
    added: 'finns i Cosmic men ingen i HSA ligger under den',
    renamed: 'heter olika',
    moved: 'ligger på olika ställen',
    'without-hsa-id': 'saknar HSA-id i HSA',
  },
  inHsa: 'HSA',
  inCosmic: 'Cosmic',
  people: (count: number): string => `${count} ${count === 1 ? 'person' : 'personer'}`,
  testLoginRecorded: (municipality: string, worked: boolean): string =>
    `${municipality}: provinloggningen är antecknad, ${worked ? 'den fungerade' : 'den fungerade inte'}.`,
  worked: (worked: boolean): string => (worked ? 'fungerade' : 'fungerade inte'),
};

import type { AgreementStatus } from '../../access/agreement-status';
import type { AgreementFact } from '../../access/facts';
import { counted } from './counted';

/** What stands on the printed agreement besides its text. */
export const agreementPdfTexts = {
  whom: 'Den här förbindelsen gäller',
  labels: {
    name: 'Namn',
    hsaId: 'HSA-id',
    municipality: 'Kommun',
    unit: 'Enhet',
    caseNumber: 'Ärende',
  },
  /** Over an empty line. */
  fillInByHand: 'fylls i för hand',
  signature: 'Underskrift',
  signatureLabels: { signature: 'Namnteckning', name: 'Namnförtydligande', place: 'Ort', date: 'Datum' },
  sendTo: 'Lämna den undertecknade förbindelsen till Servicecenter enligt din kommuns rutin.',
  author: 'Tillträde',
  subject: (version: string): string => `Version ${version}`,
  version: (version: string): string => `Version ${version}`,
  hash: (sum: string): string => `Textens kontrollsumma (SHA-256): ${sum}`,
  page: (page: number, pages: number): string => `Sida ${page} av ${pages}`,
  caseNumber: (number: string): string => `Ärende ${number}`,
};

const status: Record<Exclude<AgreementStatus, 'missing'> | 'corrected', string> = {
  valid: 'gäller',
  expired: 'har gått ut',
  withdrawn: 'återkallad',
  replaced: 'en nyare version måste undertecknas',
  corrected: 'ersatt av en rättad registrering',
};

const source: Record<AgreementFact['source'], string> = {
  paper: 'på papper',
  'on-screen': 'på skärmen',
  baseline: 'före tjänsten',
};

/** What `agreement …` says. */
export const agreementTexts = {
  columns: { id: 'Registrering', who: 'Person', version: 'Version', signedOn: 'Undertecknad', validTo: 'Gäller till', status: 'Läge' },
  templateColumns: { version: 'Version', effectiveFrom: 'Gäller från', signFrom: 'Krävs från', hash: 'SHA-256', title: 'Rubrik' },
  until: (day: string | null): string => day ?? 'tills vidare',
  status: (word: keyof typeof status): string => status[word],
  source: (word: keyof typeof source): string => source[word],
  current: '(gäller nu)',
  none: 'Ingen förbindelse är registrerad.',
  noTemplates:
    'Ingen version finns. Lägg in en: scripts/tilltrade agreement template add 1 --file config/agreements/1.txt --effective ÅÅÅÅ-MM-DD --by NAMN',
  registered: (version: string, day: string): string => `Registrerad: version ${version}, undertecknad ${day}.`,
  withdrawn: 'Förbindelsen är återkallad.',
  printed: (file: string): string => `Förbindelsen ligger i ${file}.`,
  cannotWrite: (file: string, code: string): string => `${file} gick inte att skriva (${code}). En fil som redan finns skrivs inte över.`,
  cannotRead: (file: string, code: string): string => `${file} gick inte att läsa (${code}).`,
  tooLarge: (file: string): string => `${file} är större än vad som tas emot.`,
  notUtf8: (file: string): string => `${file} är inte text i UTF-8.`,
  templateAdded: (version: string, from: string): string => `Version ${version} är inlagd och gäller från ${from}.`,
  templateKnown: (version: string): string => `Version ${version} finns redan, likadan.`,
  concerned: (people: number, from: string): string =>
    `${counted(people, 'person', 'personer')} med en äldre version måste underteckna den nya senast dagen före ${from}.`,
  whomBothWays: 'Ange ett HSA-id eller --case, inte båda.',
  oneMunicipality: 'Ange --municipality högst en gång.',
  labels: {
    id: 'Registrering',
    source: 'Undertecknad',
    receivedOn: 'Kom in',
    registryNumber: 'Diarienummer',
    receiver: 'Mottagare',
    scan: 'Inskannad',
    withdrawn: 'Återkallad',
    corrects: 'Rättar',
    hash: 'Textens SHA-256',
  },
};

/** The finding about somebody who could not be reminded. */
export const agreementFindingTexts = {
  noAddress: (lastDay: string): string =>
    `Förbindelsen gäller till och med ${lastDay}, och personen har ingen e-postadress i HSA att påminna på. Be chefen påminna.`,
  protectedPerson: (lastDay: string): string =>
    `Förbindelsen gäller till och med ${lastDay}, och ingen påminnelse skickas om en skyddad person. Be chefen påminna.`,
};

import type { LdifErrorCode } from '../../directory/ldif/ldif-error';
import type { UnreadableFileError, UnreadableManifestError } from '../../directory/ldif/file-errors';
import type { RoleReading } from '../../people/system-role';
import { counted } from './counted';

type Detail = string | number | null;

const ldif: Record<LdifErrorCode, (detail: Detail) => string> = {
  empty: () => 'filen innehåller inga poster.',
  'ended-inside-line': () => 'filen slutar mitt i en rad. Den är troligen inte färdigskriven.',
  'ended-inside-record': () => 'filen slutar mitt i en post. Den är troligen inte färdigskriven.',
  version: () => 'filen har en annan version av LDIF än 1.',
  'change-record': () => 'posten är en ändring (changetype). Filen ska innehålla hela katalogen, inte ändringar.',
  control: () => 'raden är en styrning av en ändring (control). Filen ska innehålla hela katalogen, inte ändringar.',
  'url-value': () => 'värdet hänvisar till en annan plats (:<). Alla värden ska stå i filen.',
  base64: () => 'värdet är inte giltig base64.',
  undecodable: (attribute) => `värdet av ${attribute} är inte text i UTF-8.`,
  'no-colon': () => 'raden saknar kolon.',
  'attribute-name': () => 'det som står före kolonet är inget attributnamn.',
  continuation: () => 'raden börjar med ett blanksteg men har ingen rad att fortsätta.',
  'record-without-dn': () => 'posten börjar inte med dn.',
  'record-without-attributes': () => 'posten har ett dn men inga attribut.',
  'second-dn': () => 'posten har ett dn till. Det saknas en tom rad mellan två poster.',
  'dn-malformed': () => 'postens dn är felaktigt skrivet.',
  'dn-empty': () => 'postens dn är tomt.',
  'dn-duplicate': (first) => `postens dn är detsamma som i posten på rad ${first}.`,
  'line-too-long': () => 'raden är orimligt lång.',
  'record-too-long': () => 'posten är orimligt stor.',
};

const file: Record<UnreadableFileError['reason'], (name: string) => string> = {
  missing: (name) => `Filen ${name} finns inte.`,
  forbidden: (name) => `Tjänsten får inte läsa filen ${name}.`,
  'not-a-file': (name) => `${name} är ingen vanlig fil.`,
  unreadable: (name) => `Filen ${name} går inte att läsa.`,
};

const manifest: Record<UnreadableManifestError['reason'], (name: string) => string> = {
  unreadable: (name) => `Manifestet ${name} finns inte eller går inte att läsa.`,
  malformed: (name) => `Manifestet ${name} saknar antal poster (entries) eller kontrollsumma (sha256).`,
};

const nearMiss: Record<Extract<RoleReading, { kind: 'near' }>['why'], string> = {
  case: 'Stora och små bokstäver skiljer.',
  spaces: 'Det finns blanksteg i värdet, kanske osynliga.',
  'unit-suffix': 'Det står en enhet efter rollen.',
  similar: 'Värdet liknar systemrollen men är ett annat.',
};

/** What people read of how a municipality's catalogue was read. */
export const directoryTexts = {
  /** Stands for a value of a protected person. */
  notShown: 'visas inte',
  atLine: (name: string, line: number, fault: string) => `${name}, rad ${line}: ${fault}`,
  ldif,
  file,
  manifest,
  incomplete: {
    aborted: (name: string) => `Läsningen av ${name} avbröts.`,
    changedWhileRead: (name: string) => `${name} ändrades medan den lästes.`,
    changedSinceRead: (name: string) => `${name} har ändrats sedan den lästes, så det går inte att veta om personerna är borta.`,
    notRead: (name: string) => `${name} är inte läst i sin helhet, så det går inte att veta om personerna är borta.`,
    manifestRecords: (name: string, expected: number, records: number) =>
      `${name} har ${counted(records, 'post', 'poster')}, men manifestet säger ${expected}.`,
    manifestDigest: (name: string) => `${name} har inte den kontrollsumma (SHA-256) som manifestet säger.`,
    sentinelMissing: (name: string) => `Kontrollposten (sentinel) finns inte i ${name}. Katalogen är troligen inte hel.`,
    nobodyLeft: (name: string, known: number) =>
      `${known === 1 ? 'Kommunens enda kända person finns inte' : `Ingen av kommunens ${known} kända personer finns`} i ${name}, och ingen annan har systemrollen. Katalogen är troligen inte hel.`,
  },
  warnings: {
    noManifest: (name: string) => `Det finns inget manifest till ${name}. Om filen blir avhuggen mellan två poster märks det inte.`,
    noSentinel: (name: string) => `Ingen kontrollpost (sentinel) är vald för ${name}. Om en del av katalogen saknas märks det kanske inte.`,
  },
  notes: {
    severalValues: (count: number) => `Det finns ${count} olika värden, men det ska bara vara ett.`,
    personalNumberAsHsaId: 'Där HSA-id ska stå verkar det stå ett personnummer. Därför visas det inte.',
    nearMiss,
    endBeforeStart: (start: string, end: string) => `Startdatum är ${start} och slutdatum är ${end}.`,
    'hsa-id-duplicate': 'Minst en post till har samma HSA-id.',
    'hsa-id-case-clash': 'Minst en post till har samma HSA-id med andra stora och små bokstäver.',
  },
  check: {
    file: {
      name: 'Katalogfil',
      read: (name: string, people: number, withRole: number) =>
        `${name} är hel: ${counted(people, 'person', 'personer')}, ${withRole} med systemrollen.`,
      remedy: 'Se till att exporten från HSA blir klar innan filen läggs på sin plats, och att tjänsten får läsa den.',
    },
    age: {
      name: 'Katalogfilens ålder',
      detail: (hours: number) => (hours < 1 ? 'Filen är nyare än en timme.' : `Filen är ${counted(hours, 'timme', 'timmar')} gammal.`),
      remedy: 'Kontrollera att exporten från HSA fortfarande körs.',
    },
    manifest: {
      name: 'Manifest',
      present: 'Filen stämmer med sitt manifest.',
      absent: 'Det finns inget manifest.',
      remedy: 'Låt exporten skriva ett manifest med entries och sha256, och ange det som source.manifestFile.',
    },
    sentinel: {
      name: 'Kontrollpost',
      present: 'Kontrollposten finns i katalogen.',
      absent: 'Ingen kontrollpost är vald.',
      remedy: 'Ange HSA-id för en post som alltid ska finnas, till exempel kommunens egen, som source.sentinel.',
    },
    knownPersons: {
      name: 'Känd person',
      none: 'Ingen känd person är angiven. Då märks det inte om fel uppgift läses som HSA-id.',
      missing: (hsaId: string) => `${hsaId} finns inte i katalogen.`,
      refused: (hsaId: string) => `${hsaId} finns men posten har fel som gör att den inte går att lita på.`,
      another: (hsaId: string) => `${hsaId} har ett annat efternamn i katalogen än i inställningarna.`,
      asExpected: (hsaId: string) => `${hsaId} har det efternamn som väntas.`,
      remedy: 'Kontrollera source.attributes och source.knownPersons. En känd person anges med HSA-id och efternamn.',
    },
    nearMisses: {
      name: 'Nästan rätt systemroll',
      detail: (count: number) =>
        count === 0
          ? 'Ingen har en systemroll som nästan är rätt.'
          : `${counted(count, 'person', 'personer')} har en systemroll som nästan är rätt.`,
      remedy: 'Be kommunens HSA-administratör rätta värdena. Kommandot findings visar dem.',
    },
  },
};

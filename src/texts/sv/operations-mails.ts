import { counted } from './counted';

/** What operations read in mails. Times are as people read them, `2026-11-21 04:05`. */

export const haltMailTexts = {
  subject: (municipalityName: string): string => `[Behörighet] Stoppad – ${municipalityName}`,
  happened: (municipalityName: string, time: string, applied: number): string =>
    `Uppdateringen av ${municipalityName} stoppades ${time}${applied === 0 ? ', innan något skrevs' : ''}.`,
  why: 'Det här löste ut',
  applied: (people: number): string =>
    people === 0
      ? 'Inget av körningen är genomfört: inga konton är ändrade och inga ärenden är skapade. Andra kommuner påverkas inte.'
      : `Det som var godkänt är genomfört (${counted(people, 'person', 'personer')}). Inget annat i körningen är genomfört. Andra kommuner påverkas inte.`,
  look: 'Se efter vad som skulle ha hänt',
  preview: 'Förhandsvisa (skriver ingenting)',
  findings: 'Öppna avvikelser',
  openRun: 'Öppna körningen',
  release: 'Om det är riktigt',
  releaseHow: 'Släpp igenom körningen. Skriv ditt namn och varför',
  releaseNote: 'Katalogen läses då igen. Bara det som fortfarande är likadant genomförs; det som är nytt prövas igen.',
  wrong: 'Om det är fel',
  wrongHow:
    'Låt det vara stoppat och be kommunens HSA-administratör rätta katalogen. Nästa läsning som är rimlig går igenom av sig själv. Du får inget nytt mejl så länge samma sak är stoppad.',
  notReleasable: 'Det går inte att släppa igenom',
  notReleasableHow:
    'En känd person läses inte som väntat, och då går inget annat att lita på. Kontrollera source.attributes och source.knownPersons i konfigurationen, och att det är rätt katalog. När det är rättat går nästa läsning igenom av sig själv.',
  doctor: 'Kontrollera inställningar och kataloger',
  /** What stands for the operator's own words in a command. */
  placeholders: { by: 'NAMN', reason: 'SKÄL' },
};

export const readTroubleMailTexts = {
  subject: (municipalityName: string): string => `[Behörighet] Ingen fullständig läsning på ett dygn – ${municipalityName}`,
  since: (municipalityName: string, time: string): string =>
    `Katalogen för ${municipalityName} har inte kunnat läsas fullständigt sedan ${time}.`,
  never: (municipalityName: string): string => `Katalogen för ${municipalityName} har aldrig kunnat läsas fullständigt.`,
  meanwhile: 'Så länge ändras inga konton i kommunen: de som slutar har kvar sitt konto och de som börjar får inget.',
  lastReason: 'Senaste felet',
  noReason: 'Ingen läsning har gjorts. Kontrollera att tjänsten är igång och att schemat stämmer.',
  look: 'Ta reda på mer',
  doctor: 'Kontrollera inställningar och anslutningar',
  retry: 'Försök igen utan att skriva något',
  openRun: 'Öppna den senaste körningen',
};

export const adHaltMailTexts = {
  subject: (municipalityName: string): string => `[Behörighet] Rättning av AD stoppad – ${municipalityName}`,
  happened: (municipalityName: string, time: string): string =>
    `Jämförelsen med AD ${time} fann så mycket som skiljer för ${municipalityName} att inget av det rättas.`,
  why: 'Det här löste ut',
  done: 'Konton som är aktiverade fast de ska vara avstängda stängs av ändå. Andra kommuner påverkas inte.',
  look: 'Se efter vad som skiljer',
  compare: 'Visa (skriver ingenting)',
  findings: 'Öppna avvikelser',
  wrong: 'Om AD är fel',
  wrongHow:
    'Be AD-förvaltningen återställa det. Nästa jämförelse som är rimlig rättar resten av sig själv. Du får inget nytt mejl så länge samma sak är stoppad.',
  right: 'Om det ska rättas härifrån',
  heal: 'Höj spärren (municipalities[].brake) så länge det behövs, och rätta',
};

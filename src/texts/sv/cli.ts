import type { Problem } from '../../audit/chain-check';
import { auditTexts } from './audit';
import { counted } from './counted';

/** Everything the commands say to a person. */
export const cliTexts = {
  description: 'Tillträde: åtkomst till regionens Cosmic Link för kommunernas personal.',
  options: {
    config: 'konfigurationsfil (annars TILLTRADE_CONFIG)',
    json: 'ett JSON-dokument på standard ut, inget annat',
    municipality: 'bara den här kommunen (kan upprepas)',
    full: 'läs allt, också nästan rätt skrivna roller',
    dryRun: 'visa vad som skulle ändras, skriv ingenting',
    mail: 'bara mejlkön',
    ad: 'bara kön till externt AD',
    lostController: 'vänta inte mer på en domänkontrollant som är borta för gott (med --ad)',
    at: 'vad som gällde när en dag slutade, ÅÅÅÅ-MM-DD',
    reveal: 'visa skyddade uppgifter (kräver --reason, spåras)',
    reason: 'varför',
    by: 'vem som beslutar',
    to: 'dit allt ska kopieras, skrivet som database.url',
    heal: 'ställ det som externalAd.drift tillåter i kö för att rättas',
    all: 'alla som --dry-run visar',
    firstSync: 'läs alla kataloger och skicka mejlen innan tjänsten startar',
  },
  commands: {
    serve: 'starta tjänsten: HTTP, scheman och utskick',
    sync: 'läs katalogerna, avgör och genomför; skickar inget',
    dispatch: 'töm köerna en gång',
    accounts: 'konton i externt AD',
    explain: 'varför någon har eller inte har åtkomst',
    outbox: 'mejl och hur det gått för dem',
    case: 'Servicecenters ärenden',
    caseShow: 'visa ett ärende',
    release: 'släpp en stoppad körning',
    hold: 'personer som är stoppade för utredning',
    holdAccept: 'godkänn en ändrad identitet',
    findings: 'öppna avvikelser',
    adGroup: 'det externa AD:t',
    adCompare: 'jämför AD med det som ska finnas där',
    adAdopt: 'ta över konton som redan finns i AD',
    audit: 'granskningsspåret',
    auditVerify: 'kontrollera att spåret är helt',
    doctor: 'kontrollera inställningar och anslutningar',
    database: 'tjänstens databas',
    databaseCopy: 'kopiera allt till en tom databas och visa att båda innehåller samma sak',
    migrate: 'uppdatera databasens schema',
  },
  noConfiguration: 'Ange en konfigurationsfil med --config eller TILLTRADE_CONFIG.',
  unknownMunicipality: (code: string, known: string[]): string =>
    `Det finns ingen kommun ${code} i konfigurationen. De som finns: ${known.join(', ')}.`,
  personalNumberAsked: 'Skriv ett HSA-id. Med personnummer går det inte att fråga, och det upprepas inte här.',
  badDate: (text: string): string => `${text} är ingen dag. Skriv ÅÅÅÅ-MM-DD.`,
  futureDate: (text: string): string => `${text} har inte varit än. Frågan gäller i dag eller en dag som gått.`,
  emptyOption: (name: string): string => `--${name} får inte vara tomt.`,
  revealNeedsReason: 'Ange varför du behöver se uppgifterna: --reveal --reason SKÄL. Skälet sparas i spåret.',
  lostControllerOfAd: 'Skriv --lost-controller tillsammans med --ad, och utan --mail.',
  noSuchCase: (number: string): string => `Det finns inget ärende ${number}.`,
  cannotListen: (host: string, port: number, code: string): string =>
    `Tjänsten kan inte lyssna på ${host}, port ${port} (${code}). Välj en annan port i server.port, eller stoppa det som använder den.`,
  unexpected: 'Något oväntat gick fel. Mer står i loggen på standard fel.',
  progress: (municipality: string, people: number, perSecond: number): string =>
    `${municipality}: ${counted(people, 'person läst', 'personer lästa')}, ${perSecond}/s`,

  status: { completed: 'klar', halted: 'stoppad', incomplete: 'ofullständig', failed: 'misslyckades', previewed: 'förhandsvisning' },
  run: (
    name: string,
    status: string,
    counts: { read: number; created: number; changed: number; ended: number; reinstated: number; unchanged: number; held: number },
  ): string =>
    `${name}: ${status}. ${[
      counted(counts.read, 'läst', 'lästa'),
      counted(counts.created, 'ny', 'nya'),
      counted(counts.changed, 'ändrad', 'ändrade'),
      counted(counts.ended, 'avslutad', 'avslutade'),
      counted(counts.reinstated, 'återupptagen', 'återupptagna'),
      counted(counts.unchanged, 'oförändrad', 'oförändrade'),
      `${counted(counts.held, 'stoppad', 'stoppade')} för utredning`,
    ].join(', ')}.`,
  howToRelease: (runId: string): string => `Om det är riktigt: scripts/tilltrade release ${runId} --by NAMN --reason SKÄL`,
  openFindings: (count: number): string =>
    count === 0 ? 'Inga öppna avvikelser.' : `${counted(count, 'öppen avvikelse', 'öppna avvikelser')}:`,
  action: {
    created: 'ny',
    changed: 'ändrad',
    ended: 'avslutad',
    reinstated: 'återupptagen',
    deleted: 'borttagen',
    held: 'stoppas',
    unchanged: 'oförändrad',
    none: 'inget',
  },
  protectedPerson: 'skyddad person',
  dispatched: ({ sent, failed, unknown, waiting }: { sent: number; failed: number; unknown: number; waiting: number }): string =>
    `Mejl: ${counted(sent, 'skickat', 'skickade')}, ${failed} misslyckades, ${unknown} med okänt utfall, ${waiting} väntar.`,
  adDispatched: ({
    applied,
    refused,
    partlyRefused = 0,
    waiting,
  }: {
    applied: number;
    refused: number;
    partlyRefused?: number;
    waiting: number;
  }): string =>
    `Externt AD: ${counted(applied, 'skriven', 'skrivna')}, ${counted(refused, 'nekad', 'nekade')}, ${partlyRefused > 0 ? `${counted(partlyRefused, 'delvis nekad', 'delvis nekade')}, ` : ''}${waiting} väntar.`,
  adTrouble: (server: string, sentence: string): string => `  ${server}: ${sentence}`,
  nothing: 'Inget att visa.',
  accepted: (hsaId: string): string => `${hsaId}: den ändrade identiteten är godkänd.`,
  migrated: (names: string[]): string =>
    names.length === 0 ? 'Databasens schema är redan aktuellt.' : `Databasens schema är uppdaterat: ${names.join(', ')}.`,
  chain: (rows: number, erased: number): string => `Spåret är helt: ${counted(rows, 'rad', 'rader')}, ${erased} med gallrat innehåll.`,
  brokenChain: (problems: Problem[]): string =>
    `Spåret är brutet:\n${problems.map(({ seq, problem }) => `  rad ${seq}: ${auditTexts.problem[problem]}`).join('\n')}`,
  mend: (remedy: string): string => `    Gör så här: ${remedy}`,
  explainHeading: (hsaId: string, municipality: string | null, at: string): string =>
    `${hsaId}${municipality === null ? '' : ` (${municipality})`}, ${at}`,
  accountState: (isEnabled: boolean): string => (isEnabled ? 'aktivt' : 'avstängt'),
  hasAccount: (has: boolean): string => (has ? 'Har rätt till konto: ja' : 'Har rätt till konto: nej'),
  inTheWay: 'Det här är i vägen:',
  nothingInTheWay: 'Inget är i vägen.',
  blocker: (text: string, owner: string, since: string | null): string =>
    `  - ${text} Kan lösas av ${owner}${since === null ? '' : `, sedan ${since}`}.`,
  trail: 'Vad som hänt:',
  cases: 'Ärenden:',
  source: {
    recorded: 'Enligt det som är sparat.',
    directory: 'Enligt katalogen, avläst nu. Inget är sparat om personen.',
    'not-yet': 'Inget var sparat om personen den dagen.',
    unreadable: 'Inget är sparat om personen, och katalogen går inte att läsa just nu. Frågan kan inte besvaras.',
    unknown: 'HSA-id:t finns varken i det som är sparat eller i någon katalog.',
  },
  summary: {
    heading: 'Tillträde är igång.',
    people: (read: number, accounts: number): string =>
      `${counted(read, 'person läst', 'personer lästa')} i katalogerna, ${counted(accounts, 'konto', 'konton')} i externt AD.`,
    mails: (sent: number, directory: string | null): string =>
      `${counted(sent, 'mejl skickat', 'mejl skickade')}${directory === null ? '' : `, ${sent === 1 ? 'det' : 'de'} ligger i ${directory}`}.`,
    findings: (count: number): string =>
      count === 0 ? 'Inga avvikelser att titta på.' : `${counted(count, 'avvikelse', 'avvikelser')} att titta på:`,
    finding: (count: number, kind: string, example: string): string => `  ${String(count).padStart(3)} ${kind}: ${example}`,
    address: (url: string): string => `Tjänsten svarar på ${url} (hälsa: ${url}/health/ready). Avsluta med Ctrl-C.`,
    logins: 'Inloggning finns inte i den här versionen: allt görs med kommandon.',
    next: 'Prova till exempel:',
  },
};

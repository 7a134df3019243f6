import type { EntryProblem, EntryProblemKind } from '../../directory/directory-source';
import { counted } from './counted';

const of = ({ attribute, value }: EntryProblem): string =>
  [attribute && ` i ${attribute}`, value && `: ”${value}”`].filter(Boolean).join('');

/** What more is known: which letters differ, which dates. */
const more = ({ note }: EntryProblem): string => (note === undefined ? '' : ` ${note}`);

const problemSentence: Record<EntryProblemKind, (problem: EntryProblem) => string> = {
  'hsa-id-missing': () => 'Posten saknar HSA-id. Lägg in ett, annars kan personen inte få åtkomst.',
  'hsa-id-malformed': (p) =>
    `HSA-id:t är felskrivet${of(p)}. Det ska vara SE, tio siffror, bindestreck och bokstäver eller siffror.${more(p)}`,
  'hsa-id-blanks': (p) => `HSA-id:t innehåller blanktecken${of(p)}. Ta bort dem.`,
  'hsa-id-test': () => 'HSA-id:t hör till en testmiljö och kan inte få åtkomst.',
  'hsa-id-foreign-prefix': () => 'HSA-id:t hör till en annan organisation än kommunen.',
  'hsa-id-duplicate': () => 'Flera poster har samma HSA-id. Ingen av dem går att lita på förrän bara en är kvar.',
  'hsa-id-case-clash': () => 'Flera poster har HSA-id som bara skiljer i stora och små bokstäver. Rätta så att bara en är kvar.',
  'date-malformed': (p) => `Datumet går inte att tolka${of(p)}. Skriv ÅÅÅÅMMDD eller ÅÅÅÅMMDDttmmssZ.`,
  'end-before-start': (p) => `Slutdatumet ligger före startdatumet.${more(p)}`,
  'control-character': (p) => `Ett styrtecken står${of({ ...p, value: undefined })}. Skriv om värdet.`,
  'attribute-missing': (p) => `Ett värde saknas${of(p)}.`,
  'attribute-ambiguous': (p) => `Flera värden där bara ett får finnas${of({ ...p, value: undefined })}.`,
  'personal-number-malformed': () => 'Identitetsnumret är felskrivet. Det används bara för att upptäcka förväxlingar.',
  'personal-number-in-text': (p) =>
    `Något som ser ut som ett personnummer står${of({ ...p, value: undefined })}. Det är borttaget här. Ta bort det i HSA också.`,
  'certificate-unreadable': () => 'Ett certifikat går inte att läsa. Inloggning med kortet kan inte förberedas.',
  'system-role-near-miss': (p) =>
    `Systemrollen är nästan rätt${of(p)}. Den måste skrivas exakt, annars får personen ingen åtkomst.${more(p)}`,
  'test-data': () => 'Posten är märkt som testdata och får ingen åtkomst.',
  'unit-missing': () => 'Enheten som personen ligger under finns inte som egen post i katalogen.',
  'mail-missing': () => 'Personen saknar e-postadress i HSA och kan inte få besked med e-post.',
  'mail-malformed': () => 'E-postadressen är felskriven.',
};

export const findingText = {
  problem: (problem: EntryProblem): string => problemSentence[problem.kind](problem),
  identityChanged: (what: 'personal-number' | 'entry-uuid' | 'surname-and-dn'): string =>
    `HSA-id:t visar en annan människa än förut (${{ 'personal-number': 'identitetsnumret', 'entry-uuid': 'entryUUID', 'surname-and-dn': 'efternamn och DN' }[what]} skiljer). Åtkomsten står stilla. Rätta i HSA, eller godkänn med hold accept.`,
  absenceUnproven: 'Personen saknas i läsningen men HSA-id:t finns kvar i katalogen. Inget ändras förrän posten stämmer.',
  sameHumanHere: (others: string[]): string =>
    `Samma människa har flera HSA-id i kommunen: ${others.join(', ')}. De hanteras som olika personer.`,
  sameHumanElsewhere: 'Samma människa har ett HSA-id i en annan kommun också. De hanteras som olika personer.',
  accessWithoutOrder: (count: number): string =>
    `${count === 1 ? 'En person har' : `${count} personer har`} åtkomst utan beställning, eftersom beställningar inte krävs i kommunen (policy.requireOrder).`,
  noKnownPerson:
    'Ingen känd person är angiven för kommunen (source.knownPersons). Första läsningen har inget att jämföra med om fel identitet läses.',
  halted:
    'Körningen är stoppad. Inget är genomfört utom det som någon har godkänt och sista dagar som har passerat. Titta på planen och släpp den, eller rätta katalogen.',
  notRead: 'Katalogen kunde inte läsas helt. Inget ur den är genomfört.',
};

const plannedText = {
  removals: (count: number): string => `${count} avslut`,
  changes: (count: number): string => counted(count, 'ändring', 'ändringar'),
  creations: (count: number): string => counted(count, 'ny eller återupptagen', 'nya eller återupptagna'),
};

/** What tripped, for the operations mail, the run and the terminal. */
export const trippedText = {
  brake: (
    kind: 'removals' | 'changes' | 'creations',
    planned: number,
    accounts: number,
    limit: { count: number; percent: number },
  ): string =>
    `${plannedText[kind](planned)} av ${counted(accounts, 'konto', 'konton')} är mer än spärren släpper igenom (${counted(limit.count, 'styck', 'stycken')} eller ${limit.percent} %).`,
  identities: (count: number, people: number): string =>
    `${count} av ${people} kända HSA-id visar andra människor än förut. Troligen läses fel attribut.`,
  knownPerson: (hsaId: string): string =>
    `Den kända personen ${hsaId} finns inte eller har fel efternamn. Troligen läses fel attribut eller fel katalog.`,
};

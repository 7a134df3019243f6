import { adRefusalTexts } from './ad-refusals';
import { externalAdTexts } from './external-ad';

const ADMINISTRATION = 'AD-förvaltningen';

/** What holds an account before anything is written, and who can mend it. */
const HELD = {
  'not-ours': `Ett objekt i AD har kontots HSA-id eller namn men bär inte tjänstens märke. Är det personens konto kan driften ta över det med ad adopt, annars kan ${ADMINISTRATION} ta bort eller döpa om det.`,
  'group-not-ours': `En grupp som kontot ska vara med i, eller inte ska vara med i, bär inte tjänstens märke och rörs inte, eller så har en grupp utanför tjänstens organisationsenhet redan namnet. Är den en av tjänstens grupper kan driften ta över den med ad adopt, annars kan ${ADMINISTRATION} ta kontot ur den, eller flytta, ta bort eller döpa om den.`,
  'still-enabled': `Kontot ska vara inaktiverat, men AD tog inte emot det: personen kan fortfarande logga in. ${ADMINISTRATION} kan inaktivera det för hand, och rätta det som hindrar tjänsten.`,
  'outside-unit': `Kontot är flyttat ut ur organisationsenheten som tjänsten skriver i, och rörs inte där. ${ADMINISTRATION} kan flytta tillbaka det.`,
  'guid-changed': `Kontots objekt i AD är borta, och ett annat objekt har HSA-id:t. ${ADMINISTRATION} kan återställa det gamla eller ta bort det nya; driften kan ta över det nya med ad adopt.`,
  'hsa-id-twice': `Flera objekt i AD har samma HSA-id. ${ADMINISTRATION} kan ta bort HSA-id:t ur alla utom ett.`,
  'upn-taken': `Ett annat konto i domänen har redan inloggningsnamnet (UPN). ${ADMINISTRATION} kan ta bort det därifrån.`,
  missing: `Kontot är borttaget ur AD av någon annan. ${ADMINISTRATION} kan återställa det, eller driften låta nästa jämförelse göra det på nytt (externalAd.drift.missing: heal).`,
  'leaver-gone': `Kontot skulle stängas av men är borttaget ur AD, eller ligger där tjänsten inte kan läsa. ${ADMINISTRATION} kan se efter att det inte är aktivt någon annanstans. Kommer det tillbaka stänger tjänsten av det vid nästa jämförelse.`,
  'linked-elsewhere': `Objektet i AD är redan kopplat till en annan persons konto. ${ADMINISTRATION} kan rätta HSA-id:t i det.`,
  elsewhere: `Kontot syns inte på domänkontrollanten som svarade, men skrevs senast till en annan. Det görs inte på nytt. Står det kvar mer än några timmar kan ${ADMINISTRATION} kontrollera replikeringen. Är den andra borta för gott kan driften köra dispatch --ad --lost-controller.`,
  'not-as-written': `Det som skrevs till AD står inte kvar när det läses tillbaka: något annat skriver också i kontot. ${ADMINISTRATION} kan ta reda på vad.`,
  'not-deleted': `Kontot finns kvar i AD efter att det togs bort. ${ADMINISTRATION} kan ta bort det.`,
} as const;

/** Why an object cannot be adopted. */
const NOT_ADOPTABLE = {
  'hsa-id-twice': HELD['hsa-id-twice'],
  linked: `Personen har redan ett konto i AD som tjänsten sköter. ${ADMINISTRATION} kan ta bort det andra objektet.`,
  elsewhere: HELD.elsewhere,
  'to-be-deleted': `Personens konto är gallrat. Togs objektet över skulle det raderas. ${ADMINISTRATION} kan ta bort det, eller behålla det utanför tjänstens organisationsenhet.`,
} as const;

const isHeld = (code: string): code is keyof typeof HELD => Object.hasOwn(HELD, code);

export const adQueueTexts = {
  /** Why an account is held. Holds no name, no DN and no value. */
  held: (code: string): string => (isHeld(code) ? HELD[code] : `Kontot står stilla. ${adRefusalTexts.sentence(code)}`),

  /** Why one attribute of it is. */
  attribute: (attribute: string, code: string, subCode: string | null, limit: number | undefined): string => {
    const rule = isHeld(code) ? HELD[code] : adRefusalTexts.sentence(code, { attribute, limit, subCode: subCode ?? undefined });
    return `AD tog inte emot ${externalAdTexts.attributeName(attribute)}. ${rule}`;
  },

  busy: 'En annan process skriver till AD just nu. Försök igen om en stund.',

  noSuchController: (controller: string): string =>
    `Inget konto väntar på domänkontrollanten ${controller}, eller så är det den som svarar. Rätt invocationId står som writtenTo i accounts --json.`,

  noActiveDirectory: 'Externt AD är modellen i databasen (externalAd.kind: model). Det finns inget AD att fråga.',

  nothingToAdopt: (hsaId: string): string =>
    `Det finns inget att ta över för ${hsaId}: inget omärkt objekt i tjänstens del av AD har HSA-id:t, eller så känner tjänsten inte till personen.`,

  notAdoptable: (hsaId: string, hindrance: keyof typeof NOT_ADOPTABLE): string => `${hsaId}: ${NOT_ADOPTABLE[hindrance]}`,

  changedMeanwhile: 'Kontot eller objektet ändrades medan övertagandet pågick. Titta igen med ad adopt --dry-run.',

  since: (text: string, since: string): string => `${text} Sedan ${since}.`,

  waits: (attempts: number, next: string): string =>
    attempts === 0 ? `Väntar på att skrivas till AD sedan ${next}.` : `Väntar på AD: ${attempts} försök, nästa ${next}.`,

  /** Kinds of findings, a few words each. */
  kinds: {
    'ad-refused': 'konto som AD inte tog emot',
    'ad-attribute-refused': 'uppgift som AD inte tog emot',
    'ad-not-ours': 'objekt i AD som inte är tjänstens',
    'ad-still-enabled': 'konto som inte gick att inaktivera i AD',
    'ad-group-not-ours': 'grupp i AD som inte är tjänstens',
    'ad-outside-unit': 'konto utanför tjänstens del av AD',
    'ad-guid-changed': 'konto som bytts ut mot ett annat i AD',
    'ad-hsa-id-twice': 'samma HSA-id i flera objekt i AD',
    'ad-upn-taken': 'inloggningsnamn som någon annan har i AD',
    'ad-missing': 'konto som försvunnit ur AD',
    'ad-leaver-gone': 'konto som var borta ur AD när det skulle stängas av',
    'ad-linked-elsewhere': 'objekt i AD som hör till en annan person',
    'ad-elsewhere': 'konto som väntar på en annan domänkontrollant',
  },
};

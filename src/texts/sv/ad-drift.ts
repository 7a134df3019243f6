import { counted } from './counted';
import { externalAdTexts } from './external-ad';

/* What people read of the AD being otherwise than it should: what it is, and who can mend it. Never a value. */

/** What is done about it. `beyond`: the service may not. */
export type DriftOutcome = 'healed' | 'halted' | 'reported' | 'beyond';

const HALTED = 'Inget rättas förrän någon har sett efter, eftersom för mycket skiljer på en gång.';

const what = (attribute: string): string => (attribute === 'mark' ? 'tjänstens märke' : externalAdTexts.attributeName(attribute));

/** @param healed what the service does; @param byHand what an administrator of the AD can do; @param policy the setting */
const remedy = (outcome: DriftOutcome, healed: string, byHand: string, policy: string | null): string =>
  ({
    healed,
    halted: HALTED,
    reported: `AD-förvaltningen kan ${byHand}${policy === null ? '' : `, eller driften låta tjänsten göra det (externalAd.drift.${policy}: heal)`}.`,
    beyond: `AD-förvaltningen kan ${byHand}.`,
  })[outcome];

export const driftTexts = {
  changed: (attributes: readonly string[], outcome: DriftOutcome): string =>
    attributes.includes('mark')
      ? 'Kontot bär inte längre tjänstens märke och rörs därför inte. AD-förvaltningen kan sätta tillbaka märket.'
      : `Någon har ändrat kontot i AD: ${attributes.map(what).join(', ')}. ${remedy(outcome, 'Tjänsten skriver tillbaka det.', 'rätta det', 'changed')}`,
  missing: (outcome: DriftOutcome): string =>
    `Kontot är borttaget ur AD. ${remedy(outcome, 'Tjänsten gör det på nytt.', 'återställa det', 'missing')}`,
  unconfirmed:
    'Kontot finns inte på domänkontrollanten som svarade, men skrevs senast till en annan. Det görs inte på nytt. Står det kvar mer än några timmar kan AD-förvaltningen kontrollera replikeringen.',
  moved: (outcome: DriftOutcome): string =>
    `Kontot har fått ett annat namn i AD eller flyttats till en annan organisationsenhet. ${remedy(outcome, 'Tjänsten flyttar tillbaka det.', 'flytta tillbaka det', 'moved')}`,
  movedOut:
    'Kontot är flyttat ut ur organisationsenheten som tjänsten skriver i, och rörs inte där. AD-förvaltningen kan flytta tillbaka det.',
  enabled: (outcome: DriftOutcome): string =>
    `Kontot är aktiverat i AD fast det ska vara avstängt. ${remedy(outcome, 'Tjänsten stänger av det.', 'stänga av det', null)}`,
  groupAdded: (group: string, outcome: DriftOutcome): string =>
    `Kontot är tillagt i gruppen ${group}, som det inte ska vara med i. ${remedy(outcome, 'Tjänsten tar ut det.', 'ta ut det', 'groups')}`,
  groupRemoved: (group: string, outcome: DriftOutcome): string =>
    `Kontot är inte längre med i gruppen ${group}. ${remedy(outcome, 'Tjänsten lägger tillbaka det.', 'lägga tillbaka det', 'groups')}`,
  strangeMember: (group: string, objectGuid: string | null): string =>
    `Något som inte är ett av tjänstens konton${objectGuid === null ? '' : ` (objectGUID ${objectGuid})`} är med i gruppen ${group}, och kan därmed få åtkomst till Cosmic Link. AD-förvaltningen kan ta ut det.`,
  unknownUser: (objectGuid: string): string =>
    `Ett konto som tjänsten inte känner till ligger i dess organisationsenhet (objectGUID ${objectGuid}). Är det någons som ska ha åtkomst kan driften ta över det med ad adopt, annars kan AD-förvaltningen flytta eller ta bort det.`,
  unknownGroup: (objectGuid: string): string =>
    `En grupp som tjänsten inte känner till ligger i dess organisationsenhet (objectGUID ${objectGuid}). AD-förvaltningen kan flytta eller ta bort den.`,
  duplicate: (objectGuid: string): string =>
    `Ett annat objekt i AD har samma HSA-id som kontot (objectGUID ${objectGuid}). AD-förvaltningen kan ta bort det, eller HSA-id:t ur det.`,
  returned: (objectGuid: string, outcome: DriftOutcome): string =>
    outcome === 'healed'
      ? `Ett objekt som var borta ur AD när kontot stängdes av eller togs bort finns där igen (objectGUID ${objectGuid}). Tjänsten gör det till vad det ska vara.`
      : `Ett objekt i AD har samma HSA-id som ett avstängt konto, vars eget objekt är borta (objectGUID ${objectGuid}). Det bär inte tjänstens märke och rörs därför inte. Är det personens konto kan driften ta över det med ad adopt, annars kan AD-förvaltningen stänga av eller ta bort det.`,
  many: (count: number): string =>
    `${counted(count, 'sådan avvikelse', 'sådana avvikelser')}, för många för att visas var för sig. Kommandot ad compare --dry-run visar dem.`,
  halted: (tripped: readonly string[]): string =>
    `${tripped.join(' ')} Inget rättas i AD, utom konton som ska vara avstängda. Drift och AD-förvaltning ser efter vad som har hänt med ad compare --dry-run.`,
  notCompared: (reason: string): string => `AD kunde inte jämföras med det som ska finnas där. Inget är ändrat. ${reason}`,
  nothingSeen:
    'Inget av tjänstens konton och ingen av dess grupper syns i AD. Troligen läses fel organisationsenhet, eller så saknar tjänstekontot rätt att läsa. Driften kontrollerar med doctor.',
  stopped: 'Tjänsten stoppades under jämförelsen. Nästa gör om den.',
  otherIsGoingOn: 'En annan jämförelse av AD pågår. Försök igen när den är klar.',
  crashed: (code: string): string => `Ett oväntat fel avbröt jämförelsen (${code}). Det som hann skrivas är helt och spårat.`,
};

/** A case as it is shown on a terminal. */
export const caseFieldTexts = {
  hsaId: 'HSA-id',
  name: 'Namn',
  municipality: 'Kommun',
  unit: 'Enhet',
  titles: 'Titel',
  prescriberCode: 'Förskrivarkod',
  commissions: 'Medarbetaruppdrag',
  period: 'Gäller',
  accountName: 'Kontonamn',
  userPrincipalName: 'Inloggningsnamn',
  reason: 'Orsak',
  enter: {
    user: 'Användare (UPN)',
    role: 'Roll i Cosmic',
    unit: 'Enhet',
    title: 'Titel',
    'prescriber-code': 'Förskrivarkod',
    commission: 'Medarbetaruppdrag',
    from: 'Från och med',
    to: 'Till och med',
  },
};

const events = { new: 'ny', changed: 'ändrad', ended: 'avslutad', reinstated: 'återupptagen' };
const states = { open: 'öppet', claimed: 'taget', returned: 'skickat tillbaka', superseded: 'ersatt av ett senare ärende', done: 'klart' };

export const caseLines = {
  events,
  states,
  toEnter: 'Lägg in i Cosmic:',
  inTheWay: 'I vägen:',
  ready: 'Behörigheten kan läggas upp nu.',
  notReady: 'Behörigheten kan inte läggas upp än.',
  due: (time: string, isLate: boolean): string => (isLate ? `Skulle ha varit klart ${time}.` : `Ska vara klart ${time}.`),
  age: (days: number): string => (days === 1 ? '1 dag gammalt' : `${days} dagar gammalt`),
  claimedBy: (who: string, time: string): string => `Taget av ${who} ${time}.`,
  returnedTo: (to: 'manager' | 'hsa-administrator', time: string): string =>
    `Skickat tillbaka till ${to === 'manager' ? 'chefen' : 'kommunens HSA-administratör'} ${time}.`,
  changedSince: 'Ändrat sedan ärendet togs:',
  grants: 'Upplagda behörigheter:',
  grant: (unit: string, time: string, by: string, removed: string | null): string =>
    `${unit}, ${time} av ${by}${removed === null ? '' : `, borttagen ${removed}`}`,
  unknownUnit: 'enhet utan HSA-id',
  notes: 'Anteckningar:',
  none: 'Det finns inget ärende att ta.',
  late: 'sent',
  returnTargets: (targets: readonly string[]): string => `Ange vem det ska till med --to: ${targets.join(' eller ')}.`,
  statesThere: (states: readonly string[]): string => `Ett ärende kan vara ${states.join(', ')}. Ange något av dem med --state.`,
  canGrant: 'kan läggas upp',
  deed: {
    claimed: (number: string): string => `${number}: ärendet är ditt.`,
    released: (number: string): string => `${number}: ärendet är tillbaka i kön.`,
    noted: (number: string): string => `${number}: anteckningen är sparad.`,
    returned: (number: string): string => `${number}: ärendet är skickat tillbaka.`,
    granted: (number: string, units: number): string =>
      `${number}: behörigheten är antecknad på ${units === 1 ? 'en enhet' : `${units} enheter`}.`,
    undone: (number: string): string => `${number}: ångrat. Ärendet är ditt igen.`,
    removed: (number: string, units: number): string =>
      `${number}: behörigheten är antecknad som borttagen på ${units === 1 ? 'en enhet' : `${units} enheter`}.`,
    done: (number: string): string => `${number}: ärendet är klart.`,
    told: (number: string): string => `${number}: det är antecknat att personen har fått besked.`,
  },
  sentAgain: (id: string): string => `${id}: mejlet väntar på att skickas igen.`,
  mail: 'mejl',
  mailStates: {
    waiting: 'väntar',
    sending: 'skickas',
    sent: 'skickat',
    failed: 'misslyckades',
    unknown: 'okänt utfall',
    withdrawn: 'behövdes inte',
  },
  heading: (number: string, event: string, state: string, time: string): string =>
    `Ärende ${number}: ${events[event as keyof typeof events]}, ${states[state as keyof typeof states]}, öppnat ${time}`,
  protected: 'Skyddade personuppgifter. Visa dem med --reveal --reason SKÄL; det spåras.',
  fields: {
    name: 'Namn',
    unit: 'Enhet',
    title: 'Titel',
    prescriberCode: 'Förskrivarkod',
    commissions: 'Medarbetaruppdrag',
    startDate: 'Startdatum',
    endDate: 'Slutdatum',
    protected: 'Skyddade personuppgifter',
    cosmicRole: 'Roll i Cosmic',
    orderFrom: 'Beställd från',
    orderTo: 'Beställd till',
    agreement: 'Ansvars- och sekretessförbindelse',
  },
};

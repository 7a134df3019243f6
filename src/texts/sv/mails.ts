import type { CaseEvent } from '../../service-desk/case-event';
import type { CaseFacts, ChangedField } from '../../service-desk/case-facts';
import type { LocalDate } from '../../platform/time';

/** What Servicecenter and operations read in mails. Subjects follow the contract: `[Behörighet] Ny – ärende 2026-00123 – Bergs kommun`. */

type Agreement = CaseFacts['agreement'];

const EVENT: Record<CaseEvent, string> = { new: 'Ny', changed: 'Ändrad', ended: 'Avslutad', reinstated: 'Återupptagen' };

const subject = (...parts: string[]): string => `[Behörighet] ${parts.join(' – ')}`;

const AGREEMENT: Record<Agreement, string> = {
  missing: 'inte inlämnad',
  valid: 'inlämnad och gäller',
  expired: 'har gått ut',
  withdrawn: 'återkallad',
  replaced: 'måste undertecknas på nytt (ny version)',
};

const WAIT_FOR_AGREEMENT: Record<Agreement, string[]> = {
  valid: [],
  missing: ['Vänta tills ansvars- och sekretessförbindelsen har kommit in.'],
  expired: ['Ansvars- och sekretessförbindelsen har gått ut. Vänta tills en ny har kommit in.'],
  withdrawn: ['Ansvars- och sekretessförbindelsen är återkallad. Vänta tills en ny har kommit in.'],
  replaced: ['Det finns en ny version av ansvars- och sekretessförbindelsen. Vänta tills den har kommit in.'],
};

const grant = (agreement: Agreement): string[] => [
  ...WAIT_FOR_AGREEMENT[agreement],
  'Ge behörigheten i Cosmic efter uppgifterna nedan.',
  'Meddela användaren att behörigheten är klar.',
];

export const caseMailTexts = {
  subject: (event: CaseEvent, caseNumber: string, municipalityName: string): string =>
    subject(EVENT[event], `ärende ${caseNumber}`, municipalityName),
  /** Says nothing of whom it is about, not even where they work. */
  protectedSubject: (event: CaseEvent, caseNumber: string): string => subject(EVENT[event], `ärende ${caseNumber}`),
  happened: {
    new: (name: string) => `${name} har fått ett konto i externt AD och behöver behörighet i Cosmic Link.`,
    changed: (name: string) => `Uppgifterna om ${name} har ändrats i HSA.`,
    ended: (name: string) => `${name} ska inte längre ha behörighet i Cosmic Link. Kontot i externt AD är avstängt.`,
    reinstated: (name: string) => `${name} är tillbaka. Samma konto i externt AD är öppnat igen.`,
  } satisfies Record<CaseEvent, (name: string) => string>,
  steps: {
    new: grant,
    changed: () => ['Jämför ändringarna nedan med behörigheten i Cosmic.', 'Rätta det som skiljer sig.'],
    ended: () => ['Ta bort behörigheten i Cosmic på varje enhet.'],
    reinstated: grant,
  } satisfies Record<CaseEvent, (agreement: Agreement) => string[]>,
  whatToDo: 'Gör så här',
  changes: 'Ändringar',
  facts: 'Uppgifter',
  caseLine: (caseNumber: string): string => `Ärende ${caseNumber}`,
  openCase: 'Öppna ärendet',
  labels: {
    reason: 'Orsak',
    hsaId: 'HSA-id',
    name: 'Namn',
    municipality: 'Kommun',
    unit: 'Enhet',
    unitHsaId: 'Enhetens HSA-id',
    unitPath: 'Enhetens plats i HSA',
    titles: 'Titlar',
    prescriberCode: 'Förskrivarkod',
    commissions: 'Medarbetaruppdrag',
    startDate: 'Startdatum',
    endDate: 'Slutdatum',
    agreement: 'Ansvars- och sekretessförbindelse',
    order: 'Beställning',
    cosmicRole: 'Roll i Cosmic',
    orderPeriod: 'Beställd tid',
    accountName: 'Konto i externt AD',
    userPrincipalName: 'Inloggningsnamn (UPN)',
  },
  agreement: (agreement: Agreement): string => AGREEMENT[agreement],
  date: (date: LocalDate | null): string => date ?? 'inget angivet',
  none: 'inget angivet',
  noUnit: 'ingen angiven',
  noTitles: 'inga angivna',
  noCommissions: 'inga',
};

export const changeTexts = {
  field: {
    name: 'Namn',
    unit: 'Enhet',
    title: 'Titlar',
    prescriberCode: 'Förskrivarkod',
    commissions: 'Medarbetaruppdrag',
    startDate: 'Startdatum',
    endDate: 'Slutdatum',
    protected: 'Skyddade personuppgifter',
    cosmicRole: 'Roll i Cosmic',
    orderFrom: 'Beställd från',
    orderTo: 'Beställd till',
    agreement: 'Ansvars- och sekretessförbindelse',
  } satisfies Record<ChangedField, string>,
  columns: { field: 'Uppgift', before: 'Före', after: 'Efter' },
  agreementHolds: 'gäller',
  agreementLapsed: 'har upphört, ta bort behörigheten i Cosmic tills en ny har kommit in',
  nothing: '(tomt)',
};

/** For two people or more. */
export const digestMailTexts = {
  subject: (event: CaseEvent, count: number, municipalityName: string): string =>
    subject(EVENT[event], `${count} ärenden`, municipalityName),
  happened: {
    new: (count: number) => `${count} personer har fått konton i externt AD och behöver behörighet i Cosmic Link.`,
    changed: (count: number) => `Uppgifterna om ${count} personer har ändrats i HSA.`,
    ended: (count: number) => `${count} personer ska inte längre ha behörighet i Cosmic Link. Kontona i externt AD är avstängda.`,
    reinstated: (count: number) => `${count} personer är tillbaka. Deras konton i externt AD är öppnade igen.`,
  } satisfies Record<CaseEvent, (count: number) => string>,
  steps: {
    new: [
      'Öppna varje ärende och se om ansvars- och sekretessförbindelsen har kommit in.',
      'Ge behörigheten i Cosmic efter uppgifterna i ärendet.',
      'Meddela användaren att behörigheten är klar.',
    ],
    changed: ['Jämför ändringarna nedan med behörigheterna i Cosmic.', 'Rätta det som skiljer sig.'],
    ended: ['Ta bort behörigheten i Cosmic på varje enhet.', 'Bekräfta i varje ärende när den är borttagen på alla enheter.'],
    reinstated: [
      'Öppna varje ärende och se om ansvars- och sekretessförbindelsen gäller.',
      'Ge behörigheten i Cosmic efter uppgifterna i ärendet.',
      'Meddela användaren att behörigheten är klar.',
    ],
  } satisfies Record<CaseEvent, string[]>,
  people: 'Personer',
  columns: { caseNumber: 'Ärende', hsaId: 'HSA-id', name: 'Namn', unit: 'Enhet', titles: 'Titlar', changes: 'Ändringar' },
};

/** To a user whose agreement ends. */
export const agreementEndsMailTexts = {
  subject: (lastDay: LocalDate): string => subject(`Din förbindelse gäller till och med ${lastDay}`),
  ends: (lastDay: LocalDate): string =>
    `Din ansvars- och sekretessförbindelse för Cosmic Link gäller till och med ${lastDay}. Du behöver underteckna en ny.`,
  newVersion: (lastDay: LocalDate): string =>
    `Det finns en ny version av ansvars- och sekretessförbindelsen för Cosmic Link. Den du har undertecknat gäller till och med ${lastDay}.`,
  otherwise: 'Utan en ny förbindelse kan din behörighet i Cosmic Link tas bort.',
  whatToDo: 'Gör så här',
  stepsOnScreen: ['Öppna sidan nedan och logga in med ditt SITHS-kort.', 'Läs texten och underteckna den.'],
  stepsOnPaper: ['Be din chef om en ny förbindelse att skriva under.', 'Lämna den undertecknad till Servicecenter.'],
  open: 'Läs och underteckna',
  done: 'Har du redan lämnat en ny kan du bortse från det här mejlet.',
};

/** To the user and to whoever ordered it, when the undo window is over. */
export const accessReadyTexts = {
  subject: 'Din behörighet är klar',
  ordererSubject: (caseNumber: string, municipalityName: string): string => subject('Klar', `ärende ${caseNumber}`, municipalityName),
  protectedSubject: (caseNumber: string): string => subject('Klar', `ärende ${caseNumber}`),
  ready: 'Din behörighet i Cosmic Link är klar. Du kan logga in nu.',
  readyFor: (name: string): string => `Behörigheten i Cosmic Link för ${name} är klar.`,
  protected: (caseNumber: string): string => `Behörigheten i ärende ${caseNumber} är klar.`,
  logIn: 'Logga in med ditt SITHS-kort.',
  tell: 'Personen får inget mejl. Berätta att behörigheten är klar och bekräfta sedan i Tillträde att du har gjort det.',
  name: 'Namn',
  hsaId: 'HSA-id',
  municipality: 'Kommun',
  units: 'Enheter',
  userPrincipalName: 'Inloggningsnamn (UPN)',
  guide: 'Så kommer du i gång',
};

export const footer = 'Mejlet är skickat automatiskt av Tillträde. Svara inte på det.';

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
};

const WAIT_FOR_AGREEMENT: Record<Agreement, string[]> = {
  valid: [],
  missing: ['Vänta tills ansvars- och sekretessförbindelsen har kommit in.'],
  expired: ['Ansvars- och sekretessförbindelsen har gått ut. Vänta tills en ny har kommit in.'],
  withdrawn: ['Ansvars- och sekretessförbindelsen är återkallad. Vänta tills en ny har kommit in.'],
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
  } satisfies Record<ChangedField, string>,
  columns: { field: 'Uppgift', before: 'Före', after: 'Efter' },
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

export const footer = 'Mejlet är skickat automatiskt av Tillträde. Svara inte på det.';

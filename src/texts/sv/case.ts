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
};

const events = { new: 'ny', changed: 'ändrad', ended: 'avslutad', reinstated: 'återupptagen' };
const states = { open: 'öppet', superseded: 'ersatt av ett senare ärende', done: 'klart' };

export const caseLines = {
  events,
  mail: 'mejl',
  mailStates: { waiting: 'väntar', sending: 'skickas', sent: 'skickat', failed: 'misslyckades', unknown: 'okänt utfall' },
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
  },
};

import { counted } from './counted';

/** What managers read in mails about their orders. */
export const orderReminderTexts = {
  subject: (count: number, municipalityName: string): string =>
    `[Behörighet] ${counted(count, 'beställning går', 'beställningar går')} snart ut – ${municipalityName}`,
  happens: (count: number): string =>
    count === 1
      ? 'En av dina beställningar av behörighet i Cosmic Link går snart ut. Efter sista dagen stängs kontot av.'
      : `${count} av dina beställningar av behörighet i Cosmic Link går snart ut. Efter sista dagen stängs kontona av.`,
  whatToDo: 'Gör så här',
  choices: [
    'Behövs åtkomsten längre: öppna beställningen och flytta fram sista dagen.',
    'Behövs den inte: gör ingenting, den avslutas av sig själv.',
  ],
  orders: 'Beställningar',
  columns: ['Beställning', 'Roll i Cosmic', 'Sista dag'],
};

/** Findings about orders. */
export const orderFindingTexts = {
  managerWithoutMail: (number: string, to: string): string =>
    `Beställning ${number} går ut ${to}, och chefen har ingen e-postadress i HSA att påminnas på. Säg till chefen.`,
};

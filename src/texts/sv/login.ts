import type { LoginRefusal } from '../../auth/login/login-refusal';

/** Why somebody was not let in, and what to do. */
const refusals: Record<LoginRefusal, { why: string; whatToDo: string }> = {
  'provider-unavailable': {
    why: 'Tjänsten som du legitimerar dig hos svarar inte som den ska.',
    whatToDo: 'Försök igen om en stund. Fungerar det inte då, kontakta kommunens helpdesk.',
  },
  cancelled: {
    why: 'Inloggningen avbröts.',
    whatToDo: 'Börja om om du vill logga in.',
  },
  'attempt-unknown': {
    why: 'Inloggningen tog för lång tid, eller påbörjades i en annan flik eller webbläsare.',
    whatToDo: 'Börja om från början och gör klart inloggningen i samma flik.',
  },
  'response-invalid': {
    why: 'Svaret från inloggningen gick inte att lita på, därför släpps ingen in.',
    whatToDo: 'Börja om från början. Händer det igen, kontakta kommunens helpdesk.',
  },
  'level-too-low': {
    why: 'Du loggade in på ett sätt som inte är säkert nog här.',
    whatToDo: 'Logga in med SITHS-kort eller SITHS eID på tillitsnivå 3.',
  },
  'hsa-id-missing': {
    why: 'Inloggningen säger inte vilket HSA-id du har.',
    whatToDo: 'Kontrollera med kommunens HSA-administratör att du finns i HSA, och att du loggar in med SITHS för ditt uppdrag.',
  },
  'hsa-id-ambiguous': {
    why: 'Inloggningen ger flera HSA-id:n, och det går inte att veta vilket du arbetar med nu.',
    whatToDo: 'Logga in igen och välj ett uppdrag. Får du ingen fråga om uppdrag, kontakta kommunens HSA-administratör.',
  },
  'hsa-id-invalid': {
    why: 'Det HSA-id som inloggningen ger är inte skrivet som ett HSA-id ska vara.',
    whatToDo: 'Kontakta kommunens HSA-administratör.',
  },
};

export const loginTexts = {
  secretMissing: 'pekar på en hemlighet som saknas eller är tom',
  title: 'Logga in',
  failedTitle: 'Du är inte inloggad',
  loggedOutTitle: 'Du är utloggad',
  logOutTitle: 'Logga ut',
  refusals,
  tryAgain: 'Logga in igen',
  logIn: 'Logga in',
  loggedOut: 'Du är utloggad från Tillträde. Stäng webbläsaren om fler använder datorn.',
  loggedInAs: (name: string, hsaId: string): string => `Du är inloggad som ${name} (${hsaId}).`,
  demo: 'Det här är en demonstration. Välj vem du vill vara; inget lösenord behövs. Alla är påhittade.',
  demoRoles: (roles: string[]): string => (roles.length === 0 ? 'ingen roll' : roles.join(', ')),
  noSuchPerson: 'Det finns ingen sådan person i demonstrationen.',
};

/** Why a mail is not sent yet, for whoever looks in the outbox. `code` and `answer` are technical and hold no address. */
export const deliveryTexts = {
  unreachable: (code: string): string => `Mejlservern går inte att nå (${code}).`,
  untrusted: (code: string): string => `Mejlserverns certifikat går inte att lita på (${code}).`,
  noTls: (code: string): string => `Mejlservern går inte med på kryptering (${code}).`,
  loginRefused: (code: string): string => `Mejlservern godtar inte inloggningen (${code}).`,
  notReady: (answer: string): string => `Mejlservern tar inte emot mejl just nu (${answer}).`,
  refused: (answer: string, command: string): string => `Mejlservern svarade ${answer} på ${command}.`,
  refusedText: (answer: string): string => `Mejlservern svarade ${answer} när den hade fått mejlet.`,
  someRefused: (refused: number, all: number, answer: string): string =>
    `Mejlservern nekade ${refused} av ${all} mottagare (${answer}); de andra har fått mejlet.`,
  lostBeforeText: (code: string): string => `Förbindelsen bröts innan mejlet hade börjat skickas (${code}).`,
  unknown: (code: string): string => `Inget svar kom efter att mejlet hade börjat skickas (${code}). Det kan ha kommit fram.`,
  crashed: 'Programmet avbröts medan mejlet skickades. Det kan ha kommit fram.',
  crashedHarmlessly: 'Programmet avbröts medan mejlet skrevs.',
  unreadable: 'Mejlets innehåll går inte att öppna. Har nyckelfilen bytts ut?',
  unrenderable: (error: string): string => `Mejlet går inte att skapa (${error}). Det är ett fel i programmet.`,
  fault: (error: string): string => `Något gick fel i programmet medan mejlet skickades (${error}). Det kan ha kommit fram.`,
  secretUnreadable: (what: 'passwordFile' | 'caFile', code: string): string => `mail.${what} går inte att läsa (${code}).`,
  passwordMissing: (named: boolean): string =>
    named
      ? 'mail.passwordEnv pekar på en miljövariabel som inte är satt.'
      : 'mail.user är angiven men varken mail.passwordFile eller mail.passwordEnv.',
  secretInUrl: 'mail.url får inte innehålla användare eller lösenord. Använd mail.user och mail.passwordFile.',
  directoryUnwritable: (code: string): string => `Mejlkatalogen går inte att skriva i (${code}).`,
  directoryReady: 'Mejlkatalogen går att skriva i.',
  serverReady: 'Mejlservern svarar, är betrodd och godtar inloggningen.',
};

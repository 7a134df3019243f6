/** What `doctor` says of the login. */
export const loginCheckTexts = {
  name: 'Inloggning',
  answers: 'legitimeringstjänsten svarar',
  levelNotOffered: 'legitimeringstjänsten säger inte att den har någon av tillitsnivåerna i login.acr',
  chooseLevel: 'Fråga den som sköter legitimeringstjänsten vilka nivåer den har, och skriv in den som krävs i login.acr.',
  noAnswer: (code: string): string => `legitimeringstjänsten svarar inte som den ska (${code})`,
  mend: 'Kontrollera login.issuer, nätverket, klockan och login.caFile. Utan den kan ingen logga in.',
};

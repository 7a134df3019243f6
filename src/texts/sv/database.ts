/** What `database copy` says. */
export const databaseTexts = {
  badTarget: '--to ska vara sqlite:FIL eller postgres://användare@värd:5432/namn.',
  passwordInTarget: '--to får inte innehålla lösenord. Ange det med PGPASSWORD eller PGPASSFILE.',
  sameDatabase: '--to pekar på den databas som redan används.',
  targetUnavailable: (code: string): string =>
    `Databasen som --to pekar på går inte att öppna (${code}). Kontrollera adressen, rättigheterna och att den är igång.`,
  foreignTable: 'Databasen som --to pekar på innehåller tabeller som inte är tjänstens. Skapa en egen, tom databas.',
  notEmpty: 'Databasen som --to pekar på är inte tom. Inget är kopierat; skapa en ny, tom databas.',
  held: 'Tjänsten eller ett kommando arbetar i databasen just nu. Stoppa tjänsten och kör om. Inget är kopierat.',
  sourceIsBusy: 'Något annat skriver i databasen och blev inte färdigt i tid. Stoppa tjänsten och kör om. Inget är kopierat.',
  differs: (table: string, wanted: number, found: number): string =>
    `Tabellen ${table} blev inte densamma (${wanted} rader här, ${found} där). Kopian är borttagen: målet är tomt.`,
  brokenChain:
    'Granskningsspåret är inte helt i kopian. Kör audit verify på den databas som används nu. Kopian är borttagen: målet är tomt.',
  stopped: 'Avbrutet. Kopian är borttagen: målet är tomt.',
  failed: (what: string): string => `Kopieringen gick inte att slutföra (${what}). Kopian är borttagen: målet är tomt.`,
  heading: ['tabell', 'rader', 'kontrollsumma'],
  equal: (rows: number, auditRows: number): string =>
    `Båda databaserna innehåller samma ${rows} rader. Granskningsspåret är helt: ${auditRows} rader.`,
  progress: (rows: number, perSecond: number): string => `${rows} rader kopierade, ${perSecond}/s`,
  howToSwitch: [
    'Så här byter du:',
    '  1. Se till att tjänsten är stoppad. Det som skrivs i den gamla databasen från och med nu följer inte med.',
    '  2. Sätt database.url i konfigurationen till det du angav med --to.',
    '  3. Låt identityHashKeyFile vara: nyckeln är densamma, och en annan öppnar inte databasen.',
    '  4. Kör doctor och audit verify, och starta tjänsten.',
  ],
};

/** What people read of configuration, database, leases and the key file. */
export const platformTexts = {
  notWritten: (code: string): string =>
    `Databasen gick inte att skriva (${code}). Är disken full, eller får filen inte ändras? Det som hann skrivas är helt; kör igen när det är åtgärdat.`,
  databaseUnavailable: (code: string): string =>
    `Databasen som database.url pekar på går inte att öppna (${code}). Kontrollera sökvägen eller adressen, rättigheterna och att databasen är igång.`,

  schemaOutdated:
    'Databasens tabeller är äldre än programmet. Kör scripts/tilltrade migrate först: en förhandsvisning ändrar inget, inte heller tabeller.',

  leaseLost: (name: string) =>
    `Ett annat program har tagit över "${name}" medan det här arbetade. Inget mer skrivs härifrån; det som redan sparats gäller.`,
};

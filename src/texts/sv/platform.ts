/** What people read of configuration, database, leases and the key file. */
export const platformTexts = {
  databaseUnavailable: (code: string): string =>
    `Databasen som database.url pekar på går inte att öppna (${code}). Kontrollera sökvägen eller adressen, rättigheterna och att databasen är igång.`,

  schemaOutdated:
    'Databasens tabeller är äldre än programmet. Kör scripts/tilltrade migrate först: en förhandsvisning ändrar inget, inte heller tabeller.',

  leaseLost: (name: string) =>
    `Ett annat program har tagit över "${name}" medan det här arbetade. Inget mer skrivs härifrån; det som redan sparats gäller.`,
};

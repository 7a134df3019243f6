import { composeMail } from './mail-model';
import type { ReadTroubleMail } from './read-trouble-mail';

const mail: ReadTroubleMail = {
  kind: 'read-trouble',
  municipalityName: 'Åre kommun',
  municipalityCode: 'are',
  lastCompleteAt: '2026-06-20T03:05:00.000Z',
  lastReason: 'Filen tar slut mitt i en post (are.ldif, rad 17).',
  link: 'https://tilltrade.example.se/korningar/7',
};

describe('the mail about a day without a complete read', () => {
  it('says since when, why and where to begin', () => {
    const { subject, text } = composeMail(mail);
    expect(subject).toBe('[Behörighet] Ingen fullständig läsning på ett dygn – Åre kommun');
    expect(text).toBe(`Katalogen för Åre kommun har inte kunnat läsas fullständigt sedan 2026-06-20 05:05.

Så länge ändras inga konton i kommunen: de som slutar har kvar sitt konto och de som börjar får inget.

Senaste felet
Filen tar slut mitt i en post (are.ldif, rad 17).

Ta reda på mer
Kontrollera inställningar och anslutningar:
  scripts/tilltrade doctor

Försök igen utan att skriva något:
  scripts/tilltrade sync --municipality are --dry-run

Öppna den senaste körningen: https://tilltrade.example.se/korningar/7

Mejlet är skickat automatiskt av Tillträde. Svara inte på det.
`);
  });

  it('says so when there never was one, and when nothing ran at all', () => {
    const { text, html } = composeMail({ ...mail, lastCompleteAt: null, lastReason: null, link: null });
    expect(text).toContain('Katalogen för Åre kommun har aldrig kunnat läsas fullständigt.');
    expect(text).toContain('Senaste felet\nIngen läsning har gjorts. Kontrollera att tjänsten är igång');
    expect(html).not.toContain('href');
  });
});
